package org.etclane.device.rsu.network;

import org.etclane.device.RsuEvent.DebitCertainty;
import org.etclane.device.RsuEvent.RsuStep;

/**
 * Meaning of error and status codes (rsu-network.md §4, interface V3.4 and V3.5, one source). Any code that does not say for
 * certain that the purse was left alone reads as "may have been debited": that costs a look at the balance, the other reading
 * could cost a second debit.
 */
final class RsuNetworkErrorCodes {
    private RsuNetworkErrorCodes() {
    }

    /** What an error in B5 says about the purse. */
    static DebitCertainty debitCertainty(int errorCode) {
        return switch (errorCode) {
            // MAC1 is what opens the purse: computed in vain by the PSAM or refused by the card, no money moved
            case 0x06 -> DebitCertainty.NOT_DEBITED;
            // 01 sent and no answer, 02 answer not understood, 07 and 08 after the debit, 11–13 "failed" of an unknown stage,
            // 14 debited without the trip file, and everything unknown
            default -> DebitCertainty.UNKNOWN;
        };
    }

    /** B4 tells of vehicle and card in one frame; the code says which of them could not be read. */
    static RsuStep readStep(int errorCode) {
        return switch (errorCode) {
            case 0x01, 0x02, 0x03, 0x05, 0x06, 0x07 -> RsuStep.READ_VEHICLE;
            default -> RsuStep.READ_CARD;
        };
    }

    /** @param command B2H, B4H, B5H or B8H */
    static String meaning(int command, int errorCode) {
        return switch (command << 8 | errorCode) {
            case 0xB401 -> "OBU did not answer";
            case 0xB402 -> "answer of the OBU could not be decoded";
            case 0xB403 -> "antenna head fault";
            case 0xB405 -> "vehicle file: decryption in the PSAM failed";
            case 0xB406 -> "vehicle file: check code differs";
            case 0xB407 -> "single-chip OBU: vehicle file not read";
            case 0xB408 -> "single-chip OBU: EF02 not read";
            case 0xB409 -> "random number not read";
            case 0xB40A -> "single-chip OBU: EF07 or entry file not read";
            case 0xB40B -> "CPC card: EF02 not read";
            case 0xB40C -> "CPC card: EF04 not read";
            case 0xB40D -> "external authentication: computation in the PSAM failed";
            case 0xB40E -> "external authentication failed";
            case 0xB411 -> "no card, EF04 read";
            case 0xB412 -> "no card, EF04 not read";
            case 0xB413 -> "card read, EF04 not read";
            case 0xB414 -> "neither card nor EF04 read";
            case 0xB415 -> "card not read, EF04 read";
            case 0xB501 -> "debit sent, no answer";
            case 0xB502 -> "debit sent, answer could not be decoded";
            case 0xB506 -> "MAC1 failed";
            case 0xB507 -> "MAC2 failed";
            case 0xB508 -> "TAC computation failed";
            case 0xB509 -> "external authentication of the OBU failed";
            case 0xB50A -> "single-chip OBU: writing failed";
            case 0xB510 -> "EF04 failed";
            case 0xB511 -> "purchase failed";
            case 0xB512 -> "EF04 written, purchase failed";
            case 0xB513 -> "EF04 and purchase failed";
            case 0xB514 -> "purchase done, EF04 failed";
            case 0xB803 -> "EF04 written, TAC not fetched";
            case 0xB804 -> "EF04 and TAC failed";
            case 0xB805 -> "EF04 failed, TAC fetched";
            default -> errorCode >= 0x0B && errorCode <= 0x0F && command == 0xB5 ? "CPC card: error %02XH".formatted(errorCode)
                    : "unlisted error %02XH in %02X".formatted(errorCode, command);
        };
    }

    static String statusMeaning(int status) {
        return switch (status) {
            case 1 -> "PSAM reset failed (status 01H)";
            case 2 -> "antenna head failed (status 02H)";
            case 3 -> "controller not initialised (status 03H)";
            default -> "RSU reports status %02XH".formatted(status);
        };
    }

    static String antennaMeaning(int status) {
        return switch (status) {
            case 1 -> "communication fault";
            case 2 -> "RF fault";
            default -> "fault %02XH".formatted(status);
        };
    }
}
