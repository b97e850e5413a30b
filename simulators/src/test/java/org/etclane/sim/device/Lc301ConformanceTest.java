package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.ZoneId;
import java.util.List;
import org.etclane.device.LoopEvent;
import org.etclane.device.conformance.ConformanceReport;
import org.etclane.device.conformance.Permissions;
import org.etclane.device.conformance.Suite;
import org.etclane.device.conformance.Verdict;
import org.etclane.device.lc301.Lc301Bits;
import org.etclane.device.lc301.Lc301Provider;
import org.etclane.device.lc301.Lc301Section;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.LaneDirection;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.world.VirtualScheduler;
import org.junit.jupiter.api.Test;

class Lc301ConformanceTest {
    private static final Suite<?> SUITE = new Lc301Provider().conformance(new Lc301Section("/dev/ttyS1", 9600, 0x31, LoopEvent.Role.TRIGGER,
            LoopEvent.Role.ARM, true, true, 0, 0, 0, true, false, 1000, 400, 30, 3, 3000),
            new DriverContext(LaneDirection.EXIT, ZoneId.of("Asia/Shanghai"), () -> 0L));

    private final VirtualScheduler time = new VirtualScheduler();
    private final Lc301FakeHardware hardware = new Lc301FakeHardware(time);

    private ConformanceBench<Lc301SimulatorAction> bench(Lc301SimulatorSettings settings, Permissions permissions) {
        return new ConformanceBench<>(time, SUITE, permissions, LinePace.BAUD_9600_8N1, new Lc301Simulator(hardware, settings));
    }

    private ConformanceReport with(Lc301Faults faults) {
        ConformanceBench<Lc301SimulatorAction> bench = bench(Lc301SimulatorSettings.defaults(), Permissions.unattended());
        bench.order(new Lc301SimulatorAction.SetFaults(faults));
        return bench.report();
    }

    @Test
    void theSimulatorIsClean() {
        ConformanceBench.assertClean(bench(Lc301SimulatorSettings.defaults(), Permissions.unattended()).report(), false);
        assertEquals(List.of(), hardware.outputs);
    }

    @Test
    void aSilentControllerIsFound() {
        ConformanceReport report = with(Lc301Faults.off());
        ConformanceBench.assertFound("status.answer", report);
        assertEquals(0, report.count(Verdict.Quirk.class));
    }

    @Test
    void lostAnswersAreFound() {
        ConformanceBench.assertFound("answers-lost", with(Lc301Faults.answersLost(2)));
    }

    @Test
    void anArmUpWithARedLightIsFound() {
        ConformanceBench.assertFound("report.light-agrees", with(Lc301Faults.stuckSt1(Lc301Bits.ST1_BARRIER_UP, Lc301Bits.ST1_BARRIER_UP)));
    }
}
