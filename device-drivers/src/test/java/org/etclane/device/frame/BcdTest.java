package org.etclane.device.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.etclane.device.Bytes;
import org.junit.jupiter.api.Test;

import java.time.LocalDateTime;
import java.util.Optional;

class BcdTest {
    @Test
    void dates() {
        assertEquals(20200803, Bcd.ymd(Bytes.fromHex("0020200803"), 1));
        assertEquals(-1, Bcd.ymd(Bytes.fromHex("2020080A"), 0));
        assertEquals(-1, Bcd.ymd(Bytes.fromHex("A0200803"), 0));
        assertEquals(Bytes.fromHex("20200803"), Bcd.ofYmd(20200803));
        assertEquals(Bytes.fromHex("00000000"), Bcd.ofYmd(0));
        assertEquals(Bytes.fromHex("FFFFFFFF"), Bcd.ofYmd(-1));
    }

    @Test
    void times() {
        LocalDateTime time = LocalDateTime.of(2020, 8, 26, 17, 55, 58);
        assertEquals(Bytes.fromHex("20200826175558"), Bcd.ofDateTime(time));
        assertEquals(Optional.of(time), Bcd.dateTime(Bytes.fromHex("ff20200826175558"), 1));
        assertTrue(Bcd.dateTime(Bytes.fromHex("20201326175558"), 0).isEmpty());
        assertTrue(Bcd.dateTime(Bytes.fromHex("2020082617555a"), 0).isEmpty());
    }
}
