package org.etclane.device.rsu.serial;

import org.etclane.device.Bytes;
import org.etclane.device.ObuId;

import java.time.LocalDateTime;

/**
 * Frames from the lane to the RSU, profile {@code classic} (rsu-serial.md §4). {@code rsctl} is the nibble-swapped RSCTL of the
 * frame that is answered ({@link #answerTo}); {@code factor} is the 8-byte dispersion factor (分散因子); {@code station} is 36 or
 * 40 bytes, one setting for C3, C6 and C7 together.
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
     * @param transMode   0 traditional, 1 CAPP, 2 credit traditional and stored value CAPP
     */
    record C0Initialise(int rsctl, long seconds, LocalDateTime local, int laneMode, int waitTimeS, int txPower, int pllChannel,
            int transMode) implements LaneFrame {
        public C0Initialise {
            local = local.withNano(0);
        }
    }

    /** Continue; with OBU 0 after B0: start to search. 15 bytes. */
    record C1Continue(int rsctl, ObuId obu, Bytes factor) implements LaneFrame {
        public C1Continue {
            requireFactor(factor);
        }
    }

    /** Stop, 8 bytes. */
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

    /** Debit and write the transit record, 66 or 70 bytes. {@code amountFen} 0–4294967295. */
    record C6Debit(int rsctl, ObuId obu, Bytes factor, long transSerial, long amountFen, LocalDateTime purchaseTime,
            Bytes station) implements LaneFrame {
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

    /** Fetch the TAC by the card's transaction counter (0–65535), 9 bytes. */
    record C8FetchTac(int rsctl, ObuId obu, int cardSerial) implements LaneFrame {
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
        if (factor.size() != 8) {
            throw new IllegalArgumentException("dispersion factor of " + factor.size() + " bytes, not 8");
        }
    }

    private static void requireStation(Bytes station) {
        if (station.size() != 36 && station.size() != 40) {
            throw new IllegalArgumentException("station of " + station.size() + " bytes, not 36 or 40");
        }
    }
}
