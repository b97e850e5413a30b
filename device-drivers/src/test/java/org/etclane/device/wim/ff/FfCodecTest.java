package org.etclane.device.wim.ff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.etclane.device.Bytes;
import org.etclane.device.ScaleEvent.Fault;
import org.etclane.device.frame.FrameScanner;
import org.etclane.device.frame.Scanned;
import org.etclane.device.wim.MeterTime;
import org.etclane.device.wim.StreamTrials;
import org.junit.jupiter.api.Test;

/** weighing.md §3.6, every vector, and what a line may do to them. */
class FfCodecTest {
    static final Bytes TIME = Bytes.fromHex("07 EA 05 0C 0A 1E 00");
    static final FfRecord TWO_AXLES = new FfRecord(TIME, 0, 185, 0, 2, 2, List.of(210, 390), List.of(1, 2), List.of(380));

    private static final Map<String, FfFrame> REQUESTS = new LinkedHashMap<>();
    private static final Map<String, FfAnswer> ANSWERS = new LinkedHashMap<>();

    static {
        REQUESTS.put("FF 00 05 9F C6", new FfFrame(FfCommand.C0_OLDEST_GROUPS, Bytes.EMPTY));
        REQUESTS.put("FF 01 05 AC F7", new FfFrame(FfCommand.C1_OLDEST_AXLES, Bytes.EMPTY));
        REQUESTS.put("FF 02 05 F9 A4", new FfFrame(FfCommand.C2_GROUP_WEIGHTS, Bytes.EMPTY));
        REQUESTS.put("FF 03 05 CA 95", new FfFrame(FfCommand.C3_LIVE_VEHICLE, Bytes.EMPTY));
        REQUESTS.put("FF 05 05 60 33", new FfFrame(FfCommand.C5_STATE, Bytes.EMPTY));
        REQUESTS.put("FF 08 05 16 6F", new FfFrame(FfCommand.C8_DELETE_OLDEST, Bytes.EMPTY));
        REQUESTS.put("FF 07 0C 07 EA 05 0C 0A 1E 00 52 BE",
                new FfFrame(FfCommand.C7_TIME_OR_ZERO, MeterTime.write(LocalDateTime.of(2026, 5, 12, 10, 30))));
        ANSWERS.put("FF 05 0D 07 EA 05 0C 0A 1E 00 00 F1 1E", new FfAnswer.A5State(TIME, 0));
        ANSWERS.put("FF 05 0D 07 EA 05 0C 0A 1E 00 02 D1 5C", new FfAnswer.A5State(TIME, FfState.LIGHT_CURTAIN));
        ANSWERS.put("FF 08 0D 07 EA 05 0C 0A 1E 00 01 69 04", new FfAnswer.Done(FfCommand.C8_DELETE_OLDEST, TIME, true));
        ANSWERS.put("FF 01 1A 07 EA 05 0C 0A 1E 00 00 00 B9 00 02 02 00 D2 01 86 01 02 01 7C 72 8C",
                new FfAnswer.Vehicle(FfCommand.C1_OLDEST_AXLES, TWO_AXLES));
    }

    private static List<Scanned<FfFrame>> scan(Bytes wire) {
        FrameScanner<FfFrame> scanner = FfCodec.scanner();
        return scanner.feed(wire.toArray(), wire.size());
    }

    private static FfFrame frame(String hex) {
        List<Scanned<FfFrame>> got = scan(Bytes.fromHex(hex));
        assertEquals(1, got.size());
        return (FfFrame) assertInstanceOf(Scanned.Frame.class, got.getFirst()).frame();
    }

    private static FfAnswer answer(FfCommand command, Bytes payload) {
        return FfCodec.answer(frame(Bytes.copyOf(FfCodec.wire(new FfFrame(command, payload))).hex())).orElseThrow();
    }

    @Test
    void everyRequestOfTheReferenceBothWays() {
        assertEquals(7, REQUESTS.size());
        REQUESTS.forEach((hex, frame) -> {
            assertEquals(frame, frame(hex));
            assertEquals(Bytes.fromHex(hex), Bytes.copyOf(FfCodec.request(frame.command(), frame.payload())));
        });
    }

    @Test
    void everyAnswerOfTheReferenceBothWays() {
        assertEquals(4, ANSWERS.size());
        ANSWERS.forEach((hex, answer) -> {
            assertEquals(answer, FfCodec.answer(frame(hex)).orElseThrow());
            assertEquals(Bytes.fromHex(hex), Bytes.copyOf(FfCodec.wire(answer)));
        });
    }

