package org.etclane.sim.psam;

import java.util.Optional;
import org.etclane.device.Bytes;

/**
 * A simulated purchase security module (PSAM): holds the purchase master key, a terminal number and the terminal's transaction
 * serial; computes MAC1 (80 70) and checks MAC2 (80 72), card-and-obu-files.md §4. Not thread-safe: the simulation's thread.
 *
 * <p>The terminal serial advances when MAC2 has been verified, as the reference says. So a debit whose answer was lost does
 * not advance it, and two real debits of different cards can carry the same terminal serial; the pair (card number, card
 * serial) is what is unique.
 */
public final class Psam {
    private final PurseKeys keys;
    private final Bytes terminal;
    private long terminalSerial;
    private Optional<Open> open = Optional.empty();

    private record Open(Bytes sessionKey, long amountFen, long terminalSerial) {
    }

    /**
     * The PSAM's answer to a MAC1 request.
     *
     * @param terminalSerial unsigned 32-bit, the serial this purchase runs under
     * @param mac1           4 bytes
     */
    public record Mac1(long terminalSerial, Bytes mac1) {
    }

    /**
     * @param terminalHex    12 hexadecimal digits
     * @param terminalSerial the serial of the next purchase, unsigned 32-bit
     */
    public Psam(PurseKeys keys, String terminalHex, long terminalSerial) {
        this.keys = keys;
        this.terminal = Bytes.fromHex(terminalHex);
        if (terminal.size() != 6) {
            throw new IllegalArgumentException("a terminal number is 6 bytes: " + terminalHex);
        }
        this.terminalSerial = terminalSerial & 0xFFFFFFFFL;
    }

    /** 6 bytes. */
    public Bytes terminal() {
        return terminal;
    }

    /** The serial of the next purchase. */
    public long terminalSerial() {
        return terminalSerial;
    }

    /**
     * 80 70: starts a purchase, forgetting one that was not completed.
     *
     * @param random4       from the card's INITIALIZE answer
     * @param cardSerial    from the card's INITIALIZE answer
     * @param time7         BCD YYYYMMDDhhmmss
     * @param cardNumber8   file 0015 bytes 12–19
     * @param areaFactor8   the issuer's first 4 bytes twice
     */
    public Mac1 initialisePurchase(Bytes random4, int cardSerial, long amountFen, int transType, Bytes time7, Bytes cardNumber8,
            Bytes areaFactor8) {
        Bytes session = Mac.sessionKey(keys.cardDpk(areaFactor8, cardNumber8), random4, cardSerial, terminalSerial);
        open = Optional.of(new Open(session, amountFen, terminalSerial));
        return new Mac1(terminalSerial, Mac.mac1(session, amountFen, transType, terminal, time7));
    }

    /**
     * 80 72: checks the card's answer and, when it is right, closes the purchase and advances the terminal serial. False leaves
     * the purchase open; false too when none is open.
     */
    public boolean completePurchase(Bytes mac2) {
        boolean right = open.isPresent() && Mac.mac2(open.get().sessionKey(), open.get().amountFen()).equals(mac2);
        if (right) {
            terminalSerial = (open.get().terminalSerial() + 1) & 0xFFFFFFFFL;
            open = Optional.empty();
        }
        return right;
    }

    /** Reset of the module: an open purchase is forgotten, the serial stays. */
    public void reset() {
        open = Optional.empty();
    }
}
