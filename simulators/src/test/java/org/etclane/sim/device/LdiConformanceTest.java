package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
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
import org.etclane.device.ldi.LdiCodec;
import org.etclane.device.ldi.LdiDecoded;
import org.etclane.device.ldi.LdiHead;
import org.etclane.device.ldi.LdiMessage;
import org.etclane.device.ldi.LdiMessage.A1Initialised;
import org.etclane.device.ldi.LdiMessage.B1Controlled;
import org.etclane.device.ldi.LdiMessage.Monitor0C;
import org.etclane.device.ldi.LdiMessage.Report1C;
import org.etclane.device.ldi.LdiModuleType;
import org.etclane.device.ldi.LdiProvider;
import org.etclane.device.ldi.LdiReport;
import org.etclane.device.ldi.LdiSection;
import org.etclane.device.link.Callers;
import org.etclane.device.link.Endpoint;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.LaneDirection;
import org.etclane.sim.device.LdiSimulatorSettings.Module;
import org.etclane.sim.fault.LineFault;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.host.VirtualCalls;
import org.etclane.sim.world.BarrierArm;
import org.etclane.sim.world.VirtualScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Simulated devices are clean, and whatever they can be made to do wrong is found by its name. */
class LdiConformanceTest {
    private static final long MS = 1_000_000L;
    private static final String LANE = LdiPair.LANE_HEX;
    private static final String CODE = LdiPair.BARRIER_CODE;
    private static final String OTHER = LdiPair.OTHER_CODE;

    private final VirtualScheduler time = new VirtualScheduler();
    private final Lc301FakeHardware hardware = new Lc301FakeHardware(time);

    // ---- the lane that asks

    static LdiSection section(Function<Integer, String> codes, boolean raiseAndHold, int retries) {
        LdiSection.Modules modules = new LdiSection.Modules(new LdiSection.BarrierModule(1, codes.apply(0), Optional.empty()),
                new LdiSection.DetectorModule(2, codes.apply(1), Optional.empty()),
                new LdiSection.DetectorModule(1, codes.apply(2), Optional.empty()), Optional.empty(),
                Optional.of(new LdiSection.DisplayModule(1, codes.apply(3), Optional.empty())), plain(codes.apply(4)),
                plain(codes.apply(5)),
                plain(codes.apply(6)), plain(codes.apply(7)), plain(codes.apply(8)), plain(codes.apply(9)));
        return new LdiSection("127.0.0.1", 10_028, LANE, modules, new LdiSection.Times(10_000, 15_000, 1_500, 5_000, 2_000, 6_000, retries,
                2_000, 6_000, 2_000, 1_000, 15_000), new LdiSection.Limits(16, 4, 4_096, 16_384, 30, List.of(), 60_000),
                new LdiSection.Habits(raiseAndHold, false, 2, 0, 0, 4, 1, 0, 1));
    }

    private static Optional<LdiSection.PlainModule> plain(String code) {
        return Optional.of(new LdiSection.PlainModule(1, code));
    }

    /** Barrier, loop under the arm and pass light are one device, all the rest is another. */
    private static String integrated(int module) {
        return module == 0 || module == 2 || module == 4 ? CODE : OTHER;
    }

    private static String separate(int module) {
        return "%016X".formatted(0xE7C1_0000_0000_0001L + module);
    }

    private Suite<?> suite(LdiSection section) {
        return new LdiProvider().conformance(section, new DriverContext(LaneDirection.EXIT, ZoneId.of("Asia/Shanghai"),
                () -> 1_800_000_000_000L + time.nowNanos() / MS));
    }

    // ---- the devices that call

    private static List<LdiSimulatorSettings> integratedDevices() {
        List<Module> rest = new ArrayList<>(List.of(Module.detector(2, LoopEvent.Role.TRIGGER)));
        for (LdiModuleType type : List.of(LdiModuleType.FEE_DISPLAY, LdiModuleType.ALARM, LdiModuleType.GUIDE_BOARD,
                LdiModuleType.CANOPY_LIGHT, LdiModuleType.FOG_LIGHT, LdiModuleType.VOICE)) {
            rest.add(Module.of(type, 1));
        }
        return List.of(LdiSimulatorSettings.integratedBarrier(LANE, CODE), LdiSimulatorSettings.of(LANE, OTHER, rest));
    }

