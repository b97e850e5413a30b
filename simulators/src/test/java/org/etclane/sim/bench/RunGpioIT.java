package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.etclane.sim.host.SimulatedChip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code scripts/run --wiring gpio} does: driver and link of digital lines in a lane process, on Pi4J's mock lines. */
class RunGpioIT {
    private static final IoChoice.Gpio GPIO = IoChoice.Gpio.usual();
    private static final LaneWiring WIRING = LaneWiring.USUAL.with(GPIO).with(GPIO.usualDisplay().orElseThrow());

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void twoPayAndOneIsRefused() throws IOException, InterruptedException {
        List<String> log = WiringRuns.twoAndOne(WIRING, folder);
        assertTrue(log.stream().anyMatch(line -> line.contains("are reached by " + SimulatedChip.class.getName())), log::toString);
    }

    /** Relays and lamps stay as they were; the next process asks for all levels. */
    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void aKilledProcessIsFollowedByOneThatGoesOn() throws IOException, InterruptedException {
        WiringRuns.killed(WIRING, folder);
    }
}
