package org.etclane.device.rsu.network;

import org.etclane.device.Bytes;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.frame.Crc16X25;

/** From a frame's content to the bytes on the line (rsu-network.md §1). */
final class RsuNetworkWire {
    static final int STX_BYTES = 2;
    static final int VERSION = 0;
    /** STX, VER, SEQ, LEN. */
    static final int HEADER_BYTES = 8;
    static final int CRC_BYTES = 2;

    private RsuNetworkWire() {
    }

    /** @param content DATA, command byte first */
    static byte[] wrap(int seq, Bytes content) {
        Bytes checked = new ByteWriter().u8(VERSION).u8(seq).u32(content.size()).bytes(content).toBytes();
        return new ByteWriter().u16(0xFFFF).bytes(checked).u16(Crc16X25.of(checked)).toBytes().toArray();
    }
}
