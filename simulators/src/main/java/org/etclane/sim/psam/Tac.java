package org.etclane.sim.psam;

import org.etclane.device.Bytes;

/**
 * Transaction authentication code (交易验证码): the card's signature under a purchase, checked later by the clearing side.
 * CBC-MAC over amount 4, type 1, terminal 6, terminal serial 4, date 4, time 3 with the left half of DTK XOR its right half
 * (card-and-obu-files.md §4, general knowledge; no published vector). Pure; any thread.
 */
public final class Tac {
    /** Compound purchase (CAPP, 复合消费). */
    public static final int TYPE_CAPP = 0x09;
    /** Traditional purchase. */
    public static final int TYPE_PURCHASE = 0x06;

    private Tac() {
    }

    /**
     * @param dtk16          the card's own TAC key
     * @param terminalSerial unsigned 32-bit
     * @param time7          BCD YYYYMMDDhhmmss
     * @return 4 bytes
     */
    public static Bytes compute(Bytes dtk16, long amountFen, int transType, Bytes terminal6, long terminalSerial, Bytes time7) {
        int[] folded = new int[8];
        for (int i = 0; i < 8; i++) {
            folded[i] = dtk16.u8(i) ^ dtk16.u8(i + 8);
        }
        return Mac.mac4(Bytes.of(folded), Bytes.concat(Octets.u32(amountFen), Octets.u8(transType), terminal6,
                Octets.u32(terminalSerial), time7));
    }
}
