/**
 * The link to the toll station: its messages (station.proto in {@code src/main/proto}), the lane's client, the upload of the
 * journal and the downloads. May import Netty, Protobuf and the contracts of journal, core and parameters. Two threads: the
 * event loop "station" (TLS, framing, window, acknowledgements, commands) and "outbox" (everything that touches the journal or
 * a disk). The lane loop only meets immutable values: {@link org.etclane.lane.station.StationStatus} and the callbacks of
 * {@link org.etclane.lane.station.StationListener}.
 */
package org.etclane.lane.station;
