package org.etclane.lane.core;

import org.etclane.device.ScaleCommand;
import org.etclane.device.ScaleEvent;
import org.etclane.lane.core.JournalEntry.PassageEnded.Exit;
import org.etclane.lane.rules.SpecialEvent;

/**
 * What a scale says, and its vehicles in the passage queue, brought to {@link WeighQueue}. Works on a {@link Turn}; has no state of
 * its own. Weights decide nothing yet: they are held and shown.
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

    /** Brings in who has come in this step, in order, then what has become due. */
    static void follow(Turn turn) {
        long known = turn.weighing.lastVehicle();
        turn.queue.vehicles().stream().filter(v -> v.number() > known).sorted((a, b) -> Long.compare(a.number(), b.number()))
                .forEach(v -> take(turn, turn.weighing.entered(v.number(), !v.inferred(), turn.now.nanos())));
        take(turn, turn.weighing.due(turn.now.nanos()));
    }

    private static void take(Turn turn, WeighQueue.Change change) {
        turn.weighing = change.queue();
        for (WeighQueue.Outcome outcome : change.outcomes()) {
            turn.observe(switch (outcome) {
                case WeighQueue.Outcome.Paired(long number, var weight) -> new Observation.VehicleWeighed(number, weight);
                case WeighQueue.Outcome.VehicleUnweighed(long number, var why) ->
                        new Observation.VehicleUnweighed(number, SpecialEvent.NOT_WEIGHED, why);
                case WeighQueue.Outcome.WeightUnpaired(var weight, var why) -> new Observation.WeightUnpaired(weight,
                        why == WeighQueue.Mismatch.REVERSED ? SpecialEvent.REVERSED : SpecialEvent.QUEUE_ABNORMAL, why);
            });
        }
    }
}
