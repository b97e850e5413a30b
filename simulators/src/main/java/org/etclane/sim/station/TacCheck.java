package org.etclane.sim.station;

/**
 * Is this the TAC that the card must have given? Shaped so that {@code new TacVerifier(keys)::verify} of
 * {@code org.etclane.sim.psam} is one. Called on the store thread; must not throw on any input.
 */
@FunctionalInterface
public interface TacCheck {
    /**
     * @param cardNumber      20 digits, network first
     * @param issuerFactorHex the issuer's first 4 bytes, 8 hexadecimal digits
     * @param transType       09 CAPP, 06 purchase
     * @param terminal        12 hexadecimal digits
     * @param terminalSerial  unsigned 32-bit
     * @param purchaseTime14  yyyyMMddHHmmss
     * @param tacHex          8 hexadecimal digits
     */
    boolean verify(String cardNumber, String issuerFactorHex, long amountFen, int transType, String terminal,
            long terminalSerial, String purchaseTime14, String tacHex);
}
