package org.etclane.lane.core;

import java.util.Optional;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.device.ScaleCommand;
import org.etclane.device.ScaleEvent;
import org.etclane.device.VehicleWeight;
import org.etclane.lane.core.JournalEntry.PassageEnded.Exit;
import org.etclane.lane.rules.SpecialEvent;

/**
 * What a scale says, and its vehicles in the passage queue, brought to {@link WeighQueue}. Works on a {@link Turn}; has no state of
 * its own. Weights decide nothing yet: they are held, shown and put on record.
 */
final class Weighing {
    private Weighing() {
    }

    static void on(Turn turn, ScaleEvent event) {
        switch (event) {
            case ScaleEvent.VehicleWeighed weighed -> {
                take(turn, turn.weighing.weighed(weighed.weight(), turn.now.nanos()));
                // the state that this step gives holds it or has shown it to be nobody's: the scale may forget it
                turn.tell(new ScaleCommand.Taken(weighed.weight().recordId()));
            }
            case ScaleEvent.LastVehicleReversed reversed -> take(turn, turn.weighing.reversed(reversed.recordId(), turn.now.nanos()));
            case ScaleEvent.RecordsLost lost -> {
                take(turn, turn.weighing.recordsLost(turn.now.nanos()));
                turn.ignore(lost.atLeast() + " weighings lost", lost.cause());
            }
            case ScaleEvent.CommandAnswered answered -> turn.ignore("answer to " + answered.command(), "this lane asks a scale for nothing");
            // told by the scale's health as well; nothing is decided by a weight that belongs to no vehicle
            case ScaleEvent.ScaleState _, ScaleEvent.LiveWeight _ -> { }
        }
    }

    static void scale(Turn turn, boolean up) {
        take(turn, turn.weighing.scale(up, turn.now.nanos()));
    }

    static void left(Turn turn, Vehicle vehicle, Exit exit) {
        take(turn, turn.weighing.left(vehicle.number(), exit, turn.now.nanos()));
    }

    /** For the record of a vehicle that leaves in this way: who went backwards or unseen may be another one than it seems. */
    static Optional<VehicleWeight> weightOf(Turn turn, Vehicle vehicle, Exit exit) {
        return switch (exit) {
            case PASSED, RAN_THROUGH -> turn.weighing.weightOf(vehicle.number());
            case REVERSED_OUT, NEVER_SEEN_AGAIN -> Optional.empty();
        };
    }

    /** Brings in who has come in this step, in order, then what has become due. */
    static void follow(Turn turn) {
        long known = turn.weighing.lastVehicle();
        turn.queue.vehicles().stream().filter(v -> v.number() > known).sorted((a, b) -> Long.compare(a.number(), b.number()))
                .forEach(v -> take(turn, turn.weighing.entered(v.number(), certain(turn, v), turn.now.nanos())));
        boolean clear = turn.sensors.trigger() == Occupancy.CLEAR;
        turn.weighing = turn.weighing.loopBusyUntil(clear ? turn.sensors.triggerSinceNanos() : turn.now.nanos());
        take(turn, turn.weighing.due(turn.now.nanos()));
    }

    /** It crossed the loop, and inwards: behind a refused vehicle a crossing may also be that one backing out. */
    private static boolean certain(Turn turn, Vehicle vehicle) {
        return !vehicle.inferred() && turn.queue.blocked().filter(b -> b.number() != vehicle.number()).isEmpty();
    }

    private static void take(Turn turn, WeighQueue.Change change) {
        turn.weighing = change.queue();
        for (WeighQueue.Outcome outcome : change.outcomes()) {
            switch (outcome) {
                case WeighQueue.Outcome.Paired(long number, var weight) -> turn.observe(new Observation.VehicleWeighed(number, weight));
                case WeighQueue.Outcome.VehicleUnweighed(long number, var why) ->
                        turn.observe(new Observation.VehicleUnweighed(number, SpecialEvent.NOT_WEIGHED, why));
                case WeighQueue.Outcome.WeightUnpaired(var weight, var why) -> unpaired(turn, weight, why);
            }
        }
    }

    /** No vehicle will ever have it on record, so it gets a record of its own. */
    private static void unpaired(Turn turn, VehicleWeight weight, WeighQueue.Mismatch why) {
        SpecialEvent event = why == WeighQueue.Mismatch.REVERSED ? SpecialEvent.REVERSED : SpecialEvent.QUEUE_ABNORMAL;
        turn.append(new JournalEntry.WeightUnpaired(weight, event, why, turn.now.wallMillis()));
        turn.observe(new Observation.WeightUnpaired(weight, event, why));
    }
}
