package org.etclane.lane.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etclane.device.VehicleWeight;
import org.etclane.lane.core.JournalEntry.PassageEnded.Exit;

/**
 * Which weight belongs to which vehicle (称重匹配): by order and by time, for a scale in front of the trigger loop. Pure.
 *
 * <p>Nothing in a weight names its vehicle. If one of the two is missed, every later pair would be off by one and look right. So a
 * mismatch of any kind makes the queue <em>unsure</em>: whatever waits is unpaired, pairs of vehicles that are still in the lane are
 * taken back, and all that comes is unpaired too, until nothing has come and the trigger loop has been clear for {@code quietMs}. Then
 * order begins anew.
 *
 * <p>Where the scale lies less than a vehicle's length in front of the loop, a vehicle comes onto the loop before its tail leaves the
 * scale, and the next one comes only after that: arrival and weight take turns. A second weight, or a second arrival, shows what was
 * missed at once. Where the scale lies further away the window has to be wider, and shows a miss only when traffic has a gap.
 *
 * <p>What cannot be seen: a vehicle that the loop missed directly in front of one that the scale missed, within {@code weightWaitsMs}.
 *
 * @param present  the lane has a scale: one has been heard
 * @param up       it can be heard now
 * @param weights  without a vehicle yet, oldest first
 * @param vehicles without a weight yet, oldest first
 * @param paired   vehicles in the lane with their weights
 * @param lastSignNanos when a weight or a vehicle last came
 * @param lastVehicle highest vehicle number seen
 */
