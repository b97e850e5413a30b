package org.etclane.lane.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.etclane.device.ObuId;
import org.etclane.lane.core.JournalEntry.PassageEnded.Exit;
import org.etclane.lane.core.Vehicle.Claim;
import org.etclane.lane.core.Vehicle.Place;

/**
 * The vehicles in the lane, head (nearest the arm) first (车辆队列). Pure.
 *
 * <p>Two loops cannot tell which way a vehicle crossed the trigger loop. While traffic flows every crossing is an arrival. Behind a
 * refused vehicle it may also be that vehicle backing out, so the queue stays {@code uncertain} until something decides:
 * the zone cannot hold one more vehicle (then the earlier crossing was the way out), or the refused OBU is heard again (then it
 * was an arrival), or is not heard any more (then it has gone).
 *
 * @param vehicles    head first
 * @param uncertain   the tail may not exist, and then the head does not either
 * @param lastNumber  highest vehicle number given
 */
public record PassageQueue(List<Vehicle> vehicles, boolean uncertain, boolean tailBacking, long lastNumber) {
    private static final long STAYED_NANOS = 1_500_000_000L;
    private static final int ROOM_FACTOR = 4;

    public PassageQueue {
        vehicles = List.copyOf(vehicles);
    }

    static PassageQueue empty(long lastNumber) {
        return new PassageQueue(List.of(), false, false, lastNumber);
    }

    /** A vehicle left the queue. */
    record Left(Vehicle vehicle, Exit exit) {
    }

    /** The queue after something happened, and who left by it. */
    record Change(PassageQueue queue, List<Left> left, boolean arrived) {
        static Change of(PassageQueue queue) {
            return new Change(queue, List.of(), false);
        }
    }

    Optional<Vehicle> head() {
        return vehicles.isEmpty() ? Optional.empty() : Optional.of(vehicles.getFirst());
    }

    Optional<Vehicle> byNumber(long number) {
        return vehicles.stream().filter(v -> v.number() == number).findFirst();
    }

    Optional<Vehicle> byObu(ObuId obu) {
        return vehicles.stream().filter(v -> v.obu().equals(Optional.of(obu))).findFirst();
    }

    boolean holdsPaid(String transactionId) {
        return vehicles.stream().anyMatch(v -> v.claim() instanceof Claim.Paid(_, String id, _) && id.equals(transactionId));
    }

    /** The foremost vehicle that holds the others up. */
    Optional<Vehicle> blocked() {
        return vehicles.stream().filter(Vehicle::isRefused).findFirst();
    }

    Change triggerOccupied(Moment now, int zoneVehicles) {
        Optional<Vehicle> blocked = blocked();
        if (blocked.isPresent() && vehicles.size() >= zoneVehicles) {
            return uncertain ? arrive(dropAll(), now) : Change.of(new PassageQueue(vehicles, false, true, lastNumber));
        }
        Change arrival = arrive(hasRoom(zoneVehicles) ? Change.of(this) : withoutForemost(), now);
        boolean doubtful = blocked.isPresent() && vehicles.size() == 1;
        PassageQueue queue = arrival.queue();
        return new Change(new PassageQueue(queue.vehicles, doubtful, false, queue.lastNumber), arrival.left(), true);
    }

    /** More vehicles than could ever stand here would mean a loop that chatters, not a queue. */
    boolean hasRoom(int zoneVehicles) {
        return vehicles.size() < ROOM_FACTOR * (zoneVehicles + 1);
    }

    private Change withoutForemost() {
        return vehicles.stream().filter(v -> v.place() == Place.IN_ZONE && !(v.claim() instanceof Claim.Transacting)).findFirst()
                .map(v -> remove(v, Exit.NEVER_SEEN_AGAIN)).orElseGet(() -> Change.of(this));
    }

    private Change dropAll() {
        List<Left> left = vehicles.stream().limit(1).map(v -> new Left(v, Exit.REVERSED_OUT)).toList();
        return new Change(empty(lastNumber), left, false);
    }

    private static Change arrive(Change before, Moment now) {
        PassageQueue queue = before.queue();
        List<Vehicle> longer = new ArrayList<>(queue.vehicles);
        longer.add(Vehicle.entering(queue.lastNumber + 1, now));
        return new Change(new PassageQueue(longer, false, false, queue.lastNumber + 1), before.left(), true);
    }

    Change triggerCleared(long nowNanos) {
        if (vehicles.isEmpty()) {
            return Change.of(this);
        }
        Vehicle tail = vehicles.getLast();
        if (tailBacking) {
            return remove(tail, Exit.REVERSED_OUT);
        }
        return tail.place() == Place.ON_TRIGGER ? Change.of(replace(tail.at(Place.IN_ZONE, nowNanos))) : Change.of(this);
    }

