package org.etclane.device.scale.toledo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.frame.FrameScanner;
import org.etclane.device.frame.Scanned;
import org.etclane.device.scale.Reading.Unit;
import org.etclane.device.wim.StreamTrials;
import org.junit.jupiter.api.Test;

/** weighing.md §2, both vectors, and what a line may do to them. */
class ToledoCodecTest {
    private static final Map<String, ToledoFrame> VECTORS = new LinkedHashMap<>();

    static {
        VECTORS.put("02 2A 30 20 20 31 32 33 34 30 20 20 20 20 20 30 0D 0D", new ToledoFrame(0x2A, 0x30, 0x20, 12340, Optional.of(0)));
        VECTORS.put("02 29 30 20 20 20 31 32 33 34 20 20 20 20 20 30 0D 1E", new ToledoFrame(0x29, 0x30, 0x20, 1234, Optional.of(0)));
    }

    private static List<Scanned<ToledoFrame>> scan(byte[] wire, boolean checksum, boolean tareField) {
        FrameScanner<ToledoFrame> scanner = ToledoCodec.scanner(checksum, tareField);
        return scanner.feed(wire, wire.length);
    }

    private static ToledoFrame frame(byte[] wire, boolean checksum, boolean tareField) {
        return (ToledoFrame) assertInstanceOf(Scanned.Frame.class, scan(wire, checksum, tareField).getFirst()).frame();
    }

    @Test
    void everyVectorOfTheReferenceBothWays() {
        VECTORS.forEach((hex, frame) -> {
            assertEquals(frame, frame(Bytes.fromHex(hex).toArray(), true, true));
            assertEquals(Bytes.fromHex(hex), Bytes.copyOf(ToledoCodec.wire(frame, true)));
            assertEquals(12_340, Unit.KILOGRAM.toKg(frame.weight(), frame.decimals()));
        });
    }

    @Test
    void theParityBitIsIgnored() {
        VECTORS.forEach((hex, frame) -> {
            byte[] even = Bytes.fromHex(hex).toArray();
            for (int i = 0; i < even.length; i++) {
                even[i] |= (byte) (Integer.bitCount(even[i]) % 2 << 7);
            }
            assertEquals(frame, frame(even, true, true));
        });
    }

    @Test
    void withoutChecksumAndWithoutTare() {
        ToledoFrame frame = new ToledoFrame(0x2A, 0x39, 0x20, 800, Optional.of(120));
        assertEquals(frame, frame(ToledoCodec.wire(frame, false), false, true));
        assertEquals(17, ToledoCodec.wire(frame, false).length);
        ToledoFrame brief = new ToledoFrame(0x2A, 0x30, 0x20, 800, Optional.empty());
        assertEquals(brief, frame(ToledoCodec.wire(brief, true), true, false));
        assertEquals(brief, frame(ToledoCodec.wire(brief, false), false, false));
        assertEquals(12, ToledoCodec.wire(brief, true).length);
        assertEquals(11, ToledoCodec.wire(brief, false).length);
    }

    @Test
    void everyDecimalCode() {
        List<Integer> kilograms = new ArrayList<>();
        for (int code = 0; code < 8; code++) {
            kilograms.add(Unit.KILOGRAM.toKg(123456, new ToledoFrame(0x28 | code, 0x30, 0x20, 0, Optional.empty()).decimals()));
        }
        assertEquals(List.of(12345600, 1234560, 123456, 12346, 1235, 123, 12, 1), kilograms);
    }

    @Test
    void bitsOfStatusB() {
        ToledoFrame all = new ToledoFrame(0, 0x5F, 0, 0, Optional.empty());
        ToledoFrame none = new ToledoFrame(0x7F, 0x20, 0x7F, 0, Optional.empty());
        assertEquals(List.of(true, true, true, true, true, true), bits(all));
        assertEquals(List.of(false, false, false, false, false, false), bits(none));
    }

    private static List<Boolean> bits(ToledoFrame f) {
        return List.of(f.net(), f.negative(), f.outOfRange(), f.motion(), f.kilograms(), f.notZeroed());
    }

    @Test
    void lettersInTheWeightAreNoFrame() {
        byte[] wire = Bytes.fromHex("02 2A 30 20 20 31 32 2D 34 30 20 20 20 20 20 30 0D").toArray();
        assertInstanceOf(Scanned.Malformed.class, scan(wire, false, true).getFirst());
    }

    @Test
    void whateverTheLineDoes() {
        // one of 128 damaged frames has a right checksum, and parity bits are not looked at: a flipped bit 7 changes nothing
        List<Bytes> wires = VECTORS.keySet().stream().map(Bytes::fromHex).toList();
        new StreamTrials<>(() -> ToledoCodec.scanner(true, true), wires, false).all();
        new StreamTrials<>(() -> ToledoCodec.scanner(false, true), wires.stream().map(w -> w.slice(0, 17)).toList(), false).all();
    }

    @Test
    void aFlippedBitIsNeverAnotherWeight() {
        VECTORS.forEach((hex, frame) -> {
            Bytes good = Bytes.fromHex(hex);
            for (int bit = 0; bit < good.size() * 8; bit++) {
                byte[] flipped = good.toArray();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                for (Scanned<ToledoFrame> scanned : scan(flipped, true, true)) {
                    if (scanned instanceof Scanned.Frame<ToledoFrame>(ToledoFrame read, _)) {
                        assertEquals(frame, read);
                    }
                }
            }
        });
    }
}
