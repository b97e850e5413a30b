package org.etclane.device.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.etclane.device.Bytes;
import org.junit.jupiter.api.Test;

class Crc16XmodemTest {
    @Test
    void publishedCheckValue() {
        assertEquals(0x31C3, Crc16Xmodem.of(Bytes.copyOf("123456789".getBytes(StandardCharsets.US_ASCII))));
        assertEquals(0, Crc16Xmodem.of(Bytes.EMPTY));
        assertEquals(0, Crc16Xmodem.of(Bytes.concat(Bytes.copyOf("123456789".getBytes(StandardCharsets.US_ASCII)), Bytes.of(0x31, 0xC3))));
    }
}
