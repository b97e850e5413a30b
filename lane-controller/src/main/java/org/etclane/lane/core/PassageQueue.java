package org.etclane.lane.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
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
public record PassageQueue(List<Vehicle> vehicles, boolean uncertain, boolean tailBacking, long lastNumber, Sightings sightings,
        Crossings crossings, long armClearedNanos) {
    private static final long STAYED_NANOS = 1_500_000_000L;
    private static final int ROOM_FACTOR = 4;
    /** A vehicle backing out may have been heard this long before the next can come onto the loop. */
    private static final long HEARD_LEAVING_NANOS = 2_500_000_000L;
    /** A vehicle wholly in the zone has been in the antenna's reach for a while: silent so long after, it shows no OBU. */
    private static final long READ_BY_THEN_NANOS = 600_000_000L;
    /** From the trigger loop to the open arm, dawdling. */
    private static final long LATE_NANOS = 9_000_000_000L;
    /** Who follows at such a distance was not behind a vehicle that drove on. */
    private static final long APART_NANOS = 4_000_000_000L;
    /** A refused driver who cannot get out makes those behind move within this time. */
    private static final long DOUBTFUL_NANOS = 8_000_000_000L;
    private static final long FOLLOWED_NANOS = 12_000_000_000L;
    private static final long STUBBORN_NANOS = 60_000_000_000L;
    private static final long STRANGER_NANOS = 8_000_000_000L;

    public PassageQueue {
        vehicles = List.copyOf(vehicles);
    }

    static PassageQueue empty(long lastNumber) {
        return new PassageQueue(List.of(), false, false, lastNumber, Sightings.NONE, Crossings.NONE, Long.MIN_VALUE);
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

    private PassageQueue with(List<Vehicle> others, boolean doubtful, boolean backing) {
        return new PassageQueue(others, doubtful, backing, lastNumber, sightings, crossings, armClearedNanos);
    }

    private PassageQueue with(Crossings newer) {
        return new PassageQueue(vehicles, uncertain, tailBacking, lastNumber, sightings, newer, armClearedNanos);
    }

    /** An OBU was heard, whatever comes of it. */
    PassageQueue heard(ObuId obu, long nowNanos) {
        return new PassageQueue(vehicles, uncertain, tailBacking, lastNumber, sightings.heard(obu, nowNanos), crossings, armClearedNanos);
    }

    /** The antenna searches again after it could hear nobody. */
    PassageQueue listening(long nowNanos) {
        return new PassageQueue(vehicles, uncertain, tailBacking, lastNumber, sightings.listening(nowNanos), crossings, armClearedNanos);
    }

    /** No vehicle came that this OBU could belong to. */
    PassageQueue stranger(ObuId obu) {
        return new PassageQueue(vehicles, uncertain, tailBacking, lastNumber, sightings.stranger(obu), crossings, armClearedNanos);
    }

    boolean isStranger(ObuId obu) {
        return sightings.of(obu).filter(Sightings.Sight::stranger).isPresent();
    }

    private Stream<Vehicle> fromOn(Vehicle refused) {
        return vehicles.stream().dropWhile(v -> v.number() != refused.number());
    }

    private Crossings crossingsBehind(Vehicle refused) {
        return crossings.about(refused.number());
    }

    /**
     * @param openSinceNanos the arm is up and nobody under it since then, {@link Long#MAX_VALUE} when that is not so
     */
    Change triggerOccupied(Moment now, int zoneVehicles, int goneMs, long openSinceNanos) {
        if (!vehicles.isEmpty() && vehicles.getLast().chatters(now.nanos())) {
            return Change.of(replace(vehicles.getLast().onTriggerAgain(now.nanos())));
        }
        Optional<Vehicle> late = vehicles.stream().filter(v -> v.place() == Place.IN_ZONE).findFirst()
                .filter(v -> v.isPaid() && (isLate(v, openSinceNanos, now.nanos()) || crowdedOut(v, zoneVehicles, now.nanos())));
        if (late.isEmpty()) {
            return comes(now, zoneVehicles, goneMs);
        }
        Change gone = remove(late.get(), Exit.NEVER_SEEN_AGAIN);
        Change change = gone.queue().triggerOccupied(now, zoneVehicles, goneMs, openSinceNanos);
        List<Left> left = new ArrayList<>(gone.left());
        left.addAll(change.left());
        return new Change(change.queue(), left, change.arrived());
    }

    /** More vehicles than can stand between the loops, and this one would have been the first to go. */
    private boolean crowdedOut(Vehicle vehicle, int zoneVehicles, long nowNanos) {
        long inZone = vehicles.stream().filter(v -> v.place() == Place.IN_ZONE && !v.isUnread()).count();
        return inZone > zoneVehicles && nowNanos - vehicle.lastSignNanos() > APART_NANOS;
    }

    /**
     * It has paid, the way is free, and it did not come to the arm: it has backed out. If not, its OBU will be heard again and it is
     * let go without paying; but an arm that stays up for a vehicle that has gone lets another pass unpaid.
     */
    private static boolean isLate(Vehicle vehicle, long openSinceNanos, long nowNanos) {
        long couldGoNanos = Math.max(openSinceNanos, Math.max(vehicle.clearedNanos(), vehicle.lastSignNanos()));
        return couldGoNanos != Long.MAX_VALUE && nowNanos - couldGoNanos > LATE_NANOS;
    }

    private Change comes(Moment now, int zoneVehicles, int goneMs) {
        // one that is under the arm holds nobody up any more, whichever way it goes
        Optional<Vehicle> blocked = blocked().filter(v -> v.place() != Place.AT_ARM);
        if (blocked.isEmpty()) {
            return arrive(hasRoom(zoneVehicles) ? Change.of(this) : withoutForemost(), now);
        }
        Vehicle refused = blocked.get();
        Crossings before = crossingsBehind(refused);
        boolean left = refused.obu().isPresent() ? before.showedItLeave(refused, now.nanos(), goneMs * 1_000_000L)
                : before.emptyBefore(sightings, now.nanos());
        if (left) {
            return arrive(without(refused, refused.obu().isPresent() ? cameAfter(refused) : List.of()), now);
        }
        PassageQueue watching = with(before.on(now.nanos(), sightings));
        long inZone = fromOn(refused).count();
        if (inZone >= zoneVehicles) {
            return Change.of(watching.with(vehicles, uncertain, !uncertain));
        }
        Change arrival = arrive(Change.of(watching), now);
        PassageQueue queue = arrival.queue();
        return new Change(queue.with(queue.vehicles, inZone == 1, false), arrival.left(), true);
    }

    /** The refused vehicle has gone, and all behind it had to go first; {@code stayed} came later. */
    private Change without(Vehicle refused, List<Vehicle> stayed) {
        List<Vehicle> rest = new ArrayList<>();
        List<Left> gone = new ArrayList<>();
        boolean behind = false;
        for (Vehicle vehicle : vehicles) {
            behind |= vehicle.number() == refused.number();
            boolean remains = !behind || vehicle.place() == Place.AT_ARM || stayed.contains(vehicle);
            if (remains) {
                rest.add(vehicle);
            } else if (!uncertain || vehicle.number() == refused.number()) {
                // a doubtful arrival was the way out itself
                gone.add(new Left(vehicle, Exit.REVERSED_OUT));
            }
        }
        return new Change(new PassageQueue(rest, false, false, lastNumber, sightings, Crossings.NONE, armClearedNanos), gone, false);
    }

    /** The refused vehicle is not heard any more though somebody crossed the loop: it has gone, and nobody had to come for it. */
    Change withoutSilentRefused(long nowNanos, int goneMs) {
        // somebody is heard: then the next sign of him decides, and he keeps his place
        boolean somebodyHere = sightings.presentCount(nowNanos) > 0;
        Optional<Vehicle> gone = blocked().filter(v -> !somebodyHere && v.obu().isPresent() && v.place() == Place.IN_ZONE
                && crossingsBehind(v).showedItLeave(v, nowNanos, goneMs * 1_000_000L));
        return gone.map(v -> without(v, cameAfter(v))).orElseGet(() -> Change.of(this));
    }

    /** It was heard almost to the last; who came onto the loop well after that found the zone empty. */
    private List<Vehicle> cameAfter(Vehicle refused) {
        return vehicles.stream().filter(v -> v.enteredNanos() - refused.lastSignNanos() > HEARD_LEAVING_NANOS).toList();
    }

    /** More vehicles than could ever stand here would mean a loop that chatters, not a queue. */
    boolean hasRoom(int zoneVehicles) {
        return vehicles.size() < ROOM_FACTOR * (zoneVehicles + 1);
    }

    private Change withoutForemost() {
        return vehicles.stream().filter(v -> v.place() == Place.IN_ZONE && !(v.claim() instanceof Claim.Transacting)).findFirst()
                .map(v -> remove(v, Exit.NEVER_SEEN_AGAIN)).orElseGet(() -> Change.of(this));
    }

    private static Change arrive(Change before, Moment now) {
        PassageQueue queue = before.queue();
        List<Vehicle> longer = new ArrayList<>(queue.vehicles);
        longer.add(Vehicle.entering(queue.lastNumber + 1, now));
        return new Change(new PassageQueue(longer, false, false, queue.lastNumber + 1, queue.sightings, queue.crossings,
                queue.armClearedNanos),
                before.left(), true);
    }

    Change triggerCleared(long nowNanos) {
        return blocked().map(v -> with(crossingsBehind(v).off(nowNanos))).orElse(this).tailCleared(nowNanos);
    }

    private Change tailCleared(long nowNanos) {
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
        PassageQueue after = new PassageQueue(vehicles, uncertain, tailBacking, lastNumber, sightings, crossings, nowNanos);
        return after.remove(vehicle, vehicle.isPaid() ? Exit.PASSED : Exit.RAN_THROUGH);
    }

    /** Somebody stands on the trigger loop: is it one of these? */
    boolean knowsWhoIsOnTrigger() {
        return vehicles.stream().anyMatch(v -> v.place() == Place.ON_TRIGGER);
    }

    /** Assumes a vehicle that no loop has shown. */
    PassageQueue infer(Place place, Moment now) {
        List<Vehicle> longer = new ArrayList<>(vehicles);
        longer.add(Vehicle.inferred(lastNumber + 1, place, now));
        return new PassageQueue(longer, uncertain, tailBacking, lastNumber + 1, sightings, crossings, armClearedNanos);
    }

    /** Assumes a vehicle that has paid and that no loop has shown: in front of all who have not. */
    PassageQueue inferPaid(Moment now) {
        List<Vehicle> longer = new ArrayList<>(vehicles);
        int place = (int) vehicles.stream().takeWhile(v -> v.isPaid() || v.place() == Place.AT_ARM).count();
        longer.add(place, Vehicle.inferred(lastNumber + 1, Place.IN_ZONE, now));
        return new PassageQueue(longer, uncertain, tailBacking, lastNumber + 1, sightings, crossings, armClearedNanos);
    }

    /** Which vehicle an OBU that was just read belongs to. */
    sealed interface Binding {
        record Bound(PassageQueue queue, Vehicle vehicle, List<Left> left) implements Binding {
        }

        /** No vehicle in the zone that it could belong to. */
        record NoVehicle() implements Binding {
        }

        /** A refused or silent vehicle stands in front: who pays now would open the arm for somebody else. */
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
            PassageQueue sure = stillThere ? heard.with(heard.vehicles, false, false) : heard;
            return new Binding.Bound(sure, known.get().heard(nowNanos), List.of());
        }
        Sightings.Sight sight = sightings.heard(obu, nowNanos).of(obu).orElseThrow();
        Optional<Vehicle> blocked = blocked();
        if (blocked.isEmpty()) {
            return firstUnread(List.of(), sight, nowNanos);
        }
        Vehicle refused = blocked.get();
        boolean gone = refused.obu().isPresent()
                ? crossingsBehind(refused).showedItLeave(refused, nowNanos, goneMs * 1_000_000L)
                : crossingsBehind(refused).replacedBy(sight);
        if (gone && refused.place() == Place.IN_ZONE && vehicles.getLast().number() != refused.number()) {
            List<Vehicle> after = cameAfter(refused);
            Change without = without(refused, refused.obu().isEmpty() || after.isEmpty() ? List.of(vehicles.getLast()) : after);
            return without.queue().firstUnread(without.left(), sight, nowNanos);
        }
        if (refused.obu().isEmpty() && refused.place() == Place.IN_ZONE && standsAlone(refused, sight, nowNanos)) {
            Change without = remove(refused, Exit.NEVER_SEEN_AGAIN);
            return without.queue().firstUnread(without.left(), sight, nowNanos);
        }
        long here = fromOn(refused).count();
        boolean lateAnswer = refused.obu().isEmpty() && !tooStrange(refused, sight, nowNanos)
                && (vehicles.size() == 1 || sightings.heard(obu, nowNanos).presentCount(nowNanos) >= here);
        return lateAnswer ? new Binding.Bound(this, refused, List.of()) : new Binding.Behind(refused);
    }

    /** The arm stands open for everybody: who is heard pays, for the foremost who has not. */
    Binding bindOpen(ObuId obu, long nowNanos) {
        Optional<Vehicle> payer = byObu(obu).or(() -> vehicles.stream().filter(v -> v.isUnread() && v.place() != Place.AT_ARM).findFirst())
                .or(() -> vehicles.stream().filter(v -> v.isUnread() || v.isRefused() && v.obu().isEmpty()).findFirst());
        if (payer.isEmpty() || tooStrange(payer.get(), sightings.heard(obu, nowNanos).of(obu).orElseThrow(), nowNanos)) {
            return new Binding.NoVehicle();
        }
        Vehicle vehicle = payer.get().heard(nowNanos);
        return new Binding.Bound(replace(vehicle), vehicle, List.of());
    }

    /** Heard so long behind one that nobody has ever heard, and neither moves: the one in front is not there. */
    private boolean standsAlone(Vehicle silent, Sightings.Sight sight, long nowNanos) {
        boolean doubtful = silent.inferred() || silent.mayHaveBackedOff();
        // it was in the zone already when the one before it left the arm: too close behind for the loop to show two
        boolean mayHaveFollowed = silent.clearedNanos() < armClearedNanos;
        long patienceNanos = doubtful ? DOUBTFUL_NANOS : mayHaveFollowed ? FOLLOWED_NANOS : STUBBORN_NANOS;
        long sinceNanos = Math.max(sight.firstNanos(), silent.lastSignNanos());
        return vehicles.getLast().number() != silent.number() && nowNanos - sinceNanos > patienceNanos;
    }

    /** Who is under the arm unpaid is on its way out: the OBU that is read then belongs to the vehicle behind it, if there is one. */
    private Binding firstUnread(List<Left> left, Sightings.Sight sight, long nowNanos) {
        List<Vehicle> waiting = vehicles.stream().filter(v -> v.isUnread() && v.place() != Place.AT_ARM).toList();
        List<Vehicle> unread = waiting.isEmpty() ? vehicles.stream().filter(Vehicle::isUnread).toList() : waiting;
        if (unread.isEmpty() || tooStrange(unread.getFirst(), sight, nowNanos)) {
            return new Binding.NoVehicle();
        }
        Vehicle foremost = unread.getFirst();
        boolean followed = unread.size() > 1 && sight.firstNanos() >= unread.get(1).enteredNanos();
        if (followed && foremost.mayHaveBackedOff() && unread.get(1).enteredNanos() - foremost.clearedNanos() > APART_NANOS) {
            Change without = remove(foremost, Exit.REVERSED_OUT);
            List<Left> more = new ArrayList<>(left);
            more.addAll(without.left());
            return without.queue().firstUnread(more, sight, nowNanos);
        }
        long silentFromNanos = sightings.silenceCountsFromNanos(foremost.clearedNanos());
        if (followed && foremost.place() == Place.IN_ZONE && sight.firstNanos() - silentFromNanos > READ_BY_THEN_NANOS) {
            return new Binding.Behind(foremost);
        }
        Vehicle vehicle = foremost.heard(nowNanos);
        return new Binding.Bound(replace(vehicle), vehicle, left);
    }

    /** Was here before the vehicle came; only when the vehicle shows no other OBU for long it may be its own after all. */
    private static boolean tooStrange(Vehicle vehicle, Sightings.Sight sight, long nowNanos) {
        return sight.stranger() && nowNanos - vehicle.enteredNanos() < STRANGER_NANOS;
    }

    PassageQueue claim(long number, Claim claim) {
        return update(number, v -> v.with(claim));
    }

    PassageQueue update(long number, UnaryOperator<Vehicle> change) {
        return byNumber(number).map(v -> replace(change.apply(v))).orElse(this);
    }

    Change remove(Vehicle vehicle, Exit exit) {
        List<Vehicle> rest = vehicles.stream().filter(v -> v.number() != vehicle.number()).toList();
        return new Change(with(rest, uncertain && rest.size() > 1, false), List.of(new Left(vehicle, exit)), false);
    }

    private PassageQueue replace(Vehicle vehicle) {
        List<Vehicle> same = vehicles.stream().map(v -> v.number() == vehicle.number() ? vehicle : v).toList();
        return with(same, uncertain, tailBacking);
    }
}
