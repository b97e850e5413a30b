package org.etclane.device.rsu.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.etclane.device.Bytes;
import org.etclane.device.DeviceEvent;
import org.etclane.device.ObuId;
import org.etclane.device.RsuCommand;
import org.etclane.device.RsuEvent;
import org.etclane.device.RsuEvent.DebitCertainty;
import org.etclane.device.RsuEvent.RsuStep;
import org.etclane.device.card.IssueFile;
import org.etclane.device.card.TransitRecord;
import org.etclane.device.card.TransitRecord.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Golden conversations. The bytes in the files were not made by the codec under test, so a mistake that driver and simulator
 * share is seen here.
 */
class RsuTranscriptTest {
    private static final long WALL_MILLIS = 1_795_140_000_000L;
    private static final LocalDateTime PURCHASE = LocalDateTime.of(2026, 11, 20, 10, 0, 1);

    private record Line(boolean fromLane, Bytes wire) {
    }

    private static List<Line> transcript(String name) {
        try (InputStream in = RsuTranscriptTest.class.getResourceAsStream(name + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#"))
                    .map(line -> new Line(line.startsWith("LANE "), Bytes.fromHex(line.substring(line.indexOf(' '))))).toList();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    static List<String> names() {
        List<String> names = new ArrayList<>(List.of("exit-dialogue", "entry-dialogue", "exit-lost-answer"));
        for (String profile : List.of("jiangsu", "yunnan", "ef04")) {
            names.addAll(List.of(profile + "-exit", profile + "-entry", profile + "-exit-lost-answer"));
        }
        return names;
    }

    private static Profile profile(String name) {
        return Arrays.stream(Profile.values()).filter(one -> name.startsWith(one.label() + "-")).findFirst()
                .orElse(Profile.CLASSIC);
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyLineDecodesAndComesBack(String name) {
        List<Line> lines = transcript(name);
        Profile profile = profile(name);
        assertTrue(lines.size() > 10);
        for (Line line : lines) {
            byte[] again = line.fromLane ? LaneFrameCodec.wire(profile, ProfileFrames.lane(profile, line.wire))
                    : UnitFrameCodec.wire(profile, ProfileFrames.unit(profile, line.wire));
            assertEquals(line.wire, Bytes.copyOf(again));
        }
    }

    /** The driver hears the RSU's lines and a small lane answers; what it sends must be the lane's lines. */
    @ParameterizedTest
    @MethodSource("names")
    void theDriverSpeaksTheLanesLines(String name) {
        boolean entry = name.contains("entry");
        RsuSerialDriver driver = new RsuSerialDriver("rsu",
                RsuSerialSettings.of(profile(name), "rsu", entry ? RsuSerialSettings.ENTRY : RsuSerialSettings.EXIT),
                () -> WALL_MILLIS);
        SmallLane lane = new SmallLane(entry, name.endsWith("exit-lost-answer") ? 0xFEFF : 1500);
        RecordingSink sink = new RecordingSink();
        List<Bytes> spoken = new ArrayList<>();
        driver.linkUp(0, sink);
        spoken.addAll(sink.takeSent());
        long nowNanos = 0;
        for (Line line : transcript(name)) {
            if (line.fromLane) {
                assertEquals(line.wire, spoken.isEmpty() ? Bytes.EMPTY : spoken.removeFirst());
                continue;
            }
            assertEquals(List.of(), spoken, "the lane spoke where the transcript has it silent");
            nowNanos += 20_000_000;
            driver.received(nowNanos, line.wire.toArray(), line.wire.size(), sink);
            for (DeviceEvent event : sink.takeEvents()) {
                long at = nowNanos;
                lane.answer(event).ifPresent(command -> driver.command(at, command, sink));
            }
            spoken.addAll(sink.takeSent());
        }
        assertEquals(List.of(), spoken);
        assertEquals(List.of(), sink.takeReasons());
    }

    @Test
    void theRsuUnderstandsTheLanesLines() {
        List<LaneFrame> heard = transcript("exit-lost-answer").stream().filter(Line::fromLane)
                .map(line -> Captures.lane(line.wire)).toList();
        ObuId obu = new ObuId(0xFEFFFE01);
        Bytes factor = Bytes.fromHex("cdf2bcafcdf2bcaf");
        Bytes station = Bytes.fromHex("4101 0102 03 6aff9b90 01 04 00000000000000"
                + "b2e241313233343500000000" + "00020005dc0000000000");
        assertEquals(List.of(
                new LaneFrame.C0Initialise(0x80, WALL_MILLIS / 1000, LocalDateTime.of(2026, 11, 20, 10, 0), 4, 2, 10, 0, 1),
                new LaneFrame.C1Continue(0x80, ObuId.NONE, Bytes.zeros(8)),
                new LaneFrame.C1Continue(0x81, obu, factor),
                new LaneFrame.C1Continue(0x82, obu, factor),
                new LaneFrame.C6Debit(0x84, obu, factor, 0, 0xFEFF, PURCHASE, station),
                new LaneFrame.C7FetchTac(0x85, obu, factor, 0, PURCHASE, station),
                new LaneFrame.C1Continue(0x86, obu, factor)), heard);
    }

    /** Enough of a lane to answer every dialogue event. */
    private static final class SmallLane {
        private final boolean entry;
        private final long feeFen;
        private Bytes factor;
        private Bytes transit;

        SmallLane(boolean entry, long feeFen) {
            this.entry = entry;
            this.feeFen = feeFen;
        }

        Optional<RsuCommand> answer(DeviceEvent event) {
            return switch (event) {
                case RsuEvent.ObuFound found -> {
                    factor = found.obu().issuer();
                    yield Optional.of(new RsuCommand.ReadOn(found.obu().id(), factor));
                }
                case RsuEvent.VehicleRead read -> Optional.of(new RsuCommand.ReadOn(read.obu(), factor));
                case RsuEvent.CardRead read -> Optional.of(transact(read));
                case RsuEvent.Completed done -> Optional.of(new RsuCommand.Release(done.obu(), factor));
                case RsuEvent.StepFailed failed -> {
                    assertEquals(RsuStep.TRANSACT, failed.step());
                    assertEquals(DebitCertainty.UNKNOWN, failed.certainty());
                    yield Optional.of(new RsuCommand.FetchTac(failed.obu(), factor, PURCHASE, -1, transit));
                }
                default -> Optional.empty();
            };
        }

        private RsuCommand transact(RsuEvent.CardRead read) {
            IssueFile issue = IssueFile.parse(read.card().issueFile()).orElseThrow();
            TransitRecord last = TransitRecord.parse(read.card().transitFile(), Layout.Y2019).orElseThrow();
            transit = last.withState(entry ? TransitRecord.ETC_IN : TransitRecord.ETC_OUT).body40();
            return entry ? new RsuCommand.WriteEntry(read.obu(), issue.factor(), PURCHASE, transit)
                    : new RsuCommand.Debit(read.obu(), issue.factor(), feeFen, PURCHASE, transit);
        }
    }
}
