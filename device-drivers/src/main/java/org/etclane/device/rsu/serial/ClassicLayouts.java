package org.etclane.device.rsu.serial;

import static org.etclane.device.rsu.serial.Field.*;

import java.util.List;

/**
 * Profile {@code classic} (rsu-serial.md §0, §4, §5). The first layout of a frame is the usual one, captured where a capture
 * exists; the others are accepted by their length.
 */
final class ClassicLayouts {
    /** C3, C6 and C7 with a station of 40 bytes (captured in C6) or 36; C8 is the alternative way to a TAC (one source). */
    static final List<Layout> LANE = List.of(
            Layout.of(0xC0, SECONDS, LOCAL_TIME, LANE_MODE, WAIT_TIME, TX_POWER, PLL_CHANNEL, TRANS_MODE),
            Layout.of(0xC1, OBU_ID, FACTOR),
            Layout.of(0xC2, OBU_ID, STOP_TYPE),
            entry(0xC3, 40), entry(0xC3, 36),
            debit(40), debit(36),
            entry(0xC7, 40), entry(0xC7, 36),
            Layout.of(0xC8, OBU_ID, CARD_SERIAL),
            Layout.of(0x4C, CONTROL_TYPE));

    /**
     * B0 without PSAMNum (28) is inferred from the 22-byte form of other profiles plus a second terminal number. B4 ends in 36
     * bytes (0012), 39 or 43 (0019). B5 of 18 bytes is the short form after C3 (one source).
     */
    static final List<Layout> UNIT = List.of(
            Layout.of(0xB0, STATUS, PSAM_COUNT, TERMINAL_1, TERMINAL_2, ALGORITHM, MANUFACTURER, RSU_ID, VERSION, RESERVED),
            Layout.of(0xB0, STATUS, TERMINAL_1, TERMINAL_2, ALGORITHM, MANUFACTURER, RSU_ID, VERSION, RESERVED),
            Layout.of(0xB1, IO_STATUS, IO_CHANGES),
            Layout.of(0xB2, OBU_ID, ERROR_CODE, ISSUER, OBU_SERIAL, ISSUED, EXPIRES, EQUIPMENT_CV, OBU_STATUS),
            Layout.of(0xB2, OBU_ID, ERROR_CODE, ISSUER, CONTRACT_TYPE, CONTRACT_VERSION, OBU_SERIAL, ISSUED, EXPIRES,
                    EQUIPMENT_CV, OBU_STATUS),
            longObuInfo(),
            Layout.of(0xB3, OBU_ID, ERROR_CODE, PLATE, PLATE_COLOUR, VEHICLE_CLASS, USER_TYPE),
            longVehicleInfo(32),
            card(43), card(39), card(36),
            Layout.of(0xB5, OBU_ID, ERROR_CODE, FILE_TIME, TERMINAL, TRANS_TIME, TRANS_TYPE, TAC, CARD_SERIAL, TERMINAL_SERIAL,
                    BALANCE),
            Layout.of(0xB5, OBU_ID, ERROR_CODE, FILE_TIME, TERMINAL));

    private ClassicLayouts() {
    }

    private static Layout entry(int command, int stationLength) {
        return Layout.of(command, OBU_ID, FACTOR, TRANS_SERIAL, PURCHASE_TIME).then(STATION, stationLength);
    }

    private static Layout debit(int stationLength) {
        return Layout.of(0xC6, OBU_ID, FACTOR, TRANS_SERIAL, AMOUNT, PURCHASE_TIME).then(STATION, stationLength);
    }

    private static Layout card(int transitLength) {
        return Layout.of(0xB4, OBU_ID, ERROR_CODE, CARD_TYPE, PHYSICAL_TYPE, TRANS_TYPE, BALANCE, CARD_UID, ISSUE_FILE)
                .then(TRANSIT_FILE, transitLength);
    }

    /** 47 bytes, with contract and card number: all profiles know it. */
    static Layout longObuInfo() {
        return Layout.of(0xB2, OBU_ID, ERROR_CODE, ISSUER, CONTRACT_TYPE, CONTRACT_VERSION, OBU_SERIAL, ISSUED, EXPIRES,
                CARD_NUMBER, EQUIPMENT_CV, OBU_STATUS);
    }

    /** The OBU's vehicle file up to its end: 67 bytes with 32 after the dimensions, 87 with 52. */
    static Layout longVehicleInfo(int restBytes) {
        return Layout.of(0xB3, OBU_ID, ERROR_CODE, PLATE, PLATE_COLOUR, VEHICLE_CLASS, USER_TYPE, DIMENSIONS)
                .then(VEHICLE_REST, restBytes);
    }
}
