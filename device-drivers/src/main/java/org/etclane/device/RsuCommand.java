package org.etclane.device;

import java.time.LocalDateTime;

/**
 * What the lane asks of an RSU, the same for every RSU protocol. {@code factor} fields are the 8-byte dispersion factor
 * (分散因子): the issuer's first four bytes twice. {@code transit} is the 40 bytes that follow the 3-byte head of the card's
 * transit record (file 0019 bytes 3–42); a driver set to the 36-byte form sends the first 36.
 */
public sealed interface RsuCommand extends DeviceCommand {

    /** Go on with the next read step of this OBU (after found: vehicle; after vehicle: card). */
    record ReadOn(ObuId obu, Bytes factor) implements RsuCommand {
    }

    /** The result is on record: let the OBU go with a good sign, search on. Sent only after the outcome is durable. */
    record Release(ObuId obu, Bytes factor) implements RsuCommand {
    }

    /** Give this OBU up and search again (StopType 1). */
    record Abandon(ObuId obu) implements RsuCommand {
    }

    /** Ask for the current frame once more (StopType 2; vehicle and card steps only). */
    record Repeat(ObuId obu) implements RsuCommand {
    }

    /** A pure acknowledgement: the frame is received, nothing else is wanted. */
    record Acknowledge() implements RsuCommand {
    }

    /** Take {@code amountFen} (0–4,294,967,295) from the purse and write the transit record. Sent only after the intent is durable. */
    record Debit(ObuId obu, Bytes factor, long amountFen, LocalDateTime purchaseTime, Bytes transit) implements RsuCommand {
    }

    /** Write the transit record without touching the purse (entry). */
    record WriteEntry(ObuId obu, Bytes factor, LocalDateTime purchaseTime, Bytes transit) implements RsuCommand {
    }

    /**
     * Ask for the proof (TAC) of a debit whose answer was lost.
     *
     * @param cardSerial the card's transaction counter of that debit when known, else −1
     */
    record FetchTac(ObuId obu, Bytes factor, LocalDateTime purchaseTime, int cardSerial, Bytes transit) implements RsuCommand {
    }

    record SwitchAntenna(boolean on) implements RsuCommand {
    }
}
