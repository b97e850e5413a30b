package org.etclane.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Real waiting is the point here; nothing is asserted about how late an action may be, only that none is early. */
class RealTimeSchedulerIT {

    @Test
    void runsNeverEarlyInOrderOnOneThreadAndWakesForPosts() throws Exception {
        try (var scheduler = new RealTimeScheduler("sim-test")) {
            List<String> order = new CopyOnWriteArrayList<>();
            List<Thread> threads = new CopyOnWriteArrayList<>();
            var done = new CountDownLatch(3);
            long start = scheduler.nowNanos();
            var early = new CompletableFuture<Boolean>();
            scheduler.at(start + 60_000_000L, () -> {
                order.add("second");
                threads.add(Thread.currentThread());
                early.complete(scheduler.nowNanos() < start + 60_000_000L);
                done.countDown();
            });
            var never = scheduler.at(start + 30_000_000L, () -> order.add("never"));
            never.cancel();
            scheduler.at(start + 20_000_000L, () -> {
                order.add("first");
                threads.add(Thread.currentThread());
                done.countDown();
            });
            scheduler.post(done::countDown);
            assertTrue(done.await(20, TimeUnit.SECONDS));
            assertEquals(List.of("first", "second"), order);
            assertSame(threads.get(0), threads.get(1));
            assertFalse(early.get());
        }
    }

    @Test
    void anActionThatThrowsEndsTheSimulationAndIsReported() throws Exception {
        var told = new CompletableFuture<Throwable>();
        try (var scheduler = new RealTimeScheduler("sim-test", told::complete)) {
            var cause = new IllegalStateException("wrong");
            scheduler.post(() -> {
                throw cause;
            });
            assertSame(cause, told.get(20, TimeUnit.SECONDS));
            assertSame(cause, scheduler.failure().orElseThrow());
        }
    }

    @Test
    void aFastCarDrivesThroughARealSecondsLane() throws Exception {
        var gone = new CompletableFuture<VehicleTrace>();
        try (var scheduler = new RealTimeScheduler("sim-test", gone::completeExceptionally)) {
            long start = scheduler.nowNanos();
            scheduler.post(() -> {
                var world = new LaneWorld(scheduler);
                world.addListener(new WorldListener() {
                    @Override
                    public void gone(Vehicle vehicle, long atNanos) {
                        gone.complete(vehicle.trace());
                    }
                });
                world.passLight(true);
                world.pulseRaise(200);
                world.addVehicle(VehicleSpec.car("测A00001").withCruiseMps(15));
            });
            VehicleTrace trace = gone.get(60, TimeUnit.SECONDS);
            assertTrue(trace.passedAtNanos().isPresent());
            assertTrue(scheduler.nowNanos() - start > 3_000_000_000L, "59 m at 15 m/s cannot take less than 3 s");
        }
    }
}
