package org.etclane.lane.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.etclane.device.VehicleWeight;
import org.etclane.lane.core.JournalEntry.PassageEnded.Exit;
import org.etclane.lane.core.WeighQueue.Outcome;
import org.etclane.lane.core.WeighQueue.Window;
import org.junit.jupiter.api.Test;

class WeighQueueTest {
    private static final long MS = 1_000_000L;
    /** A scale about a vehicle's length in front of the loop: weights come first. */
    private static final Window AHEAD = new Window(1, 15_000, 2000, 10_000);

    private WeighQueue queue = WeighQueue.absent(AHEAD, 0);
    private final List<String> said = new ArrayList<>();
    private long nowMs;

    private static VehicleWeight weight(long id) {
        return new VehicleWeight(id, Optional.empty(), (int) (1000 * id), 2, List.of(), List.of(), List.of(), -1, false, Set.of());
    }

    private WeighQueueTest take(WeighQueue.Change change) {
        queue = change.queue();
        for (Outcome outcome : change.outcomes()) {
            said.add(switch (outcome) {
                case Outcome.Paired(long vehicle, VehicleWeight weight) -> vehicle + "=" + weight.recordId();
                case Outcome.VehicleUnweighed(long vehicle, var why) -> "vehicle " + vehicle + " " + why;
                case Outcome.WeightUnpaired(VehicleWeight weight, var why) -> "weight " + weight.recordId() + " " + why;
            });
        }
        return this;
    }

    private WeighQueueTest weighed(long id) {
        return take(queue.weighed(weight(id), nowMs * MS));
    }

    private WeighQueueTest entered(long number) {
        return take(queue.entered(number, true, nowMs * MS));
    }

    private WeighQueueTest left(long number, Exit exit) {
        return take(queue.left(number, exit, nowMs * MS));
    }

    private WeighQueueTest after(long ms) {
        long until = nowMs + ms;
        while (queue.nextDueNanos() <= until * MS) {
            nowMs = Math.max(nowMs, queue.nextDueNanos() / MS);
            WeighQueue before = queue;
            take(queue.due(nowMs * MS));
            assertFalse(queue.equals(before), "due changes something");
        }
        nowMs = until;
        return this;
    }

    /** The scale is heard and it has been quiet. */
    private WeighQueueTest ready() {
        return take(queue.scale(true, 0)).after(10_000);
    }

    private WeighQueueTest readyWith(Window window) {
        queue = WeighQueue.absent(window, 0);
        return ready();
    }

    private void said(String... wanted) {
        assertEquals(List.of(wanted), said);
    }

    @Test
    void weightThenVehicle() {
        ready().weighed(1).after(2000).entered(7).said("7=1");
        assertEquals(Optional.of(weight(1)), queue.weightOf(7));
        left(7, Exit.PASSED);
        assertEquals(Optional.empty(), queue.weightOf(7));
        said("7=1");
    }

    @Test
    void vehicleThenWeight() {
        ready().entered(7).after(1900).weighed(1).said("7=1");
    }

    @Test
    void trafficStaysInStep() {
        ready();
        for (int i = 1; i <= 50; i++) {
            weighed(i).after(800).entered(100 + i).after(2000);
            if (i > 1) {
                left(100 + i - 1, Exit.PASSED);
            }
        }
        assertEquals(50, said.size());
        for (int i = 1; i <= 50; i++) {
            assertEquals(100 + i + "=" + i, said.get(i - 1));
        }
    }

    @Test
    void aLaneWithoutAScaleMissesNoWeight() {
        entered(1).after(60_000).entered(2).left(1, Exit.PASSED).said();
        assertEquals(Long.MAX_VALUE, queue.nextDueNanos());
    }

    @Test
    void aRecordToldTwiceIsOne() {
        ready().weighed(1).weighed(1).entered(7).weighed(1).said("7=1");
    }

    @Test
    void aWeightThatNobodyComesFor() {
        ready().weighed(1).after(14_999).said();
        after(1).said("weight 1 NO_VEHICLE");
        assertTrue(queue.unsure());
    }

    @Test
    void aVehicleThatNoWeightComesFor() {
        ready().entered(7).after(2000).said("vehicle 7 NO_WEIGHT");
    }

    /** The heart of it: the first vehicle was missed by the scale, and the second one's weight must not become its own. */
    @Test
    void aMissedWeighingIsNeverAShiftByOne() {
        ready().entered(1).after(2500).weighed(2).after(500).entered(2)
                .said("vehicle 1 NO_WEIGHT", "weight 2 AFTER_MISMATCH", "vehicle 2 AFTER_MISMATCH");
    }

