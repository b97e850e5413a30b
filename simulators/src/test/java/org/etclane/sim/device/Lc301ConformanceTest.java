package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etclane.device.Bytes;
import org.etclane.device.DisplayCommand;
import org.etclane.device.LoopEvent;
import org.etclane.device.conformance.ConformanceReport;
import org.etclane.device.conformance.Moves;
import org.etclane.device.conformance.Permissions;
import org.etclane.device.conformance.Suite;
import org.etclane.device.conformance.SuiteCommand;
import org.etclane.device.conformance.SuiteEvent;
import org.etclane.device.conformance.Verdict;
import org.etclane.device.lc301.AmountEncoding;
import org.etclane.device.lc301.Lc301Bits;
import org.etclane.device.lc301.Lc301Codec;
import org.etclane.device.lc301.Lc301Frame.AControl;
import org.etclane.device.lc301.Lc301Frame.BStatus;
import org.etclane.device.lc301.Lc301Provider;
import org.etclane.device.lc301.Lc301Section;
import org.etclane.device.link.Endpoint;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.LaneDirection;
import org.etclane.sim.fault.LineFault;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.world.VirtualScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator is clean, and whatever it can be made to do wrong is found by its name. */
class Lc301ConformanceTest {
    private static final long MS = 1_000_000L;

    private final VirtualScheduler time = new VirtualScheduler();
    private final Lc301FakeHardware hardware = new Lc301FakeHardware(time);

    static Suite<?> suite() {
        return new Lc301Provider().conformance(new Lc301Section("/dev/ttyS1", 9600, 0x31, LoopEvent.Role.TRIGGER, LoopEvent.Role.ARM,
                true, true,
                0, 0, 0, true, false, 1000, 400, 30, 3, 3000), new DriverContext(LaneDirection.EXIT, ZoneId.of("Asia/Shanghai"), () -> 0L));
    }

    private ConformanceBench<Lc301SimulatorAction> bench(Permissions permissions, Endpoint<Lc301SimulatorAction,
            Lc301SimulatorEvent> device) {
        return new ConformanceBench<>(time, suite(), permissions, LinePace.BAUD_9600_8N1, device).with(this::person);
    }

    private ConformanceReport with(Lc301SimulatorSettings settings) {
        return bench(Permissions.all(), new Lc301Simulator(hardware, settings)).report();
    }

    private ConformanceReport with(Lc301Faults faults) {
        ConformanceBench<Lc301SimulatorAction> bench = bench(Permissions.all(), new Lc301Simulator(hardware,
                Lc301SimulatorSettings.defaults()));
        bench.order(new Lc301SimulatorAction.SetFaults(faults));
        return bench.report();
    }

    /** Does what is asked, and says what really is to be seen. */
    private void person(ConformanceBench<Lc301SimulatorAction> bench, SuiteEvent.Asked asked) {
        String words = asked.words().english();
        LoopEvent.Role coil = words.contains("front") ? LoopEvent.Role.TRIGGER : LoopEvent.Role.ARM;
        if (!asked.question()) {
            hardware.loop(coil, words.contains("Cover"));
        } else if (words.contains("canopy")) {
            bench.tell(new SuiteCommand.Answer(hardware.canopyGreen));
        } else if (words.contains("alarm")) {
            bench.tell(new SuiteCommand.Answer(hardware.outputs.getLast().endsWith("alarm true true")));
        } else {
            bench.tell(new SuiteCommand.Answer(hardware.lastShown().filter(shown -> shown instanceof DisplayCommand.Show show
                    && show.fee().filter(fee -> fee.amountFen() == 1234).isPresent()).isPresent()));
        }
    }

    // ---- clean

    @Test
    void theSimulatorIsClean() {
        ConformanceBench.assertClean(with(Lc301SimulatorSettings.defaults()), true);
        assertEquals(3, hardware.count("raise"));
        assertEquals(3, hardware.count("lower"));
        time.runFor(3_000 * MS); // the arm comes down
        assertTrue(!hardware.canopyGreen && hardware.arm.downSwitchClosed());
    }

    @Test
    void withoutLeaveTheArmIsNotTouched() {
        ConformanceBench.assertClean(bench(Permissions.unattended(), new Lc301Simulator(hardware, Lc301SimulatorSettings.defaults()))
                .report(), false);
        assertEquals(0, hardware.count("raise") + hardware.count("lower"));
    }

