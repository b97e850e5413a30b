package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.etclane.device.conformance.ConformanceReport;
import org.etclane.device.conformance.Moves;
import org.etclane.device.conformance.Permissions;
import org.etclane.device.conformance.Suite;
import org.etclane.device.conformance.SuiteCommand;
import org.etclane.device.conformance.SuiteEvent;
import org.etclane.device.conformance.Verdict;
import org.etclane.device.link.Endpoint;
import org.etclane.device.link.Parity;
import org.etclane.device.scale.Reading;
import org.etclane.device.scale.toledo.ToledoCodec;
import org.etclane.device.scale.toledo.ToledoFrame;
import org.etclane.device.scale.toledo.ToledoProvider;
import org.etclane.device.scale.toledo.ToledoSection;
import org.etclane.device.scale.toledo.ToledoSettings.ZeroCharacter;
import org.etclane.device.scale.yaohua.YaohuaCodec;
import org.etclane.device.scale.yaohua.YaohuaFrame.Command;
import org.etclane.device.scale.yaohua.YaohuaProvider;
import org.etclane.device.scale.yaohua.YaohuaSection;
import org.etclane.device.scale.yaohua.YaohuaSettings.Mode;
import org.etclane.device.scale.yaohua.YaohuaSettings.ZeroCommand;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.LaneDirection;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.world.VirtualScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulated indicators are clean in every mode, and whatever they can be made to do wrong is found by its name. */
class IndicatorConformanceTest {
    private static final DriverContext LANE = new DriverContext(LaneDirection.EXIT, ZoneId.of("Asia/Shanghai"), () -> 0L);
    private static final int VEHICLE_KG = 12_340;

    private final List<ScaleSimEvent> happened = new ArrayList<>();
    /** What lies on an empty platform: dirt that a zero takes away. */
    private int emptyKg = 50;
    private boolean swings;

    private enum Kind {
        CONTINUOUS(Mode.CONTINUOUS_0), LOW_FIRST(Mode.EQUALS_LOW_FIRST), HIGH_FIRST(Mode.EQUALS_HIGH_FIRST), COMMANDS(Mode.COMMANDS),
        TOLEDO(null);

        private final Mode mode;

        Kind(Mode mode) {
            this.mode = mode;
        }

        Suite<?> suite() {
            return this == TOLEDO ? toledo(true) : yaohua(mode, 'A', ZeroCommand.A22, Reading.Unit.KILOGRAM);
        }

        Endpoint<ScaleSimCommand, ScaleSimEvent> indicator() {
            return this == TOLEDO ? new ToledoSimulator(true, 5) : new YaohuaSimulator(mode, 'A', '0', 100, 5);
        }
    }

    private static Suite<?> yaohua(Mode mode, char address, ZeroCommand zero, Reading.Unit unit) {
        return new YaohuaProvider().conformance(new YaohuaSection("/dev/ttyS3", 9600, mode, unit, Character.toString(address), zero, 200, 5,
                0, 200, 200, 300, 200, 3000, 1000), LANE);
    }

    private static Suite<?> toledo(boolean tareField) {
        return new ToledoProvider().conformance(new ToledoSection("/dev/ttyS3", 9600, 7, Parity.EVEN, true, tareField, false,
                ZeroCharacter.PLAIN, 200, 3, 0, 200, 200, 3000, 1000), LANE);
    }

    private ConformanceBench<ScaleSimCommand> bench(Suite<?> suite, Permissions permissions, Endpoint<ScaleSimCommand,
            ScaleSimEvent> scale) {
        return new ConformanceBench<>(new VirtualScheduler(), suite, permissions, LinePace.BAUD_9600_8N1,
                new NotingEndpoint<>(scale, happened)).with(this::person);
    }

    private ConformanceReport report(Suite<?> suite, Endpoint<ScaleSimCommand, ScaleSimEvent> scale) {
        return bench(suite, Permissions.all(), scale).report();
    }

