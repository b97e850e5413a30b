package org.etclane.device.gpio.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LineAddressTest {
    @Test
    void everyAddressIsOneNumberAndBack() {
        for (int chip : new int[] {0, 1, 15, 0x7FFF}) {
            for (int offset : new int[] {0, 1, 53, 1023, 0xFFFF}) {
                LineAddress address = new LineAddress(chip, offset);
                assertTrue(address.number() >= 0);
                assertEquals(address, LineAddress.of(address.number()));
            }
        }
        assertEquals(5, new LineAddress(0, 5).number(), "on the first chip the number is the offset");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new LineAddress(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> new LineAddress(0, 0x10000));
    }
}
