package org.etclane.device.rsu.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.etclane.device.Bytes;
import org.etclane.device.DeviceEvent;
import org.etclane.device.RsuCommand;
import org.etclane.device.RsuEvent;
import org.etclane.device.RsuEvent.DebitCertainty;
import org.etclane.device.TransactionResult;
import org.etclane.device.card.IssueFile;
import org.etclane.device.card.TransitRecord;
import org.etclane.device.card.TransitRecord.Layout;
import org.etclane.device.rsu.network.RsuNetworkSettings.Forms;
import org.etclane.device.rsu.network.RsuNetworkSettings.HeartbeatAnswer;
import org.etclane.device.rsu.network.RsuNetworkSettings.SingleChipStation;
import org.etclane.device.rsu.network.RsuNetworkSettings.TripForm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Golden conversations. The bytes in the files were not made by the codec under test, so a mistake that driver and simulator
 * share is seen here.
 */
class RsuNetworkTranscriptTest {
    private static final long WALL_MILLIS = 1_795_140_000_000L;
    private static final LocalDateTime PURCHASE = LocalDateTime.of(2026, 11, 20, 10, 0, 1);
    private static final long MS = 1_000_000;

    private record Line(String who, String what) {
        Bytes wire() {
            return Bytes.fromHex(what);
        }
    }

