package org.etclane.device.wim.wanji;

import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.frame.ByteWriter;

/**
 * The data of an 80 or 81 frame from the instrument: vehicle number, flag, packet number, channel count, 00 00, piece of the body
 * (weighing.md §5.2).
 *
 * @param vehicleNumber 0–255
 * @param flag          00 first of several, 01 middle, 02 last or only
 * @param packetNumber  within the vehicle
 * @param body          up to 900 bytes
 */
public record WanjiPacket(int vehicleNumber, int flag, int packetNumber, Bytes body) {
    public static final int FIRST = 0;
    public static final int MIDDLE = 1;
    public static final int LAST = 2;

    private static final int CHANNELS = 40;
    private static final int HEAD_BYTES = 6;

    /** Empty when shorter than its head, as the host's own request is. */
    public static Optional<WanjiPacket> read(Bytes data) {
        return data.size() < HEAD_BYTES || data.u8(1) > LAST ? Optional.empty()
                : Optional.of(new WanjiPacket(data.u8(0), data.u8(1), data.u8(2), data.slice(HEAD_BYTES, data.size())));
    }

    public Bytes write() {
        return new ByteWriter().u8(vehicleNumber).u8(flag).u8(packetNumber).u8(CHANNELS).u16(0).bytes(body).toBytes();
    }
}
