package org.etclane.device;

import java.util.Set;

/**
 * What a scale (称重设备) tells the lane, the same for every weighing protocol. Weights are kilograms, whatever the protocol
 * counts in. A record is told once, however often the device repeats it.
 */
public sealed interface ScaleEvent extends DeviceEvent {

    /** {@link LastVehicleReversed#recordId()}: the lane was never told of the vehicle that backed out. */
    long NEVER_TOLD = 0;
    /** {@link LastVehicleReversed#recordId()}: the device does not say which vehicle, and nothing else does. */
    long CANNOT_TELL = -1;

    /**
     * One vehicle has been weighed. The device keeps its record, where it keeps records at all, until the lane has answered with
     * {@link ScaleCommand.Taken}.
     *
     * @param raw the frame as it came, without anything added
     */
    record VehicleWeighed(String device, long atNanos, VehicleWeight weight, Bytes raw) implements ScaleEvent {
    }

    /**
     * The newest vehicle of the device's queue has backed out (倒车).
     *
     * @param recordId the record that is void, {@link #NEVER_TOLD} or {@link #CANNOT_TELL}
     */
    record LastVehicleReversed(String device, long atNanos, long recordId) implements ScaleEvent {
    }

    /**
     * What lies on the scale now; told on change, not for every reading.
     *
     * @param weightKg gross, may be negative by some divisions when the zero has drifted
     * @param stable   at rest; false also for the axles that a vehicle under way has shown so far
     */
    record LiveWeight(String device, long atNanos, int weightKg, boolean stable) implements ScaleEvent {
    }

    /**
     * The device's own view of itself changed, or was read for the first time.
     *
     * @param waiting vehicles whose records the device holds, −1 when it does not count any
     */
    record ScaleState(String device, long atNanos, Set<Fault> faults, int waiting) implements ScaleEvent {
        public ScaleState {
            faults = Set.copyOf(faults);
        }
    }

    enum Fault {
        WEIGH_SENSOR, LIGHT_CURTAIN, LOOP, COMMUNICATION,
        /** Covered by dust or snow, or a vehicle of more axles than the device counts: one bit means both. */
        CURTAIN_COVERED_OR_OVERLONG, TYRE_RECOGNISER,
        /** Above the capacity or below zero by more than the device weighs. */
        OUT_OF_RANGE,
        /** Not set to zero since it was switched on. */
        NOT_ZEROED
    }

    /**
     * Records are gone, or may be, that the lane was never told of: the device's memory was too small, it restarted, the line was
     * away. Which vehicles they belonged to is not known.
     *
     * @param atLeast how many are missing for sure; 0: perhaps some
     */
    record RecordsLost(String device, long atNanos, int atLeast, String cause) implements ScaleEvent {
    }

    /**
     * What became of a {@link ScaleCommand.Zero} or {@link ScaleCommand.SetClock}.
     *
     * @param done   the device said so; for devices that answer nothing: it was sent
     * @param reason English words, empty when done
     */
    record CommandAnswered(String device, long atNanos, ScaleCommand command, boolean done, String reason) implements ScaleEvent {
    }
}
