package org.etclane.device.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.etclane.device.Bytes;
import org.junit.jupiter.api.Test;

class PlateTextTest {
    @Test
    void capturedPlateBothWays() {
        Bytes field = Bytes.fromHex("b2e241313233343500000000");
        assertEquals("测A12345", PlateText.decode(field));
        assertEquals(field, PlateText.encode("测A12345"));
    }

    @Test
    void longTextIsCutBetweenCharactersAndUnknownCharactersAreReplaced() {
        assertEquals(Bytes.fromHex("41b2e200"), PlateText.encode("A测测", 4));
        assertEquals(Bytes.fromHex("3f410000"), PlateText.encode("\uD83D\uDE97A", 4));
        assertEquals(Bytes.zeros(12), PlateText.encode(""));
    }

    @Test
    void badBytesAreReplacedNotThrown() {
        assertEquals("", PlateText.decode(Bytes.EMPTY));
        assertEquals("A", PlateText.decode(Bytes.fromHex("410042")));
        assertEquals("\uFFFD", PlateText.decode(Bytes.fromHex("ff")));
        PlateText.decode(Bytes.fromHex("b2"));
    }
}