    private ConformanceReport odd(Kind kind, Function<byte[], List<byte[]>> says) {
        return report(kind.suite(), OddDevice.saying(kind.indicator(), says));
    }

    private void person(ConformanceBench<ScaleSimCommand> bench, SuiteEvent.Asked asked) {
        String words = asked.words().english();
        if (!asked.question()) {
            bench.order(new ScaleSimCommand.Load(VEHICLE_KG, true));
            bench.after(3_000, () -> bench.order(new ScaleSimCommand.Load(VEHICLE_KG, false)));
            return;
        }
        bench.order(words.contains("empty") ? new ScaleSimCommand.Load(emptyKg, false) : new ScaleSimCommand.Load(VEHICLE_KG, swings));
        bench.after(1_000, () -> bench.tell(new SuiteCommand.Answer(true)));
    }

    // ---- clean

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theSimulatorsAreClean(Kind kind) {
        ConformanceReport report = report(kind.suite(), kind.indicator());
        boolean noCheck = kind == Kind.LOW_FIRST || kind == Kind.HIGH_FIRST;
        ConformanceBench.assertClean(report, !noCheck);
        assertEquals(noCheck ? List.of("check.form") : List.of(), report.findings().stream()
                .filter(one -> one.verdict() instanceof Verdict.NotAsked).map(one -> one.check().id()).toList());
        assertEquals(List.of(new ScaleSimEvent.ZeroSet(((ScaleSimEvent.ZeroSet) happened.getFirst()).atNanos(), emptyKg)), happened);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void withoutLeaveAndUnattendedZeroIsNotSet(Kind kind) {
        ConformanceReport report = bench(kind.suite(), Permissions.unattended(), kind.indicator()).report();
        ConformanceBench.assertClean(report, false);
        assertEquals(List.of(), happened);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void zeroIsNotSetUnderALoad(Kind kind) {
        ConformanceBench<ScaleSimCommand> bench = bench(kind.suite(), Permissions.unattended(Moves.RECORD), kind.indicator());
        bench.order(new ScaleSimCommand.Load(VEHICLE_KG, false));
        ConformanceReport report = bench.report();
        assertEquals(List.of(), happened);
        assertTrue(report.findings().stream().anyMatch(one -> one.check().id().equals("zero.done")
                && one.verdict() instanceof Verdict.NotAsked));
    }

    // ---- every fault of the simulators

    /** Empty: no matter of conformance. */
    private static String foundAs(Kind kind, String component) {
        boolean asked = kind == Kind.COMMANDS;
        boolean checked = kind != Kind.LOW_FIRST && kind != Kind.HIGH_FIRST;
        return switch (component) {
            case "silent" -> asked ? "gross.answer" : "stream.comes";
            case "wrongChecks" -> checked ? "frames.readable" : ""; // a digit that is wrong is a digit
            case "doubled" -> asked ? "answers-twice" : ""; // equal readings are what a scale at rest sends
            case "lost" -> asked ? "answers-lost" : "stream-slow";
            case "state" -> kind == Kind.TOLEDO ? "status.faults" : ""; // it has none
            case "refusedDeletes", "ghostDeletes" -> ""; // it has no records
            default -> throw new AssertionError(component + " is new: by which check is it found?");
        };
    }

    private static ScaleSimFaults fault(Kind kind, String component) {
        return RecordParts.with(ScaleSimFaults.NONE, component, switch (component) {
            case "silent" -> (Object) true;
            case "lost" -> kind == Kind.COMMANDS ? 1 : 40;
            case "state" -> 0x04;
            default -> 3;
        });
    }

    static List<Arguments> faults() {
        return Arrays.stream(Kind.values()).flatMap(kind -> RecordParts.names(ScaleSimFaults.class).stream()
                .map(component -> Arguments.of(kind, component))).toList();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void everyFaultOfTheSimulatorsIsFound(Kind kind, String component) {
        ConformanceBench<ScaleSimCommand> bench = bench(kind.suite(), Permissions.all(), kind.indicator());
        if (kind != Kind.COMMANDS && !component.equals("silent")) { // a stream has to have begun before it can be disturbed
            bench.after(1_000, () -> bench.order(new ScaleSimCommand.SetFaults(fault(kind, component))));
        } else {
            bench.order(new ScaleSimCommand.SetFaults(fault(kind, component)));
        }
        ConformanceReport report = bench.report();
        if (foundAs(kind, component).isEmpty()) {
            ConformanceBench.assertClean(report, false);
        } else {
            ConformanceBench.assertFound(foundAs(kind, component), report);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aSilentIndicatorHasNoQuirks(Kind kind) {
        ConformanceBench<ScaleSimCommand> bench = bench(kind.suite(), Permissions.all(), kind.indicator());
        bench.order(new ScaleSimCommand.SetFaults(ScaleSimFaults.dead()));
        assertEquals(0, bench.report().count(Verdict.Quirk.class));
    }

    // ---- every way in which the simulators may be built

    static List<Arguments> ways() {
        Suite<?> commands = Kind.COMMANDS.suite();
        return List.of(Arguments.of("other-layout", Kind.CONTINUOUS.suite(), Kind.LOW_FIRST.indicator()),
                Arguments.of("other-layout", Kind.LOW_FIRST.suite(), Kind.CONTINUOUS.indicator()),
                Arguments.of("other-layout", commands, Kind.CONTINUOUS.indicator()),
                Arguments.of("stream.comes", Kind.CONTINUOUS.suite(), Kind.COMMANDS.indicator()),
                Arguments.of("implausible-weight", Kind.LOW_FIRST.suite(), Kind.HIGH_FIRST.indicator()),
                Arguments.of("implausible-weight", Kind.HIGH_FIRST.suite(), Kind.LOW_FIRST.indicator()),
                Arguments.of("implausible-weight", yaohua(Mode.CONTINUOUS_0, 'A', ZeroCommand.A22, Reading.Unit.TONNE),
                        Kind.CONTINUOUS.indicator()),
                Arguments.of("gross.answer", commands, new YaohuaSimulator(Mode.COMMANDS, 'B', '0', 100, 5)),
                Arguments.of("zero.done", commands, new YaohuaSimulator(Mode.COMMANDS, 'A', 'F', 100, 5)),
                Arguments.of("zero.done", Kind.CONTINUOUS.suite(), new YaohuaSimulator(Mode.CONTINUOUS_0, 'A', 'F', 100, 5)),
                Arguments.of("stream-slow", Kind.CONTINUOUS.suite(), new YaohuaSimulator(Mode.CONTINUOUS_0, 'A', '0', 4_000, 5)),
                Arguments.of("other-form", Kind.TOLEDO.suite(), new ToledoSimulator(false, 5)),
                Arguments.of("other-form", toledo(false), Kind.TOLEDO.indicator()));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void everyOtherWayToBeBuiltIsFound(String name, Suite<?> suite, Endpoint<ScaleSimCommand, ScaleSimEvent> indicator) {
        ConformanceBench.assertFound(name, report(suite, indicator));
    }

    @Test
    void aZeroThatIsOffIsFound() {
        emptyKg = 500;
        ConformanceBench.assertFound("zero-off", report(Kind.TOLEDO.suite(), Kind.TOLEDO.indicator()));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aWeightThatNeverRestsIsFound(Kind kind) {
        swings = true;
        ConformanceBench.assertFound("never-rests", report(kind.suite(), kind.indicator()));
    }

    // ---- what is wrong on the wire

    private static Function<byte[], List<byte[]>> toledo(UnaryOperator<ToledoFrame> change) {
        return WholeFrames.each(ToledoCodec.scanner(true, true), frame -> List.of(ToledoCodec.wire(change.apply(frame), true)));
    }

    private static UnaryOperator<ToledoFrame> statusB(int set, int clear) {
        return frame -> new ToledoFrame(frame.statusA(), (frame.statusB() | set) & ~clear, frame.statusC(), frame.weight(), frame.tare());
    }

    private static List<byte[]> bitSeven(byte[] frame) {
        byte[] all = frame.clone();
        for (int i = 0; i < all.length; i++) {
            all[i] |= (byte) 0x80;
        }
        return List.of(all);
    }

    /** A nibble above 9 with the characters that follow the digits. */
    private static List<byte[]> likeA22(byte[] frame) {
        byte[] all = frame.clone();
        for (int i = all.length - 3; i < all.length - 1; i++) {
            all[i] = (byte) (all[i] > '9' ? all[i] - 7 : all[i]);
        }
        return List.of(all);
    }

    private static Function<byte[], List<byte[]>> without(char command) {
        return frame -> frame[2] == command ? List.of() : List.of(frame);
    }

    static List<Arguments> oddities() {
        return List.of(Arguments.of(Kind.TOLEDO, "says-pounds", toledo(statusB(0, 0x10))),
                Arguments.of(Kind.TOLEDO, "shows-net", toledo(statusB(0x01, 0))),
                Arguments.of(Kind.TOLEDO, "no-motion-flag", toledo(statusB(0, 0x08))),
                Arguments.of(Kind.TOLEDO, "status.faults", toledo(statusB(0x40, 0))),
                Arguments.of(Kind.TOLEDO, "other-form", toledo(frame -> new ToledoFrame(frame.statusA(), frame.statusB(), frame.statusC(),
                        frame.weight(), Optional.empty()))),
                Arguments.of(Kind.TOLEDO, "bit-seven", (Function<byte[], List<byte[]>>) IndicatorConformanceTest::bitSeven),
                Arguments.of(Kind.CONTINUOUS, "check-a22", (Function<byte[], List<byte[]>>) IndicatorConformanceTest::likeA22),
                Arguments.of(Kind.COMMANDS, "no-handshake", without('A')), Arguments.of(Kind.COMMANDS, "gross.answer", without('B')),
                Arguments.of(Kind.COMMANDS, "zero.done", without('0')),
                Arguments.of(Kind.HIGH_FIRST, "frames.readable", (Function<byte[], List<byte[]>>) frame -> List.of(frame,
                new byte[] {0x55})));
    }

    @ParameterizedTest
    @MethodSource("oddities")
    void whatIsWrongOnTheWireIsFound(Kind kind, String name, Function<byte[], List<byte[]>> says) {
        ConformanceBench.assertFound(name, odd(kind, says));
    }

    @Test
    void anIndicatorThatHearsAnythingIsFound() {
        Function<byte[], List<byte[]>> anyAddress = piece -> List.of(piece.length == 6 && piece[1] == 'B'
                ? YaohuaCodec.wire(Command.request('A', 'B')) : piece);
        ConformanceBench.assertFound("any-address", report(Kind.COMMANDS.suite(), OddDevice.hearing(Kind.COMMANDS.indicator(),
                anyAddress)));
        Function<byte[], List<byte[]>> anyCheck = piece -> List.of(piece.length == 6
                ? YaohuaCodec.wire(Command.request((char) piece[1], (char) piece[2])) : piece);
        ConformanceBench.assertFound("check.looked-at", report(Kind.COMMANDS.suite(), OddDevice.hearing(Kind.COMMANDS.indicator(),
                anyCheck)));
    }

    /** A net weight of an indicator that sends no tare is no weight. */
    @Test
    void netWithoutTareIsFound() {
        Function<byte[], List<byte[]>> shortNet = WholeFrames.each(ToledoCodec.scanner(true, true), frame -> List.of(ToledoCodec.wire(
                new ToledoFrame(frame.statusA(), frame.statusB() | 1, frame.statusC(), frame.weight(), Optional.empty()), true)));
        ConformanceBench.assertFound("status.gross", report(toledo(false), OddDevice.saying(Kind.TOLEDO.indicator(), shortNet)));
    }
}
