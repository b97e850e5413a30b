package org.etclane.device.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SerialSettingsTest {
    @Test
    void readsWhatAnEngineerWrites() {
        assertEquals(new SerialSettings("/dev/ttyS1", 115200, 8, Parity.NONE, 1),
                SerialSettings.parse("/dev/ttyS1", "115200 8N1"));
        assertEquals(new SerialSettings("/dev/ttyS2", 9600, 7, Parity.EVEN, 2),
                SerialSettings.parse(" /dev/ttyS2 ", " 9600  7e2 "));
    }

    @Test
    void saysItselfAsItIsWritten() {
        assertEquals("/dev/ttyS1 115200 8N1", SerialSettings.parse("/dev/ttyS1", "115200 8N1").toString());
    }

    @Test
    void countsTheBitsOfAByteOnTheWire() {
        assertEquals(10, SerialSettings.parse("/dev/ttyS1", "9600 8N1").bitsPerByte());
        assertEquals(11, SerialSettings.parse("/dev/ttyS1", "9600 8E1").bitsPerByte());
        assertEquals(12, SerialSettings.parse("/dev/ttyS1", "9600 8O2").bitsPerByte());
        assertEquals(9, SerialSettings.parse("/dev/ttyS1", "9600 7N1").bitsPerByte());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "115200", "8N1", "115200 9N1", "115200 8X1", "115200 8N3", "115200 8N1.5", "fast 8N1", "49 8N1",
            "9999999 8N1", "99999999999 8N1"})
    void refusesWhatItDoesNotUnderstand(String mode) {
        String message = assertThrows(IllegalArgumentException.class, () -> SerialSettings.parse("/dev/ttyS1", mode))
                .getMessage();
        assertTrue(message.contains("115200 8N1") || message.contains("50–4000000"), message);
    }

    @Test
    void refusesAnEmptyPath() {
        assertThrows(IllegalArgumentException.class, () -> SerialSettings.parse(" ", "9600 8N1"));
    }
}
