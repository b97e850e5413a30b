package org.etclane.device.rsu.serial;

import org.etclane.device.RsuEvent.DebitCertainty;

/**
 * Meaning of error and status codes (rsu-serial.md §6; from one RSU's firmware, the official list is not public). Any code not
 * listed reads as "may have been debited": that costs a look at the balance, the other reading could cost a second debit.
 */
final class RsuErrorCodes {
    private RsuErrorCodes() {
    }

    /** What an error in B5 after C3 or C6 says about the purse. */
    static DebitCertainty debitCertainty(int errorCode) {
        return switch (errorCode) {
            // the debit was never sent to the card
            case 0x10, 0x11, 0x13 -> DebitCertainty.NOT_DEBITED;
            // the card answered the debit with a status other than 9000, so it refused
            case 0x17 -> DebitCertainty.NOT_DEBITED;
            // sent and no answer (16H), answer not verified (19H), and everything unknown
            default -> DebitCertainty.UNKNOWN;
        };
    }

    /** @param command B2H–B5H, B7H, B9H */
    static String meaning(int command, int errorCode) {
        return switch (command << 8 | errorCode) {
            case 0xB304 -> "vehicle file: OBU did not answer";
            case 0xB306 -> "vehicle file: decryption failed";
            case 0xB32E -> "vehicle file: PSAM not authorised";
            case 0xB408 -> "card: OBU did not answer";
            case 0xB409 -> "card: reading file 0019 failed";
            case 0xB420 -> "EF04: no answer";
            case 0xB421 -> "EF04: reading failed";
            case 0xB510 -> "purchase initialise: no answer";
            case 0xB511 -> "purchase initialise: card refused";
            case 0xB513 -> "MAC1 computation failed in the PSAM";
            case 0xB516 -> "debit sent, no answer";
            case 0xB517 -> "debit sent, card refused";
            case 0xB519 -> "MAC2 verification failed";
            case 0xB522 -> "EF04 write: no answer";
            case 0xB523 -> "EF04 write failed";
            case 0xB535 -> "fetching the TAC: no answer";
            case 0xB536 -> "fetching the TAC failed";
            case 0xB908 -> "EF04: no answer";
            case 0xB923 -> "EF04: clearing failed";
            default -> "unlisted error %02XH in %02X".formatted(errorCode, command);
        };
    }

    static String statusMeaning(int status) {
        return switch (status) {
            case 1 -> "PSAM reset failed (status 01H)";
            case 3 -> "PSAM read failed (status 03H)";
            default -> "RSU reports status %02XH".formatted(status);
        };
    }
}
