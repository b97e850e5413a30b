package org.etclane.lane.core;

import static org.etclane.device.BarrierCommand.LOWER;
import static org.etclane.device.BarrierCommand.RAISE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.etclane.device.BarrierCommand;
import org.etclane.device.BarrierEvent.Position;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.lane.core.BarrierMachine.Decision;
import org.etclane.lane.core.BarrierMachine.Inputs;
import org.junit.jupiter.api.Test;

/** The interlock over every combination of what it can be asked, and over courses of events. */
class BarrierTruthTableTest {
    private static final LaneSettings SETTINGS = LaneScript.settings(LaneKind.EXIT);
    private static final long NOW = 1_000_000_000_000L;
    private static final long TRAVEL = SETTINGS.armTravelMs() * 1_000_000L;
    private static final long REPEAT = 250_000_000L;
    private static final long HOLD = SETTINGS.armClearHoldMs() * 1_000_000L;
    private static final long REST = BarrierMachine.START_REST_MS * 1_000_000L;
    private static final int MAX_ATTEMPTS = 3;
    private static final long PATIENT = 10_000_000_000L;

    private final BarrierMachine machine = new BarrierMachine(SETTINGS);

    private record Row(BarrierState state, Inputs in, Decision decision) {
        boolean last(BarrierCommand command) {
            return state.last().equals(Optional.of(command));
        }

        boolean told(BarrierCommand command) {
            return decision.command().equals(Optional.of(command));
        }

        boolean demanded() {
            return in.demand().isPresent();
        }

        long ageNanos() {
            return NOW - state.sinceNanos();
        }

        long clearForNanos() {
            return in.armLoop() == Occupancy.CLEAR ? NOW - in.loopSinceNanos() : -1;
        }

        /** Told down, and neither the switch nor, where only the upper switch exists, the time says that it has arrived. */
        boolean falling() {
            boolean arrived = in.position() == Position.DOWN || in.position() == Position.NOT_UP && ageNanos() >= TRAVEL;
            return last(LOWER) && !arrived;
        }
    }

    private List<Row> table() {
        List<Row> rows = new ArrayList<>();
        List<Optional<BarrierCommand>> lasts = List.of(Optional.empty(), Optional.of(RAISE), Optional.of(LOWER));
        for (Optional<BarrierCommand> last : lasts) {
            for (long age : new long[] {0, TRAVEL - 1, TRAVEL, REST - 1, REST, 100 * REST}) {
                for (int attempts = 0; attempts <= MAX_ATTEMPTS; attempts++) {
                    for (boolean downFirst : new boolean[] {false, true}) {
                        BarrierState state = new BarrierState(last, NOW - age, attempts, downFirst);
                        inputs().forEach(in -> rows.add(new Row(state, in, machine.decide(state, in, NOW))));
                    }
                }
            }
        }
        return rows;
    }

    private static Stream<Inputs> inputs() {
        return Arrays.stream(Occupancy.values()).flatMap(loop -> Stream.of(0L, HOLD - 1, HOLD, 1000 * HOLD)
                .flatMap(since -> Arrays.stream(Position.values())
                        .flatMap(position -> Stream.of(Optional.<String>empty(), Optional.of("transaction 1"))
                                .map(demand -> new Inputs(loop, NOW - since, position, demand)))));
    }

    private void everyRow(Consumer<Row> rule) {
        List<Row> rows = table();
        assertEquals(3 * 6 * 4 * 2 * 3 * 4 * 4 * 2, rows.size());
        rows.forEach(rule);
    }

    @Test
    void lowerComesOutOnlyWhenTheLoopHasBeenClearForTheHoldTime() {
        everyRow(r -> assertFalse(r.told(LOWER) && r.clearForNanos() < HOLD, r::toString));
    }

    @Test
    void lowerNeverComesOutWhileAPaidVehicleWaitsUnlessTheArmMustFallFirst() {
        everyRow(r -> assertFalse(r.told(LOWER) && r.demanded() && !r.state().downFirst(), r::toString));
    }

    @Test
    void anythingButClearUnderAFallingArmRaisesItAtOnce() {
        everyRow(r -> {
            if (r.falling() && r.in().armLoop() != Occupancy.CLEAR) {
                assertTrue(r.told(RAISE), r::toString);
                assertTrue(r.decision().cause().contains(r.in().armLoop().name()), r::toString);
            }
        });
    }

    @Test
    void aPaidVehicleIsAnsweredWithARaiseWhateverTheLoopSays() {
        everyRow(r -> {
            if (r.demanded() && !r.state().downFirst() && !r.last(RAISE)) {
                assertTrue(r.told(RAISE), r::toString);
            }
        });
    }

    @Test
    void theArmIsRaisedOnlyForAPaidVehicleOrFromAboveAVehicle() {
        everyRow(r -> {
            if (r.told(RAISE)) {
                assertTrue(r.demanded() || r.falling() && r.in().armLoop() != Occupancy.CLEAR || raisedFromAbove(r), r::toString);
            }
        });
    }

