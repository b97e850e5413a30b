package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.etclane.device.Bytes;
import org.etclane.device.conformance.ConformanceReport;
import org.etclane.device.conformance.Permissions;
import org.etclane.device.conformance.Suite;
import org.etclane.device.conformance.Verdict;
import org.etclane.device.frame.Crc16Xmodem;
import org.etclane.device.link.Endpoint;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.LaneDirection;
import org.etclane.device.wim.AxleCodeScheme;
import org.etclane.device.wim.wanji.WanjiCodec;
import org.etclane.device.wim.wanji.WanjiFrame;
import org.etclane.device.wim.wanji.WanjiProvider;
import org.etclane.device.wim.wanji.WanjiSection;
import org.etclane.device.wim.wanji.WanjiSettings;
import org.etclane.sim.fault.LineFault;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.world.AxleLoads;
import org.etclane.sim.world.VirtualScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulated Wanji instrument is clean, and whatever it can be made to do wrong is found by its name. */
class WanjiConformanceTest {
    private static final long MS = 1_000_000L;
    private static final int SIX_AXLES = 16;

    private final AxleLoads loads = new AxleLoads(1, 0);
    private final List<ScaleSimEvent> happened = new ArrayList<>();

    private static Suite<?> suite(WanjiSettings.Form form, boolean sensorErrorsAreFaults) {
        return new WanjiProvider().conformance(new WanjiSection("tcp:192.168.1.30:5000", 115_200, form, AxleCodeScheme.NINE, 8, true,
                sensorErrorsAreFaults, 10_000, 1000, 3, 100, 25_000), new DriverContext(LaneDirection.EXIT, ZoneId.of("Asia/Shanghai"),
                () -> 1_795_000_000_000L));
    }

    private ConformanceBench<ScaleSimCommand> bench(Suite<?> suite, Permissions permissions, Endpoint<ScaleSimCommand,
            ScaleSimEvent> scale) {
        return new ConformanceBench<>(new VirtualScheduler(), suite, permissions, LinePace.BAUD_115200_8N1,
                new NotingEndpoint<>(scale, happened)).with((bench, _) -> bench.order(new ScaleSimCommand.Passed(loads.next(SIX_AXLES))));
    }

    private ConformanceReport report(Endpoint<ScaleSimCommand, ScaleSimEvent> scale) {
        return bench(suite(WanjiSettings.Form.AXLES, true), Permissions.all(), scale).report();
    }

    private static WanjiSimulator instrument() {
        return new WanjiSimulator(32, false);
    }

    private static Set<String> notAsked(ConformanceReport report) {
        return report.findings().stream().filter(one -> one.verdict() instanceof Verdict.NotAsked).map(one -> one.check().id())
                .collect(Collectors.toSet());
    }

    // ---- clean

    @Test
    void theSimulatorIsCleanInBothForms() {
        for (WanjiSettings.Form form : WanjiSettings.Form.values()) {
            ConformanceReport report = bench(suite(form, true), Permissions.all(), new WanjiSimulator(32, form
                    == WanjiSettings.Form.GROUPS)).report();
            ConformanceBench.assertClean(report, false);
            assertEquals(Set.of("heartbeat.every-10-s"), notAsked(report));
        }
    }

    @Test
    void heartbeatsEveryTenSecondsAreClean() {
        ConformanceBench.assertClean(report(new WanjiSimulator(32, false, 10_000)), true);
        ConformanceBench.assertFound("heartbeat-interval", report(new WanjiSimulator(32, false, 5_000)));
    }

    @Test
    void withoutLeaveAndUnattendedItsClockIsNotSet() {
        ConformanceReport report = bench(suite(WanjiSettings.Form.AXLES, true), Permissions.unattended(), instrument()).report();
        ConformanceBench.assertClean(report, false);
        assertTrue(notAsked(report).containsAll(Set.of("clock.set", "vehicle.pushed", "vehicle.again")));
        assertEquals(List.of(), happened);
    }

    // ---- every fault of the simulator

    static List<Arguments> faults() {
        return List.of(Arguments.of("silent", "state.answer", ScaleSimFaults.dead()),
                Arguments.of("wrongChecks", "frames.readable", ScaleSimFaults.wrongChecks(1)),
                Arguments.of("doubled", "answers-twice", ScaleSimFaults.doubled(1)), Arguments.of("lost", "answers-lost",
                ScaleSimFaults.lost(1)), Arguments.of("state", "state.errors", ScaleSimFaults.state(1)));
    }