    private static List<LdiSimulatorSettings> separateDevices() {
        List<Module> modules = List.of(Module.of(LdiModuleType.BARRIER, 1), Module.detector(2, LoopEvent.Role.TRIGGER),
                Module.detector(1, LoopEvent.Role.ARM), Module.of(LdiModuleType.FEE_DISPLAY, 1), Module.of(LdiModuleType.PASS_LIGHT, 1),
                Module.of(LdiModuleType.ALARM, 1), Module.of(LdiModuleType.GUIDE_BOARD, 1), Module.of(LdiModuleType.CANOPY_LIGHT, 1),
                Module.of(LdiModuleType.FOG_LIGHT, 1), Module.of(LdiModuleType.VOICE, 1));
        List<LdiSimulatorSettings> devices = new ArrayList<>();
        for (int i = 0; i < modules.size(); i++) {
            devices.add(LdiSimulatorSettings.of(LANE, separate(i), List.of(modules.get(i))));
        }
        return devices;
    }

    private Endpoint<LdiSimulatorAction, LdiSimulatorEvent> calls(List<LdiSimulatorSettings> devices) {
        return new VirtualCalls<>(new LdiDevices(hardware, devices, 1), devices.size());
    }

    private ConformanceBench<LdiSimulatorAction> bench(LdiSection section, Permissions permissions,
            Endpoint<LdiSimulatorAction, LdiSimulatorEvent> devices) {
        return new ConformanceBench<>(time, suite(section), permissions, LinePace.AT_ONCE, devices).with(this::person);
    }

    private ConformanceBench<LdiSimulatorAction> bench(Endpoint<LdiSimulatorAction, LdiSimulatorEvent> devices) {
        return bench(section(LdiConformanceTest::integrated, false, 2), Permissions.all(), devices);
    }

    private ConformanceReport with(LdiSimulatorFaults faults) {
        ConformanceBench<LdiSimulatorAction> bench = bench(calls(integratedDevices()));
        bench.order(new LdiSimulatorAction.SetFaults(faults));
        return bench.report();
    }

    /**
     * Does what is asked, and says what really is to be seen; nobody sees boards, fog lights and voices, so those are as
     * they should be.
     */
    private void person(ConformanceBench<LdiSimulatorAction> bench, SuiteEvent.Asked asked) {
        String words = asked.words().english();
        if (!asked.question()) {
            hardware.loop(words.contains("under the arm") ? LoopEvent.Role.ARM : LoopEvent.Role.TRIGGER, words.contains("Cover"));
            return;
        }
        bench.tell(new SuiteCommand.Answer(words.contains("pass light") ? hardware.passGreen
                : words.contains("canopy") ? hardware.canopyGreen
                : words.contains("alarm")
                ? hardware.outputs.reversed().stream().findFirst().filter(last -> last.endsWith("alarm true true"))
                .isPresent()
                : !words.contains("fee display") || hardware.lastShown().filter(shown -> shown instanceof DisplayCommand.Show show
                && show.lines().equals(List.of("测A12345", "12.34元"))).isPresent()));
    }

    // ---- clean

    @Test
    void anIntegratedBarrierAndTheRestAreClean() {
        ConformanceBench.assertClean(bench(calls(integratedDevices())).report(), true);
        assertEquals(2, hardware.count("raise"), "an order that came again was not executed");
        assertEquals(2, hardware.count("lower"));
        time.runFor(3_000 * MS);
        assertTrue(hardware.arm.downSwitchClosed() && !hardware.passGreen);
    }

    @Test
    void separateDevicesAreClean() {
        ConformanceBench.assertClean(bench(section(LdiConformanceTest::separate, true, 2), Permissions.all(), calls(separateDevices()))
                .report(), true);
    }

    @Test
    void withoutLeaveTheArmIsNotTouched() {
        ConformanceBench.assertClean(bench(section(LdiConformanceTest::integrated, false, 2), Permissions.unattended(),
                calls(integratedDevices())).report(), false);
        assertEquals(0, hardware.count("raise") + hardware.count("lower"));
    }

