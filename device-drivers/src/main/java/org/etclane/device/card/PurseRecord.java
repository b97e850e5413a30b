package org.etclane.device.card;

import org.etclane.device.Bytes;
import org.etclane.device.frame.ByteWriter;

import java.util.Optional;

/**
 * One record of the purse file 0018 of a user card, 23 bytes (交易明细, card-and-obu-files.md §1).
 *
 * <pre>
 * 0 card serial 2 · 2 overdraft 3 · 5 amount 4 · 9 type 1 · 10 terminal 6 · 16 date 4 BCD · 20 time 3 BCD
 * </pre>
 *
 * @param cardSerial the card's transaction counter, 0–65535
 * @param overdraft  0–16777215
 * @param amountFen  0–4294967295
 * @param type       {@link #LOAD}, {@link #PURCHASE}, {@link #CAPP}, any byte value may be read
 * @param terminal   12 hexadecimal digits, lower case
 * @param time       14 digits yyyyMMddHHmmss as they stand in the record; hexadecimal when they are not BCD
 */
public record PurseRecord(int cardSerial, int overdraft, long amountFen, int type, String terminal, String time) {
    public static final int LENGTH = 23;
    public static final int LOAD = 2;
    public static final int PURCHASE = 6;
    /** Compound purchase (复合消费). */
    public static final int CAPP = 9;

    public PurseRecord {
        if (terminal.length() != 12 || time.length() != 14) {
            throw new IllegalArgumentException("terminal 12 digits, time 14 digits: " + terminal + ", " + time);
        }
    }

    /** Empty when it is not 23 bytes. */
    public static Optional<PurseRecord> parse(Bytes record) {
        return record.size() != LENGTH ? Optional.empty()
                : Optional.of(new PurseRecord(record.u16(0), record.u24(2), record.u32(5), record.u8(9),
                        record.slice(10, 16).hex(), record.slice(16, 23).hex()));
    }

    /** 23 bytes. */
    public Bytes encode() {
        return new ByteWriter().u16(cardSerial).u24(overdraft).u32(amountFen).u8(type).hex(terminal).hex(time).toBytes();
    }

    /** Whether it took money from the purse. */
    public boolean isPurchase() {
        return type == PURCHASE || type == CAPP;
    }
}
