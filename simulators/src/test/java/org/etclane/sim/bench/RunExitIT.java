package org.etclane.sim.bench;

import java.io.IOException;
import java.nio.file.Path;
import org.etclane.lane.core.LaneKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunExitIT {
    @TempDir
    Path data;

    @Test
    void vehiclesOfManyKindsComeAndThreeLedgersAgree() throws IOException, InterruptedException {
        EverydayRun.of(LaneKind.EXIT, 12, data);
    }
}