    @Test
    void theArmIsNotLoweredOnAVehicle() {
        hardware.loop(LoopEvent.Role.ARM, true);
        ConformanceReport report = bench(section(LdiConformanceTest::integrated, false, 2), Permissions.unattended(Moves.ARM),
                calls(integratedDevices())).report();
        assertEquals(0, hardware.count("lower"));
        assertEquals(1, hardware.count("raise"));
        assertTrue(report.findings().stream().anyMatch(one -> one.check().id().equals("arm.lower")
                && one.verdict() instanceof Verdict.NotAsked));
    }

    @Test
    void aVehicleUnderTheFallingArmRaisesIt() {
        ConformanceBench<LdiSimulatorAction> bench = bench(section(LdiConformanceTest::integrated, false, 2),
                Permissions.unattended(Moves.ARM), calls(integratedDevices()));
        hardware.arm.onMotion((motion, _, _) -> {
            if (motion == BarrierArm.Motion.FALLING) {
                bench.after(100, () -> hardware.loop(LoopEvent.Role.ARM, true));
            }
        });
        bench.report();
        time.runFor(2_000 * MS);
        assertEquals(2, hardware.count("raise"));
        assertTrue(hardware.arm.upSwitchClosed());
    }

    @Test
    void nobodyCalling() {
        ConformanceReport report = bench(calls(List.of())).report();
        ConformanceBench.assertFound("call.comes", report);
        assertEquals(0, report.count(Verdict.Quirk.class));
    }

    @Test
    void aSilentDeviceHasNoQuirks() {
        assertEquals(0, with(LdiSimulatorFaults.saysNothing()).count(Verdict.Quirk.class));
    }

    // ---- every fault of the simulator

