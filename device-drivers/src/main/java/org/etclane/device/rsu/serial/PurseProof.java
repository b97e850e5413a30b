package org.etclane.device.rsu.serial;

import org.etclane.device.RsuCommand;
import org.etclane.device.TransactionResult;
import org.etclane.device.card.PurseRecord;

import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** What the card's own purse records tell of a debit whose answer was lost ({@code jiangsu}, {@code yunnan}). Pure. */
final class PurseProof {
    private static final DateTimeFormatter DIGITS_14 = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    private PurseProof() {
    }

    /**
     * The debit as a result, when a purchase of exactly this purchase time stands in the records: two lanes cannot debit one card
     * in the same second. TAC, terminal serial and balance are not in a purse record and stay empty, 0 and −1.
     */
    static Optional<TransactionResult> of(RsuCommand.FetchTac asked, List<PurseRecord> records) {
        String time = asked.purchaseTime().format(DIGITS_14);
        return records.stream().filter(PurseRecord::isPurchase).filter(record -> record.time().equals(time)).findFirst()
                .map(record -> new TransactionResult(0, record.terminal(), record.time(), record.type(), "", record.cardSerial(),
                        0, -1));
    }
}
