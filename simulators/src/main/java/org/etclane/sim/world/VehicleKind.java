package org.etclane.sim.world;

/**
 * What is true of an arriving vehicle's on-board unit and card; the bench builds the unit to match. Everything but the legal
 * kinds is a refusal that the lane has to find.
 */
public enum VehicleKind {
    LEGAL_CAR(Where.BOTH, true),
    LEGAL_TRUCK_11(Where.BOTH, true),
    LEGAL_TRUCK_12(Where.BOTH, true),
    LEGAL_TRUCK_13(Where.BOTH, true),
    LEGAL_TRUCK_14(Where.BOTH, true),
    LEGAL_TRUCK_15(Where.BOTH, true),
    LEGAL_TRUCK_16(Where.BOTH, true),
    /** Tamper bit set (拆卸). */
    OBU_TAMPERED(Where.BOTH, false),
    OBU_LOCKED(Where.BOTH, false),
    OBU_EXPIRED(Where.BOTH, false),
    OBU_NOT_YET_VALID(Where.BOTH, false),
    OBU_NO_CARD(Where.BOTH, false),
    /** The unit holds a card that it cannot talk to. */
    OBU_CARD_ERROR(Where.BOTH, false),
    CARD_EXPIRED(Where.BOTH, false),
    CARD_NOT_YET_VALID(Where.BOTH, false),
    /** Neither 22 (stored value) nor 23 (credit). */
    CARD_WRONG_TYPE(Where.BOTH, false),
    /** Plate or its colour on the card is not the one in the unit. */
    PLATE_DIFFERS(Where.BOTH, false),
    EXIT_NO_ENTRY(Where.EXIT, false),
    EXIT_ENTRY_IN_FUTURE(Where.EXIT, false),
    /** Entry station from which no fee is known. */
    EXIT_FEE_NOT_FOUND(Where.EXIT, false),
    EXIT_BALANCE_TOO_LOW(Where.EXIT, false),
    ENTRY_ALREADY_OPEN(Where.ENTRY, false),
    ENTRY_STORED_VALUE_ZERO(Where.ENTRY, false),
    /** The same unit passed this lane minutes ago; the arrival names that earlier one. */
    RECENTLY_TRANSACTED(Where.BOTH, false),
    NO_OBU(Where.BOTH, false);

    private enum Where { ENTRY, EXIT, BOTH }

    private final Where where;
    private final boolean legal;

    VehicleKind(Where where, boolean legal) {
        this.where = where;
        this.legal = legal;
    }

    /** False for what the lane must refuse. */
    public boolean legal() {
        return legal;
    }

    /** Whether it means anything in this lane. */
    public boolean appliesTo(LaneKind lane) {
        return switch (where) {
            case BOTH -> true;
            case ENTRY -> lane == LaneKind.ENTRY;
            case EXIT -> lane == LaneKind.EXIT;
        };
    }

    /** National vehicle class: 1 for cars, 11 to 16 for trucks. */
    public int vehicleClass() {
        return switch (this) {
            case LEGAL_TRUCK_11 -> 11;
            case LEGAL_TRUCK_12 -> 12;
            case LEGAL_TRUCK_13 -> 13;
            case LEGAL_TRUCK_14 -> 14;
            case LEGAL_TRUCK_15 -> 15;
            case LEGAL_TRUCK_16 -> 16;
            case LEGAL_CAR, OBU_TAMPERED, OBU_LOCKED, OBU_EXPIRED, OBU_NOT_YET_VALID, OBU_NO_CARD, OBU_CARD_ERROR, CARD_EXPIRED,
                 CARD_NOT_YET_VALID, CARD_WRONG_TYPE, PLATE_DIFFERS, EXIT_NO_ENTRY, EXIT_ENTRY_IN_FUTURE, EXIT_FEE_NOT_FOUND,
                 EXIT_BALANCE_TOO_LOW, ENTRY_ALREADY_OPEN, ENTRY_STORED_VALUE_ZERO, RECENTLY_TRANSACTED, NO_OBU -> 1;
        };
    }
}
