package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

    private void runs(VirtualLdi devices, int kills) throws IOException, InterruptedException {
        List<String> log = WiringRuns.twoAndOne(LaneWiring.USUAL.with(new IoChoice.Ldi(devices)), folder, kills);
        long callers = log.stream().filter(line -> line.matches(".*io: caller \\d+ is .*")).count();
        assertEquals(devices.simulated().size() * (kills + 1L), callers, log::toString);
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void twoPayAndOneIsRefusedWithADeviceForEachPurpose() throws IOException, InterruptedException {
        runs(VirtualLdi.SEPARATE, 0);
    }

    /** Its devices call the next process, and say how things stand. */
    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void anIntegratedBarrierServesAlsoTheProcessAfterAKilledOne() throws IOException, InterruptedException {
        runs(VirtualLdi.INTEGRATED, 1);
    }
}
