package org.etclane.device.rsu.serial;

import org.etclane.device.Bytes;
import org.etclane.device.CardFile;
import org.etclane.device.ObuId;
import org.etclane.device.ObuInfo;
import org.etclane.device.TransactionResult;
import org.etclane.device.VehicleFile;

/**
 * Frames from the RSU to the lane, profile {@code classic} (rsu-serial.md §5). {@code rsctl} is 0–255: X8H by rule, 98H after
 * power-up; firmware uses fixed values, so gaps mean nothing.
 */
public sealed interface UnitFrame {
    /** RSCTL of the frame that an RSU sends at power-up or reset. */
    int POWER_UP_RSCTL = 0x98;

    int rsctl();

    /**
     * Device status, 29 bytes; 28 when {@code psamCount} is −1: that form lacks the field (inferred from the 22-byte form of
     * other profiles plus a second terminal number).
     *
     * @param status    00 ok, 01 PSAM reset failed, 03 PSAM read failed
     * @param terminal1 12 hexadecimal digits, national-card PSAM
     * @param terminal2 12 hexadecimal digits, local-card PSAM
     * @param rsuId     6 hexadecimal digits
     * @param reserved  5 bytes
     */
    record B0Status(int rsctl, int status, int psamCount, String terminal1, String terminal2, int algorithm, int manufacturer,
            String rsuId, int version, Bytes reserved) implements UnitFrame {
        public boolean isPowerUp() {
            return rsctl == POWER_UP_RSCTL;
        }
    }

    /** Loop or I/O status of the RSU's own inputs, 5 bytes. */
    record B1LoopStatus(int rsctl, int ioStatus, int ioChanges) implements UnitFrame {
    }

    /**
     * B2 with error code 80H: alive, no OBU. Never acknowledged.
     *
     * @param obu  0 or FFFFFFFF, by device
     * @param rest what stands between error code and BCC: meaningless, any length
     */
    record B2Heartbeat(int rsctl, ObuId obu, Bytes rest) implements UnitFrame {
    }

    /** OBU information: 35 bytes; 37 with contract type and version; 47 with the card number as well. */
    record B2ObuInfo(int rsctl, ObuInfo obu) implements UnitFrame {
    }

    /**
     * Vehicle information: 24 bytes; 67 with dimensions.
     *
     * @param extra the last 32 bytes of the 67-byte form (specific information, engine number), else empty
     */
    record B3VehicleInfo(int rsctl, ObuId obu, VehicleFile vehicle, Bytes extra) implements UnitFrame {
    }

    /** Card information: 98, 101 or 105 bytes for a transit file of 36, 39 or 43. */
    record B4CardInfo(int rsctl, ObuId obu, CardFile card) implements UnitFrame {
    }

    /** Result of C3, C6, C7 or C8: 40 bytes; 18 when {@code result.transType()} is −1 (short form after C3). */
    record B5Result(int rsctl, ObuId obu, TransactionResult result) implements UnitFrame {
    }

    /**
     * B2–B5 with an error code other than 0 and, for B2, 80H.
     *
     * @param command   B2H, B3H, B4H or B5H
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
