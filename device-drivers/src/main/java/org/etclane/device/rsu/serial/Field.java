package org.etclane.device.rsu.serial;

/**
 * The fields that frames of variant A are made of (rsu-serial.md §4, §5). Profiles differ in which of them a frame has and in
 * what order; what a field means is the same in all of them.
 */
enum Field {
    OBU_ID(4), ERROR_CODE(1),
    // lane to RSU
    SECONDS(4), LOCAL_TIME(7), LANE_MODE(1), WAIT_TIME(1), TX_POWER(1), PLL_CHANNEL(1), TRANS_MODE(1), FACTOR(8), STOP_TYPE(1),
    TRANS_SERIAL(4), AMOUNT(4), PURCHASE_TIME(7), STATION(40), TRADE_MODE(1), CONTROL_TYPE(1), RECORD_COUNT(1), CARD_SERIAL(2),
    EF04_OPTION(1), EF04_OFFSET(2), EF04_LENGTH(2), EF04_DATA(0),
    // B0, B1
    STATUS(1), PSAM_COUNT(1), PSAM_CHANNEL(1), PSAM_VERSION(1), AUTH_STATUS(1), TERMINAL_1(6), TERMINAL_2(6), ALGORITHM(1),
    MANUFACTURER(1), RSU_ID(3), VERSION(2), RESERVED(5), IO_STATUS(1), IO_CHANGES(1),
    // B2
    ISSUER(8), CONTRACT_TYPE(1), CONTRACT_VERSION(1), OBU_SERIAL(8), ISSUED(4), EXPIRES(4), CARD_NUMBER(10), EQUIPMENT_CV(1),
    OBU_STATUS(2),
    // B3; dimensions are length 2, width 1, height 1, wheels 1, axles 1, wheelbase 2, load or seats 3
    PLATE(12), PLATE_COLOUR(2), VEHICLE_CLASS(1), USER_TYPE(1), DIMENSIONS(11), VEHICLE_REST(32),
    // B4
    CARD_TYPE(1), PHYSICAL_TYPE(1), TRANS_TYPE(1), BALANCE(4), CARD_UID(4), ISSUE_FILE(43), TRANSIT_FILE(43), MARK_FILE(9),
    CARD_STATUS(1), EF04_STATUS(1),
    // B5, B7, B9
    FILE_TIME(4), TERMINAL(6), TRANS_TIME(7), TAC(4), TERMINAL_SERIAL(4), KEY_TYPE(1), EF04_WRITE_STATUS(1), RECORDS(0),
    DATA(0);

    private final int usualBytes;

    Field(int usualBytes) {
        this.usualBytes = usualBytes;
    }

    /** Width in most layouts; 0 for fields that fill what is left of a frame. */
    int usualBytes() {
        return usualBytes;
    }
}
