package org.etclane.lane.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.BarrierCommand;
import org.etclane.device.BarrierEvent.Position;
import org.etclane.device.Bytes;
import org.etclane.device.LoopEvent;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.device.ObuId;
import org.etclane.device.VehicleWeight;
import org.etclane.lane.core.JournalEntry.PassageEnded;
import org.etclane.lane.core.JournalEntry.PassageEnded.Exit;
import org.etclane.lane.core.LaneEffect.Phrase;
import org.etclane.lane.core.LaneEffect.Words;
import org.etclane.lane.core.PassageQueue.Change;
import org.etclane.lane.core.PassageQueue.Left;
import org.etclane.lane.core.Vehicle.Claim;
import org.etclane.lane.core.Vehicle.Place;
import org.etclane.lane.rules.Refusal;
import org.etclane.lane.rules.SpecialEvent;

/** Vehicles on the loops: arriving, refused, passing, leaving in other ways. Works on a {@link Turn}; has no state of its own. */
final class Passages {
    /** Long enough for three attempts, two seconds apart. */
    private static final long FAILING_SEARCHES = 2;

    private final BarrierMachine barrier;

    Passages(BarrierMachine barrier) {
        this.barrier = barrier;
    }

    /** @return true when a vehicle has arrived */
    boolean on(Turn turn, LoopEvent event) {
        return switch (event.role()) {
            case TRIGGER -> trigger(turn, event.occupancy());
            case ARM -> {
                armLoop(turn, event.occupancy());
                yield false;
            }
            case CAPTURE -> false;
        };
    }

    private boolean trigger(Turn turn, Occupancy occupancy) {
        Occupancy before = turn.sensors.trigger();
        turn.sensors = turn.sensors.trigger(occupancy, turn.now.nanos());
        if (before == Occupancy.UNKNOWN) {
            lookAround(turn);
        }
        return switch (occupancy) {
            case OCCUPIED -> {
                boolean sameVehicle = before == Occupancy.UNKNOWN && turn.queue.vehicles().stream()
                        .anyMatch(v -> v.place() == Place.ON_TRIGGER);
                yield before != Occupancy.OCCUPIED && !sameVehicle && take(turn, turn.queue.triggerOccupied(turn.now,
                        turn.settings.zoneVehicles(), turn.settings.goneMs(), openSinceNanos(turn)));
            }
            case CLEAR -> {
                take(turn, turn.queue.triggerCleared(turn.now.nanos()));
                yield false;
            }
            case UNKNOWN -> {
                lookAround(turn);
                yield false;
            }
        };
    }

    private static long openSinceNanos(Turn turn) {
        boolean open = turn.sensors.arm() == Position.UP && turn.sensors.armLoop() == Occupancy.CLEAR;
        return open ? Math.max(turn.barrier.sinceNanos(), turn.sensors.armLoopSinceNanos()) : Long.MAX_VALUE;
    }

    private void armLoop(Turn turn, Occupancy occupancy) {
        Occupancy before = turn.sensors.armLoop();
        switch (occupancy) {
            case OCCUPIED -> {
                boolean passable = !certainlyDown(turn) || before != Occupancy.CLEAR && turn.sensors.armNotDownWhileOccupied();
                turn.sensors = turn.sensors.armLoop(occupancy, passable, turn.now.nanos());
                if (before != Occupancy.OCCUPIED) {
                    turn.queue = turn.queue.armOccupied(turn.now);
                }
            }
            case CLEAR -> {
                boolean passable = turn.sensors.armNotDownWhileOccupied();
                turn.sensors = turn.sensors.armLoop(occupancy, passable, turn.now.nanos());
                take(turn, turn.queue.armCleared(passable, turn.now.nanos()));
            }
            case UNKNOWN -> {
                turn.sensors = turn.sensors.armLoop(occupancy, turn.sensors.armNotDownWhileOccupied(), turn.now.nanos());
                lookAround(turn);
            }
        }
    }

    /** The loops cannot be asked any more, whatever they said last. */
    void sensorsLost(Turn turn) {
        trigger(turn, Occupancy.UNKNOWN);
        armLoop(turn, Occupancy.UNKNOWN);
        turn.sensors = turn.sensors.arm(Position.UNKNOWN);
    }

    /** Edges were missed: for a while a vehicle may stand in the zone that no loop has shown. */
    private static void lookAround(Turn turn) {
        expectUnseen(turn);
        turn.zoneUnsure = true;
    }

    /** The RSU has been deaf or the loops blind: an OBU that is heard soon may belong to a vehicle that came meanwhile. */
    static void expectUnseen(Turn turn) {
        turn.inferUntilNanos = turn.now.nanos() + turn.settings.startGraceMs() * 1_000_000L;
    }

