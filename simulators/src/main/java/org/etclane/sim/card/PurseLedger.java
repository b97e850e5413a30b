package org.etclane.sim.card;

import java.util.ArrayList;
import java.util.List;

/**
 * What the simulated cards really lost, debit by debit: the truth that the lane's journal and the station's ledger are
 * reconciled against. Written by {@link SimCard} at the moment its purse changes, whatever anybody else learns of it.
 * Not thread-safe: the simulation's thread; {@link #entries()} is a copy and may be handed on.
 */
public final class PurseLedger {
    private final List<Entry> entries = new ArrayList<>();

    /**
     * One real debit. (cardNumber, cardSerial) is unique.
     *
     * @param cardNumber      20 digits: network 4 and number 16
     * @param issuerFactorHex the issuer's first 4 bytes, 8 upper-case hexadecimal digits
     * @param cardSerial      the card's counter after the debit, 1–65535
     * @param amountFen       0–4,294,967,295
     * @param transType       09 CAPP
     * @param terminal        12 upper-case hexadecimal digits
     * @param terminalSerial  unsigned 32-bit
     * @param purchaseTime    yyyyMMddHHmmss
     * @param tac             8 upper-case hexadecimal digits
     * @param balanceFen      after the debit, unsigned 32-bit
     */
    public record Entry(String cardNumber, String issuerFactorHex, int cardSerial, long amountFen, int transType, String terminal,
            long terminalSerial, String purchaseTime, String tac, long balanceFen) {
    }

    void add(Entry entry) {
        entries.add(entry);
    }

    /** In the order in which the purses changed. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    public int size() {
        return entries.size();
    }

    public long totalFen() {
        return entries.stream().mapToLong(Entry::amountFen).sum();
    }
}
