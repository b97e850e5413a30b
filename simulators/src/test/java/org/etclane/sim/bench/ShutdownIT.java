package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM under traffic: the lane ends by itself, quietly, touches nothing on its way out, and goes on where it was. */
class ShutdownIT {
    private static final int STOPS = 4;

    @TempDir
    Path data;

    @Test
    void aStopIsQuietAndLeavesTheArmWhereItIs() throws IOException, InterruptedException {
        BenchSettings settings = BenchRuns.settings(LaneKind.EXIT, 14, 1300, "legal",
                BenchRuns.configWith(data, LaneKind.EXIT, "resolveMs: 20000"), data.resolve("run"));
        Random random = new Random(settings.seed());
        try (Bench bench = new Bench(settings, BenchRuns::say)) {
            bench.station().start();
            bench.start();
            bench.roadside().letCome();
            for (int i = 0; i < STOPS; i++) {
                pause(2000 + random.nextInt(3000));
                long moved = moves(bench);
                assertTrue(bench.lane().stop(), "the lane did not end within the time of a supervisor");
                // a movement that was under way when the signal came is complete after this, and nobody commands another
                assertTrue(moves(bench) - moved <= 1, "the arm was moved while the lane stopped");
                long still = moves(bench);
                pause(1000);
                assertEquals(still, moves(bench), "the arm moved after the lane had ended");
                bench.startLane();
                bench.awaitReady();
            }
            assertTrue(bench.roadside().awaitEverybodyGone(BenchRuns.HANG), "vehicles still in the lane");
            assertTrue(bench.awaitSettled(), "records still wait for the station");
            assertTrue(bench.lane().stop());
            BenchReport report = bench.report();
            BenchRuns.agrees(report);
            BenchRuns.nobodyPaidTwice(bench.roadside().outcome().purses());
            List<String> log = bench.lane().logLines();
            assertEquals(STOPS + 1, log.stream().filter(line -> line.contains("lane stopped; the arm stays where it is")).count());
            assertEquals(List.of(), BenchRuns.trouble(bench.lane()), "in the lane's log");
            assertEquals(List.of(), bench.journal().stream().filter(e -> e instanceof JournalEntry.AlarmChanged a && a.active()
                    && List.of("RSU_DOWN", "IO_DOWN").contains(a.alarm().name())).toList(), "a line that is closed is not a line lost");
        }
    }

    private static long moves(Bench bench) {
        Roadside.Outcome outcome = bench.roadside().outcome();
        return outcome.raises() + outcome.lowers();
    }

    /** Lets traffic flow: real time is the point here. */
    private static void pause(long ms) throws InterruptedException {
        new CountDownLatch(1).await(ms, TimeUnit.MILLISECONDS);
    }
}
