package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code scripts/run --wiring ldi} does: devices of the national interface call a lane process, and show its texts. */
class RunLdiIT {
    @TempDir
    Path folder;

    private static LaneWiring wiring(VirtualLdi devices) {
        return LaneWiring.USUAL.with(IoChoice.Ldi.of(devices));
    }

    private static long callers(List<String> log) {
        return log.stream().filter(line -> line.matches(".*io: caller \\d+ is .*")).count();
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void twoPayAndOneIsRefusedWithADeviceForEachPurpose() throws IOException, InterruptedException {
        List<String> log = WiringRuns.twoAndOne(wiring(VirtualLdi.SEPARATE), folder);
        assertEquals(IoChoice.Ldi.of(VirtualLdi.SEPARATE).devices().size(), callers(log), log::toString);
    }

    /** Its devices call the next process, and say how things stand. */
    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void anIntegratedBarrierServesAlsoTheProcessAfterAKilledOne() throws IOException, InterruptedException {
        List<String> log = WiringRuns.killed(wiring(VirtualLdi.INTEGRATED), folder);
        assertTrue(callers(log) > 0 && callers(log) % IoChoice.Ldi.of(VirtualLdi.INTEGRATED).devices().size() == 0, log::toString);
    }
}
