package org.etclane.device.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.etclane.device.Bytes;
import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.Random;

class EscapeTest {
    @Test
    void eachByteInOnePass() {
        assertEquals(Bytes.fromHex("fe01"), Escape.escape(Bytes.of(0xFF)));
        assertEquals(Bytes.fromHex("fe00"), Escape.escape(Bytes.of(0xFE)));
        // data that looks like an escape sequence
        assertEquals(Bytes.fromHex("fe0000 fe0001 fe01fe00"), Escape.escape(Bytes.fromHex("fe00 fe01 fffe")));
        // FF across a byte border, which a text replacement would find
        assertEquals(Bytes.fromHex("0ff0"), Escape.escape(Bytes.fromHex("0ff0")));
    }

    @Test
    void onlyZeroAndOneMayFollowAnEscape() {
        for (int next = 0; next < 256; next++) {
            assertEquals(next < 2, Escape.unescape(Bytes.of(0xFE, next)).isPresent(), "FE " + next);
        }
        assertTrue(Escape.unescape(Bytes.of(1, 0xFE)).isEmpty());
        assertTrue(Escape.unescape(Bytes.of(1, 0xFF, 2)).isEmpty());
    }

    @Test
    void anyBytesComeBackAndTheLineStaysFreeOfDelimiters() {
        Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            byte[] noise = new byte[random.nextInt(64)];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (byte) (random.nextBoolean() ? 0xFC + random.nextInt(4) : random.nextInt(3));
            }
            Bytes plain = Bytes.copyOf(noise);
            Bytes stuffed = Escape.escape(plain);
            assertFalse(stuffed.hex().matches("(..)*ff(..)*"), stuffed.hex());
            assertEquals(Optional.of(plain), Escape.unescape(stuffed));
            assertEquals(Bcc.of(plain), Bcc.of(stuffed), "the check is the same over both forms");
        }
    }
}