    private static List<Line> transcript(String name) {
        try (InputStream in = RsuNetworkTranscriptTest.class.getResourceAsStream(name + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ")).map(parts -> new Line(parts[0], parts[1])).toList();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit-dual-chip", "entry-dual-chip", "exit-single-chip", "exit-lost-answer"})
    void everyLineDecodesAndComesBack(String name) {
        List<Line> lines = transcript(name).stream().filter(line -> !line.who.equals("WAIT")).toList();
        assertTrue(lines.size() >= 10);
        for (Line line : lines) {
            if (line.who.equals("LANE")) {
                Parsed.Frame<LaneFrame> read = Captures.lane(line.wire());
                assertEquals(line.wire(), Bytes.copyOf(LaneFrameCodec.wire(read.seq(), read.frame())));
            } else {
                Parsed.Frame<UnitFrame> read = Captures.unit(line.wire());
                assertEquals(line.wire(), Captures.wire(read.seq(), read.frame()));
            }
        }
    }

    /** The driver hears the RSU's lines and a small lane answers; what it sends must be the lane's lines. */
    @ParameterizedTest
    @CsvSource({"exit-dual-chip,2147483647,0012", "entry-dual-chip,9999,0012", "exit-single-chip,8499,0012",
            "exit-lost-answer,8499,0012"})
    void theDriverSpeaksTheLanesLines(String name, long balanceFen, String cardSerial) {
        boolean entry = name.startsWith("entry");
        RsuNetworkSettings settings = RsuNetworkSettings.usual("rsu",
                entry ? RsuNetworkSettings.ENTRY : RsuNetworkSettings.EXIT).withForms(new Forms(9,
                TripForm.C6_164, SingleChipStation.EF07, false, HeartbeatAnswer.NONE, Bytes.EMPTY));
        RsuNetworkDriver driver = new RsuNetworkDriver(settings, PsamAuthoriser.NONE, () -> WALL_MILLIS);
        SmallLane lane = new SmallLane(entry);
        RecordingSink sink = new RecordingSink();
        List<Bytes> spoken = new ArrayList<>();
        List<DeviceEvent> heard = new ArrayList<>();
        driver.linkUp(0, sink);
        spoken.addAll(sink.takeSent());
        long nowNanos = 0;
        List<RsuCommand> held = new ArrayList<>();
        for (Line line : transcript(name)) {
            switch (line.who) {
                case "LANE" -> {
                    for (RsuCommand command : held) {
                        driver.command(nowNanos, command, sink);
                    }
                    held.clear();
                    spoken.addAll(sink.takeSent());
                    assertEquals(line.wire(), spoken.isEmpty() ? Bytes.EMPTY : spoken.removeFirst());
                }
                case "WAIT" -> {
                    nowNanos += Long.parseLong(line.what) * MS;
                    assertEquals(nowNanos, driver.nextDueNanos());
                    driver.due(nowNanos, sink);
                    spoken.addAll(sink.takeSent());
                }
                default -> {
                    assertEquals(List.of(), spoken, "the lane spoke where the transcript has it silent");
                    driver.received(nowNanos, line.wire().toArray(), line.wire().size(), sink);
                    spoken.addAll(sink.takeSent());
                    for (DeviceEvent event : sink.takeEvents()) {
                        heard.add(event);
                        for (Optional<RsuCommand> next = lane.answer(event); next.isPresent(); ) {
                            if (next.get() instanceof RsuCommand.ReadOn) {
                                driver.command(nowNanos, next.get(), sink);
                                spoken.addAll(sink.takeSent());
                                List<DeviceEvent> more = sink.takeEvents();
                                heard.addAll(more);
                                next = more.isEmpty() ? Optional.empty() : lane.answer(more.getFirst());
                            } else {
                                held.add(next.get()); // until the record is on the disk
                                next = Optional.empty();
                            }
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), spoken);
        assertEquals(List.of(), held);
        assertEquals(List.of(), sink.takeReasons());
        assertEquals(1, heard.stream().filter(RsuEvent.VehicleRead.class::isInstance).count());
        assertEquals(1, heard.stream().filter(RsuEvent.CardRead.class::isInstance).count());
        TransactionResult result = heard.stream().filter(RsuEvent.Completed.class::isInstance)
                .map(RsuEvent.Completed.class::cast).findFirst().orElseThrow().result();
        assertEquals(new TransactionResult(0, "01370004727f", "20261120100001", name.equals("exit-single-chip") ? 0x80 : 9,
                "613c67b6", Integer.parseInt(cardSerial, 16), 0x11, balanceFen), result);
    }

    /** Enough of a lane to answer every dialogue event. */
    private static final class SmallLane {
        private final boolean entry;
        private Bytes factor;
        private Bytes transit;

        SmallLane(boolean entry) {
            this.entry = entry;
        }

        Optional<RsuCommand> answer(DeviceEvent event) {
            return switch (event) {
                case RsuEvent.ObuFound found -> {
                    factor = found.obu().issuer();
                    yield Optional.of(new RsuCommand.ReadOn(found.obu().id(), factor));
                }
                case RsuEvent.VehicleRead read -> {
                    assertEquals("测A12345", read.vehicle().plate().text());
                    assertEquals(4500, read.vehicle().dimensions().orElseThrow().loadOrSeats());
                    yield Optional.of(new RsuCommand.ReadOn(read.obu(), factor));
                }
                case RsuEvent.CardRead read -> Optional.of(transact(read));
                case RsuEvent.Completed done -> Optional.of(new RsuCommand.Release(done.obu(), factor));
                case RsuEvent.StepFailed failed -> {
                    assertEquals(DebitCertainty.UNKNOWN, failed.certainty());
                    yield Optional.of(new RsuCommand.FetchTac(failed.obu(), factor, PURCHASE, -1, transit));
                }
                default -> Optional.empty();
            };
        }

        private RsuCommand transact(RsuEvent.CardRead read) {
            IssueFile issue = IssueFile.parse(read.card().issueFile()).orElseThrow();
            read.card().trip().ifPresent(trip -> {
                assertEquals(3800, trip.receivableFen());
                assertEquals(3610, trip.actualFen());
                assertEquals(39, read.card().transitFile().size());
            });
            TransitRecord last = TransitRecord.parse(read.card().transitFile(), Layout.Y2019).orElseThrow();
            transit = last.withState(entry ? TransitRecord.ETC_IN : TransitRecord.ETC_OUT).body40();
            return entry ? new RsuCommand.WriteEntry(read.obu(), issue.factor(), PURCHASE, transit)
                    : new RsuCommand.Debit(read.obu(), issue.factor(), 1500, PURCHASE, transit);
        }
    }
}
