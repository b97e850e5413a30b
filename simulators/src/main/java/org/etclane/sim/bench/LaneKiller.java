package org.etclane.sim.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.etclane.device.LoopEvent;
import org.etclane.sim.device.RsuSimEvent;
import org.etclane.sim.world.BarrierArm;
import org.etclane.sim.world.LaneWorld;
import org.etclane.sim.world.Scheduler;

/**
 * Kills the lane process (SIGKILL) at chosen instants of the world: each instant in turn, in an order and with a small extra
 * delay that the seed decides. One kill at a time is armed; it strikes on the simulation's thread.
 */
final class LaneKiller {
    /** When the process dies; a random moment shorter than {@value #SPREAD_US} µs later, or exactly then. */
    enum Instant {
        AT_RANDOM,
        /** The RSU has reported an OBU (B2). */
        OBU_FOUND,
        /** B4 is on its way: the lane is about to decide. */
        CARD_REPORTED,
        /** The purse has just lost money; B5 is not sent yet. */
        DEBITED,
        /** B5 is on its way: the outcome is about to be put on record. */
        RESULT_REPORTED,
        /** The lane has acknowledged the result. */
        RELEASED,
        ARM_RISES,
        ARM_FALLS,
        /** A vehicle comes onto the loop under the arm. */
        UNDER_ARM,
        /** While it starts again after a kill: recovering, or with the first events coming in. */
        STARTING
    }

    private static final int SPREAD_US = 25_000;
    private static final int STARTING_MS = 2_500;
    private static final int B4 = 0xB4;
    private static final int B5 = 0xB5;
    private static final long PATIENCE_MS = 10_000;

    private final Scheduler scheduler;
    private final LaneChild lane;
    private final Random random;
    private final Map<String, Integer> done = new TreeMap<>();
    // simulation's thread
    private Optional<Armed> armed = Optional.empty();
    private boolean armLoopOccupied;

    private record Armed(Instant instant, long delayUs, CountDownLatch struck) {
    }

    LaneKiller(Roadside roadside, LaneChild lane, long seed) {
        this.lane = lane;
        scheduler = roadside.scheduler();
        random = new Random(seed);
        LaneWorld world = roadside.world();
        roadside.onRsu(this::rsu);
        world.arm().onMotion((motion, _, _) -> {
            switch (motion) {
                case BarrierArm.Motion.RISING -> now(Instant.ARM_RISES);
                case BarrierArm.Motion.FALLING -> now(Instant.ARM_FALLS);
                case BarrierArm.Motion.STILL -> { }
            }
        });
        world.onInputChange(() -> {
            boolean occupied = world.loopOccupied(LoopEvent.Role.ARM);
            if (occupied && !armLoopOccupied) {
                now(Instant.UNDER_ARM);
            }
            armLoopOccupied = occupied;
        });
    }

    /** The instants of so many kills: all of them by turns, shuffled each time. */
    List<Instant> plan(int kills) {
        List<Instant> plan = new ArrayList<>();
        while (plan.size() < kills) {
            List<Instant> round = new ArrayList<>(List.of(Instant.values()));
            Collections.shuffle(round, random);
            plan.addAll(round);
        }
        return plan.subList(0, kills);
    }

    /** How long traffic shall flow before the next kill is armed, milliseconds. */
    long pauseMs() {
        return 500 + random.nextInt(2_500);
    }

    private void rsu(RsuSimEvent event) {
        switch (event) {
            case RsuSimEvent.DialogueStarted _ -> now(Instant.OBU_FOUND);
            case RsuSimEvent.StepReported step when step.frame() == B4 -> now(Instant.CARD_REPORTED);
            case RsuSimEvent.StepReported step when step.frame() == B5 -> now(Instant.RESULT_REPORTED);
            case RsuSimEvent.Debited _, RsuSimEvent.EntryWritten _ -> now(Instant.DEBITED);
            case RsuSimEvent.ReleaseReceived release when release.succeeded() -> now(Instant.RELEASED);
            case RsuSimEvent.StepReported _, RsuSimEvent.ReleaseReceived _, RsuSimEvent.DialogueEnded _,
                 RsuSimEvent.Initialised _, RsuSimEvent.SearchStarted _,
                 RsuSimEvent.FaultChosen _, RsuSimEvent.ProofFetched _, RsuSimEvent.LaneViolation _, RsuSimEvent.Restarted _ -> { }
        }
    }

    private void now(Instant instant) {
        armed.filter(a -> a.instant() == instant).ifPresent(this::strike);
    }

    private void strike(Armed what) {
        armed = Optional.empty();
        if (what.delayUs() == 0) {
            lane.strike();
            what.struck().countDown();
        } else {
            scheduler.at(scheduler.nowNanos() + what.delayUs() * 1000, () -> {
                lane.strike();
                what.struck().countDown();
            });
        }
    }

    /** Kills once and waits until the process is gone. When the instant does not come in time, it dies all the same. */
    void kill(Instant instant) throws InterruptedException {
        long spreadUs = instant == Instant.STARTING ? STARTING_MS * 1000L : SPREAD_US;
        long delayUs = random.nextInt(3) == 0 && instant != Instant.STARTING ? 0 : random.nextLong(spreadUs);
        CountDownLatch struck = new CountDownLatch(1);
        Armed next = new Armed(instant, delayUs, struck);
        scheduler.post(() -> {
            armed = Optional.of(next);
            now(Instant.AT_RANDOM);
            now(Instant.STARTING);
        });
        boolean came = struck.await(PATIENCE_MS, TimeUnit.MILLISECONDS);
        if (!came) {
            scheduler.post(() -> armed.ifPresent(this::strike));
            struck.await();
        }
        done.merge((came ? instant : Instant.AT_RANDOM).name(), 1, Integer::sum);
        lane.awaitEnd();
    }

    /** How many died at which instant. */
    Map<String, Integer> done() {
        return Map.copyOf(done);
    }
}
