package org.etclane.device.scale.yaohua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.frame.FrameScanner;
import org.etclane.device.frame.Scanned;
import org.etclane.device.scale.Reading.Unit;
import org.etclane.device.scale.yaohua.YaohuaFrame.Command;
import org.etclane.device.scale.yaohua.YaohuaFrame.Continuous0;
import org.etclane.device.scale.yaohua.YaohuaFrame.Displayed;
import org.etclane.device.scale.yaohua.YaohuaFrame.HighFirst;
import org.etclane.device.scale.yaohua.YaohuaFrame.LowFirst;
import org.etclane.device.scale.yaohua.YaohuaSettings.Mode;
import org.etclane.device.wim.StreamTrials;
import org.junit.jupiter.api.Test;

/** weighing.md §1.2 and §1.4, every example, and what a line may do to them. */
class YaohuaCodecTest {
    private static final Map<String, YaohuaFrame> CONTINUOUS = new LinkedHashMap<>();
    private static final Map<String, YaohuaFrame> COMMANDS = new LinkedHashMap<>();
    private static final Map<String, YaohuaFrame> LOW_FIRST = new LinkedHashMap<>();
    private static final Map<String, YaohuaFrame> HIGH_FIRST = new LinkedHashMap<>();

    static {
        CONTINUOUS.put("02 2B 30 30 32 30 30 30 32 31 42 03", new Continuous0(new Displayed(false, 2000, 2)));
        CONTINUOUS.put("02 2B 30 31 32 34 35 30 30 31 39 03", new Continuous0(new Displayed(false, 12450, 0)));
        CONTINUOUS.put("02 2D 30 30 30 31 32 35 32 31 39 03", new Continuous0(new Displayed(true, 125, 2)));
        COMMANDS.put("02 41 41 30 30 03", Command.request('A', 'A'));
        COMMANDS.put("02 41 42 30 33 03", Command.request('A', 'B'));
        COMMANDS.put("02 41 43 30 32 03", Command.request('A', 'C'));
        COMMANDS.put("02 41 44 30 35 03", Command.request('A', 'D'));
        COMMANDS.put("02 41 45 30 34 03", Command.request('A', 'E'));
        COMMANDS.put("02 41 46 30 37 03", Command.request('A', 'F'));
        COMMANDS.put("02 41 42 2B 30 30 30 2E 30 30 30 30 36 03",
                new Command('A', 'B', Optional.of(new Displayed(false, 0, 3)), true));
        LOW_FIRST.put(ascii("=000.3000"), new LowFirst(new Displayed(false, 3000, 3)));
        LOW_FIRST.put(ascii("=00.1000-"), new LowFirst(new Displayed(true, 100, 2)));
        HIGH_FIRST.put(ascii("=0003.000"), new HighFirst(new Displayed(false, 3000, 3)));
        HIGH_FIRST.put(ascii("=-0001.00"), new HighFirst(new Displayed(true, 100, 2)));
    }

    private static String ascii(String text) {
        return Bytes.copyOf(text.getBytes(StandardCharsets.US_ASCII)).hex();
    }

    private static YaohuaFrame frame(Mode mode, String hex) {
        FrameScanner<YaohuaFrame> scanner = YaohuaCodec.scanner(mode);
        Bytes wire = Bytes.fromHex(hex);
        List<Scanned<YaohuaFrame>> got = scanner.feed(wire.toArray(), wire.size());
        assertEquals(1, got.size(), () -> hex + " " + got);
        return (YaohuaFrame) assertInstanceOf(Scanned.Frame.class, got.getFirst()).frame();
    }

    private static void bothWays(Mode mode, Map<String, YaohuaFrame> vectors) {
        vectors.forEach((hex, frame) -> {
            assertEquals(frame, frame(mode, hex));
            assertEquals(Bytes.fromHex(hex), Bytes.copyOf(YaohuaCodec.wire(frame)));
        });
    }

    private static List<Bytes> wires(Map<String, YaohuaFrame> vectors) {
        return vectors.keySet().stream().map(Bytes::fromHex).toList();
    }

    @Test
    void everyVectorOfTheReferenceBothWays() {
        bothWays(Mode.CONTINUOUS_0, CONTINUOUS);
        bothWays(Mode.COMMANDS, COMMANDS);
        bothWays(Mode.EQUALS_LOW_FIRST, LOW_FIRST);
        bothWays(Mode.EQUALS_HIGH_FIRST, HIGH_FIRST);
        assertEquals(14, CONTINUOUS.size() + COMMANDS.size() + LOW_FIRST.size() + HIGH_FIRST.size());
    }

    @Test
    void checkDigitsAboveNineInBothManners() {
        assertEquals(new Continuous0(new Displayed(false, 2000, 2)), frame(Mode.CONTINUOUS_0, "02 2B 30 30 32 30 30 30 32 31 42 03"));
        assertEquals(new Continuous0(new Displayed(false, 2000, 2)), frame(Mode.CONTINUOUS_0, "02 2B 30 30 32 30 30 30 32 31 3B 03"),
                "model A22");
    }

    @Test
    void dataWithAndWithoutThePointInside() {
        Command plain = new Command('C', 'B', Optional.of(new Displayed(true, 12450, 1)), false);
        Command pointed = new Command('C', 'B', Optional.of(new Displayed(true, 12450, 1)), true);
        assertEquals(plain, frame(Mode.COMMANDS, Bytes.copyOf(YaohuaCodec.wire(plain)).hex()));
        assertEquals(pointed, frame(Mode.COMMANDS, Bytes.copyOf(YaohuaCodec.wire(pointed)).hex()));
        assertEquals(14, YaohuaCodec.wire(plain).length);
        assertEquals(14, YaohuaCodec.wire(pointed).length);
    }

    @Test
    void withoutAPointTheFormatsWithoutCheckHaveSevenDigits() {
        assertEquals(new HighFirst(new Displayed(false, 12450, 0)), frame(Mode.EQUALS_HIGH_FIRST, ascii("=00012450")));
        assertEquals(new LowFirst(new Displayed(true, 12450, 0)), frame(Mode.EQUALS_LOW_FIRST, ascii("=0542100-")));
        assertEquals(ascii("=0542100-"), Bytes.copyOf(YaohuaCodec.wire(new LowFirst(new Displayed(true, 12450, 0)))).hex());
    }

    @Test
    void whateverTheLineDoes() {
        new StreamTrials<>(() -> YaohuaCodec.scanner(Mode.CONTINUOUS_0), wires(CONTINUOUS), true).all();
        new StreamTrials<>(() -> YaohuaCodec.scanner(Mode.COMMANDS), wires(COMMANDS), true).all();
        new StreamTrials<>(() -> YaohuaCodec.scanner(Mode.EQUALS_LOW_FIRST), wires(LOW_FIRST), false).all();
        new StreamTrials<>(() -> YaohuaCodec.scanner(Mode.EQUALS_HIGH_FIRST), wires(HIGH_FIRST), false).all();
    }

    @Test
    void unitsAndDecimals() {
        assertEquals(12_450, Unit.KILOGRAM.toKg(12450, 0));
        assertEquals(12_450, Unit.TONNE.toKg(12450, 3));
        assertEquals(-1, Unit.KILOGRAM.toKg(-125, 2));
        assertEquals(13, Unit.KILOGRAM.toKg(1250, 2), "half is rounded away from zero");
        assertEquals(12_300, Unit.KILOGRAM.toKg(123, -2));
        assertEquals(454, Unit.POUND.toKg(1000, 0));
    }
}
