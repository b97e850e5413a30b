package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.etclane.device.LoopEvent;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.device.RsuSimEvent;
import org.etclane.sim.world.LaneWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cables are pulled at the worst moments and put back: no money is lost, no arm falls, and the lane goes on. */
class UnplugIT {
    private static final Duration OUT = Duration.ofSeconds(1);
    /** The first vehicle meets three pulled cables, and after each the line is tried again with growing pauses. */
    private static final double PATIENCE_S = 90;

    @TempDir
    Path data;

    private BenchSettings settings(int vehicles) throws IOException {
        return BenchRuns.settings(LaneKind.EXIT, vehicles, 600, "legal",
                BenchRuns.configWith(data, LaneKind.EXIT, "resolveMs: 20000"), data.resolve("run")).withPatienceS(PATIENCE_S);
    }

    private static boolean alarm(Bench bench, String name) {
        return bench.status().path("alarms").findValuesAsText("alarm").contains(name);
    }

    private static void finish(Bench bench, int atLeast) throws IOException, InterruptedException {
        assertTrue(bench.roadside().awaitEverybodyGone(BenchRuns.HANG), "vehicles still in the lane");
        BenchRuns.within("the lane has no alarm any more", BenchRuns.HANG, () -> bench.status().path("alarms").isEmpty()
                && bench.status().has("alarms"));
        assertTrue(bench.awaitSettled(), "records still wait for the station");
        assertTrue(bench.lane().stop());
        BenchReport report = bench.report();
        BenchRuns.say(report.text());
        BenchRuns.agrees(report);
        assertTrue(report.passed() >= atLeast, report::text);
        assertEquals(0, bench.roadside().ask(() -> bench.roadside().world().traces().stream()
                .filter(t -> t.transactedAtNanos().isPresent() && t.passedAtNanos().isEmpty()).count()), "paid and did not get through");
        BenchRuns.nobodyPaidTwice(bench.roadside().outcome().purses());
        assertEquals(List.of(), BenchRuns.trouble(bench.lane()), "in the lane's log");
    }

    @Test
    void theAntennasCableInTheMiddleOfADialogue() throws IOException, InterruptedException {
        BenchSettings settings = settings(6);
        Queue<Predicate<RsuSimEvent>> pulls = new ArrayDeque<>(List.of(
                e -> e instanceof RsuSimEvent.Debited,
                e -> e instanceof RsuSimEvent.StepReported s && s.frame() == 0xB4,
                e -> e instanceof RsuSimEvent.StepReported s && s.frame() == 0xB5,
                e -> e instanceof RsuSimEvent.DialogueStarted));
        try (Bench bench = new Bench(settings, BenchRuns::say)) {
            bench.station().start();
            bench.start();
            bench.roadside().onRsu(event -> {
                if (!pulls.isEmpty() && pulls.peek().test(event)) {
                    pulls.poll();
                    bench.roadside().rsu().unplug();
                    bench.roadside().scheduler().at(event.atNanos() + OUT.toNanos(), bench.roadside().rsu()::plug);
                }
            });
            bench.roadside().letCome();
            finish(bench, settings.vehicles());
            assertTrue(pulls.isEmpty(), "not every cable was pulled");
        }
    }

    @Test
    void theIoControllersCableWhileAVehicleIsUnderTheArm() throws IOException, InterruptedException {
        BenchSettings settings = settings(5);
        try (Bench bench = new Bench(settings, BenchRuns::say)) {
            bench.station().start();
            bench.start();
            CompletableFuture<Long> pulled = new CompletableFuture<>();
            bench.roadside().ask(() -> {
                LaneWorld world = bench.roadside().world();
                world.onInputChange(() -> {
                    if (world.loopOccupied(LoopEvent.Role.ARM) && !pulled.isDone()) {
                        // it stops right there
                        world.jamAt(world.geometry().armLineM() + 1.5);
                        bench.roadside().io().unplug();
                        pulled.complete(world.monitor().lowers());
                    }
                });
                return null;
            });
            bench.roadside().letCome();
            long lowersBefore = pulled.orTimeout(60, TimeUnit.SECONDS).join(); // real time: 60 s is a hang
            BenchRuns.within("the alarm", Duration.ofSeconds(30), () -> alarm(bench, "IO_DOWN"));
            assertEquals(0, BenchRuns.laneCtl(settings.data(), "status") & ~1, "status answers, with or without a fault to report");
            bench.roadside().io().plug();
            BenchRuns.within("the alarm is over", Duration.ofSeconds(60), () -> bench.status().has("alarms") && !alarm(bench, "IO_DOWN"));
            assertEquals(lowersBefore, bench.roadside().outcome().lowers(), "lowered while a vehicle stood there");
            assertTrue(bench.roadside().ask(() -> bench.roadside().world().arm().upSwitchClosed()), "the arm is where it was");
            bench.roadside().ask(() -> {
                bench.roadside().world().clearJam();
                return null;
            });
            finish(bench, settings.vehicles());
        }
    }
}
