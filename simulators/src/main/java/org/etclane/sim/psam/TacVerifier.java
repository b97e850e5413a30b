package org.etclane.sim.psam;

import java.util.regex.Pattern;
import org.etclane.device.Bytes;

/**
 * Recomputes a transaction's TAC from the master key and what the record says, as the clearing side does. No simulator state;
 * pure; any thread.
 */
public final class TacVerifier {
    private static final Pattern CARD_NUMBER = Pattern.compile("(\\d{4})?\\d{16}");
    private static final Pattern FACTOR = Pattern.compile("\\p{XDigit}{8}(\\p{XDigit}{8})?");
    private static final Pattern TERMINAL = Pattern.compile("\\p{XDigit}{12}");
    private static final Pattern TIME = Pattern.compile("\\d{14}");
    private static final Pattern TAC = Pattern.compile("\\p{XDigit}{8}");

    private final PurseKeys keys;

    public TacVerifier(PurseKeys keys) {
        this.keys = keys;
    }

    /**
     * True when the record's TAC is the one that the card must have given. A field of wrong shape is a failed check, never an
     * exception: records come from outside.
     *
     * @param cardNumber       16 digits, or 20 with the network number before them
     * @param issuerFactorHex  the issuer's first 4 bytes, once or twice (8 or 16 hexadecimal digits)
     * @param amountFen        0–4,294,967,295
     * @param transType        09 CAPP, 06 purchase
     * @param terminal         12 hexadecimal digits
     * @param terminalSerial   unsigned 32-bit
     * @param purchaseTime14   yyyyMMddHHmmss
     * @param tacHex           8 hexadecimal digits, either case
     */
    public boolean verify(String cardNumber, String issuerFactorHex, long amountFen, int transType, String terminal,
            long terminalSerial, String purchaseTime14, String tacHex) {
        boolean wellFormed = matches(CARD_NUMBER, cardNumber) && matches(FACTOR, issuerFactorHex) && matches(TERMINAL, terminal)
                && matches(TIME, purchaseTime14) && matches(TAC, tacHex) && isU32(amountFen) && isU32(terminalSerial)
                && transType >= 0 && transType <= 0xFF;
        if (!wellFormed) {
            return false;
        }
        Bytes dtk = keys.cardDtk(Diversification.factorOf(Bytes.fromHex(issuerFactorHex)),
                Bytes.fromHex(cardNumber.substring(cardNumber.length() - 16)));
        return Tac.compute(dtk, amountFen, transType, Bytes.fromHex(terminal), terminalSerial, Bytes.fromHex(purchaseTime14))
                .equals(Bytes.fromHex(tacHex));
    }

    private static boolean matches(Pattern pattern, String text) {
        return text != null && pattern.matcher(text).matches();
    }

    private static boolean isU32(long value) {
        return value >= 0 && value <= 0xFFFFFFFFL;
    }
}
