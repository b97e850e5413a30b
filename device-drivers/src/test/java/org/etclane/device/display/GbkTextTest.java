package org.etclane.device.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.etclane.device.Bytes;
import org.junit.jupiter.api.Test;

class GbkTextTest {

    @Test
    void chineseTakesTwoBytesAsciiOne() {
        assertEquals("bfcd31", GbkText.encode("客1").hex());
        assertEquals("33302e343020d4aa", GbkText.encode("30.40 元").hex());
    }

    @Test
    void whatGbkLacksIsReplacedAlwaysInTheSameWay() {
        assertEquals("3f", GbkText.encode("\uD83D\uDE97").hex(), "beyond the basic plane: one mark");
        assertEquals("613f62", GbkText.encode("a\uD83Db").hex(), "half of a pair");
        assertEquals("3f", GbkText.encode("ก").hex());
        assertEquals("a3a4", GbkText.encode("¥").hex());
        assertEquals("612062", GbkText.encode("a\u00A0b").hex());
        assertEquals("6162", GbkText.encode("a\u200B\uFE0Fb").hex(), "marks without a width");
    }

    @Test
    void controlCharactersNeverReachTheWire() {
        assertEquals("20202020", GbkText.encode("\r\n\0\u007F").hex());
        for (int codePoint = 0; codePoint <= 0xFFFF; codePoint++) {
            Bytes one = GbkText.encode(Character.toString(codePoint));
            assertTrue(one.size() <= 2, () -> one.hex());
            for (int i = 0; i < one.size(); i++) {
                assertTrue(one.u8(i) >= ' ' && one.u8(i) != 0x7F, () -> one.hex());
            }
            assertTrue(one.size() != 1 || one.u8(0) < 0x7F, () -> "a lone high byte: " + one.hex());
        }
    }

    @Test
    void cutsBetweenCharacters() {
        assertEquals("d3e0b6ee", GbkText.cut("余额不足", 5).hex());
        assertEquals("d3e0b6ee", GbkText.cut("余额不足", 4).hex());
        assertEquals("d3e0", GbkText.cut("余额不足", 3).hex());
        assertEquals("", GbkText.cut("余", 1).hex());
        assertEquals("41d3e0", GbkText.cut("A余额", 4).hex());
        assertEquals("", GbkText.cut("", 0).hex());
    }

    @Test
    void aFieldIsFilledWithBlanks() {
        assertEquals("d3e0b6ee20", GbkText.field("余额不足", 5).hex());
        assertEquals("202020", GbkText.field("", 3).hex());
        assertEquals("d3e0", GbkText.field("余额", 2).hex());
    }

    @Test
    void everyCutOfRandomTextIsWholeAndTheLongestThatFits() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 30; i++) {
                text.append(random.nextBoolean() ? (char) ('a' + random.nextInt(26)) : "余额不足请走人工车道".charAt(random.nextInt(10)));
            }
            for (int limit = 0; limit <= 60; limit++) {
                Bytes cut = GbkText.cut(text.toString(), limit);
                String back = GbkText.decode(cut);
                assertTrue(text.toString().startsWith(back), "seed " + seed);
                assertTrue(cut.size() == limit || cut.size() == limit - 1 || back.contentEquals(text), "seed " + seed);
            }
        }
    }

    @Test
    void charactersWithAByteThatEndsFramesAreReplaced() {
        assertEquals("817d", GbkText.encode("亇").hex());
        assertEquals("a?b｝c余", GbkText.avoiding("a亇b}c余", 0x7D));
        for (int codePoint = 0; codePoint <= 0xFFFF; codePoint++) {
            Bytes one = GbkText.encode(GbkText.avoiding(Character.toString(codePoint), 0x7D));
            for (int i = 0; i < one.size(); i++) {
                assertTrue(one.u8(i) != 0x7D, () -> one.hex());
            }
        }
    }

    @Test
    void bytesThatAreNoGbkDoNotThrow() {
        assertEquals("\uFFFD", GbkText.decode(Bytes.of(0xFF)));
        assertEquals("余", GbkText.decode(Bytes.fromHex("d3e0")));
    }
}
