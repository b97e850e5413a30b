package org.etclane.device.rsu.serial;

import org.etclane.device.Bytes;
import org.etclane.device.ObuId;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * Frames from the lane to the RSU, every {@link Profile} (rsu-serial.md §4). Lengths given are those of {@code classic}; what a
 * profile's layout has no place for is left out when written, and comes back as "not carried" when read: −1, empty, serial 0.
 *
 * <p>{@code rsctl} is the nibble-swapped RSCTL of the frame that is answered ({@link #answerTo}); {@code factor} is the 8-byte
 * dispersion factor (分散因子), in {@code classic} only; {@code station} is 40 bytes, in {@code classic} 36 or 40 by one setting
 * for C3, C6 and C7 together.
 */
public sealed interface LaneFrame {
    /** StopType of {@link C2Stop}: give the OBU up, search again. */
    int STOP_SEARCH_AGAIN = 1;
    /** StopType of {@link C2Stop}: send the current frame (B3, B4) once more. */
    int STOP_RESEND = 2;

    int rsctl();

    /** Nibble swap: 18H → 81H. */
    static int answerTo(int rsctl) {
        return (rsctl & 0x0F) << 4 | rsctl >>> 4 & 0x0F;
    }

    /**
     * Initialise, 19 bytes.
     *
     * @param seconds     since 1970, 32 bits, in the convention of the setting
     * @param local       local time
     * @param laneMode    3 ETC entry, 4 ETC exit
     * @param waitTimeS   the same OBU is not read again for so many seconds
     * @param txPower     0–31
     * @param pllChannel  0 or 1
     * @param transMode   0 traditional, 1 CAPP, 2 credit traditional and stored value CAPP; in {@code yunnan} SendFlagInfo, 0
     *                    or 1: mark-station data are handled; −1 in the others
     * @param ef04        in {@code ef04} only
     */
    record C0Initialise(int rsctl, long seconds, LocalDateTime local, int laneMode, int waitTimeS, int txPower, int pllChannel,
            int transMode, Optional<Ef04.Request> ef04) implements LaneFrame {
        public C0Initialise {
            local = local.withNano(0);
        }

        public C0Initialise(int rsctl, long seconds, LocalDateTime local, int laneMode, int waitTimeS, int txPower,
                int pllChannel, int transMode) {
            this(rsctl, seconds, local, laneMode, waitTimeS, txPower, pllChannel, transMode, Optional.empty());
        }
    }

    /** Continue; with OBU 0 after B0: start to search. 15 bytes. */
    record C1Continue(int rsctl, ObuId obu, Bytes factor) implements LaneFrame {
        public C1Continue {
            requireFactor(factor);
        }
    }

    /** Stop, 8 bytes. {@code stopType} is −1 in {@code yunnan}: search again. */
    record C2Stop(int rsctl, ObuId obu, int stopType) implements LaneFrame {
    }

    /** Write the transit record without a debit, 62 or 66 bytes. {@code transSerial} comes back in B5. */
    record C3WriteEntry(int rsctl, ObuId obu, Bytes factor, long transSerial, LocalDateTime purchaseTime, Bytes station)
            implements LaneFrame {
        public C3WriteEntry {
            requireFactor(factor);
            requireStation(station);
            purchaseTime = purchaseTime.withNano(0);
        }
    }

    /**
     * Debit and write the transit record, 66 or 70 bytes.
     *
     * @param amountFen 0–4294967295
     * @param tradeMode in {@code ef04}: {@link #PURCHASE_ONLY} and its like, else −1
     * @param ef04      in {@code ef04}: what is to be written to EF04, {@link Ef04.Part#NONE} for nothing
     */
    record C6Debit(int rsctl, ObuId obu, Bytes factor, long transSerial, long amountFen, LocalDateTime purchaseTime,
            Bytes station, int tradeMode, Optional<Ef04.Part> ef04) implements LaneFrame {
        public static final int PURCHASE_ONLY = 0;
        public static final int EF04_ONLY = 1;
        /** Entry. */
        public static final int EF04_THEN_PURCHASE = 2;
        /** Exit. */
        public static final int PURCHASE_THEN_EF04 = 3;

        public C6Debit(int rsctl, ObuId obu, Bytes factor, long transSerial, long amountFen, LocalDateTime purchaseTime,
                Bytes station) {
            this(rsctl, obu, factor, transSerial, amountFen, purchaseTime, station, -1, Optional.empty());
        }

        public C6Debit {
            requireFactor(factor);
            requireStation(station);
            // cut to 32 bits it would be another amount of money
            if (amountFen < 0 || amountFen > 0xFFFF_FFFFL) {
                throw new IllegalArgumentException("amount " + amountFen + " fen does not fit 32 bits");
            }
            purchaseTime = purchaseTime.withNano(0);
        }
    }

    /** Fetch the TAC of a debit whose answer was lost; shape of {@link C3WriteEntry}. */
    record C7FetchTac(int rsctl, ObuId obu, Bytes factor, long transSerial, LocalDateTime purchaseTime, Bytes station)
            implements LaneFrame {
        public C7FetchTac {
            requireFactor(factor);
            requireStation(station);
            purchaseTime = purchaseTime.withNano(0);
        }
    }

    /** Read the card's last purse records (file 0018), 1–10: C7 of {@code jiangsu} and {@code yunnan}, 8 bytes. */
    record C7ReadRecords(int rsctl, ObuId obu, int count) implements LaneFrame {
    }

    /** Fetch the TAC by the card's transaction counter (0–65535), 9 bytes. */
    record C8FetchTac(int rsctl, ObuId obu, int cardSerial) implements LaneFrame {
    }

    /**
     * Fetch the TAC of the last debit: C8 of {@code ef04}, 12 bytes and what is to be written to EF04.
     *
     * @param optMode 1: also write EF04
     */
    record C8FetchTacAgain(int rsctl, ObuId obu, int optMode, Ef04.Part part) implements LaneFrame {
    }

    /** Read a piece of EF04 and clear it, length 0: only clear; {@code ef04}, 11 bytes. */
    record C9TakeEf04(int rsctl, ObuId obu, int offset, int length) implements LaneFrame {
    }

    /** Antenna switch, 4 bytes: 0 close, 1 open. */
    record Antenna4C(int rsctl, int controlType) implements LaneFrame {
    }

    /** Pure acknowledgement. */
    record Empty(int rsctl) implements LaneFrame {
    }

    /** A frame whose BCC is right and whose command this profile does not have. */
    record Unknown(int rsctl, int command, Bytes data) implements LaneFrame {
    }

    private static void requireFactor(Bytes factor) {
        if (factor.size() != 8 && factor.size() != 0) {
            throw new IllegalArgumentException("dispersion factor of " + factor.size() + " bytes, neither 8 nor none");
        }
    }

    private static void requireStation(Bytes station) {
        if (station.size() != 36 && station.size() != 40) {
            throw new IllegalArgumentException("station of " + station.size() + " bytes, not 36 or 40");
        }
    }
}