    static List<Arguments> faults() {
        return List.of(Arguments.of("unansweredOrders", "answers-lost", LdiSimulatorFaults.NONE.withUnansweredOrders(1)),
                Arguments.of("unansweredInitialisations", "answers-lost", LdiSimulatorFaults.NONE.withUnansweredInitialisations(1)),
                Arguments.of("unansweredInitialisations", "initialise.barrier-1", LdiSimulatorFaults.NONE.withUnansweredInitialisations(2)),
                Arguments.of("wrongSeq", "answers-other-seq", LdiSimulatorFaults.seqOfTheSamples()),
                Arguments.of("duplicateReports", "reports-twice", LdiSimulatorFaults.reportsTwice()),
                Arguments.of("lostReports", "arm.up-in-place", LdiSimulatorFaults.reportsLost()),
                Arguments.of("lostReports", "detector.detector-1", LdiSimulatorFaults.reportsLost()),
                Arguments.of("lostAnswers", "arm.raise", LdiSimulatorFaults.answersLost()),
                Arguments.of("lostAnswers", "order.alarm-1", LdiSimulatorFaults.answersLost()),
                Arguments.of("fault02", "asks-for-initialisation", LdiSimulatorFaults.asksForInitialisation()),
                Arguments.of("silent", "authenticate.period", LdiSimulatorFaults.saysNothing()),
                Arguments.of("wrongCode", "other-code", LdiSimulatorFaults.codeOfAnother()),
                Arguments.of("wrongLane", "other-lane", LdiSimulatorFaults.laneOfAnother()),
                Arguments.of("refuseOrders", "arm.raise", LdiSimulatorFaults.ordersRefused()),
                Arguments.of("refuseOrders", "order.display-1", LdiSimulatorFaults.ordersRefused()),
                Arguments.of("staleMonitor", "monitor-stale", LdiSimulatorFaults.monitorStale()),
                Arguments.of("floodBytes", "frames.flood", LdiSimulatorFaults.flood(200)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void everyFaultOfTheSimulatorIsFound(String component, String name, LdiSimulatorFaults faults) {
        ConformanceBench.assertFound(name, with(faults));
    }

    /** A fault that is new has to be found too. */
    @Test
    void noFaultIsForgotten() {
        assertEquals(components(LdiSimulatorFaults.class), told(faults()));
    }

    private static Set<String> told(List<Arguments> cases) {
        return cases.stream().map(one -> (String) one.get()[0]).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> components(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    // ---- every way in which a device may be built

    private static LdiSimulatorSettings built(LdiSimulatorSettings usual, String component, Object value) {
        try {
            RecordComponent[] all = LdiSimulatorSettings.class.getRecordComponents();
            Object[] values = new Object[all.length];
            for (int i = 0; i < all.length; i++) {
                values[i] = all[i].getName().equals(component) ? value : all[i].getAccessor().invoke(usual);
            }
            return (LdiSimulatorSettings) LdiSimulatorSettings.class.getDeclaredConstructor(Arrays.stream(all).map(RecordComponent::getType)
                    .toArray(Class[]::new)).newInstance(values);
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static List<Arguments> ways() {
        List<Module> barrier = LdiSimulatorSettings.integratedBarrier(LANE, CODE).modules();
        List<Module> more = new ArrayList<>(barrier);
        more.add(Module.of(LdiModuleType.BARRIER, 2));
        List<Module> twice = new ArrayList<>(barrier);
        twice.add(Module.of(LdiModuleType.VOICE, 1));
        return List.of(Arguments.of("laneHex", "other-lane", LdiPair.LANE_HEX.replace("15", "16")),
                Arguments.of("codeHex", "other-code", "0000000000000000"), Arguments.of("modules", "modules.listed", barrier.subList(0, 2)),
                Arguments.of("modules", "more-modules", more), Arguments.of("modules", "modules.unique", twice),
                Arguments.of("authenticateMs", "authenticate-period", 1_000L), Arguments.of("monitorMs", "monitor-period", 2_000L),
                Arguments.of("retries", "report-not-repeated", 0), Arguments.of("pulseMs", "arm.raise", 20L),
                Arguments.of("movementMs", "arm.raise", 100L), Arguments.of("clockSkewMs", "clock-differs", 60_000L));
    }

    /** What no check asks for, and why. */
    private static final Map<String, String> NOT_ASKED = Map.of(
            "answerMs", "no text says how long a device waits for C0 and C1: measured with report.repeated, not judged",
            "filterMs", "contact times cannot be made from the line", "scanMs", "the simulator's own");

    @ParameterizedTest
    @MethodSource("ways")
    void everyOtherWayToBeBuiltIsFound(String component, String name, Object value) {
        List<LdiSimulatorSettings> devices = integratedDevices();
        ConformanceBench.assertFound(name, bench(calls(List.of(built(devices.getFirst(), component, value), devices.getLast()))).report());
    }

    @Test
    void noWayToBeBuiltIsForgotten() {
        Set<String> told = told(ways());
        told.addAll(NOT_ASKED.keySet());
        assertEquals(components(LdiSimulatorSettings.class), told);
    }

    // ---- what is odd on the wire

    /** What a device says, message by message; empty: as it is. */
    private interface Oddity extends Function<LdiMessage, Optional<LdiMessage>> {
    }

    private static Function<byte[], List<byte[]>> frames(Function<byte[], List<byte[]>> says) {
        return piece -> Callers.notice(piece, piece.length).orElseThrow() instanceof Callers.Received(int caller, Bytes frame)
                ? says.apply(frame.toArray()).stream().map(one -> new Callers.Received(caller, Bytes.copyOf(one)).encode()).toList()
                : List.of(piece);
    }

    private static Function<byte[], List<byte[]>> messages(Oddity odd) {
        return frames(frame -> LdiCodec.decode(Bytes.copyOf(frame, 8, frame.length - 2)) instanceof LdiDecoded.Good(LdiMessage message)
                ? List.of(odd.apply(message).map(other -> LdiCodec.encode(frame[3] & 0xFF, other)).orElse(frame)) : List.of(frame));
    }

    private static Arguments oddity(String name, Oddity odd) {
        return Arguments.of(name, messages(odd));
    }

    private static Optional<LdiMessage> changed(LdiMessage message) {
        return Optional.of(message);
    }

    private static Optional<LdiMessage> monitored(LdiMessage message, Function<LdiMessage.Monitored, LdiMessage.Monitored> one) {
        return message instanceof Monitor0C m ? changed(new Monitor0C(m.head(), m.runningTimeS(), m.runningStatus(), m.connectStatus(),
                m.modules().stream().map(one).toList())) : Optional.empty();
    }

    private static LdiMessage.Monitored with(LdiMessage.Monitored m, int available, int fault, int runState) {
        return new LdiMessage.Monitored(m.module(), available, fault, runState, m.version(), m.memoryPercent(), m.temperatureC(),
                m.special());
    }

    static List<Arguments> oddities() {
        Function<byte[], List<byte[]>> wrongCrc = frames(frame -> {
            byte[] wrong = frame.clone();
            wrong[wrong.length - 1] ^= 0x5A;
            return List.of(wrong);
        });
        Function<byte[], List<byte[]>> counter = frames(frame -> LdiCodec.decode(Bytes.copyOf(frame, 8, frame.length - 2))
                instanceof LdiDecoded.Good(Monitor0C m) ? List.of(LdiCodec.encode(0, m)) : List.of(frame));
        Function<byte[], List<byte[]>> many = frames(frame -> LdiCodec.decode(Bytes.copyOf(frame, 8, frame.length - 2))
                instanceof LdiDecoded.Good(Monitor0C _) ? Collections.nCopies(200, frame) : List.of(frame));
        return List.of(Arguments.of("frames.readable", wrongCrc), Arguments.of("seq-counts-otherwise", counter),
                Arguments.of("frames.flood", many),
                oddity("frames.identity", m -> m instanceof Monitor0C c ? changed(new Monitor0C(new LdiHead(c.head()
                        .unixTime(), c.head().lane(), Bytes.zeros(8)), 0, 0, 0, c.modules())) : Optional.empty()),
                oddity("answers-for-all", m -> m instanceof A1Initialised a ? changed(new A1Initialised(a.head(), List.of(a.modules()
                        .getFirst(), a.modules().getFirst()))) : Optional.empty()),
                oddity("answers-without-times", m -> m instanceof B1Controlled b ? changed(new B1Controlled(b.head(), b.results().stream()
                        .map(r -> new LdiMessage.Result(r.module(), r.func(), r.status(), Bytes.EMPTY)).toList())) : Optional.empty()),
                oddity("monitor.modules", m -> m instanceof Monitor0C c ? changed(new Monitor0C(c.head(), 0, 0, 0, c.modules().subList(0,
                        1))) : Optional.empty()),
                oddity("monitor.health", m -> monitored(m, one -> with(one, 1, 0x80, one.runState()))),
                oddity("monitor.health", m -> monitored(m, one -> with(one, 0, 0, 2))),
                oddity("monitor.initialise-again", m -> monitored(m, one -> with(one, 0, 2, one.runState()))),
                oddity("run-state.canopy-light-1", m -> monitored(m, one -> with(one, 0, 0, 0))),
                oddity("detector.detector-2", m -> m instanceof Report1C r ? changed(new Report1C(r.head(), r.reports().stream().map(one ->
                        one instanceof LdiReport.Detected(var module, int status) ? new LdiReport.Detected(module, 1 - status) : one)
                        .toList())) : Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("oddities")
    void whatIsOddOnTheWireIsFound(String name, Function<byte[], List<byte[]>> says) {
        ConformanceBench.assertFound(name, bench(OddDevice.saying(calls(integratedDevices()), says)).report());
    }

    // ---- times, and what the arm does by itself

    @Test
    void lateAnswersAreFound() {
        ConformanceReport report = bench(calls(integratedDevices())).fault((at, bytes) -> List.of(new LineFault.Arrival.Octets(
                at + 2_300 * MS, bytes))).report();
        ConformanceBench.assertFound("initialise-late", report);
        ConformanceBench.assertFound("answers-late", report);
    }

    @Test
    void anAnswerBeforeTheMovementIsFound() {
        ConformanceBench.assertFound("answers-before-movement", bench(calls(integratedDevices())).fault((at, bytes) -> List.of(
                new LineFault.Arrival.Octets(report(bytes) ? at + 700 * MS : at, bytes))).report());
    }

    private static boolean report(byte[] piece) {
        return Callers.notice(piece, piece.length).orElse(null) instanceof Callers.Received(_, Bytes frame) && frame.u8(8) == 0x1C;
    }

    @Test
    void loweringByItselfIsFound() {
        ConformanceBench<LdiSimulatorAction> bench = bench(calls(integratedDevices()));
        bench.with((at, asked) -> {
            person(at, asked);
            if (asked.words().english().contains("keep clear of the arm")) {
                bench.after(500, () -> hardware.arm.pulseLower(200));
            }
        });
        ConformanceBench.assertFound("lowers-by-itself", bench.report());
    }
}