    @Test
    void everyCommandHasACauseAndNothingElseHas() {
        everyRow(r -> assertEquals(r.decision().command().isEmpty(), r.decision().cause().isEmpty(), r::toString));
    }

    @Test
    void aCommandIsRememberedAndAHoldForgetsNothing() {
        everyRow(r -> {
            BarrierState next = r.decision().next();
            if (r.decision().command().isPresent()) {
                assertEquals(r.decision().command(), next.last(), r::toString);
                assertEquals(NOW, next.sinceNanos(), r::toString);
                assertTrue(next.attempts() >= 1 && next.attempts() <= MAX_ATTEMPTS, r::toString);
            } else {
                assertEquals(r.state().last(), next.last(), r::toString);
                assertEquals(r.state().sinceNanos(), next.sinceNanos(), r::toString);
            }
        });
    }

    @Test
    void theSameInputsAskedAgainGiveNoSecondCommand() {
        everyRow(r -> assertEquals(Optional.empty(), machine.decide(r.decision().next(), r.in(), NOW).command(), r::toString));
    }

    /** Told to rise, not reported up, and somebody under it: the one command that does not wait for the travel time. */
    private static boolean raisedFromAbove(Row r) {
        return (!r.demanded() || r.state().downFirst()) && r.told(RAISE) && r.last(RAISE) && r.in().armLoop() == Occupancy.OCCUPIED && r.state().attempts() > 0;
    }

    @Test
    void aCommandIsRepeatedOnlyAfterTheTravelTimeWithoutConfirmationThreeTimesAndThenSeldom() {
        everyRow(r -> {
            boolean repeated = r.decision().command().isPresent() && r.decision().command().equals(r.state().last());
            if (repeated && raisedFromAbove(r)) {
                assertTrue(r.ageNanos() >= REPEAT && r.in().position() != Position.UP, r::toString);
                assertEquals(r.ageNanos() >= TRAVEL, r.decision().fault().isPresent(), r::toString);
            } else if (repeated) {
                assertTrue(r.ageNanos() >= TRAVEL, r::toString);
                assertTrue(r.state().attempts() < MAX_ATTEMPTS || r.told(RAISE) && r.demanded() && r.ageNanos() >= PATIENT, r::toString);
                assertTrue(r.told(RAISE) ? r.in().position() != Position.UP : r.in().position() == Position.UP, r::toString);
                assertEquals(Optional.of(true), r.decision().fault(), r::toString);
            }
        });
    }

    @Test
    void afterAStartNothingIsLoweredBeforeTheRest() {
        everyRow(r -> {
            if (r.state().last().isEmpty() && r.told(LOWER)) {
                assertTrue(r.ageNanos() >= REST && r.in().position() == Position.UP, r::toString);
            }
        });
    }

    @Test
    void anArmThatIsDownAndWasToldSoIsLeftAlone() {
        everyRow(r -> {
            if (r.in().position() == Position.DOWN && !r.last(RAISE) && !r.demanded()) {
                assertEquals(Optional.empty(), r.decision().command(), r::toString);
            }
        });
    }

    @Test
    void aFaultIsToldOnlyWhenTheArmIsOverdue() {
        everyRow(r -> {
            if (r.decision().fault().equals(Optional.of(true))) {
                assertTrue(r.ageNanos() >= TRAVEL && r.state().last().isPresent(), r::toString);
            }
        });
    }

    @Test
    void whateverWouldBeDecidedLaterIsAnnounced() {
        everyRow(r -> {
            BarrierState state = r.decision().next();
            long due = machine.nextDueNanos(state, r.in(), NOW);
            assertTrue(due > NOW, r::toString);
            long justBefore = Math.min(due, NOW + 100 * REST) - 1;
            assertEquals(Optional.empty(), machine.decide(state, r.in(), justBefore).command(), r::toString);
        });
    }

    /** An arm with the given switches, asked whenever something happens or has become due. */
    private final class Course {
        private BarrierState state = BarrierState.atStart(NOW - 2 * REST);
        private Inputs in = new Inputs(Occupancy.CLEAR, NOW - 2 * REST, Position.NOT_UP, Optional.empty());
        private long nanos = NOW;
        private final List<BarrierCommand> commands = new ArrayList<>();
        private Optional<Boolean> fault = Optional.empty();

        private void ask() {
            Decision decision = machine.decide(state, in, nanos);
            state = decision.next();
            decision.command().ifPresent(commands::add);
            decision.fault().ifPresent(f -> fault = Optional.of(f));
        }

        private Course after(int millis) {
            long until = nanos + millis * 1_000_000L;
            while (machine.nextDueNanos(state, in, nanos) <= until) {
                nanos = machine.nextDueNanos(state, in, nanos);
                ask();
            }
            nanos = until;
            return this;
        }

