package org.etclane.device.display.sichuan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.display.ScannerTrials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes by hand from fee-displays.md; check bytes by a separate calculation. 817D is a character with an end byte in it. */
class SichuanCodecTest {
    private static final String TEXT_16 = "bfcd31 817d 20 20 20 20 20 20 20 20 20 20 20";
    /** XOR of 33, 32 and the text: bf^cd^31^81^7d^(eleven blanks = 20) = 9f; ^33^32 = 9e. */
    private static final String TEXT_CHECK = "9e";

    private static Map<Sichuan1eFrame, String> golden1e(CheckByte use) {
        boolean all = use == CheckByte.ALWAYS;
        Map<Sichuan1eFrame, String> golden = new LinkedHashMap<>();
        golden.put(new Sichuan1eFrame.Line(2, Bytes.fromHex(TEXT_16)), "7b 33 32" + TEXT_16 + (all ? TEXT_CHECK : "") + "7d");
        golden.put(new Sichuan1eFrame.Query(), "0a 46 0a");
        golden.put(new Sichuan1eFrame.Clear(), "0a 46 0d");
        golden.put(new Sichuan1eFrame.SelfTest(), "7b 32" + (all ? "32" : "") + "7d");
        golden.put(new Sichuan1eFrame.Screen(Bytes.fromHex("7d".repeat(64))), "7b 34" + "7d".repeat(64) + (all ? "34" : "") + "7d");
        golden.put(new Sichuan1eFrame.Phrase(4), "7b 37 34" + (all ? "03" : "") + "7d");
        golden.put(new Sichuan1eFrame.Brightness(8), "7b 38 08" + (all ? "30" : "") + "7d");
        golden.put(new Sichuan1eFrame.Volume(5), "7b 39 35" + (all ? "0c" : "") + "7d");
        golden.put(new Sichuan1eFrame.Colour('3'), "7b 41 33" + (use == CheckByte.NEVER ? "" : "72") + "7d");
        return golden;
    }

    private static Map<Sichuan1dFrame, String> golden1d() {
        Map<Sichuan1dFrame, String> golden = new LinkedHashMap<>();
        golden.put(new Sichuan1dFrame.Text(1, Bytes.fromHex("bfcd31")), "0a 00 01 bf cd 31 0d");
        golden.put(new Sichuan1dFrame.Text(0, Bytes.of(0x20)), "0a 00 00 20 0d");
        golden.put(Sichuan1dFrame.Light.RED, "0a 36 0d");
        golden.put(Sichuan1dFrame.Light.GREEN, "0a 37 0d");
        golden.put(Sichuan1dFrame.Light.FLASH_ON, "0a 38 0d");
        golden.put(Sichuan1dFrame.Light.FLASH_OFF, "0a 39 0d");
        golden.put(new Sichuan1dFrame.Brightness(7, 0), "0a 40 07 00 0d");
        golden.put(new Sichuan1dFrame.Heartbeat(), "0a 50 0d");
        return golden;
    }

    @ParameterizedTest
    @EnumSource
    void everyCommandOf1eByteForByteBothWays(CheckByte use) {
        Sichuan1eCodec codec = new Sichuan1eCodec(use);
        golden1e(use).forEach((frame, hex) -> {
            assertEquals(Bytes.fromHex(hex), codec.encode(frame));
            assertEquals(Optional.of(frame), codec.read(Bytes.fromHex(hex)));
        });
        new ScannerTrials<>(codec, golden1e(use).values().stream().map(Bytes::fromHex).toList()).run();
    }

    @Test
    void everyCommandOf1dByteForByteBothWays() {
        Sichuan1dCodec codec = new Sichuan1dCodec();
        golden1d().forEach((frame, hex) -> {
            assertEquals(Bytes.fromHex(hex), codec.encode(frame));
            assertEquals(Optional.of(frame), codec.read(Bytes.fromHex(hex)));
        });
        new ScannerTrials<>(codec, golden1d().values().stream().map(Bytes::fromHex).toList()).run();
    }

    @Test
    void answersStandTheSame() {
        new ScannerTrials<>(new Sichuan1eAnswer(), List.of(Bytes.fromHex("0a640a"))).run();
        new ScannerTrials<>(new Sichuan1dAnswer.Shape(), List.of(Bytes.fromHex("0a000d"), Bytes.fromHex("0a010d"),
                Bytes.fromHex("0a020d"))).run();
        assertEquals("0a640a", Sichuan1eAnswer.encode().hex());
        assertEquals("0a010d", Sichuan1dAnswer.TOO_LONG.encode().hex());
    }

    @Test
    void anEndByteInsideATextEndsNothing() {
        Sichuan1eCodec codec = new Sichuan1eCodec(CheckByte.NEVER);
        byte[] frame = Bytes.fromHex(golden1e(CheckByte.NEVER).values().iterator().next()).toArray();
        assertEquals(20, codec.lengthAt(frame, 0, frame.length));
        assertEquals(20, codec.lengthAt(frame, 0, 2), "known from the letter alone");
    }

    @Test
    void aWrongCheckByteIsNoFrame() {
        assertTrue(new Sichuan1eCodec(CheckByte.ALWAYS).read(Bytes.fromHex("7b 37 34 04 7d")).isEmpty());
        assertTrue(new Sichuan1eCodec(CheckByte.COLOUR_ONLY).read(Bytes.fromHex("7b 41 33 73 7d")).isEmpty());
        assertTrue(new Sichuan1eCodec(CheckByte.NEVER).read(Bytes.fromHex("7b 39 36 7d")).isEmpty(), "volume 6");
    }

    @Test
    void aTextOfAnotherLengthIsAMistakeOfTheCaller() {
        assertThrows(IllegalArgumentException.class,
                () -> new Sichuan1eCodec(CheckByte.NEVER).encode(new Sichuan1eFrame.Line(1, Bytes.zeros(15))));
    }

    @Test
    void aTextWithoutAnEndIsGivenUpAfterTheLongestThatThereIs() {
        Sichuan1dCodec codec = new Sichuan1dCodec();
        byte[] endless = Bytes.fromHex("0a0000" + "41".repeat(200)).toArray();
        assertEquals(-1, codec.lengthAt(endless, 0, 148));
        assertEquals(0, codec.lengthAt(endless, 0, 149));
        byte[] longest = Bytes.fromHex("0a0000" + "41".repeat(145) + "0d").toArray();
        assertEquals(149, codec.lengthAt(longest, 0, longest.length));
    }
}
