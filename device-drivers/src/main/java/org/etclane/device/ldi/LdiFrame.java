package org.etclane.device.ldi;

import org.etclane.device.Bytes;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.frame.Crc16X25;

/**
 * The envelope (§3): FF FF · VER 00 · SEQ · LEN 4 · DATA · CRC 2, whole length LEN + 10. LEN counts DATA only and its upper two bytes
 * are 0. CRC-16/X-25 over VER…DATA, high byte first. No stuffing and no end mark: FF FF occurs inside DATA.
 *
 * @param seq  0X begun by the server, X0 begun by the client; an answer repeats the SEQ of its request. A hint only (§12 rows 8, 9)
 * @param data 1–65535 bytes, the first one is the command
 */
public record LdiFrame(int seq, Bytes data) {
    public static final int OVERHEAD_BYTES = 10;
    public static final int MAX_DATA_BYTES = 65_535;
    static final int DATA_AT = 8;
    static final int CRC_BYTES = 2;

    public LdiFrame {
        if (data.size() < 1 || data.size() > MAX_DATA_BYTES) {
            throw new IllegalArgumentException("DATA of " + data.size() + " bytes, allowed: 1–" + MAX_DATA_BYTES);
        }
    }

    public byte[] encode() {
        byte[] frame = new ByteWriter().u16(0xFFFF).u8(0).u8(seq).u32(data.size()).bytes(data).u16(0).toBytes().toArray();
        int crc = Crc16X25.of(frame, 2, frame.length - CRC_BYTES);
        frame[frame.length - 2] = (byte) (crc >>> 8);
        frame[frame.length - 1] = (byte) crc;
        return frame;
    }
}
