package org.etclane.sim.psam;

import org.etclane.device.Bytes;

/**
 * Message authentication of the purse: single-DES CBC-MAC, initial value 0, padding 80 (00…), first 4 bytes
 * (card-and-obu-files.md §4). Pure; any thread.
 */
public final class Mac {
    private Mac() {
    }

    /** 4 bytes. Data that already fills its blocks still gets a block of padding. */
    public static Bytes mac4(Bytes key8, Bytes data) {
        byte[] padded = new byte[(data.size() / 8 + 1) * 8];
        System.arraycopy(data.toArray(), 0, padded, 0, data.size());
        padded[data.size()] = (byte) 0x80;
        byte[] state = new byte[8];
        for (int at = 0; at < padded.length; at += 8) {
            for (int i = 0; i < 8; i++) {
                state[i] ^= padded[at + i];
            }
            state = Des.encrypt(key8, state);
        }
        return Bytes.copyOf(state, 0, 4);
    }

    /**
     * The session key of one purchase: the card's purchase key over card random, card serial and the low half of the terminal
     * serial.
     *
     * @param cardSerial     the counter that INITIALIZE returned, 0–65535
     * @param terminalSerial unsigned 32-bit; only the low 16 bits enter
     */
    public static Bytes sessionKey(Bytes dpk16, Bytes random4, int cardSerial, long terminalSerial) {
        Bytes input = Bytes.concat(random4, Octets.u16(cardSerial), Octets.u16((int) terminalSerial));
        return Bytes.copyOf(Des.encryptTriple(dpk16, input.toArray()));
    }

    /** MAC1: proves to the card that a real terminal asks. {@code time7} is BCD YYYYMMDDhhmmss. */
    public static Bytes mac1(Bytes sessionKey8, long amountFen, int transType, Bytes terminal6, Bytes time7) {
        return mac4(sessionKey8, Bytes.concat(Octets.u32(amountFen), Octets.u8(transType), terminal6, time7));
    }

    /** MAC2: proves to the terminal that a real card paid. */
    public static Bytes mac2(Bytes sessionKey8, long amountFen) {
        return mac4(sessionKey8, Octets.u32(amountFen));
    }
}
