package org.etclane.device.display.brace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.display.DisplayAnswer;
import org.etclane.device.display.FrameScanner;
import org.etclane.device.display.ScannerTrials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes by hand from fee-displays.md. 817D is a character: an end byte inside a text. */
class BraceCodecTest {
    private static final BraceFrame LINE = new BraceFrame.Line('1', 2, Bytes.fromHex("bfcd31817d20"));

    /** What all four have in common, then what is a profile's own. */
    private static Map<BraceFrame, String> golden(BraceProfile profile) {
        Map<BraceFrame, String> golden = new LinkedHashMap<>();
        golden.put(LINE, "7b 33 08 31 32 bf cd 31 81 7d 20 7d");
        golden.put(new BraceFrame.Screen('0', 8, 16, Bytes.fromHex("c7eb0ad7df")), "7b 34 08 30 08 10 c7 eb 0a d7 df 7d");
        golden.put(new BraceFrame.Clear(), "7b 35 00 7d");
        if (profile == BraceProfile.SHANDONG) {
            golden.put(new BraceFrame.Fill(3), "7b 31 01 03 7d");
            golden.put(new BraceFrame.Version(), "7b 32 01 00 7d");
            golden.put(new BraceFrame.Brightness(0), "7b 37 01 30 7d");
            golden.put(new BraceFrame.Lights(6), "7b 38 01 06 7d");
            return golden;
        }
        golden.put(new BraceFrame.Query(), "7b 31 00 7d");
        golden.put(new BraceFrame.SelfTest(), "7b 32 00 7d");
        golden.put(new BraceFrame.Phrase(3), "7b 37 01 33 7d");
        golden.put(new BraceFrame.Brightness(5), "7b 38 01 35 7d");
        golden.put(new BraceFrame.Brightness(0), profile == BraceProfile.YUNNAN ? "7b 38 01 00 7d" : "7b 38 01 30 7d");
        golden.put(new BraceFrame.Volume(4), "7b 39 01 34 7d");
        golden.put(new BraceFrame.Lights(1), "7b 41 01 01 7d");
        golden.put(new BraceFrame.SayAmount(Bytes.fromHex("33302e3430")), "7b 42 05 33 30 2e 34 30 7d");
        if (profile == BraceProfile.YUNNAN) {
            golden.put(new BraceFrame.ClearRow(4), "7b 36 01 34 7d");
        } else {
            golden.put(new BraceFrame.FixedForm('1', false, Bytes.fromHex("317c337c347c7c")),
                    "7b 36 09 31 30 31 7c 33 7c 34 7c 7c 7d");
        }
        if (profile != BraceProfile.QINGHAI) {
            golden.put(new BraceFrame.Fill(1), "7b 01 01 01 7d");
            golden.put(new BraceFrame.Version(), "7b 02 01 00 7d");
        }
        return golden;
    }

    @ParameterizedTest
    @EnumSource
    void everyCommandOfTheProfileByteForByteBothWays(BraceProfile profile) {
        BraceCodec codec = new BraceCodec(profile);
        List<BraceCommand> seen = new ArrayList<>();
        golden(profile).forEach((frame, hex) -> {
            Bytes bytes = Bytes.fromHex(hex);
            assertEquals(Optional.of(bytes), codec.encode(frame));
            assertEquals(Optional.of(frame), codec.read(bytes));
            seen.add(frame.command());
        });
        for (BraceCommand command : BraceCommand.values()) {
            assertEquals(profile.has(command), seen.contains(command), profile + " " + command);
        }
    }

    @ParameterizedTest
    @EnumSource
    void splitsTruncationsFlipsAndNoise(BraceProfile profile) {
        new ScannerTrials<>(new BraceCodec(profile), golden(profile).values().stream().map(Bytes::fromHex).toList()).run();
    }

