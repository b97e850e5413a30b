package org.etclane.sim.psam;

import org.etclane.device.Bytes;

/**
 * Key diversification (密钥分散): a 16-byte child key from a 16-byte parent and 8 bytes of data; the left half is the data
 * encrypted under the parent, the right half the inverted data. Pure; any thread. (general knowledge)
 */
public final class Diversification {
    private Diversification() {
    }

    /** One level. {@code data} is 8 bytes. */
    public static Bytes child(Bytes parent16, Bytes data8) {
        byte[] data = data8.toArray();
        byte[] inverted = new byte[data.length];
        for (int i = 0; i < data.length; i++) {
            inverted[i] = (byte) ~data[i];
        }
        return Bytes.concat(Bytes.copyOf(Des.encryptTriple(parent16, data)), Bytes.copyOf(Des.encryptTriple(parent16, inverted)));
    }

    /**
     * The key that lies in a user card: the national master key diversified by the issuer's dispersion factor (分散因子, 4
     * bytes twice), then by the card number. The order is the one in which keys are handed down, nation to issuer to card.
     *
     * @param issuerFactor8 the issuer's first 4 bytes twice
     * @param cardNumber8   file 0015 bytes 12–19
     */
    public static Bytes cardKey(Bytes master16, Bytes issuerFactor8, Bytes cardNumber8) {
        return child(child(master16, issuerFactor8), cardNumber8);
    }

    /** The 8-byte factor from the first 4 bytes of an issuer identifier of at least 4 bytes. */
    public static Bytes factorOf(Bytes issuer) {
        Bytes first = issuer.slice(0, 4);
        return Bytes.concat(first, first);
    }
}
