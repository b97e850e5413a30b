package org.etclane.device.rsu.network;

import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.ObuInfo;

import java.util.List;

/**
 * Frames from the RSU to the lane (rsu-network.md §3). Lengths are those of DATA, command byte included. Counts that a frame
 * tells are kept as told beside the records that are there, because captured frames tell 0 where one record follows.
 */
public sealed interface UnitFrame {

    /**
     * Device status, the answer to C0, 18 + 9n bytes (18 + 7n for one device). How many PSAMs there are follows from the length.
     *
     * @param status       00 ok, 01 PSAM reset failed, 02 antenna head failed, 03 controller not initialised
     * @param psamCount    as told; the captured frame tells 0 with one record present
     * @param rsuId        6 hexadecimal digits
     * @param version      at least 2000H
     * @param workStatus   meaning unknown
     * @param flagId       6 hexadecimal digits, gantry number
     * @param reserved     4 bytes; the first two are the interface version, e.g. 0304
     */
    record B0Status(int status, int psamCount, List<Psam> psams, int algorithm, int manufacturer, String rsuId, int version,
            int workStatus, String flagId, Bytes reserved) implements UnitFrame {
        public B0Status {
            psams = List.copyOf(psams);
        }
    }

    /**
     * @param channel  −1 in the 7-byte record
     * @param auth     00 authorised, 01 not; −1 in the 7-byte record
     * @param terminal 12 hexadecimal digits
     */
    record Psam(int channel, int version, int auth, String terminal) {
    }

    /**
     * Heartbeat, every 10 s, 8 + 3n + 3m + 4h bytes.
     *
     * @param control1       00 master ok, 01 master fault, 02 slave ok, 03 slave fault
     * @param control2       captured as 11H, a reserved default
     * @param control3       00 link between the controllers ok; captured as 01
     * @param psamCount1     as told; the captured frame tells 0 with one record present
     * @param psamCount2     as told
     * @param antennaCount   fitted, as told
     * @param antennasWorking as told; the captured frame tells 0 with one antenna in order
     */
    record B1Heartbeat(int control1, int control2, int control3, int psamCount1, List<PsamRun> psams1, int psamCount2,
            List<PsamRun> psams2, int antennaCount, int antennasWorking, List<Antenna> antennas) implements UnitFrame {
        public B1Heartbeat {
            psams1 = List.copyOf(psams1);
            psams2 = List.copyOf(psams2);
            antennas = List.copyOf(antennas);
        }
    }

    /** @param run 00 runs, 01 not (inferred); @param auth 00 authorised, 01 not (inferred) */
    record PsamRun(int channel, int run, int auth) {
    }

    /** @param status 00 ok, 01 communication, 02 RF, 03 other fault; @param power 0–31 */
    record Antenna(int id, int status, int channel, int power) {
    }

    /** @param deviceType {@link #DUAL_CHIP}, {@link #SINGLE_CHIP} or {@link #CPC_CARD}; 37 bytes in all */
    record B2ObuInfo(int antennaId, int deviceType, ObuInfo obu) implements UnitFrame {
        public static final int DUAL_CHIP = 1;
        /** OBU and card in one (单片式). */
        public static final int SINGLE_CHIP = 2;
        /** Pass card of a vehicle without OBU (复合通行卡). */
        public static final int CPC_CARD = 3;
    }

    /**
     * Vehicle and card together, 183 bytes, 274 with the trip file. There is no B3.
     *
     * @param transType   10H CAPP
     * @param vehicleInfo 79 bytes: the beginning of the OBU's vehicle file
     * @param balanceFen  unsigned 32-bit
     * @param trip        91 bytes of EF04, or empty
     * @param issuerInfo  50 bytes: file 0015 and seven zeros
     * @param lastStation 43 bytes: file 0019 of a dual-chip OBU, the beginning of EF07 of a single-chip one
     */
    record B4CardInfo(ObuId obu, int transType, Bytes vehicleInfo, long balanceFen, Bytes trip, Bytes issuerInfo,
            Bytes lastStation) implements UnitFrame {
        public B4CardInfo {
            boolean sized = vehicleInfo.size() == 79 && (trip.size() == 0 || trip.size() == 91) && issuerInfo.size() == 50
                    && lastStation.size() == 43;
            if (!sized) {
                throw new IllegalArgumentException("B4 with vehicle %d, EF04 %d, issuer %d, station %d bytes".formatted(
                        vehicleInfo.size(), trip.size(), issuerInfo.size(), lastStation.size()));
            }
        }
    }

    /** A CPC card, 64 bytes: station 43, EF02 4, EF04 10. */
    record B4CpcInfo(ObuId obu, int transType, Bytes lastStation, Bytes ef02, Bytes ef04) implements UnitFrame {
    }

    /**
     * Result of a C6, 36 bytes. An error frame may have the same length; then {@link StepError} holds what follows the code, and
     * {@link UnitFrameCodec#whatWasTried} reads it.
     *
     * @param terminal       12 hexadecimal digits
     * @param transTime      14 digits yyyyMMddHHmmss, equals the purchase time of the C6
     * @param transType      09 dual-chip; 80H, 81H single-chip
     * @param algorithm      00 3DES, 04 SM4
     * @param tac            8 hexadecimal digits
     * @param cardSerial     0–65535
     * @param terminalSerial unsigned 32-bit
     * @param balanceFen     unsigned 32-bit, after the debit; FFFFFFFFH reads as −1, not known (inferred from variant A)
     */
    record B5Result(ObuId obu, String terminal, String transTime, int transType, int algorithm, int keyVersion, String tac,
            int cardSerial, long terminalSerial, long balanceFen) implements UnitFrame {
    }

    /** Result for a CPC card, 20 bytes: ends after the type. */
    record B5CpcResult(ObuId obu, String terminal, String transTime, int transType) implements UnitFrame {
    }

    /**
     * A TAC fetched again, 18 bytes.
     *
     * @param errorCode 0, or {@link #TAC_ONLY}
     * @param tac       8 hexadecimal digits
     * @param mac       8 hexadecimal digits
     */
    record B8TacInfo(ObuId obu, int errorCode, String tac, String mac, long balanceFen) implements UnitFrame {
        /** EF04 failed, the TAC is good. */
        public static final int TAC_ONLY = 0x05;
    }

    /** What PSAMs need for their authorisation, 10 + 35n bytes. @param time 14 digits; @param count as told */
    record BAPsamInfo(int errorCode, String time, int count, List<PsamRequest> requests) implements UnitFrame {
        public BAPsamInfo {
            requests = List.copyOf(requests);
        }
    }

    /**
     * @param terminal 12 hexadecimal digits
     * @param serial   20 hexadecimal digits
     * @param area     16 hexadecimal digits
     * @param random   8 bytes
     */
    record PsamRequest(int channel, String terminal, String serial, int version, int keyType, String area, Bytes random) {
    }

    /** Result of an authorisation, 3 + 4n bytes. @param count as told; @param results 4 bytes each, not itemised anywhere */
    record BBPsamResult(int errorCode, int count, List<Bytes> results) implements UnitFrame {
        public BBPsamResult {
            results = List.copyOf(results);
        }
    }

    /**
     * B2, B4, B5 or B8 with an error code.
     *
     * @param errorCode 1–255
     * @param rest      what stands behind the code, any length
     */
    record StepError(int command, ObuId obu, int errorCode, Bytes rest) implements UnitFrame {
    }

    /** A frame whose CRC is right and whose command is not described here (B7, EA, EB, EC and others). */
    record Unknown(int command, Bytes data) implements UnitFrame {
    }
}