    @Test
    void answersStandTheSame() {
        new ScannerTrials<>(new BraceAnswer(), List.of(Bytes.fromHex("7b3101007d"), Bytes.fromHex("7b3101017d"))).run();
        assertEquals("7b3101007d", BraceAnswer.encode(0).hex());
        assertEquals(Optional.of(DisplayAnswer.GOOD), new BraceAnswer().read(Bytes.fromHex("7b3101007d")));
        assertFalse(new BraceAnswer().read(Bytes.fromHex("7b3101017d")).orElseThrow().good());
        assertEquals(Optional.empty(), new BraceAnswer().read(Bytes.fromHex("7b3101057d")));
    }

    @Test
    void aCommandThatTheProfileLacksHasNoBytes() {
        assertEquals(Optional.empty(), new BraceCodec(BraceProfile.SHANDONG).encode(new BraceFrame.Query()));
        assertEquals(Optional.empty(), new BraceCodec(BraceProfile.QINGHAI).encode(new BraceFrame.Version()));
        assertEquals(Optional.empty(), new BraceCodec(BraceProfile.YUNNAN)
                .encode(new BraceFrame.FixedForm('1', false, Bytes.of('1'))));
        assertEquals(Optional.empty(), new BraceCodec(BraceProfile.QINGHAI).encode(new BraceFrame.Line('1', 1, Bytes.zeros(65))));
    }

    @Test
    void theSameBytesMeanOtherThingsElsewhere() {
        Bytes bytes = Bytes.fromHex("7b 38 01 31 7d");
        assertEquals(Optional.of(new BraceFrame.Brightness(1)), new BraceCodec(BraceProfile.QINGHAI).read(bytes));
        assertEquals(Optional.of(new BraceFrame.Lights(0x31)), new BraceCodec(BraceProfile.SHANDONG).read(bytes));
    }

    @Test
    void fieldsOutOfRangeAreNoFrame() {
        BraceCodec codec = new BraceCodec(BraceProfile.QINGHAI);
        for (String bad : List.of("7b33083130bfcd31817d207d", "7b39013a7d", "7b360931323133347c7c7c7c7d", "7b3100", "7b31007e", "")) {
            assertTrue(codec.read(Bytes.fromHex(bad)).isEmpty(), bad);
        }
    }

    @Test
    void spokenAmountsBothWays() {
        for (AmountVoice voice : AmountVoice.values()) {
            for (long fen : new long[] {0, 5, 50, 3040, 99_999}) {
                assertEquals(Optional.of(fen), voice.decode(voice.encode(fen).orElseThrow()), voice + " " + fen);
            }
            assertEquals(Optional.empty(), voice.encode(-1));
            assertEquals(Optional.empty(), voice.decode(Bytes.fromHex("41")));
        }
        assertEquals(Optional.empty(), AmountVoice.KIND_AND_FIVE_DIGITS_FEN.encode(100_000), "never a wrong amount");
        assertEquals("313030302e3030", AmountVoice.DECIMAL_YUAN.encode(100_000).orElseThrow().hex());
        assertEquals(Optional.of(1230L), AmountVoice.DECIMAL_YUAN.decode(Bytes.fromHex("31322e33")));
    }

    @Test
    void anyFourPrintableCharactersAreAVersion() {
        FrameScanner<DisplayAnswer> scanner = new FrameScanner<>(new VersionText());
        List<DisplayAnswer> answers = new ArrayList<>();
        FrameScanner.Output<DisplayAnswer> output = new FrameScanner.Output<>() {
            @Override
            public void frame(DisplayAnswer answer) {
                answers.add(answer);
            }

            @Override
            public void malformed(byte[] raw, FrameScanner.Fault fault) {
            }
        };
        for (byte one : Bytes.fromHex("00 41 42 43 00 ff 39 4b 31").toArray()) {
            scanner.feed(new byte[] {one}, 1, output);
        }
        assertEquals(List.of(), answers);
        scanner.feed(new byte[] {'0'}, 1, output);
        assertEquals(List.of(DisplayAnswer.GOOD), answers);
    }
}
