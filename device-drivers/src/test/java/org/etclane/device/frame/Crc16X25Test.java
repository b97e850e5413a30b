package org.etclane.device.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.etclane.device.Bytes;
import org.junit.jupiter.api.Test;

class Crc16X25Test {
    @Test
    void checkValueAndPublishedFrames() {
        assertEquals(0x906E, Crc16X25.of(Bytes.copyOf("123456789".getBytes(StandardCharsets.US_ASCII))));
        assertEquals(0x3F41, Crc16X25.of(Bytes.fromHex("001000000002C401")), "captured C4");
        // the air link's init request, which sends the low byte first
        assertEquals(0xD480, Crc16X25.of(Bytes.fromHex(
                "6A81353E40779105010318010110805003020B0100000000014400019C8B")));
        assertEquals(0, Crc16X25.of(Bytes.EMPTY));
    }
}