    /** The first vehicle turned off behind the scale. */
    @Test
    void aMissedVehicleIsNeverAShiftByOne() {
        ready().weighed(1).after(3000).weighed(2).after(500).entered(2)
                .said("weight 1 COUNT_DIFFERS", "weight 2 COUNT_DIFFERS", "vehicle 2 AFTER_MISMATCH");
    }

    /** Close behind each other: the shift is found when the second one has no weight, and the first one's is taken back. */
    @Test
    void aShiftFoundLateIsTakenBack() {
        ready().entered(1).after(1500).weighed(2).after(500).entered(2);
        said("1=2");
        after(2000).said("1=2", "vehicle 1 NO_WEIGHT", "weight 2 NO_WEIGHT", "vehicle 2 NO_WEIGHT");
        assertEquals(Optional.empty(), queue.weightOf(1));
    }

    @Test
    void twoVehiclesWaitingIsOneTooMany() {
        ready().entered(1).after(1000).entered(2).said("vehicle 1 COUNT_DIFFERS", "vehicle 2 COUNT_DIFFERS");
    }

    @Test
    void moreMayStandBetweenScaleAndLoopWhereThereIsRoom() {
        readyWith(new Window(3, 30_000, 2000, 10_000)).weighed(1).weighed(2).weighed(3).after(2000).entered(1).entered(2).entered(3)
                .said("1=1", "2=2", "3=3");
        weighed(4).weighed(5).weighed(6).weighed(7);
        assertEquals("weight 7 COUNT_DIFFERS", said.getLast());
    }

    @Test
    void afterAMismatchOrderBeginsAnewWhenItHasBeenQuiet() {
        ready().weighed(1).after(15_000);
        said.clear();
        weighed(2).after(9_000).entered(2).after(9_000).weighed(3).after(9_999)
                .said("weight 2 AFTER_MISMATCH", "vehicle 2 AFTER_MISMATCH", "weight 3 AFTER_MISMATCH");
        said.clear();
        after(1).weighed(4).after(1000).entered(4).said("4=4");
    }

    @Test
    void afterTheStartItMustBeQuietFirst() {
        take(queue.scale(true, 0)).after(5000).weighed(1).entered(1).said("weight 1 AFTER_MISMATCH", "vehicle 1 AFTER_MISMATCH");
        after(10_000).weighed(2).entered(2);
        assertEquals("2=2", said.getLast());
    }

    @Test
    void theNewestVehicleBacksOffTheScaleBeforeItCameIn() {
        ready().weighed(1).take(queue.reversed(1, nowMs * MS)).said("weight 1 REVERSED");
        assertFalse(queue.unsure(), "order is untouched");
        weighed(2).entered(5).said("weight 1 REVERSED", "5=2");
    }

    @Test
    void aVehicleThatWasNeverToldBacksOut() {
        ready().weighed(1).take(queue.reversed(0, nowMs * MS)).entered(1).said("1=1");
    }

    @Test
    void aWeighedVehicleInTheLaneBacksOut() {
        ready().weighed(1).entered(1).take(queue.reversed(1, nowMs * MS)).said("1=1", "vehicle 1 REVERSED", "weight 1 REVERSED");
        assertTrue(queue.unsure());
    }

    @Test
    void nobodyKnowsWhoBackedOut() {
        ready().weighed(1).take(queue.reversed(-1, nowMs * MS)).said("weight 1 REVERSED");
        assertTrue(queue.unsure());
    }

    @Test
    void aVehicleThatBacksOutOfTheZone() {
        ready().weighed(1).entered(1).after(3000).weighed(2).left(1, Exit.REVERSED_OUT)
                .said("1=1", "vehicle 1 REVERSED", "weight 1 REVERSED", "weight 2 REVERSED");
        assertTrue(queue.unsure());
    }

    /** It was not weighed, and it crossed the scale again all the same. */
    @Test
    void anUnweighedVehicleThatBacksOutPutsTheOthersInDoubt() {
        take(queue.scale(true, 0)).entered(1).after(10_000).entered(2).weighed(2).left(1, Exit.REVERSED_OUT);
        said("vehicle 1 AFTER_MISMATCH", "2=2", "vehicle 2 REVERSED", "weight 2 REVERSED");
    }

    /** Behind the next one a second weight came: somebody whom the loop did not show apart from the one in front. */
    @Test
    void rightInFrontOfTheLoopAMissedVehicleShowsAtOnce() {
        readyWith(Window.DEFAULT).entered(1).after(900).weighed(1).after(700).weighed(2).after(99).said("1=1");
        after(1).said("1=1", "vehicle 1 NO_VEHICLE", "weight 1 NO_VEHICLE", "weight 2 NO_VEHICLE");
        entered(3).after(900).weighed(3);
        assertEquals(Optional.empty(), queue.weightOf(3));
    }

