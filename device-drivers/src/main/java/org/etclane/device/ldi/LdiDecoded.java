package org.etclane.device.ldi;

/** What became of the DATA of a frame whose CRC was right. */
public sealed interface LdiDecoded {

    record Good(LdiMessage message) implements LdiDecoded {
    }

    /** @param reason English words for the trace */
    record Malformed(String reason) implements LdiDecoded {
    }
}