        private Course demand(boolean demanded) {
            in = new Inputs(in.armLoop(), in.loopSinceNanos(), in.position(),
                    demanded ? Optional.of("transaction 1") : Optional.empty());
            ask();
            return this;
        }

        private Course loop(Occupancy occupancy) {
            in = new Inputs(occupancy, nanos, in.position(), in.demand());
            ask();
            return this;
        }

        private Course arm(Position position) {
            in = new Inputs(in.armLoop(), in.loopSinceNanos(), position, in.demand());
            ask();
            return this;
        }

        private Course downFirst() {
            state = new BarrierState(state.last(), state.sinceNanos(), state.attempts(), true);
            return this;
        }
    }

    private Course passed() {
        return new Course().demand(true).after(700).arm(Position.UP).after(1000).loop(Occupancy.OCCUPIED).after(900)
                .loop(Occupancy.CLEAR).demand(false).after(300);
    }

    @Test
    void oneVehicle() {
        Course course = passed();
        assertEquals(List.of(RAISE, LOWER), course.commands);
        course.after(100).arm(Position.NOT_UP).after(60_000);
        assertEquals(List.of(RAISE, LOWER), course.commands);
        assertEquals(Optional.of(false), course.fault);
    }

    @Test
    void theArmFallsAgainAfterEveryLift() {
        Course course = passed();
        for (int lift = 1; lift <= 5; lift++) {
            course.after(100).arm(Position.NOT_UP).loop(Occupancy.OCCUPIED).after(700).arm(Position.UP).loop(Occupancy.CLEAR)
                    .after(300);
            assertEquals(1 + lift, course.commands.stream().filter(LOWER::equals).count());
            assertEquals(LOWER, course.commands.getLast());
        }
    }

    @Test
    void aLoopThatBecomesUnknownWhileTheArmFallsRaisesItAndKeepsItUp() {
        Course course = passed().after(100).arm(Position.NOT_UP).loop(Occupancy.UNKNOWN).after(700).arm(Position.UP).after(600_000);
        assertEquals(List.of(RAISE, LOWER, RAISE), course.commands);
    }

    @Test
    void anArmStuckUpIsToldThreeTimesAndReportedNotHammered() {
        Course course = passed().after(600_000);
        assertEquals(List.of(RAISE, LOWER, LOWER, LOWER), course.commands);
        assertEquals(Optional.of(true), course.fault);
        course.arm(Position.NOT_UP).after(2000);
        assertEquals(Optional.of(false), course.fault);
    }

    @Test
    void anArmStuckDownIsToldThreeTimesAndReportedAndThenTriedOnForWhoHasPaid() {
        Course course = new Course().demand(true).after(9_000);
        assertEquals(List.of(RAISE, RAISE, RAISE), course.commands);
        assertEquals(Optional.of(true), course.fault);
        course.after(51_000);
        assertEquals(8, course.commands.size(), "every ten seconds");
        course.arm(Position.UP).after(60_000);
        assertEquals(Optional.of(false), course.fault, "mended: it is up at the next try");
        assertEquals(8, course.commands.size());
    }

    @Test
    void aMissingPositionReportIsAFaultAndNotARiddle() {
        Course course = new Course().arm(Position.UNKNOWN).demand(true).after(2000);
        assertEquals(Optional.of(true), course.fault);
        course.loop(Occupancy.OCCUPIED).after(900).loop(Occupancy.CLEAR).demand(false).after(60_000);
        assertEquals(LOWER, course.commands.getLast());
    }

    @Test
    void anArmThatMustFallFirstIsRaisedAgainOnceItIsDown() {
        Course course = passed().downFirst().demand(true).after(100).arm(Position.NOT_UP);
        assertEquals(List.of(RAISE, LOWER), course.commands);
        course.after(2000);
        assertEquals(List.of(RAISE, LOWER, RAISE), course.commands);
    }

    @Test
    void aPaidVehicleDoesNotWaitForEverForAnArmWhosePositionNobodyKnows() {
        assertEquals(RAISE, passed().downFirst().arm(Position.UNKNOWN).demand(true).after(10_000).commands.getLast());
        assertEquals(RAISE, passed().downFirst().demand(true).after(10_000).commands.getLast(), "stuck up: told three times, then given up");
        assertEquals(List.of(RAISE), new Course().downFirst().demand(true).after(10_000).commands.subList(0, 1), "not up after a start");
    }

    @Test
    void anArmFoundUpAfterAStartIsLoweredOnlyAfterTheRestAndNeverFromAboveAVehicle() {
        Course course = new Course();
        course.state = BarrierState.atStart(NOW);
        course.in = new Inputs(Occupancy.UNKNOWN, NOW, Position.UP, Optional.empty());
        course.after(60_000);
        assertEquals(List.of(), course.commands);
        course.loop(Occupancy.OCCUPIED).after(60_000);
        assertEquals(List.of(), course.commands);
        course.loop(Occupancy.CLEAR).after(300);
        assertEquals(List.of(LOWER), course.commands);
    }
}