    @Test
    void whateverTheLineDoes() {
        List<Bytes> wires = java.util.stream.Stream.concat(REQUESTS.keySet().stream(), ANSWERS.keySet().stream()).map(Bytes::fromHex)
                .toList();
        new StreamTrials<>(FfCodec::scanner, wires, true).all();
    }

    @Test
    void aReversalIsReadWithAndWithoutPayload() {
        assertInstanceOf(FfAnswer.A6Reversed.class, answer(FfCommand.C6_REVERSED, Bytes.EMPTY));
        assertInstanceOf(FfAnswer.A6Reversed.class, answer(FfCommand.C6_REVERSED, TIME));
    }

    @Test
    void aRequestIsNoAnswer() {
        REQUESTS.keySet().forEach(hex -> assertTrue(FfCodec.answer(frame(hex)).isEmpty() || hex.startsWith("FF 07"), hex));
    }

    @Test
    void theLongestRecordFitsAFrame() {
        int most = FfRecord.MAX_ENTRIES;
        FfRecord record = new FfRecord(TIME, 1, 65535, 255, most, 12, Collections.nCopies(most, 65535), Collections.nCopies(most, 2),
                Collections.nCopies(most - 1, 140));
        FfAnswer.Vehicle vehicle = new FfAnswer.Vehicle(FfCommand.C1_OLDEST_AXLES, record);
        byte[] wire = FfCodec.wire(vehicle);
        assertEquals(251, wire.length);
        assertEquals(vehicle, FfCodec.answer(frame(Bytes.copyOf(wire).hex())).orElseThrow());
        assertThrows(IllegalArgumentException.class, () -> new FfRecord(TIME, 0, 0, 0, 48, 1, Collections.nCopies(48, 1),
                Collections.nCopies(48, 1), Collections.nCopies(47, 1)));
        assertThrows(IllegalArgumentException.class, () -> new FfFrame(FfCommand.C1_OLDEST_AXLES, Bytes.zeros(251)));
    }

    @Test
    void aVehicleWithoutAxlesIsARecordToo() {
        FfRecord none = new FfRecord(TIME, 0, 0, 0, 0, 0, List.of(), List.of(), List.of());
        FfAnswer.Vehicle vehicle = new FfAnswer.Vehicle(FfCommand.C3_LIVE_VEHICLE, none);
        assertEquals(vehicle, FfCodec.answer(frame(Bytes.copyOf(FfCodec.wire(vehicle)).hex())).orElseThrow());
    }

    @Test
    void recordsThatContradictThemselvesAreUnreadableNotWrong() {
        Bytes good = FfCodec.payload(TWO_AXLES);
        for (int length = 1; length < good.size(); length++) {
            assertInstanceOf(FfAnswer.Unreadable.class, answer(FfCommand.C1_OLDEST_AXLES, good.slice(0, length)), "length " + length);
        }
        byte[] threeAxles = good.toArray();
        threeAxles[11] = 3;
        assertInstanceOf(FfAnswer.Unreadable.class, answer(FfCommand.C1_OLDEST_AXLES, Bytes.copyOf(threeAxles)));
        assertInstanceOf(FfAnswer.Vehicle.class, answer(FfCommand.C0_OLDEST_GROUPS, Bytes.copyOf(threeAxles)), "two groups, three axles");
    }

    @Test
    void aGoodFrameOfAnUnknownCommandIsReportedWhole() {
        Bytes content = Bytes.fromHex("FF 09 05");
        Bytes wire = Bytes.concat(content, new org.etclane.device.frame.ByteWriter()
                .u16(org.etclane.device.frame.Crc16Xmodem.of(content)).toBytes());
        assertEquals(List.of(new Scanned.Malformed<FfFrame>(wire, true, "command 9 is not known")), scan(wire));
    }

    @Test
    void bitsOfTheState() {
        assertEquals(EnumSet.noneOf(Fault.class), FfState.faults(0x88));
        assertEquals(EnumSet.of(Fault.WEIGH_SENSOR, Fault.LIGHT_CURTAIN, Fault.LOOP, Fault.COMMUNICATION,
                Fault.CURTAIN_COVERED_OR_OVERLONG, Fault.TYRE_RECOGNISER), FfState.faults(0x77));
    }
}
