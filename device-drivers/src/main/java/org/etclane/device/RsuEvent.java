package org.etclane.device;

/**
 * What an RSU (路侧单元, the lane's antenna) tells the lane, the same for every RSU protocol. Each event that belongs to an
 * OBU's dialogue expects exactly one {@link RsuCommand} in answer within the RSU's patience (1 s, rsu-serial.md §2);
 * heartbeats and initialisation stay inside the driver. {@code raw} is the unescaped frame without delimiters; where one frame
 * tells vehicle and card together, both events carry it.
 */
public sealed interface RsuEvent extends DeviceEvent {

    /** The RSU is initialised and searching. Whatever dialogue was open before is over. */
    record Ready(String device, long atNanos, RsuIdentity identity) implements RsuEvent {
    }

    /** The RSU has restarted (power-up frame, 98H). Whatever dialogue was open is dead; the driver initialises it again. */
    record Restarted(String device, long atNanos, Bytes raw) implements RsuEvent {
    }

    record ObuFound(String device, long atNanos, ObuInfo obu, Bytes raw) implements RsuEvent {
    }

    record VehicleRead(String device, long atNanos, ObuId obu, VehicleFile vehicle, Bytes raw) implements RsuEvent {
    }

    record CardRead(String device, long atNanos, ObuId obu, CardFile card, Bytes raw) implements RsuEvent {
    }

    /** A debit, an entry write, or a fetched TAC: the lane knows which it asked for. */
    record Completed(String device, long atNanos, ObuId obu, TransactionResult result, Bytes raw) implements RsuEvent {
    }

    /**
     * A step failed on the air side.
     *
     * @param errorCode the protocol's own code, 1–255; 0 when the driver could not send the command at all
     * @param certainty whether money may have moved; meaningful for {@link RsuStep#TRANSACT}, else {@code NOT_DEBITED}
     * @param meaning   English words for the log
     */
    record StepFailed(String device, long atNanos, ObuId obu, RsuStep step, int errorCode, DebitCertainty certainty,
            String meaning, Bytes raw) implements RsuEvent {
    }

    enum RsuStep { FIND, READ_VEHICLE, READ_CARD, TRANSACT, FETCH_TAC }

    /** What is known about the purse after a failed debit. {@code UNKNOWN} is the safe reading of any code not listed. */
    enum DebitCertainty { NOT_DEBITED, UNKNOWN }
}
