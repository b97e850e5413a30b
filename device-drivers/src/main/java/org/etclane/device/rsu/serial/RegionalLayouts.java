package org.etclane.device.rsu.serial;

import static org.etclane.device.rsu.serial.ClassicLayouts.longObuInfo;
import static org.etclane.device.rsu.serial.ClassicLayouts.longVehicleInfo;
import static org.etclane.device.rsu.serial.Field.*;

import java.util.List;

/**
 * Profiles {@code jiangsu}, {@code yunnan} and {@code ef04} (rsu-serial.md §0, §4, §5). None of their frames has been captured.
 * What two of them share is known from independent programs; what only {@code yunnan} or {@code ef04} has is from one source.
 *
 * <p>Not here because no layout is known: {@code yunnan} C4 (write mark station) and C5 → B6 (file 000A), {@code ef04} CD → BD
 * and CF → BF (authorising the PSAM), AB, D1, D2, D8, D9. They are unknown frames to this driver.
 */
final class RegionalLayouts {
    /** EF04Info in C6 takes at most so many bytes; assumed for C8 too. */
    private static final int MAX_EF04_WRITE = 98;
    /** A frame of B4 or B9 with so much of EF04 still fits the de-framer, every byte of it escaped. */
    static final int MAX_EF04_READ = 256;
    private static final int MAX_RECORDS = 10 * 23;

    static final List<Layout> JIANGSU_LANE = List.of(
            Layout.of(0xC0, SECONDS, LOCAL_TIME, LANE_MODE, WAIT_TIME, TX_POWER, PLL_CHANNEL),
            Layout.of(0xC1, OBU_ID),
            Layout.of(0xC2, OBU_ID, STOP_TYPE),
            entry(), debit(), readRecords(), antenna());

    static final List<Layout> JIANGSU_UNIT = List.of(
            status(), loops(), longObuInfo(), longVehicleInfo(32),
            Layout.of(0xB4, OBU_ID, ERROR_CODE, BALANCE, ISSUE_FILE, TRANSIT_FILE),
            Layout.of(0xB5, OBU_ID, ERROR_CODE, TRANS_TIME, TERMINAL_SERIAL, CARD_SERIAL, TRANS_TYPE, BALANCE, TAC, FILE_TIME),
            records());

    /** C0 offset 17 is SendFlagInfo; C2 has no StopType. */
    static final List<Layout> YUNNAN_LANE = List.of(
            Layout.of(0xC0, SECONDS, LOCAL_TIME, LANE_MODE, WAIT_TIME, TX_POWER, PLL_CHANNEL, TRANS_MODE),
            Layout.of(0xC1, OBU_ID),
            Layout.of(0xC2, OBU_ID),
            entry(), debit(), readRecords(),
            Layout.of(0xC8, OBU_ID, CARD_SERIAL),
            antenna());

    /** What stands in B9 is known only as far as "with ICCPayserial": it is kept raw. B4 and B5 lengths are inferred. */
    static final List<Layout> YUNNAN_UNIT = List.of(
            status(), loops(), longObuInfo(), longVehicleInfo(32),
            Layout.of(0xB4, OBU_ID, ERROR_CODE, BALANCE, CARD_TYPE, ISSUE_FILE, TRANSIT_FILE, MARK_FILE),
            Layout.of(0xB5, OBU_ID, ERROR_CODE, TRANS_TIME, TERMINAL, TERMINAL_SERIAL, CARD_SERIAL, TRANS_TYPE, BALANCE, TAC,
                    FILE_TIME),
            records(), answer());

    /** C0 of 23 bytes is what its fields add up to; the 22 that is also stated is taken for the count without BCC. No C3. */
    static final List<Layout> EF04_LANE = List.of(
            Layout.of(0xC0, SECONDS, LOCAL_TIME, LANE_MODE, WAIT_TIME, TX_POWER, PLL_CHANNEL, EF04_OPTION, EF04_OFFSET,
                    EF04_LENGTH),
            Layout.of(0xC1, OBU_ID),
            Layout.of(0xC2, OBU_ID, STOP_TYPE),
            Layout.of(0xC6, OBU_ID, TRADE_MODE, AMOUNT, STATION, PURCHASE_TIME, EF04_OFFSET, EF04_LENGTH)
                    .rest(EF04_DATA, MAX_EF04_WRITE),
            Layout.of(0xC8, OBU_ID, EF04_OPTION, EF04_OFFSET, EF04_LENGTH).rest(EF04_DATA, MAX_EF04_WRITE),
            Layout.of(0xC9, OBU_ID, EF04_OFFSET, EF04_LENGTH),
            antenna());

    /** Lengths of B0, B3, B4 and B5 are inferred from their fields. B3 is the vehicle file of 79 bytes as it is. */
    static final List<Layout> EF04_UNIT = List.of(
            Layout.of(0xB0, STATUS, PSAM_CHANNEL, PSAM_VERSION, AUTH_STATUS, TERMINAL_1, ALGORITHM, MANUFACTURER, RSU_ID, VERSION,
                    RESERVED),
            loops(), longObuInfo(), longVehicleInfo(52),
            Layout.of(0xB4, OBU_ID, ERROR_CODE, CARD_STATUS, BALANCE, ISSUE_FILE, TRANSIT_FILE, EF04_STATUS),
            Layout.of(0xB4, OBU_ID, ERROR_CODE, CARD_STATUS, BALANCE, ISSUE_FILE, TRANSIT_FILE, EF04_STATUS, EF04_OFFSET,
                    EF04_LENGTH).rest(EF04_DATA, MAX_EF04_READ),
            Layout.of(0xB5, OBU_ID, ERROR_CODE, TRANS_TIME, TERMINAL_SERIAL, CARD_SERIAL, TRANS_TYPE, BALANCE, TAC, FILE_TIME,
                    KEY_TYPE, EF04_WRITE_STATUS),
            answer());

    private RegionalLayouts() {
    }

    private static Layout entry() {
        return Layout.of(0xC3, OBU_ID, STATION, PURCHASE_TIME);
    }

    private static Layout debit() {
        return Layout.of(0xC6, OBU_ID, AMOUNT, STATION, PURCHASE_TIME);
    }

    private static Layout readRecords() {
        return Layout.of(0xC7, OBU_ID, RECORD_COUNT);
    }

    private static Layout antenna() {
        return Layout.of(0x4C, CONTROL_TYPE);
    }

    private static Layout status() {
        return Layout.of(0xB0, STATUS, TERMINAL_1, ALGORITHM, MANUFACTURER, RSU_ID, VERSION, RESERVED);
    }

    private static Layout loops() {
        return Layout.of(0xB1, IO_STATUS, IO_CHANGES);
    }

    private static Layout records() {
        return Layout.of(0xB7, OBU_ID, ERROR_CODE, RECORD_COUNT).rest(RECORDS, MAX_RECORDS);
    }

    private static Layout answer() {
        return Layout.of(0xB9, OBU_ID, ERROR_CODE).rest(DATA, MAX_EF04_READ);
    }
}
