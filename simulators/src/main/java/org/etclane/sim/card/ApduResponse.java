package org.etclane.sim.card;

import org.etclane.device.Bytes;

/**
 * What a card answers.
 *
 * @param data       empty unless {@code statusWord} is 9000H
 * @param statusWord SW1 SW2 as one number, see {@link StatusWord}
 */
public record ApduResponse(Bytes data, int statusWord) {
    static ApduResponse ok(Bytes data) {
        return new ApduResponse(data, StatusWord.OK);
    }

    static ApduResponse status(int statusWord) {
        return new ApduResponse(Bytes.EMPTY, statusWord);
    }

    public boolean ok() {
        return statusWord == StatusWord.OK;
    }

    /** Data and status word as they travel: the inside of a TransferChannel answer. */
    public Bytes wire() {
        return Bytes.concat(data, Bytes.of(statusWord >>> 8, statusWord));
    }
}
