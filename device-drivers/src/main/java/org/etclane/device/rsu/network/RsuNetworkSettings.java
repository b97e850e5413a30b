package org.etclane.device.rsu.network;

import org.etclane.device.Bytes;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What differs between RSUs of variant B or is known from one source only (rsu-network.md). Nothing is guessed from the bytes.
 *
 * @param name  of the device, in events and messages
 * @param zone  time zone of the lane, for the local times on the wire
 * @param radio what C0 carries
 * @param times how long the driver waits for what
 * @param forms which of several forms the device speaks
 */
public record RsuNetworkSettings(String name, ZoneId zone, Radio radio, Times times, Forms forms) {
    /** LaneMode of an entry lane, as used in Fujian (one source). */
    public static final int ENTRY = 0x03;
    /** LaneMode of an exit lane, as used in Fujian (one source). */
    public static final int EXIT = 0x04;

    private static final int BUDGET_MS = 300;
    /** The share of a transaction's time that a serial line may take: the air side needs the rest. */
    public static final int LINE_BUDGET_MS = BUDGET_MS / 3;
    private static final int BITS_PER_BYTE = 10;
    private static final int B4_BYTES = 183;
    private static final int C6_BYTES = 67;

    /**
     * @param laneMode      0–255; gantries 11H road, 12H, 13H province entry, exit; lanes differ (one source: 03, 04)
     * @param bstIntervalMs between beacons, 0–255; 10 is the document's default
     * @param txPower       0–31
     * @param pllChannel    1 or 2 (variant A counts 0, 1)
     * @param transMode     1 CAPP
     * @param flagId        gantry number, 6 hexadecimal digits; also the gantry in {@link SingleChipStation#GANTRY_AND_TIME}
     * @param gantryRow     0–255; 0 in a lane
     */
    public record Radio(int laneMode, int bstIntervalMs, int txPower, int pllChannel, int transMode, String flagId,
            int gantryRow) {
    }

    /**
     * @param openDelayMs   from B0 to the C4 that opens the antenna; 1000 (one source)
     * @param initRetryMs   C0, or CA, is repeated after so long without an answer
     * @param openRetryMs   C4 is repeated after so long without B1 or B2; longer than a heartbeat, which may be the answer
     * @param linkLostMs    no frame for so long: the link counts as lost; heartbeats come every 10,000
     * @param frameGapMs    a frame whose rest does not come for so long is broken off
     * @param repeatMs      the same frame within so long of the first is a repeat (three at 120 by the document)
     */
    public record Times(long openDelayMs, long initRetryMs, long openRetryMs, long linkLostMs, long frameGapMs, long repeatMs) {
        public static Times usual() {
            return new Times(1_000, 2_000, 12_000, 35_000, 250, 1_000);
        }
    }

    /**
     * @param psamRecordBytes   9, or 7 (one device): one PSAM in B0
     * @param tripForm          whether a debit carries the trip file back
     * @param singleChipStation what stands in the station of a single-chip OBU when the trip file goes with it
     * @param stopWithTime      C2 with the seconds that one client adds
     * @param heartbeatAnswer   what B1 is answered with
     * @param psamChannels      bitmap of 2 or 4 bytes for CA; empty: PSAMs are not asked, and what B0 and B1 tell about their
     *                          authorisation is not judged (a captured RSU works with 01, "not authorised")
     */
    public record Forms(int psamRecordBytes, TripForm tripForm, SingleChipStation singleChipStation, boolean stopWithTime,
            HeartbeatAnswer heartbeatAnswer, Bytes psamChannels) {
        public static Forms usual() {
            return new Forms(9, TripForm.NONE, SingleChipStation.EF07, false, HeartbeatAnswer.NONE, Bytes.EMPTY);
        }
    }

    /**
     * The length of a C6 for an OBU whose trip file was read. The offsets of the long forms are inferred from their totals, and a
     * wrong one could move the amount, so {@code NONE} is the default: 67 bytes, known from several programs, trip file
     * left as it is. With {@code NONE} the transit record of a single-chip OBU lives in its station field (EF07), else in EF04.
     */
    public enum TripForm {
        NONE(0), C6_159(0), C6_164(5), C6_174(15);

        private final int moreBytes;

        TripForm(int moreBytes) {
            this.moreBytes = moreBytes;
        }

        /** Length of EF04Info2; sent as zeros, its meaning is unknown. */
        int moreBytes() {
            return moreBytes;
        }
    }

    /**
     * {@code EF07}: the transit record, as for a dual-chip OBU, where B4 reads it back from (inferred). {@code GANTRY_AND_TIME}:
     * flag id 3, seconds 4, zeros.
     */
    public enum SingleChipStation { EF07, GANTRY_AND_TIME }

    /** {@code NONE} by the document; {@code CF} in one client. */
    public enum HeartbeatAnswer { NONE, CF }

    /** One thing wrong with a setting, for a message that a technician can act on. */
    public record Problem(String key, String value, String allowed, String advice) {
    }

    /** What to begin with in a lane of this mode ({@link #ENTRY} or {@link #EXIT}) in China. */
    public static RsuNetworkSettings usual(String name, int laneMode) {
        return new RsuNetworkSettings(name, ZoneId.of("Asia/Shanghai"), new Radio(laneMode, 10, 10, 1, 1, "000000", 0),
                Times.usual(), Forms.usual());
    }

