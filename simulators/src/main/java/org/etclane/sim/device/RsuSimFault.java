package org.etclane.sim.device;

/**
 * What an RSU (or what it speaks to) can do wrong in one dialogue. Names say whether the purse was really debited; the lane
 * cannot see that. Codes are those of rsu-serial.md §6.
 */
public enum RsuSimFault {
    /** B3 04: the OBU does not answer GetSecure. */
    VEHICLE_NO_ANSWER,
    /** B3 06: the PSAM cannot decrypt the vehicle file. */
    VEHICLE_NOT_DECRYPTED,
    /** B4 08: the card does not answer. */
    CARD_NO_ANSWER,
    /** B4 09: file 0019 cannot be read. */
    TRANSIT_NOT_READ,
    /** B5 10: INITIALIZE is not answered. Not debited. */
    PURCHASE_INIT_NO_ANSWER,
    /** B5 13: the PSAM gives no MAC1. Not debited. */
    MAC1_ERROR,
    /** B5 17: MAC1 is damaged on its way, the card refuses it with 9302. Not debited. */
    MAC1_DAMAGED,
    /** B5 16: the debit command never reached the card. Not debited. */
    DEBIT_LOST_BEFORE_CARD,
    /** B5 16: the card debited, its answer was lost. Debited; the TAC can be fetched. */
    DEBIT_LOST_AFTER_CARD,
    /** B5 16, then 35 for every fetch of the TAC. Debited. */
    DEBIT_AND_PROOF_LOST,
    /** B5 19: the card's MAC2 is damaged on its way. Debited. */
    MAC2_ERROR,
    /** No B5 at all; the debit command never reached the card; the RSU searches on. Not debited. */
    SILENT_BEFORE_CARD,
    /** No B5 at all; the card debited; the RSU searches on. Debited. */
    SILENT_AFTER_CARD,
    /** The RSU restarts instead of sending B4. */
    RESET_BEFORE_CARD_READ,
    /** The RSU restarts when the debit command should have gone out. Not debited. */
    RESET_BEFORE_CARD,
    /** The RSU restarts after the card debited. Debited. */
    RESET_AFTER_CARD,
    /** The B2 comes twice. */
    DUPLICATE_B2,
    /** The B3 comes twice. */
    DUPLICATE_B3,
    /** The B4 comes twice. */
    DUPLICATE_B4,
    /** The B5 comes twice. Debited. */
    DUPLICATE_B5,
    /** The B5 comes late, by the configured time. Debited. */
    LATE_B5,
    /** The RSU hangs, silent for everything, until its own watchdog restarts it. Not debited. */
    STUCK_BEFORE_CARD,
    /** The same after the card debited. Debited. */
    STUCK_AFTER_CARD
}
