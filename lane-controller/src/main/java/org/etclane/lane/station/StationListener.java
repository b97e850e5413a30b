package org.etclane.lane.station;

/** What the station link tells the lane. Each method names its thread; none may block the event loop "station". */
public interface StationListener {

    /** On the event loop. The lane answers, now or later and from any thread, with {@link StationLink#answer}. */
    void onCommand(StationCommand command);

    /** Where parameter packages go. Always the same. */
    ParameterInbox parameters();

    /** Something was refused (certificate, frame, hash, ...); equal events in a row are told once. Station threads. */
    void onSecurityEvent(String detail);

    /** The station has consented: records flow. On the event loop. */
    void onConnected();

    /** On the event loop; told once per lost connection and once for the first failed attempt. */
    void onDisconnected(String cause);
}