    public RsuNetworkSettings withTimes(Times value) {
        return new RsuNetworkSettings(name, zone, radio, value, forms);
    }

    public RsuNetworkSettings withForms(Forms value) {
        return new RsuNetworkSettings(name, zone, radio, times, value);
    }

    /** Everything that is wrong, empty when the settings can be used. */
    public List<Problem> problems() {
        List<Problem> found = new ArrayList<>();
        check(found, !name.isBlank(), "name", name, "not blank", "a short word, e.g. rsu");
        octet(found, "laneMode", radio.laneMode, "3 entry and 4 exit lane are known from Fujian; ask the maker of the RSU");
        octet(found, "bstIntervalMs", radio.bstIntervalMs, "10 is usual");
        within(found, "txPower", radio.txPower, 0, 31, "about 21 in a lane, 8 on a bench");
        within(found, "pllChannel", radio.pllChannel, 1, 2, "neighbouring lanes use different channels");
        octet(found, "transMode", radio.transMode, "1: all cards by CAPP purchase");
        check(found, radio.flagId.matches("[0-9A-Fa-f]{6}"), "flagId", radio.flagId, "6 hexadecimal digits",
                "000000 where there is no gantry number");
        octet(found, "gantryRow", radio.gantryRow, "0 in a lane");
        within(found, "openDelayMs", times.openDelayMs, 0, 10_000, "1000 is usual");
        within(found, "initRetryMs", times.initRetryMs, 500, 60_000, "2000 is usual");
        within(found, "openRetryMs", times.openRetryMs, 1_000, 60_000, "12000: a little more than a heartbeat");
        within(found, "linkLostMs", times.linkLostMs, 15_000, 600_000, "35000: three heartbeats and a little more");
        within(found, "frameGapMs", times.frameGapMs, 20, 2_000, "250 unless the network is slow");
        within(found, "repeatMs", times.repeatMs, 360, 5_000, "1000: RSUs repeat three times at 120");
        check(found, forms.psamRecordBytes == 9 || forms.psamRecordBytes == 7, "psamRecordBytes", forms.psamRecordBytes, "9 or 7",
                "9 unless B0 is reported as unreadable");
        check(found, forms.psamChannels.size() == 0 || forms.psamChannels.size() == 2 || forms.psamChannels.size() == 4,
                "psamChannels", forms.psamChannels, "empty, or a bitmap of 2 or 4 bytes", "empty unless PSAMs must be authorised");
        check(found, forms.singleChipStation == SingleChipStation.EF07 || forms.tripForm != TripForm.NONE, "singleChipStation",
                forms.singleChipStation, "EF07 while tripForm is NONE",
                "the entry of a single-chip OBU would be written nowhere; set tripForm too");
        return List.copyOf(found);
    }

    private static void octet(List<Problem> found, String key, int value, String advice) {
        within(found, key, value, 0, 255, advice);
    }

    private static void within(List<Problem> found, String key, long value, long low, long high, String advice) {
        check(found, value >= low && value <= high, key, value, low + "–" + high, advice);
    }

    private static void check(List<Problem> found, boolean good, String key, Object value, String allowed, String advice) {
        if (!good) {
            found.add(new Problem(key, String.valueOf(value), allowed, advice));
        }
    }

    /**
     * Why an RSU on a serial line cannot be run at this rate, with the arithmetic; empty when it can. On TCP there is no rate.
     */
    public Optional<String> refuseBaud(int baud) {
        if (baud <= 0) {
            return Optional.of("RSU line at " + baud + " baud: not a rate; 115200 is the standard");
        }
        int bytes = dialogueBytes();
        double lineMs = lineMs(bytes, baud);
        return lineMs <= LINE_BUDGET_MS ? Optional.empty() : Optional.of(("RSU line at %d baud is too slow: at %d bits per byte "
                + "the %d bytes of a whole dialogue (B2 C1 B4 C6 B5 C1) take %.1f ms of the %d ms that a transaction may take, "
                + "before any air time. At 115200 baud they take %.1f ms: set the RSU and the lane to 115200 8N1.").formatted(
                baud, BITS_PER_BYTE, bytes, lineMs, BUDGET_MS, lineMs(bytes, 115_200)));
    }

    /** What one exit dialogue puts on the wire: B2 C1 B4 C6 B5 C1, with headers and checks; B4 as long as it may be. */
    public int dialogueBytes() {
        boolean trip = forms.tripForm != TripForm.NONE;
        int debitBytes = trip ? C6_BYTES + 92 + forms.tripForm.moreBytes() : C6_BYTES;
        int cardBytes = B4_BYTES + (trip ? 91 : 0);
        return 37 + 13 + cardBytes + debitBytes + 36 + 13 + 6 * (RsuNetworkWire.HEADER_BYTES + RsuNetworkWire.CRC_BYTES);
    }

    private static double lineMs(int bytes, int baud) {
        return bytes * BITS_PER_BYTE * 1000.0 / baud;
    }

    long seconds(long wallMillis) {
        return Math.floorDiv(wallMillis, 1000L);
    }

    LocalDateTime localTime(long wallMillis) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(wallMillis), zone).withNano(0);
    }
}