    private boolean certainlyDown(Turn turn) {
        boolean toldUp = turn.barrier.last().filter(c -> c == BarrierCommand.RAISE).isPresent();
        boolean downReported = turn.sensors.arm() == Position.DOWN || turn.sensors.arm() == Position.NOT_UP;
        return downReported && !toldUp && !barrier.falling(turn.barrier, turn.sensors.arm(), turn.now.nanos());
    }

    private boolean take(Turn turn, Change change) {
        turn.queue = change.queue();
        change.left().forEach(left -> left(turn, left));
        if (change.arrived()) {
            turn.counters = turn.counters.vehicle();
            turn.observe(new Observation.VehicleEntered(turn.queue.vehicles().getLast().number()));
        }
        return change.arrived();
    }

    void left(Turn turn, Left left) {
        Vehicle vehicle = left.vehicle();
        Exit exit = left.exit();
        Optional<String> transaction = vehicle.claim() instanceof Claim.Paid(_, String id, _) ? Optional.of(id) : Optional.empty();
        if (exit == Exit.RAN_THROUGH && vehicle.inferred()) {
            // it stood here before the lane (re)started, and so did a payment: they belong together
            transaction = turn.recents.stream().filter(r -> !r.passed()).map(r -> r.facts().transactionId()).findFirst();
            exit = transaction.isPresent() ? Exit.PASSED : Exit.RAN_THROUGH;
        }
        Optional<VehicleWeight> weight = Weighing.weightOf(turn, vehicle, exit);
        Optional<SpecialEvent> event = switch (exit) {
            case PASSED -> weight.isEmpty() && turn.weighing.present() ? Optional.of(SpecialEvent.NOT_WEIGHED) : Optional.empty();
            case RAN_THROUGH -> Optional.of(SpecialEvent.RUN_THROUGH);
            case REVERSED_OUT -> Optional.of(SpecialEvent.REVERSED);
            case NEVER_SEEN_AGAIN -> Optional.of(SpecialEvent.QUEUE_ABNORMAL);
        };
        turn.append(new PassageEnded(vehicle.number(), transaction, exit, event, vehicle.enteredWallMillis(), weight,
                turn.now.wallMillis()));
        turn.observe(new Observation.VehicleLeft(vehicle.number(), exit));
        Weighing.left(turn, vehicle, exit);
        if (exit == Exit.RAN_THROUGH) {
            turn.noteAlarm(LaneAlarm.RUN_THROUGH, "vehicle " + vehicle.number());
            turn.soundAlarm();
        }
        if (exit == Exit.PASSED) {
            String passed = transaction.orElseThrow();
            turn.recents.replaceAll(r -> r.facts().transactionId().equals(passed)
                    ? new Recent(r.facts(), r.settledNanos(), turn.now.nanos()) : r);
            turn.barrier = new BarrierState(turn.barrier.last(), turn.barrier.sinceNanos(), turn.barrier.attempts(),
                    !turn.settings.keepUpForFollower());
        }
        newHead(turn);
    }

    /** Its turn begins now: what it could not do behind another is not held against it. */
    private static void newHead(Turn turn) {
        turn.queue.head().filter(Vehicle::isUnread)
                .ifPresent(v -> turn.queue = turn.queue.update(v.number(), old -> old.heard(turn.now.nanos())));
    }

    /** On record once per vehicle and reason, however often its OBU is heard. */
    void refuse(Turn turn, Vehicle vehicle, Optional<ObuId> obu, Refusal refusal, String plate, int vehicleClass, List<Bytes> frames,
            Timeline timeline) {
        boolean known = vehicle.claim() instanceof Claim.Refused(Optional<ObuId> before, SpecialEvent event)
                && event == refusal.event() && before.equals(obu);
        turn.queue = turn.queue.claim(vehicle.number(), new Claim.Refused(obu, refusal.event()));
        if (known) {
            return;
        }
        turn.append(new JournalEntry.Refused(turn.nextId(), vehicle.number(), refusal.event(), obu, plate, vehicleClass,
                refusal.inputs(), frames, timeline, turn.now.wallMillis(), Optional.of(turn.parameters.id())));
        turn.counters = turn.counters.refusal();
        turn.show(refusal.event() == SpecialEvent.LANE_CLOSED ? Phrase.LANE_CLOSED : Phrase.REFUSED,
                new Words(plate, vehicleClass, 0, Optional.empty(), Optional.of(refusal.event())));
        turn.soundAlarm();
        turn.observe(new Observation.VehicleRefused(vehicle.number(), refusal.event(), plate));
    }

