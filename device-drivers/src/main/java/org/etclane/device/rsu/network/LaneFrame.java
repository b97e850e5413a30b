package org.etclane.device.rsu.network;

import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.TripFile;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * Frames from the lane to the RSU (rsu-network.md §2). Lengths are those of DATA, command byte included. {@code factor} is the
 * 8-byte dispersion factor (分散因子). C0, C1, C2 and the 67-byte C6 have their layout from several programs, C4 from a capture,
 * the rest from one source.
 */
public sealed interface LaneFrame {
    /** StopType of {@link C2Stop}: give the OBU up, search again. */
    int STOP_SEARCH_AGAIN = 1;
    /** StopType of {@link C2Stop}: send the current frame once more. */
    int STOP_RESEND = 2;
    /** StopType of {@link C2Stop}: leave this OBU alone for a while. */
    int STOP_FREEZE = 3;

    /**
     * Initialise, 22 bytes.
     *
     * @param seconds       since 1970, UTC, 32 bits
     * @param local         local time
     * @param laneMode      11H road gantry, 12H and 13H gantry at a province's entry and exit; lanes in Fujian use 03 and 04
     * @param bstIntervalMs 0–255
     * @param txPower       0–31
     * @param pllChannel    1 or 2
     * @param transMode     1 CAPP
     * @param flagId        6 hexadecimal digits, gantry number
     * @param reserved      2 bytes: which row of a gantry, 00
     */
    record C0Initialise(long seconds, LocalDateTime local, int laneMode, int bstIntervalMs, int txPower, int pllChannel,
            int transMode, String flagId, Bytes reserved) implements LaneFrame {
        public C0Initialise {
            local = local.withNano(0);
            require(flagId.length() == 6, "flag id of " + flagId.length() + " digits, not 6");
            require(reserved.size() == 2, "reserved field of " + reserved.size() + " bytes, not 2");
        }
    }

    /** Continue, 13 bytes. */
    record C1Continue(ObuId obu, Bytes factor) implements LaneFrame {
        public C1Continue {
            requireFactor(factor);
        }
    }

    /** Stop, 6 bytes, or 10 with the seconds since 1970 that one client adds. */
    record C2Stop(ObuId obu, int stopType, Optional<Long> seconds) implements LaneFrame {
    }

    /** Antenna, 2 bytes: 00 close, 01 open. */
    record C4Antenna(int control) implements LaneFrame {
    }

    /**
     * Debit and write, 67 bytes; with the trip file 159, 164 or 174. The offsets of the long forms are inferred from their totals.
     *
     * @param amountFen 0–4294967295
     * @param station   43 bytes
     */
    record C6Debit(ObuId obu, Bytes factor, Optional<Trip> trip, long amountFen, LocalDateTime purchaseTime, Bytes station)
            implements LaneFrame {
        public C6Debit {
            requireFactor(factor);
            require(station.size() == 43, "station of " + station.size() + " bytes, not 43");
            // cut to 32 bits it would be another amount of money
            require(amountFen >= 0 && amountFen <= 0xFFFF_FFFFL, "amount " + amountFen + " fen does not fit 32 bits");
            purchaseTime = purchaseTime.withNano(0);
        }
    }

    /**
     * The trip file in a C6.
     *
     * @param tradeType 0 trip file and purchase, 1 trip file only, 2 purchase only
     * @param info      91 bytes of EF04
     * @param more      0, 5 or 15 bytes, meaning unknown
     */
    record Trip(int tradeType, Bytes info, Bytes more) {
        public Trip {
            require(info.size() == TripFile.LENGTH, "EF04 of " + info.size() + " bytes, not 91");
            require(more.size() == 0 || more.size() == 5 || more.size() == 15, "EF04Info2 of " + more.size()
                    + " bytes, not 0, 5 or 15");
        }
    }

    /**
     * Station of a CPC card (复合通行卡), 14 or 138 bytes.
     *
     * @param updateType 1 clear, 2 read and clear
     * @param rest       0 or 124 bytes, layout unknown
     */
    record C7CpcStation(ObuId obu, Bytes factor, int updateType, Bytes rest) implements LaneFrame {
        public C7CpcStation {
            requireFactor(factor);
            require(rest.size() == 0 || rest.size() == 124, "rest of C7 of " + rest.size() + " bytes, not 0 or 124");
        }
    }

    /**
     * Fetch the TAC again, 7 bytes; 22 with 15 bytes that nobody itemises; 104 with EF04 command 1, EF04 91, EF04Info2 5.
     *
     * @param cardSerial the card's transaction number, 0–65535; 0 when the lane does not know it (inferred)
     * @param rest       0, 15 or 97 bytes
     */
    record C8FetchTac(ObuId obu, int cardSerial, Bytes rest) implements LaneFrame {
        public C8FetchTac {
            require(rest.size() == 0 || rest.size() == 15 || rest.size() == 97, "rest of C8 of " + rest.size()
                    + " bytes, not 0, 15 or 97");
        }
    }

    /** Initialise PSAMs; the channels as a bitmap of 2 or 4 bytes. */
    record CAPsamInit(Bytes channels) implements LaneFrame {
        public CAPsamInit {
            require(channels.size() == 2 || channels.size() == 4, "channel bitmap of " + channels.size() + " bytes, not 2 or 4");
        }
    }

    /** Authorise PSAMs, 2 + 15n bytes. */
    record CBPsamAuthorise(List<Authorisation> authorisations) implements LaneFrame {
        public CBPsamAuthorise {
            authorisations = List.copyOf(authorisations);
        }
    }

    /**
     * What an authorising office answers to one PSAM's request.
     *
     * @param state authorisation state byte
     * @param data  13 bytes, layout unknown
     */
    record Authorisation(int channel, int state, Bytes data) {
        public Authorisation {
            require(data.size() == 13, "authorisation data of " + data.size() + " bytes, not 13");
        }
    }

    /** Acknowledgement of a heartbeat, 2 bytes, status 00; also the only frame known that says nothing else. */
    record CFAcknowledge(int status) implements LaneFrame {
    }

    /** A frame whose CRC is right and whose command is not described here (FA, FB, FC and others). */
    record Unknown(int command, Bytes data) implements LaneFrame {
    }

    private static void requireFactor(Bytes factor) {
        require(factor.size() == 8, "dispersion factor of " + factor.size() + " bytes, not 8");
    }

    private static void require(boolean good, String otherwise) {
        if (!good) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
