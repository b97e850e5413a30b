package org.etclane.lane.station;

import java.util.Optional;
import org.etclane.lane.parameters.RateTable;

/** What the station link tells the lane. Each method names its thread; none may block the event loop "station". */
public interface StationListener {

    /** On the event loop. The lane answers, now or later and from any thread, with {@link StationLink#answer}. */
    void onCommand(StationCommand command);

    /**
     * A rate table has arrived whole, its hash and content are good. On the thread "outbox", may write to disk: when it returns
     * empty the station is told that the lane keeps the table.
     *
     * @param file the bytes as delivered
     * @return why the lane cannot take it; empty when it is stored
     */
    Optional<String> onRateTable(RateTable table, byte[] file);

    /** Something was refused (certificate, frame, hash, ...); equal events in a row are told once. Station threads. */
    void onSecurityEvent(String detail);

    /** The station has consented: records flow. On the event loop. */
    void onConnected();

    /** On the event loop; told once per lost connection and once for the first failed attempt. */
    void onDisconnected(String cause);
}