    private static ConformanceReport with(ConformanceBench<ScaleSimCommand> bench, ScaleSimFaults faults) {
        bench.order(new ScaleSimCommand.SetFaults(faults));
        return bench.report();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void everyFaultOfTheSimulatorIsFound(String component, String name, ScaleSimFaults faults) {
        ConformanceBench.assertFound(name, with(bench(suite(WanjiSettings.Form.AXLES, true), Permissions.all(), instrument()), faults));
    }

    @Test
    void noFaultIsForgotten() {
        RecordParts.assertNoneForgotten(ScaleSimFaults.class, faults(), Map.of("refusedDeletes", "nothing is deleted in this protocol",
                "ghostDeletes", "nothing is deleted in this protocol"));
    }

    @Test
    void sensorErrorsThatAreNoFaultsAreAQuirk() {
        ConformanceBench.assertFound("sensor-error-bytes", with(bench(suite(WanjiSettings.Form.AXLES, false), Permissions.all(),
                instrument()), ScaleSimFaults.state(1)));
    }

    @Test
    void aSilentInstrumentHasNoQuirks() {
        assertEquals(0, with(bench(suite(WanjiSettings.Form.AXLES, true), Permissions.all(), instrument()), ScaleSimFaults.dead())
                .count(Verdict.Quirk.class));
    }

    // ---- every way in which the simulator may be built

    @Test
    void theOtherFormIsFound() {
        ConformanceBench.assertFound("other-form", report(new WanjiSimulator(32, true)));
    }

    @Test
    void oneThatKeepsOnlyTheNewestIsFound() {
        ConformanceBench.assertFound("repeats-newest-only", report(new WanjiSimulator(1, false)));
    }

    // ---- what is wrong on the wire

    private static boolean isVehicle(WanjiFrame frame) {
        return frame.command() == WanjiFrame.VEHICLE_AXLES;
    }

    private static Function<byte[], List<byte[]>> vehicles(Function<WanjiFrame, List<WanjiFrame>> change) {
        return WholeFrames.each(WanjiCodec.scanner(), frame -> (isVehicle(frame) ? change.apply(frame) : List.of(frame)).stream()
                .map(WanjiCodec::wire).toList());
    }

    private static Function<WanjiFrame, List<WanjiFrame>> data(UnaryOperator<byte[]> change) {
        return frame -> List.of(new WanjiFrame(frame.command(), frame.sub(), Bytes.copyOf(change.apply(frame.data().toArray()))));
    }

    private static UnaryOperator<byte[]> octet(int at, int value) {
        return data -> {
            data[at] = (byte) value;
            return data;
        };
    }

    /** Only the first so many vehicles are told. */
    private static Function<WanjiFrame, List<WanjiFrame>> first(int vehicles) {
        int[] told = {0};
        return frame -> told[0]++ < vehicles ? List.of(frame) : List.of();
    }

    /** Its temperature, 7 bytes into the body, is another one each time. */
    private static Function<WanjiFrame, List<WanjiFrame>> differing() {
        int[] told = {0};
        return frame -> data(octet(13, told[0]++)).apply(frame);
    }

    static List<Arguments> oddities() {
        Function<byte[], List<byte[]>> clockFails = WholeFrames.each(WanjiCodec.scanner(), frame -> List.of(WanjiCodec.wire(frame.command()
                == WanjiFrame.SET_TIME ? WanjiFrame.brief(WanjiFrame.SET_TIME, 0, 1) : frame)));
        Function<byte[], List<byte[]>> noise = frame -> List.of(new byte[] {0x55}, frame);
        return List.of(Arguments.of("vehicle.pushed", vehicles(first(0))), Arguments.of("never-repeats", vehicles(first(2))),
                Arguments.of("vehicle.again", vehicles(differing())), Arguments.of("vehicles-twice", vehicles(frame -> List.of(frame,
                frame))),
                Arguments.of("numbers-differ", vehicles(data(octet(0, 7)))), Arguments.of("vehicle.readable", vehicles(data(octet(19, 3)))),
                Arguments.of("vehicle.readable", vehicles(data(octet(21, 0).andThen(octet(22, 0))::apply))),
                Arguments.of("clock.set", clockFails), Arguments.of("frames.readable", noise));
    }

    @ParameterizedTest
    @MethodSource("oddities")
    void whatIsWrongOnTheWireIsFound(String name, Function<byte[], List<byte[]>> says) {
        ConformanceBench.assertFound(name, report(OddDevice.saying(instrument(), says)));
    }

    @Test
    void anInstrumentThatDoesNotLookAtTheCheckIsFound() {
        Function<byte[], List<byte[]>> mended = WholeFrames.each(WanjiCodec.scanner(), frame -> List.of(WanjiCodec.wire(frame)), raw -> {
            Bytes content = Bytes.copyOf(raw, 0, Math.max(0, raw.length - 2));
            int crc = Crc16Xmodem.of(content);
            return List.of(Bytes.concat(content, Bytes.of(crc >>> 8, crc & 0xFF)).toArray());
        });
        ConformanceBench.assertFound("check.looked-at", report(OddDevice.hearing(instrument(), mended)));
    }

    @Test
    void lateAnswersAreFound() {
        ConformanceBench.assertFound("answers-late", bench(suite(WanjiSettings.Form.AXLES, true), Permissions.unattended(), instrument())
                .fault((at, bytes) -> List.of(new LineFault.Arrival.Octets(at + 1_200 * MS, bytes))).report());
    }
}