    /** What becomes due for the vehicles in the lane. */
    void due(Turn turn) {
        if (turn.sensors.rsuUp()) {
            take(turn, turn.queue.withoutSilentRefused(turn.now.nanos(), turn.settings.goneMs()));
        }
        turn.queue.head().filter(v -> mayBeGivenUp(turn, v)).ifPresent(v -> {
            if (silentNanos(turn, v) <= turn.now.nanos()) {
                refuse(turn, v, Optional.empty(), new Refusal(v.failing().map(Vehicle.Failing::event).orElse(SpecialEvent.NO_OBU),
                        Map.of("searchedMs", Integer.toString(turn.settings.obuSearchMs()))), "", 0, List.of(), Timeline.EMPTY);
            } else if (failedNanos(turn, v) <= turn.now.nanos()) {
                Vehicle.Failing failing = v.failing().orElseThrow();
                refuse(turn, v, Optional.of(failing.obu()), new Refusal(failing.event(), Map.of("failingMs",
                        Long.toString((turn.now.nanos() - failing.sinceNanos()) / 1_000_000))), "", 0, List.of(), Timeline.EMPTY);
            }
        });
        turn.queue.vehicles().stream().filter(v -> dueNanos(turn, v) <= turn.now.nanos() && !v.isUnread() || stale(turn, v))
                .findFirst().ifPresent(v -> take(turn, turn.queue.remove(v, Exit.NEVER_SEEN_AGAIN)));
    }

    /** The antenna looks for OBUs (again): only from now on does its silence say anything about a vehicle. */
    static void searchAnew(Turn turn) {
        turn.queue.vehicles().stream().filter(Vehicle::isUnread)
                .forEach(v -> turn.queue = turn.queue.update(v.number(), old -> old.searchedAnew(turn.now.nanos())));
    }

    /** Who was under the raised arm before the lane could see it is on its way out, and the antenna behind it. */
    private static boolean mayBeGivenUp(Turn turn, Vehicle vehicle) {
        boolean leaving = vehicle.inferred() && vehicle.place() == Place.AT_ARM && turn.sensors.arm() == Position.UP;
        return !leaving && vehicle.isUnread() && vehicle.place() != Place.ON_TRIGGER && turn.dialogue instanceof Dialogue.Searching
                && turn.sensors.rsuUp() && turn.mode instanceof LaneMode.Open;
    }

    /** When it has shown no sign of an OBU for too long. */
    private static long silentNanos(Turn turn, Vehicle vehicle) {
        return vehicle.lastSignNanos() + turn.settings.obuSearchMs() * 1_000_000L;
    }

    /**
     * When an OBU that is heard again and again, and fails each time, has failed for too long: its driver has to be told. An OBU that
     * has shown itself to be another vehicle's says nothing of this one, and nobody is sent away whose debit may have been made.
     */
    private static long failedNanos(Turn turn, Vehicle vehicle) {
        return vehicle.failing().filter(failing -> turn.queue.byObu(failing.obu()).isEmpty() && !mayHavePaid(turn, failing))
                .map(failing -> failing.sinceNanos() + FAILING_SEARCHES * turn.settings.obuSearchMs() * 1_000_000L)
                .orElse(Long.MAX_VALUE);
    }

    private static boolean mayHavePaid(Turn turn, Vehicle.Failing failing) {
        return turn.openOutcomes.stream().anyMatch(open -> open.facts().obu().id().equals(failing.obu()));
    }

    private static boolean stale(Turn turn, Vehicle vehicle) {
        return vehicle.isUnread() && vehicle.place() == Place.IN_ZONE && staleNanos(turn, vehicle) <= turn.now.nanos();
    }

    private static long staleNanos(Turn turn, Vehicle vehicle) {
        return turn.settings.zoneStaleMs() == 0 ? Long.MAX_VALUE
                : vehicle.lastSignNanos() + turn.settings.zoneStaleMs() * 1_000_000L;
    }

    /** When a vehicle that does nothing more is given up; only in the zone, never on a loop. */
    private static long dueNanos(Turn turn, Vehicle vehicle) {
        if (vehicle.place() != Place.IN_ZONE) {
            return Long.MAX_VALUE;
        }
        return switch (vehicle.claim()) {
            case Claim.Paid paid -> paid.paidNanos() + turn.settings.paidTimeoutMs() * 1_000_000L;
            case Claim.Unread _, Claim.Refused _ -> staleNanos(turn, vehicle);
            case Claim.Transacting _ -> Long.MAX_VALUE;
        };
    }

    long nextDueNanos(Turn turn) {
        long due = turn.queue.blocked().filter(v -> v.obu().isPresent()).map(v -> v.lastSignNanos()
                + turn.settings.goneMs() * 1_000_000L + 1).filter(at -> at > turn.now.nanos()).orElse(Long.MAX_VALUE);
        for (Vehicle vehicle : turn.queue.vehicles()) {
            due = Math.min(due, dueNanos(turn, vehicle));
            if (vehicle.isUnread() && vehicle.place() != Place.ON_TRIGGER) {
                long givenUpNanos = Math.min(silentNanos(turn, vehicle), failedNanos(turn, vehicle));
                due = givenUpNanos > turn.now.nanos() ? Math.min(due, givenUpNanos) : due;
            }
        }
        return due;
    }
}
