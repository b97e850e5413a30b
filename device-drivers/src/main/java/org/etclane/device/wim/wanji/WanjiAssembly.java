package org.etclane.device.wim.wanji;

import java.util.Optional;
import org.etclane.device.Bytes;

/** Puts the packets of one vehicle together; a packet out of turn throws the pieces away. Holds at most 50 × 900 bytes. */
final class WanjiAssembly {
    private static final int MOST_PACKETS = 50;

    private Optional<WanjiPacket> last = Optional.empty();
    private Bytes body = Bytes.EMPTY;
    private int packets;

    /** @return the whole body when this packet was the last one */
    Optional<Bytes> add(WanjiPacket packet) {
        boolean follows = last.isPresent() && last.get().vehicleNumber() == packet.vehicleNumber()
                && packet.packetNumber() == last.get().packetNumber() + 1 && packets < MOST_PACKETS;
        boolean begins = packet.flag() == WanjiPacket.FIRST || packet.flag() == WanjiPacket.LAST && !follows;
        boolean tornEnd = begins && packet.flag() == WanjiPacket.LAST && packet.packetNumber() > 1;
        if (!begins && !follows || tornEnd) {
            forget();
            return Optional.empty();
        }
        body = begins ? packet.body() : Bytes.concat(body, packet.body());
        packets = begins ? 1 : packets + 1;
        last = Optional.of(packet);
        if (packet.flag() != WanjiPacket.LAST) {
            return Optional.empty();
        }
        Bytes whole = body;
        forget();
        return Optional.of(whole);
    }

    void forget() {
        last = Optional.empty();
        body = Bytes.EMPTY;
        packets = 0;
    }
}
