package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.etclane.lane.core.LaneKind;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code scripts/run --rsu NAME} does, for every antenna but the usual one, at an exit and at an entry. */
class RunRsuIT {
    private static final int VEHICLES = 2;

    @TempDir
    Path data;

    static Stream<Arguments> antennas() {
        return RsuChoice.ALL.stream().filter(choice -> !choice.label().equals("serial"))
                .flatMap(choice -> Stream.of(LaneKind.values()).map(kind -> Arguments.of(choice.label(), kind)));
    }

    @ParameterizedTest
    @MethodSource("antennas")
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void vehiclesPayUnderItAndThreeLedgersAgree(String antenna, LaneKind kind) throws IOException, InterruptedException {
        BenchSettings settings = BenchRuns.settings(kind, VEHICLES, 1200, "legal", BenchRuns.config(kind), data)
                .with(LaneWiring.USUAL.with(RsuChoice.named(antenna)));
        try (Bench bench = new Bench(settings, BenchRuns::say)) {
            BenchReport report = bench.run();
            BenchRuns.say(report.text());
            BenchRuns.agrees(report);
            assertEquals(VEHICLES, report.transactions(), report::text);
            assertEquals(VEHICLES, report.passed(), report::text);
            assertEquals(List.of(), BenchRuns.trouble(bench.lane()), "in the lane's log");
        }
    }
}
