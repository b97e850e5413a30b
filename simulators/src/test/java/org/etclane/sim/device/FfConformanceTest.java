package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.etclane.device.Bytes;
import org.etclane.device.conformance.ConformanceReport;
import org.etclane.device.conformance.Moves;
import org.etclane.device.conformance.Permissions;
import org.etclane.device.conformance.Suite;
import org.etclane.device.conformance.SuiteCommand;
import org.etclane.device.conformance.SuiteEvent;
import org.etclane.device.conformance.Verdict;
import org.etclane.device.frame.Crc16Xmodem;
import org.etclane.device.link.Endpoint;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.LaneDirection;
import org.etclane.device.wim.AxleCodeScheme;
import org.etclane.device.wim.ff.FfCodec;
import org.etclane.device.wim.ff.FfCommand;
import org.etclane.device.wim.ff.FfFrame;
import org.etclane.device.wim.ff.FfProvider;
import org.etclane.device.wim.ff.FfSection;
import org.etclane.device.wim.ff.FfSettings;
import org.etclane.sim.fault.LineFault;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.world.AxleLoads;
import org.etclane.sim.world.VirtualScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulated FF meter is clean, and whatever it can be made to do wrong is found by its name. */
class FfConformanceTest {
    private static final long MS = 1_000_000L;
    private static final long WALL_MS = 1_795_000_000_000L;
    private static final int SIX_AXLES = 16;

    private final VirtualScheduler time = new VirtualScheduler();
    private final AxleLoads loads = new AxleLoads(1, 0);
    private final List<ScaleSimEvent> happened = new ArrayList<>();

    private static Suite<?> suite(FfSettings.Form form, FfSettings.CommandSeven seven, boolean eleven, AxleCodeScheme codes,
            int mostAxles) {
        return new FfProvider().conformance(new FfSection("/dev/ttyS3", 9600, form, seven, eleven, true, codes, 1, 190, mostAxles, true, 10,
                1000, 30_000, 60, 1000, 200, 5000, 1000), new DriverContext(LaneDirection.EXIT, ZoneId.of("Asia/Shanghai"), () -> WALL_MS));
    }

    /** With command 7 taken for the clock's, so that a meter in which it is not is found. */
    private static Suite<?> suite() {
        return suite(FfSettings.Form.SINGLE_AXLES, FfSettings.CommandSeven.SETS_CLOCK, false, AxleCodeScheme.NINE, 15);
    }

    private ConformanceBench<ScaleSimCommand> bench(Suite<?> suite, Permissions permissions, Endpoint<ScaleSimCommand,
            ScaleSimEvent> meter) {
        return new ConformanceBench<>(time, suite, permissions, LinePace.BAUD_9600_8N1, told(meter)).with(this::person);
    }

    /** Notes what really happened. */
    private Endpoint<ScaleSimCommand, ScaleSimEvent> told(Endpoint<ScaleSimCommand, ScaleSimEvent> meter) {
        return new NotingEndpoint<>(meter, happened);
    }

    private void person(ConformanceBench<ScaleSimCommand> bench, SuiteEvent.Asked asked) {
        bench.order(new ScaleSimCommand.Passed(loads.next(SIX_AXLES)));
        if (asked.question()) {
            bench.after(1_000, () -> bench.tell(new SuiteCommand.Answer(true)));
        } else {
            bench.after(1_000, () -> bench.order(new ScaleSimCommand.LastBacksOut()));
        }
    }

    private static FfMeterSimulator meter() {
        return new FfMeterSimulator(FfMeterSimSettings.defaults());
    }

    private ConformanceReport with(ScaleSimFaults faults) {
        ConformanceBench<ScaleSimCommand> bench = bench(suite(), Permissions.all(), meter());
        bench.order(new ScaleSimCommand.SetFaults(faults));
        return bench.report();
    }

    private long deletions() {
        return happened.stream().filter(ScaleSimEvent.Deleted.class::isInstance).count();
    }

    // ---- clean

    @Test
    void theSimulatorIsClean() {
        ConformanceBench.assertClean(bench(suite(), Permissions.all(), meter()).report(), true);
        assertEquals(1, deletions());
    }

    @Test
    void byGroupsAndWithCommandElevenItIsCleanToo() {
        Suite<?> suite = suite(FfSettings.Form.AXLE_GROUPS, FfSettings.CommandSeven.NEVER_SEND, true, AxleCodeScheme.NINE, 15);
        ConformanceBench.assertClean(bench(suite, Permissions.all(), meter()).report(), true);
    }