    @Test
    void theArmIsNotLoweredOnAVehicle() {
        hardware.loop(LoopEvent.Role.ARM, true);
        ConformanceReport report = bench(Permissions.unattended(Moves.ARM), new Lc301Simulator(hardware,
                Lc301SimulatorSettings.defaults())).report();
        assertEquals(0, hardware.count("lower"));
        assertTrue(report.findings().stream().anyMatch(one -> one.check().id().equals("arm.lower")
                && one.verdict() instanceof Verdict.NotAsked));
    }

    // ---- every fault of the simulator

    static List<Arguments> faults() {
        return List.of(Arguments.of("powerOff", "status.answer", Lc301Faults.off()),
                Arguments.of("ignoreFirstCommandAfterReset", "deaf-after-reset", Lc301Faults.deafAfterReset()),
                Arguments.of("dropAnswers", "answers-lost", Lc301Faults.answersLost(2)),
                Arguments.of("pulseMs", "arm.raise", Lc301Faults.shortPulses(20)),
                Arguments.of("stuckSt1Mask", "report.light-agrees", Lc301Faults.stuckSt1(Lc301Bits.ST1_BARRIER_UP,
                Lc301Bits.ST1_BARRIER_UP)),
                Arguments.of("stuckSt1Value", "coil.front", Lc301Faults.stuckSt1(Lc301Bits.ST1_FRONT_COIL, Lc301Bits.ST1_FRONT_COIL)),
                Arguments.of("stuckSt1Value", "coil.rear", Lc301Faults.stuckSt1(Lc301Bits.ST1_REAR_COIL, 0)),
                Arguments.of("stuckSt1Value", "light.canopy", Lc301Faults.stuckSt1(Lc301Bits.ST1_CANOPY, 0)),
                Arguments.of("stuckSt1Value", "arm.light", Lc301Faults.stuckSt1(Lc301Bits.ST1_PASS, 0)),
                Arguments.of("stuckSt2Mask", "status.faults", Lc301Faults.stuckSt2(Lc301Bits.ST2_BARRIER_FAULT,
                Lc301Bits.ST2_BARRIER_FAULT)),
                Arguments.of("stuckSt2Value", "status.faults", Lc301Faults.stuckSt2(Lc301Bits.ST2_LIGHT_FAULT, Lc301Bits.ST2_LIGHT_FAULT)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void everyFaultOfTheSimulatorIsFound(String component, String name, Lc301Faults faults) {
        ConformanceBench.assertFound(name, with(faults));
    }

    /** A fault that is new has to be found too. */
    @Test
    void noFaultIsForgotten() {
        assertEquals(components(Lc301Faults.class), faults().stream().map(one -> (String) one.get()[0])
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Set<String> components(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    // ---- every way in which the simulator may be built

    private static Lc301SimulatorSettings built(String component, Object value) {
        Lc301SimulatorSettings usual = Lc301SimulatorSettings.defaults();
        try {
            RecordComponent[] all = Lc301SimulatorSettings.class.getRecordComponents();
            Object[] values = new Object[all.length];
            for (int i = 0; i < all.length; i++) {
                values[i] = all[i].getName().equals(component) ? value : all[i].getAccessor().invoke(usual);
            }
            return (Lc301SimulatorSettings) Lc301SimulatorSettings.class.getDeclaredConstructor(Arrays.stream(all)
                    .map(RecordComponent::getType)
                    .toArray(Class[]::new)).newInstance(values);
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static List<Arguments> ways() {
        return List.of(Arguments.of("address", "status.answer", 0x32), Arguments.of("frontLoop", "coil.front", LoopEvent.Role.ARM),
                Arguments.of("rearLoop", "coil.rear", LoopEvent.Role.TRIGGER), Arguments.of("greenIsOne", "green-is-zero", false),
                Arguments.of("amounts", "display.fee", AmountEncoding.BCD), Arguments.of("bindPassLight", "arm.light", false),
                Arguments.of("deduplicate", "seq-ignored", false), Arguments.of("pulseMs", "arm.raise", 20L),
                Arguments.of("receiveTimeoutMs", "half-frame.forgotten", 5_000L), Arguments.of("selfCheckMs", "", 5_000L));
    }

    /** What no check asks for, and why. */
    private static final Map<String, String> NOT_ASKED = Map.of(
            "entryText", "six bytes of text on a display: which encoding is right is for a person and a manual",
            "displayVersion", "only tells which display keeps a fee on green",
            "colourFollowsArm", "a matter of the display that the line does not tell",
            "autoLower", "obeys a bit that the lane never sets; whether it lowers without it is auto-lower.off",
            "debounceMs", "contact times cannot be made from the line",
            "alarmMs", "whether it ends by itself after 10 s is not reported",
            "scanMs", "the simulator's own", "greenAtStart", "a state, not a way to behave");

    @ParameterizedTest
    @MethodSource("ways")
    void everyOtherWayToBeBuiltIsFound(String component, String name, Object value) {
        ConformanceReport report = with(built(component, value));
        if (name.isEmpty()) {
            ConformanceBench.assertClean(report, true);
        } else {
            ConformanceBench.assertFound(name, report);
        }
    }

    @Test
    void noWayToBeBuiltIsForgotten() {
        Set<String> told = ways().stream().map(one -> (String) one.get()[0]).collect(Collectors.toCollection(TreeSet::new));
        told.addAll(NOT_ASKED.keySet());
        assertEquals(components(Lc301SimulatorSettings.class), told);
    }

    // ---- what is wrong on the wire

    private ConformanceReport odd(Function<byte[], List<byte[]>> says) {
        return bench(Permissions.all(), OddDevice.saying(new Lc301Simulator(hardware, Lc301SimulatorSettings.defaults()), says)).report();
    }

    static List<Arguments> oddities() {
        Function<byte[], List<byte[]>> twice = frame -> List.of(frame, frame);
        Function<byte[], List<byte[]>> wrongCheck = frame -> List.of(Bytes.concat(Bytes.copyOf(frame, 0, 6), Bytes.of(0x5A)).toArray());
        Function<byte[], List<byte[]>> rubbish = frame -> List.of(new byte[] {0x7E}, frame);
        Function<byte[], List<byte[]>> otherAddress = frame -> List.of(frame[0] == Lc301Codec.STX
                ? Lc301Codec.encode(Lc301Codec.decode(frame).map(b -> new BStatus(0x33, frame[3] & 0xFF,
                        frame[4] & 0xFF)).orElseThrow()) : frame);
        Function<byte[], List<byte[]>> neverComplains = frame -> frame[0] == Lc301Codec.NAK ? List.of() : List.of(frame);
        Function<byte[], List<byte[]>> complains = frame -> List.of(Bytes.fromHex("15454545450300").toArray());
        return List.of(Arguments.of("answers-twice", twice), Arguments.of("repeats-unasked", twice), Arguments.of("frames.readable",
                wrongCheck),
                Arguments.of("frames.readable", rubbish), Arguments.of("other-address", otherAddress),
                Arguments.of("silent-on-error", neverComplains), Arguments.of("query-unknown", complains));
    }

    @ParameterizedTest
    @MethodSource("oddities")
    void whatIsWrongOnTheWireIsFound(String name, Function<byte[], List<byte[]>> says) {
        ConformanceBench.assertFound(name, odd(says));
    }

    @Test
    void lateAnswersAreFound() {
        ConformanceBench.assertFound("answers-late", bench(Permissions.all(), new Lc301Simulator(hardware,
                Lc301SimulatorSettings.defaults()))
                .fault((at, bytes) -> List.of(new LineFault.Arrival.Octets(at + 600 * MS, bytes))).report());
    }

    /** A firmware that lowers behind the vehicle whatever it is told: every control frame has the bit for it. */
    @Test
    void loweringByItselfIsFound() {
        ConformanceBench.assertFound("auto-lower.off", bench(Permissions.all(), OddDevice.hearing(
                new Lc301Simulator(hardware, Lc301SimulatorSettings.defaults()), new WithAutoLower())).report());
    }

    private static final class WithAutoLower implements Function<byte[], List<byte[]>> {
        private static final int CONTROL_BYTES = 24;

        private Bytes held = Bytes.EMPTY;

        /** A frame begins with a piece of its own; half of one is passed on when the next begins. */
        @Override
        public List<byte[]> apply(byte[] piece) {
            Bytes before = piece[0] == Lc301Codec.STX ? held : Bytes.EMPTY;
            held = piece[0] == Lc301Codec.STX ? Bytes.copyOf(piece) : Bytes.concat(held, Bytes.copyOf(piece));
            boolean waits = held.size() >= 2 && held.u8(1) == 'A' && held.size() < CONTROL_BYTES;
            byte[] now = waits ? new byte[0] : Lc301Codec.decode(held.toArray()).filter(AControl.class::isInstance)
                    .map(frame -> Lc301Codec.encode(((AControl) frame).plus(0, Lc301Bits.AUTO_LOWER))).orElse(held.toArray());
            held = waits ? held : Bytes.EMPTY;
            return Stream.of(before.toArray(), now).filter(bytes -> bytes.length > 0).toList();
        }
    }

    @Test
    void aSilentControllerHasNoQuirks() {
        assertEquals(0, with(Lc301Faults.off()).count(Verdict.Quirk.class));
    }
}
