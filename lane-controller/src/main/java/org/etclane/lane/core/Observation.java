package org.etclane.lane.core;

import java.util.Optional;
import org.etclane.device.BarrierCommand;
import org.etclane.device.VehicleWeight;
import org.etclane.lane.rules.SpecialEvent;

/** What an onlooker would want to see happen. */
public sealed interface Observation {

    record VehicleEntered(long vehicleNumber) implements Observation {
    }

    record VehicleLeft(long vehicleNumber, JournalEntry.PassageEnded.Exit exit) implements Observation {
    }

    record ObuHeard(String obu) implements Observation {
    }

    /**
     * The outcome is durable and the RSU has been told.
     *
     * @param timeline complete, RELEASED included
     */
    record Transacted(TransactionFacts facts, JournalEntry.How how, Timeline timeline) implements Observation {
    }

    record VehicleRefused(long vehicleNumber, SpecialEvent event, String plate) implements Observation {
    }

    /** The weight that order and time give to this vehicle. */
    record VehicleWeighed(long vehicleNumber, VehicleWeight weight) implements Observation {
    }

    /** A vehicle has no weight, or lost the one it had been given. */
    record VehicleUnweighed(long vehicleNumber, SpecialEvent event, WeighQueue.Mismatch why) implements Observation {
    }

    /** A weight that belongs to no vehicle that is known. */
    record WeightUnpaired(VehicleWeight weight, SpecialEvent event, WeighQueue.Mismatch why) implements Observation {
    }

    record ArmCommanded(BarrierCommand command, String cause) implements Observation {
    }

    /** A pair of state and event that means nothing: counted, and said why. */
    record Ignored(String what, String reason) implements Observation {
    }

    record TransactionTrouble(String transactionId, Optional<SpecialEvent> event, String reason) implements Observation {
    }
}