    /** Nothing is deleted, no clock and no zero set. */
    @Test
    void withoutLeaveTheMeterStaysAsItIs() {
        ConformanceReport report = bench(suite(), new Permissions(Set.of(Moves.ARM, Moves.CARD), true), meter()).report();
        ConformanceBench.assertClean(report, false);
        assertTrue(happened.stream().noneMatch(event -> event instanceof ScaleSimEvent.Deleted || event instanceof ScaleSimEvent.ClockSet
                || event instanceof ScaleSimEvent.ZeroSet), happened::toString);
        assertEquals(3, report.findings().stream().filter(one -> one.check().moves() == Moves.RECORD
                && one.verdict() instanceof Verdict.NotAsked).count());
    }

    /** Where nobody has said what 7 does it is never sent, whatever is allowed. */
    @Test
    void commandSevenIsNotSentUnlessConfigured() {
        FfMeterSimulator zeroes = new FfMeterSimulator(FfMeterSimSettings.defaults().withSevenSetsClock(false));
        Suite<?> suite = suite(FfSettings.Form.SINGLE_AXLES, FfSettings.CommandSeven.NEVER_SEND, false, AxleCodeScheme.NINE, 15);
        ConformanceBench.assertClean(bench(suite, Permissions.all(), zeroes).report(), true);
        assertTrue(happened.stream().noneMatch(ScaleSimEvent.ZeroSet.class::isInstance));
    }

    @Test
    void unattendedAnEmptyMeterHasNoRecordToJudge() {
        ConformanceReport report = bench(suite(), Permissions.unattended(Moves.RECORD), meter()).report();
        ConformanceBench.assertClean(report, false);
        assertEquals(0, deletions());
    }

    // ---- every fault of the simulator