public record WeighQueue(Window window, boolean present, boolean up, boolean unsure, List<WaitingWeight> weights,
        List<WaitingVehicle> vehicles, List<Weighed> paired, long lastSignNanos, long lastVehicle) {
    private static final long NANOS_PER_MS = 1_000_000L;

    /**
     * How far apart weight and vehicle may be. No reference gives figures. The defaults are for a scale right in front of the
     * trigger loop, nearer than any vehicle is long; with them a scale that lies further away pairs nothing, and nothing wrongly.
     *
     * @param between         vehicles that fit between scale and trigger loop; more waiting weights or vehicles are a mismatch;
     *                        default 1
     * @param weightWaitsMs   a weight waits so long for its vehicle; default 100: the vehicle was on the loop before
     * @param vehicleWaitsMs  a vehicle waits so long for its weight; default 120,000: with its tail on the scale it may have to wait
     *                        at the arm
     * @param quietMs         nothing for so long and nobody on the loop: order begins anew after a mismatch; default 3000
     */
    public record Window(int between, int weightWaitsMs, int vehicleWaitsMs, int quietMs) {
        public static final Window DEFAULT = new Window(1, 100, 120_000, 3000);

        public Window {
            if (between < 1 || weightWaitsMs < 1 || vehicleWaitsMs < 1 || quietMs < 1) {
                throw new IllegalArgumentException("between " + between + ", weightWaitsMs " + weightWaitsMs + ", vehicleWaitsMs "
                        + vehicleWaitsMs + ", quietMs " + quietMs + ", allowed: 1 and up");
            }
        }
    }

    public record WaitingWeight(VehicleWeight weight, long sinceNanos) {
    }

    public record WaitingVehicle(long number, long sinceNanos) {
    }

    public record Weighed(long vehicleNumber, VehicleWeight weight) {
    }

    /** Why weight and vehicle did not find each other. */
    public enum Mismatch {
        /** No vehicle came for a weight. */
        NO_VEHICLE,
        /** No weight came for a vehicle. */
        NO_WEIGHT,
        /** More weights or vehicles wait than can stand between scale and loop. */
        COUNT_DIFFERS,
        /** A vehicle backed out, over the scale or out of the zone. */
        REVERSED,
        /** The scale lost records, or may have. */
        RECORDS_LOST,
        /** The scale cannot be heard. */
        SCALE_AWAY,
        /** The vehicle came without crossing the trigger loop where it is seen, or went without a trace. */
        VEHICLE_UNSEEN,
        /** After one of the others, before order began anew. */
        AFTER_MISMATCH
    }

    public sealed interface Outcome {
        record Paired(long vehicleNumber, VehicleWeight weight) implements Outcome {
        }

        record WeightUnpaired(VehicleWeight weight, Mismatch why) implements Outcome {
        }

        /** Also when its weight was taken back. */
        record VehicleUnweighed(long vehicleNumber, Mismatch why) implements Outcome {
        }
    }

    /** The queue after something happened, and what came of it. */
    public record Change(WeighQueue queue, List<Outcome> outcomes) {
        static Change of(WeighQueue queue) {
            return new Change(queue, List.of());
        }
    }

    public WeighQueue {
        weights = List.copyOf(weights);
        vehicles = List.copyOf(vehicles);
        paired = List.copyOf(paired);
    }

    /** No scale has been heard: nothing is paired, and no vehicle is missed a weight. */
    public static WeighQueue absent(Window window, long lastVehicle) {
        return new WeighQueue(window, false, false, true, List.of(), List.of(), List.of(), Long.MIN_VALUE, lastVehicle);
    }

    public Optional<VehicleWeight> weightOf(long vehicleNumber) {
        return paired.stream().filter(p -> p.vehicleNumber() == vehicleNumber).map(Weighed::weight).findFirst();
    }

    /** The scale can be heard, or cannot. Whoever was weighed while it could not is not known: order begins anew after a quiet time. */
    public Change scale(boolean nowUp, long nowNanos) {
        if (nowUp == up && present) {
            return Change.of(this);
        }
        WeighQueue same = new WeighQueue(window, true, nowUp, unsure, weights, vehicles, paired, nowNanos, lastVehicle);
        return same.mismatch(Mismatch.SCALE_AWAY, present && !nowUp, nowNanos);
    }

    /** A record that is known already changes nothing. */
    public Change weighed(VehicleWeight weight, long nowNanos) {
        boolean known = weights.stream().anyMatch(w -> w.weight().recordId() == weight.recordId())
                || paired.stream().anyMatch(p -> p.weight().recordId() == weight.recordId());
        if (known) {
            return Change.of(this);
        }
        WeighQueue heard = heard(nowNanos);
        if (unsure) {
            return new Change(heard, List.of(new Outcome.WeightUnpaired(weight, Mismatch.AFTER_MISMATCH)));
        }
        if (!vehicles.isEmpty()) {
            return heard.pair(vehicles.getFirst().number(), weight, weights, vehicles.subList(1, vehicles.size()));
        }
        List<WaitingWeight> more = new ArrayList<>(weights);
        more.add(new WaitingWeight(weight, nowNanos));
        WeighQueue longer = heard.with(more, vehicles, paired);
        return more.size() > window.between() ? longer.mismatch(Mismatch.COUNT_DIFFERS, true, nowNanos) : Change.of(longer);
    }

    /**
     * A vehicle has come.
     *
     * @param seen it crossed the trigger loop; else nobody knows when it did, and so where it stands in the order
     */
    public Change entered(long number, boolean seen, long nowNanos) {
        WeighQueue heard = new WeighQueue(window, present, up, unsure, weights, vehicles, paired, nowNanos,
                Math.max(lastVehicle, number));
        if (!present) {
            return Change.of(heard);
        }
        if (unsure) {
            return new Change(heard, List.of(new Outcome.VehicleUnweighed(number, up ? Mismatch.AFTER_MISMATCH : Mismatch.SCALE_AWAY)));
        }
        if (seen && !weights.isEmpty()) {
            return heard.pair(number, weights.getFirst().weight(), weights.subList(1, weights.size()), vehicles);
        }
        List<WaitingVehicle> more = new ArrayList<>(vehicles);
        more.add(new WaitingVehicle(number, nowNanos));
        WeighQueue longer = heard.with(weights, more, paired);
        return !seen ? longer.mismatch(Mismatch.VEHICLE_UNSEEN, true, nowNanos)
                : more.size() > window.between() ? longer.mismatch(Mismatch.COUNT_DIFFERS, true, nowNanos) : Change.of(longer);
    }

    public Change left(long number, Exit exit, long nowNanos) {
        boolean waited = vehicles.stream().anyMatch(v -> v.number() == number);
        // whoever went backwards or unseen may have been another one, or have crossed the scale again: all order behind it is in doubt
        Optional<Mismatch> why = switch (exit) {
            case PASSED, RAN_THROUGH -> waited ? Optional.of(Mismatch.NO_WEIGHT) : Optional.empty();
            case REVERSED_OUT -> Optional.of(Mismatch.REVERSED);
            case NEVER_SEEN_AGAIN -> Optional.of(Mismatch.VEHICLE_UNSEEN);
        };
        boolean gone = exit == Exit.PASSED || exit == Exit.RAN_THROUGH;
        List<Weighed> rest = gone ? paired.stream().filter(p -> p.vehicleNumber() != number).toList() : paired;
        WeighQueue without = with(weights, vehicles, rest);
        return why.map(w -> without.mismatch(w, present, nowNanos)).orElseGet(() -> Change.of(without));
    }

    /**
     * The scale says that its newest vehicle backed out.
     *
     * @param recordId the record that is void; 0 when it was never told; −1 when nobody knows which
     */
    public Change reversed(long recordId, long nowNanos) {
        WeighQueue heard = heard(nowNanos);
        boolean waits = recordId > 0 && !weights.isEmpty() && weights.getLast().weight().recordId() == recordId;
        if (waits) {
            return new Change(heard.with(weights.subList(0, weights.size() - 1), vehicles, paired),
                    List.of(new Outcome.WeightUnpaired(weights.getLast().weight(), Mismatch.REVERSED)));
        }
        return recordId == 0 && vehicles.isEmpty() ? Change.of(heard) : heard.mismatch(Mismatch.REVERSED, present, nowNanos);
    }

    /** Somebody has stood on the trigger loop until then, and may stand on the scale as well: quiet begins only now. */
    public WeighQueue loopBusyUntil(long nanos) {
        return unsure && nanos > lastSignNanos
                ? new WeighQueue(window, present, up, true, weights, vehicles, paired, nanos, lastVehicle) : this;
    }

    public Change recordsLost(long nowNanos) {
        return heard(nowNanos).mismatch(Mismatch.RECORDS_LOST, present, nowNanos);
    }

    /** What has waited too long, and whether it has been quiet for long enough. */
    public Change due(long nowNanos) {
        if (nowNanos < nextDueNanos()) {
            return Change.of(this);
        }
        if (unsure) {
            return Change.of(new WeighQueue(window, present, up, false, weights, vehicles, paired, lastSignNanos, lastVehicle));
        }
        boolean weightFirst = !weights.isEmpty() && weightEndsNanos() <= nowNanos;
        return mismatch(weightFirst ? Mismatch.NO_VEHICLE : Mismatch.NO_WEIGHT, true, nowNanos);
    }

    /** {@link Long#MAX_VALUE} when nothing will become due. */
    public long nextDueNanos() {
        if (unsure) {
            return present && up ? lastSignNanos + window.quietMs() * NANOS_PER_MS : Long.MAX_VALUE;
        }
        return Math.min(weightEndsNanos(), vehicleEndsNanos());
    }

    private long weightEndsNanos() {
        return weights.isEmpty() ? Long.MAX_VALUE : weights.getFirst().sinceNanos() + window.weightWaitsMs() * NANOS_PER_MS;
    }

    private long vehicleEndsNanos() {
        return vehicles.isEmpty() ? Long.MAX_VALUE : vehicles.getFirst().sinceNanos() + window.vehicleWaitsMs() * NANOS_PER_MS;
    }

    private Change pair(long number, VehicleWeight weight, List<WaitingWeight> restWeights, List<WaitingVehicle> restVehicles) {
        List<Weighed> more = new ArrayList<>(paired);
        more.add(new Weighed(number, weight));
        return new Change(with(restWeights, restVehicles, more), List.of(new Outcome.Paired(number, weight)));
    }

    private Change mismatch(Mismatch why, boolean real, long nowNanos) {
        if (!real) {
            return Change.of(this);
        }
        List<Outcome> outcomes = new ArrayList<>();
        paired.forEach(p -> {
            outcomes.add(new Outcome.VehicleUnweighed(p.vehicleNumber(), why));
            outcomes.add(new Outcome.WeightUnpaired(p.weight(), why));
        });
        weights.forEach(w -> outcomes.add(new Outcome.WeightUnpaired(w.weight(), why)));
        vehicles.forEach(v -> outcomes.add(new Outcome.VehicleUnweighed(v.number(), why)));
        return new Change(new WeighQueue(window, present, up, true, List.of(), List.of(), List.of(), nowNanos, lastVehicle), outcomes);
    }

    private WeighQueue heard(long nowNanos) {
        return new WeighQueue(window, true, up, unsure, weights, vehicles, paired, nowNanos, lastVehicle);
    }

    private WeighQueue with(List<WaitingWeight> newWeights, List<WaitingVehicle> newVehicles, List<Weighed> newPaired) {
        return new WeighQueue(window, present, up, unsure, newWeights, newVehicles, newPaired, lastSignNanos, lastVehicle);
    }
}