    /** A vehicle is on the loop under the arm: the foremost that was not there yet, or one that nobody saw arrive. */
    PassageQueue armOccupied(Moment now) {
        Optional<Vehicle> next = vehicles.stream().filter(v -> v.place() != Place.AT_ARM).findFirst();
        boolean someoneThere = vehicles.stream().anyMatch(v -> v.place() == Place.AT_ARM);
        if (someoneThere) {
            return this;
        }
        return next.map(v -> replace(v.at(Place.AT_ARM, now.nanos())))
                .orElseGet(() -> infer(Place.AT_ARM, now));
    }

    /** @param passable the arm was not down all the time, so the vehicle can have passed; else it backed off the loop */
    Change armCleared(boolean passable, long nowNanos) {
        Optional<Vehicle> there = vehicles.stream().filter(v -> v.place() == Place.AT_ARM).findFirst();
        if (there.isEmpty()) {
            return Change.of(this);
        }
        Vehicle vehicle = there.get();
        if (!passable) {
            return Change.of(replace(vehicle.at(Place.IN_ZONE, nowNanos)));
        }
        return remove(vehicle, vehicle.isPaid() ? Exit.PASSED : Exit.RAN_THROUGH);
    }

    /** Assumes a vehicle that no loop has shown. */
    PassageQueue infer(Place place, Moment now) {
        List<Vehicle> longer = new ArrayList<>(vehicles);
        longer.add(Vehicle.inferred(lastNumber + 1, place, now));
        return new PassageQueue(longer, uncertain, tailBacking, lastNumber + 1);
    }

    /** Which vehicle an OBU that was just read belongs to. */
    sealed interface Binding {
        record Bound(PassageQueue queue, Vehicle vehicle, List<Left> left) implements Binding {
        }

        /** No vehicle in the zone that it could belong to. */
        record NoVehicle() implements Binding {
        }

        /** A refused vehicle stands in front: who pays now would open the arm for somebody else. */
        record Behind(Vehicle blocking) implements Binding {
        }
    }

    Binding bind(ObuId obu, long nowNanos, int goneMs) {
        Optional<Vehicle> known = byObu(obu);
        if (known.isPresent()) {
            PassageQueue heard = replace(known.get().heard(nowNanos));
            // while it backs over the trigger loop it can still be heard: only a sign well after that says that it stayed
            Vehicle tail = vehicles.getLast();
            boolean stillThere = uncertain && vehicles.getFirst().number() == known.get().number()
                    && tail.place() == Place.IN_ZONE && nowNanos - tail.lastSignNanos() > STAYED_NANOS;
            PassageQueue sure = stillThere ? new PassageQueue(heard.vehicles, false, false, lastNumber) : heard;
            return new Binding.Bound(sure, known.get().heard(nowNanos), List.of());
        }
        Optional<Vehicle> blocked = blocked();
        if (blocked.isEmpty()) {
            return firstUnread(List.of(), nowNanos);
        }
        Vehicle refused = blocked.get();
        boolean gone = uncertain && refused.obu().isPresent() && nowNanos - refused.lastSignNanos() > goneMs * 1_000_000L;
        if (gone) {
            Change without = remove(refused, Exit.REVERSED_OUT);
            PassageQueue rest = without.queue();
            return new PassageQueue(rest.vehicles, false, false, lastNumber).firstUnread(without.left(), nowNanos);
        }
        boolean lateAnswer = refused.obu().isEmpty() && vehicles.size() == 1;
        return lateAnswer ? new Binding.Bound(this, refused, List.of()) : new Binding.Behind(refused);
    }

    /** Who is under the arm unpaid is on its way out: the OBU that is read then belongs to the vehicle behind it, if there is one. */
    private Binding firstUnread(List<Left> left, long nowNanos) {
        Optional<Vehicle> inFront = vehicles.stream().filter(v -> v.isUnread() && v.place() != Place.AT_ARM).findFirst()
                .or(() -> vehicles.stream().filter(Vehicle::isUnread).findFirst());
        return inFront.map(v -> v.heard(nowNanos))
                .<Binding>map(v -> new Binding.Bound(replace(v), v, left)).orElseGet(Binding.NoVehicle::new);
    }

    PassageQueue claim(long number, Claim claim) {
        return update(number, v -> v.with(claim));
    }

    PassageQueue update(long number, UnaryOperator<Vehicle> change) {
        return byNumber(number).map(v -> replace(change.apply(v))).orElse(this);
    }

    Change remove(Vehicle vehicle, Exit exit) {
        List<Vehicle> rest = vehicles.stream().filter(v -> v.number() != vehicle.number()).toList();
        return new Change(new PassageQueue(rest, uncertain && rest.size() > 1, false, lastNumber),
                List.of(new Left(vehicle, exit)), false);
    }

    private PassageQueue replace(Vehicle vehicle) {
        List<Vehicle> same = vehicles.stream().map(v -> v.number() == vehicle.number() ? vehicle : v).toList();
        return new PassageQueue(same, uncertain, tailBacking, lastNumber);
    }
}