    static List<Arguments> faults() {
        return List.of(Arguments.of("silent", "count.answer", ScaleSimFaults.dead()),
                Arguments.of("wrongChecks", "frames.readable", ScaleSimFaults.wrongChecks(1)),
                Arguments.of("doubled", "answers-twice", ScaleSimFaults.doubled(1)), Arguments.of("lost", "answers-lost",
                ScaleSimFaults.lost(1)), Arguments.of("refusedDeletes", "deletes-refused", ScaleSimFaults.refusedDeletes(1)),
                Arguments.of("refusedDeletes", "delete.done", ScaleSimFaults.refusedDeletes(9)),
                Arguments.of("ghostDeletes", "ghost-deletes", ScaleSimFaults.ghostDeletes(1)),
                Arguments.of("state", "state.faults", ScaleSimFaults.state(2)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void everyFaultOfTheSimulatorIsFound(String component, String name, ScaleSimFaults faults) {
        ConformanceBench.assertFound(name, with(faults));
    }

    @Test
    void aSilentMeterHasNoQuirks() {
        assertEquals(0, with(ScaleSimFaults.dead()).count(Verdict.Quirk.class));
    }

    // ---- every way in which the simulator may be built

    static List<Arguments> ways() {
        return List.of(Arguments.of("mostAxles", "state.faults", 6), Arguments.of("reversalRemoves", "reversed-stays", false),
                Arguments.of("answerMs", "answers-late", 2_000L), Arguments.of("sevenSetsClock", "clock.set", false),
                Arguments.of("clockStart", "clock-not-set", LocalDateTime.of(0, 1, 1, 0, 0)));
    }

    private static final Map<String, String> NOT_ASKED = Map.of("capacity", "shows only when more vehicles have passed than it holds",
            "codes", "aTableThatTheConfigurationDoesNotHaveIsFound; code 7 means two things, and no frame tells which");

    @ParameterizedTest
    @MethodSource("ways")
    void everyOtherWayToBeBuiltIsFound(String component, String name, Object value) {
        ConformanceBench.assertFound(name, bench(suite(), Permissions.all(), new FfMeterSimulator(RecordParts.with(
                FfMeterSimSettings.defaults(), component, value))).report());
    }

    @Test
    void noFaultAndNoWayToBeBuiltIsForgotten() {
        RecordParts.assertNoneForgotten(ScaleSimFaults.class, faults(), Map.of());
        RecordParts.assertNoneForgotten(FfMeterSimSettings.class, ways(), NOT_ASKED);
    }

    @Test
    void aTableThatTheConfigurationDoesNotHaveIsFound() {
        ConformanceBench.assertFound("codes-of-nine", bench(suite(FfSettings.Form.AXLE_GROUPS, FfSettings.CommandSeven.NEVER_SEND, true,
                AxleCodeScheme.SEVEN, 15), Permissions.all(), meter()).report());
    }

    @Test
    void asManyAxlesAsItCanCountAreFound() {
        ConformanceBench.assertFound("axles-at-limit", bench(suite(FfSettings.Form.SINGLE_AXLES, FfSettings.CommandSeven.NEVER_SEND, true,
                AxleCodeScheme.NINE, 6), Permissions.all(), meter()).report());
    }

    // ---- what is wrong on the wire

    /** The meter's frames of one command with another payload, the CRC right again. */
    private static Function<byte[], List<byte[]>> payload(FfCommand command, UnaryOperator<byte[]> change) {
        return WholeFrames.each(FfCodec.scanner(), frame -> List.of(FfCodec.wire(frame.command() != command ? frame
                : new FfFrame(command, Bytes.copyOf(change.apply(frame.payload().toArray()))))));
    }

    private static UnaryOperator<byte[]> octet(int at, int value) {
        return payload -> {
            payload[at] = (byte) value;
            return payload;
        };
    }

    /** Of the first axle of a record with so many. */
    private static UnaryOperator<byte[]> firstType(int value) {
        return payload -> octet(13 + 2 * payload[11], value).apply(payload);
    }

    private static UnaryOperator<byte[]> firstWeightGone() {
        return payload -> octet(13, 0).apply(octet(14, 0).apply(payload));
    }

    private static UnaryOperator<byte[]> counting() {
        int[] second = {0};
        return payload -> octet(6, second[0]++).apply(payload);
    }

    private static Function<byte[], List<byte[]>> without(FfCommand command) {
        return WholeFrames.each(FfCodec.scanner(), frame -> frame.command() == command ? List.of() : List.of(FfCodec.wire(frame)));
    }

    private static Function<byte[], List<byte[]>> echoing() {
        return WholeFrames.each(FfCodec.scanner(), frame -> List.of(FfCodec.request(frame.command(), Bytes.EMPTY), FfCodec.wire(frame)));
    }

    static List<Arguments> oddities() {
        return List.of(Arguments.of("echoes", echoing()), Arguments.of("time-of-answer", payload(FfCommand.C1_OLDEST_AXLES, counting())),
                Arguments.of("clock-stands", payload(FfCommand.C5_STATE, octet(6, 7))),
                Arguments.of("reserved-bits", payload(FfCommand.C5_STATE, octet(7, 0x80))),
                Arguments.of("record.read", payload(FfCommand.C1_OLDEST_AXLES, all -> Arrays.copyOf(all, 20))),
                Arguments.of("record.same-again", payload(FfCommand.C1_OLDEST_AXLES, differing())),
                Arguments.of("groups-differ", payload(FfCommand.C1_OLDEST_AXLES, octet(12, 5))),
                Arguments.of("unknown-tyres", payload(FfCommand.C1_OLDEST_AXLES, firstType(3))),
                Arguments.of("record.weights", payload(FfCommand.C1_OLDEST_AXLES, firstWeightGone())),
                Arguments.of("queue.counts", payload(FfCommand.C4_COUNT, octet(7, 0))),
                Arguments.of("no-live-vehicle", without(FfCommand.C3_LIVE_VEHICLE)), Arguments.of("state.answer",
                without(FfCommand.C5_STATE)), Arguments.of("reversed.told", without(FfCommand.C6_REVERSED)),
                Arguments.of("frames.readable", (Function<byte[], List<byte[]>>) frame -> List.of(new byte[] {0x55}, frame)));
    }

    private static UnaryOperator<byte[]> differing() {
        int[] weight = {1};
        return payload -> octet(14, weight[0]++).apply(payload);
    }

    @ParameterizedTest
    @MethodSource("oddities")
    void whatIsWrongOnTheWireIsFound(String name, Function<byte[], List<byte[]>> says) {
        ConformanceBench.assertFound(name, bench(suite(), Permissions.all(), OddDevice.saying(meter(), says)).report());
    }

    @Test
    void aMeterThatDoesNotLookAtTheCheckIsFound() {
        Function<byte[], List<byte[]>> mended = WholeFrames.each(FfCodec.scanner(), frame -> List.of(FfCodec.wire(frame)), raw -> {
            Bytes content = Bytes.copyOf(raw, 0, Math.max(0, raw.length - 2));
            int crc = Crc16Xmodem.of(content);
            return List.of(Bytes.concat(content, Bytes.of(crc >>> 8, crc & 0xFF)).toArray());
        });
        ConformanceBench.assertFound("check.looked-at", bench(suite(), Permissions.all(), OddDevice.hearing(meter(), mended)).report());
    }

    @Test
    void lateAnswersAreFound() {
        ConformanceBench.assertFound("answers-late", bench(suite(), Permissions.unattended(), meter())
                .fault((at, bytes) -> List.of(new LineFault.Arrival.Octets(at + 1_200 * MS, bytes))).report());
    }
}