    @Test
    void rightInFrontOfTheLoopAMissedWeighingShowsWhenTheNextVehicleComes() {
        readyWith(Window.DEFAULT).entered(1).after(4000).entered(2).said("vehicle 1 COUNT_DIFFERS", "vehicle 2 COUNT_DIFFERS");
    }

    /** With its tail on the scale a long vehicle waits at the arm. */
    @Test
    void aLongVehicleMayTakeItsTime() {
        readyWith(Window.DEFAULT).entered(1).after(60_000).weighed(1).said("1=1");
    }

    /** Whoever stands on the loop may stand on the scale as well: his weight is still to come. */
    @Test
    void orderDoesNotBeginAnewWhileSomebodyIsOnTheLoop() {
        take(queue.scale(true, 0)).after(6000);
        queue = queue.loopBusyUntil(nowMs * MS);
        after(9_999);
        assertTrue(queue.unsure());
        after(1);
        assertFalse(queue.unsure());
        assertEquals(queue, queue.loopBusyUntil(nowMs * MS), "busy is everyday once order has begun");
    }

    @Test
    void aVehicleThatVanishes() {
        ready().weighed(1).entered(1).left(1, Exit.NEVER_SEEN_AGAIN);
        assertTrue(queue.unsure());
    }

    @Test
    void aVehicleThatLeavesBeforeItsWeightCame() {
        ready().entered(1).left(1, Exit.RAN_THROUGH).said("vehicle 1 NO_WEIGHT");
    }

    @Test
    void aVehicleThatNoLoopSawHasNoPlaceInTheOrder() {
        ready().weighed(1).take(queue.entered(9, false, nowMs * MS)).said("weight 1 VEHICLE_UNSEEN", "vehicle 9 VEHICLE_UNSEEN");
    }

    @Test
    void lostRecordsMakeItUnsure() {
        ready().weighed(1).take(queue.recordsLost(nowMs * MS)).entered(1).said("weight 1 RECORDS_LOST", "vehicle 1 AFTER_MISMATCH");
    }

    @Test
    void whileTheScaleIsAwayNobodyIsWeighed() {
        ready().weighed(1).entered(1).after(100).weighed(2);
        said.clear();
        take(queue.scale(false, nowMs * MS)).entered(2).after(60_000).entered(3)
                .said("vehicle 1 SCALE_AWAY", "weight 1 SCALE_AWAY", "weight 2 SCALE_AWAY", "vehicle 2 SCALE_AWAY", "vehicle 3 SCALE_AWAY");
        said.clear();
        take(queue.scale(true, nowMs * MS)).after(10_000).weighed(4).entered(4).said("4=4");
    }

    @Test
    void aWindowOfNothingIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Window(0, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Window(1, 1, 1, 0));
    }

    /**
     * Traffic in which the scale misses vehicles, the loop misses vehicles, or vehicles turn off in between, with gaps of at least
     * the vehicle's patience: no vehicle that leaves the lane ever carries another one's weight. Only two opposite misses one behind
     * the other are left out: nothing could show them.
     */
    @Test
    void nobodyLeavesWithAnothersWeight() {
        for (long seed = 1; seed <= 300; seed++) {
            WeighQueueTest lane = new WeighQueueTest();
            lane.ready();
            Random random = new Random(seed);
            Map<Long, Long> weightOfVehicle = new HashMap<>();
            int paired = 0;
            boolean orphan = false;
            for (long vehicle = 1; vehicle <= 200; vehicle++) {
                lane.after(random.nextInt(6) == 0 ? 20_000 : 3000 + random.nextInt(3000));
                boolean weighed = random.nextInt(20) > 0 || orphan;
                boolean seen = random.nextInt(20) > 0;
                orphan = weighed && !seen;
                if (weighed) {
                    lane.weighed(vehicle);
                }
                lane.after(200 + random.nextInt(1500));
                if (seen) {
                    lane.entered(vehicle);
                    weightOfVehicle.put(vehicle, vehicle);
                    lane.after(2100);
                    Optional<VehicleWeight> own = lane.queue.weightOf(vehicle);
                    long number = vehicle;
                    long drawn = seed;
                    own.ifPresent(w -> assertEquals(weightOfVehicle.get(number), w.recordId(), "seed " + drawn));
                    paired += own.isPresent() ? 1 : 0;
                    lane.left(vehicle, Exit.PASSED);
                }
            }
            assertTrue(paired > 10, "seed " + seed + ": only " + paired + " of 200 paired");
        }
    }
}
