package org.etclane.device.rsu.serial;

import org.etclane.device.Bytes;
import org.etclane.device.CardFile;
import org.etclane.device.ObuId;
import org.etclane.device.ObuInfo;
import org.etclane.device.TransactionResult;
import org.etclane.device.VehicleFile;
import org.etclane.device.card.PurseRecord;

import java.util.List;
import java.util.Optional;

/**
 * Frames from the RSU to the lane, every {@link Profile} (rsu-serial.md §5). Lengths given are those of {@code classic}; what a
 * profile's layout has no place for is left out when written, and comes back as "not carried" when read: −1 or empty.
 * {@code rsctl} is 0–255: X8H by rule, 98H after power-up; firmware uses fixed values, so gaps mean nothing.
 */
public sealed interface UnitFrame {
    /** RSCTL of the frame that an RSU sends at power-up or reset. */
    int POWER_UP_RSCTL = 0x98;

    int rsctl();

    /**
     * Device status, 29 bytes; 28 when {@code psamCount} is −1: that form lacks the field (inferred from the 22-byte form of
     * other profiles plus a second terminal number). {@code jiangsu} and {@code yunnan} 22, {@code ef04} 25, with one terminal.
     *
     * @param status    00 ok, 01 PSAM reset failed, 03 PSAM read failed
     * @param terminal1 12 hexadecimal digits, national-card PSAM
     * @param terminal2 12 hexadecimal digits, local-card PSAM; empty in the other profiles
     * @param rsuId     6 hexadecimal digits
     * @param reserved  5 bytes
     * @param psam      in {@code ef04} only
     */
    record B0Status(int rsctl, int status, int psamCount, String terminal1, String terminal2, int algorithm, int manufacturer,
            String rsuId, int version, Bytes reserved, Optional<PsamState> psam) implements UnitFrame {
        public B0Status(int rsctl, int status, int psamCount, String terminal1, String terminal2, int algorithm,
                int manufacturer, String rsuId, int version, Bytes reserved) {
            this(rsctl, status, psamCount, terminal1, terminal2, algorithm, manufacturer, rsuId, version, reserved,
                    Optional.empty());
        }

        public boolean isPowerUp() {
            return rsctl == POWER_UP_RSCTL;
        }
    }

    /** The PSAM as B0 of {@code ef04} shows it. {@code authStatus} 1 needs authorisation, where the version has it. */
    record PsamState(int channel, int version, int authStatus) {
        private static final int FIRST_VERSION_TO_AUTHORISE = 5;

        /** Until somebody who holds the key has authorised it, it decrypts no vehicle file (B3 error 2EH). */
        public boolean needsAuthorisation() {
            return authStatus == 1 && (version & 0x0F) >= FIRST_VERSION_TO_AUTHORISE;
        }
    }

    /** Loop or I/O status of the RSU's own inputs, 5 bytes. */
    record B1LoopStatus(int rsctl, int ioStatus, int ioChanges) implements UnitFrame {
    }

    /**
     * B2 with error code 80H: alive, no OBU. Not acknowledged, by the document.
     *
     * @param obu       0 or FFFFFFFF, by device
     * @param errorCode {@link #CODE}, in {@code yunnan} also 08H
     * @param rest      what stands between error code and BCC: meaningless, any length
     */
    record B2Heartbeat(int rsctl, ObuId obu, int errorCode, Bytes rest) implements UnitFrame {
        public static final int CODE = 0x80;

        public B2Heartbeat(int rsctl, ObuId obu, Bytes rest) {
            this(rsctl, obu, CODE, rest);
        }
    }

    /** OBU information: 35 bytes; 37 with contract type and version; 47 with the card number as well, as the others have it. */
    record B2ObuInfo(int rsctl, ObuInfo obu) implements UnitFrame {
    }

    /**
     * Vehicle information: 24 bytes; 67 with dimensions, as {@code jiangsu} and {@code yunnan} have it; {@code ef04} 87.
     *
     * @param extra what follows the dimensions: 32 bytes (specific information, engine number), in {@code ef04} 52 (20 more
     *              whose content is not published), else empty
     */
    record B3VehicleInfo(int rsctl, ObuId obu, VehicleFile vehicle, Bytes extra) implements UnitFrame {
    }

    /**
     * Card information: 98, 101 or 105 bytes for a transit file of 36, 39 or 43; {@code jiangsu} 98, {@code yunnan} 108,
     * {@code ef04} 100, or 104 and EF04.
     *
     * <p>Where a layout does not tell them, the card reads as a national CPU card in compound purchase (10H) without a UID:
     * these profiles write the transit record as CAPP does and report type 09 (inferred).
     *
     * @param markFile file 0009, 9 bytes, in {@code yunnan} only
     * @param ef04     in {@code ef04} only
     */
    record B4CardInfo(int rsctl, ObuId obu, CardFile card, Bytes markFile, Optional<Ef04.Read> ef04) implements UnitFrame {
        public B4CardInfo(int rsctl, ObuId obu, CardFile card) {
            this(rsctl, obu, card, Bytes.EMPTY, Optional.empty());
        }

        /** False when the RSU says that what it sends in place of the card means nothing. */
        public boolean cardWasRead() {
            return ef04.map(read -> read.cardStatus() == 0).orElse(true);
        }

        /** The record of file EF04 as it was read from the OBU, raw; empty when it was not asked for, not read or incomplete. */
        public Optional<Bytes> ef04Record() {
            return ef04.filter(read -> read.status() == 0).flatMap(Ef04.Read::part).flatMap(Ef04.Part::content);
        }
    }

    /**
     * Result of C3, C6, C7 or C8: 40 bytes; 18 when {@code result.transType()} is −1 (short form after C3, {@code classic});
     * {@code jiangsu} 34 and {@code ef04} 36, both without a terminal number, {@code yunnan} 40 in another order.
     *
     * @param ef04 in {@code ef04} only
     */
    record B5Result(int rsctl, ObuId obu, TransactionResult result, Optional<Ef04.Result> ef04) implements UnitFrame {
        public B5Result(int rsctl, ObuId obu, TransactionResult result) {
            this(rsctl, obu, result, Optional.empty());
        }
    }

    /** Answer to C7 of {@code jiangsu} and {@code yunnan}: 0–10 purse records of the card, as the RSU orders them. */
    record B7PurseRecords(int rsctl, ObuId obu, List<PurseRecord> records) implements UnitFrame {
        public B7PurseRecords {
            records = List.copyOf(records);
        }
    }

    /** Answer to C9 ({@code ef04}: what was read of EF04) and to C8 of {@code yunnan} (layout not known). {@code data} is raw. */
    record B9Answer(int rsctl, ObuId obu, Bytes data) implements UnitFrame {
    }

    /**
     * B2–B5, B7 or B9 with an error code other than 0 and, for B2, that of a heartbeat.
     *
     * @param command   B2H, B3H, B4H, B5H, B7H or B9H
     * @param errorCode 1–255
     * @param rest      what stands between error code and BCC: meaningless, any length
     */
    record StepError(int rsctl, int command, ObuId obu, int errorCode, Bytes rest) implements UnitFrame {
    }

    /** Pure acknowledgement. */
    record Empty(int rsctl) implements UnitFrame {
    }

    /** A frame whose BCC is right and whose command this profile does not have. */
    record Unknown(int rsctl, int command, Bytes data) implements UnitFrame {
    }
}
