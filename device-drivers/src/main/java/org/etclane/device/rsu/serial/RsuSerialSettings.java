package org.etclane.device.rsu.serial;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What differs between RSUs of variant A (rsu-serial.md §0, §4). Every point on which real devices disagree is a setting;
 * nothing is guessed from the bytes.
 *
 * @param stationLength  bytes of transit record in C3, C6 and C7: 36 or 40 in {@code classic}, 40 in the other profiles
 * @param timeConvention what C0's seconds count
 * @param zone           time zone of the lane, for the local times on the wire
 * @param laneMode       3 ETC entry, 4 ETC exit
 * @param waitTimeS      an OBU is not read again for so many seconds, 1–255
 * @param txPower        0–31
 * @param pllChannel     0 or 1: channel 1 or 2
 * @param transMode      0 all cards traditional, 1 all CAPP, 2 credit traditional and stored value CAPP; {@code classic} only
 * @param firstRsctl     RSCTL of the lane's first frame, when there is nothing to answer: 80H or 89H
 * @param linkLostMs     no frame for so long: the link counts as lost
 * @param initRetryMs    C0 is repeated after so long without B0
 * @param tacCommand     how a lost proof of debit is asked for; {@code classic} only, the other profiles have one way each
 * @param name           of the device, in events and messages
 * @param profile        the family of frame layouts
 * @param options        what the regional profiles leave open
 */
public record RsuSerialSettings(int stationLength, TimeConvention timeConvention, ZoneId zone, int laneMode, int waitTimeS,
        int txPower, int pllChannel, int transMode, int firstRsctl, long linkLostMs, long initRetryMs, TacCommand tacCommand,
        String name, Profile profile, ProfileOptions options) {
    public static final int ENTRY = 3;
    public static final int EXIT = 4;

    /** The budget of a whole transaction that drivers and station expect (card-and-obu-files.md §6). */
    private static final int BUDGET_MS = 300;
    /** The share of it that the line may take: the air side needs the rest. */
    public static final int LINE_BUDGET_MS = BUDGET_MS / 3;
    private static final int ETX_BYTES = 1;
    private static final int[] DIALOGUE = {0xB2, 0xC1, 0xB3, 0xC1, 0xB4, 0xC6, 0xB5, 0xC1};
    private static final int FULL_STATION = 40;
    /** Start bit, eight data bits, stop bit. */
    private static final int BITS_PER_BYTE = 10;

    /** LOCAL_AS_UTC: local time counted as if it were UTC (epoch + 8 h in China); the RSU echoes that in B5. */
    public enum TimeConvention { UTC, LOCAL_AS_UTC }

    /**
     * C7 names the transaction by its time; C8 by the card's transaction counter (0 when that is not known). The same command
     * codes mean other things in other profiles.
     */
    public enum TacCommand { C7, C8 }

    /** One thing wrong with a setting, for a message that a technician can act on. */
    public record Problem(String key, String value, String allowed, String advice) {
    }

    /** Profile {@code classic}. */
    public RsuSerialSettings(int stationLength, TimeConvention timeConvention, ZoneId zone, int laneMode, int waitTimeS,
            int txPower, int pllChannel, int transMode, int firstRsctl, long linkLostMs, long initRetryMs, TacCommand tacCommand,
            String name) {
        this(stationLength, timeConvention, zone, laneMode, waitTimeS, txPower, pllChannel, transMode, firstRsctl, linkLostMs,
                initRetryMs, tacCommand, name, Profile.CLASSIC, ProfileOptions.of(Profile.CLASSIC));
    }

    /** The recommended profile for a lane of this mode ({@link #ENTRY} or {@link #EXIT}) in China. */
    public static RsuSerialSettings classic(String name, int laneMode) {
        return of(Profile.CLASSIC, name, laneMode);
    }

    /** A profile with its defaults for a lane of this mode ({@link #ENTRY} or {@link #EXIT}) in China. */
    public static RsuSerialSettings of(Profile profile, String name, int laneMode) {
        return new RsuSerialSettings(FULL_STATION, TimeConvention.UTC, ZoneId.of("Asia/Shanghai"), laneMode, 2, 10, 0, 1, 0x80,
                150_000, 2_000, TacCommand.C7, name).withProfile(profile);
    }

    /** The same device in another profile, with that profile's default options. */
    public RsuSerialSettings withProfile(Profile value) {
        return with(value, ProfileOptions.of(value));
    }

    public RsuSerialSettings withOptions(ProfileOptions value) {
        return with(profile, value);
    }

    private RsuSerialSettings with(Profile newProfile, ProfileOptions newOptions) {
        return new RsuSerialSettings(stationLength, timeConvention, zone, laneMode, waitTimeS, txPower, pllChannel, transMode,
                firstRsctl, linkLostMs, initRetryMs, tacCommand, name, newProfile, newOptions);
    }

    /** Everything that is wrong, empty when the settings can be used. */
    public List<Problem> problems() {
        List<Problem> found = new ArrayList<>();
        if (profile == Profile.CLASSIC) {
            check(found, stationLength == 36 || stationLength == FULL_STATION, "stationLength", stationLength, "36 or 40",
                    "40 unless the RSU answers debits with an error or not at all");
        } else {
            check(found, stationLength == FULL_STATION, "stationLength", stationLength, "40 in profile " + profile.label(),
                    "leave it at 40");
        }
        check(found, laneMode == ENTRY || laneMode == EXIT, "laneMode", laneMode, "3 (ETC entry) or 4 (ETC exit)",
                "take it from the kind of the lane");
        check(found, waitTimeS >= 1 && waitTimeS <= 255, "waitTimeS", waitTimeS, "1–255", "1 or 2 is usual");
        check(found, txPower >= 0 && txPower <= 31, "txPower", txPower, "0–31", "about 21 in a lane, 8 on a bench");
        check(found, pllChannel == 0 || pllChannel == 1, "pllChannel", pllChannel, "0 or 1",
                "neighbouring lanes use different channels");
        check(found, transMode >= 0 && transMode <= 2, "transMode", transMode, "0, 1 or 2", "1: all cards by CAPP purchase");
        check(found, firstRsctl == 0x80 || firstRsctl == 0x89, "firstRsctl", "%02XH".formatted(firstRsctl), "80H or 89H",
                "80H unless the RSU ignores the first C0");
        check(found, linkLostMs >= 60_000 && linkLostMs <= 600_000, "linkLostMs", linkLostMs, "60000–600000",
                "heartbeats may lie nearly a minute apart; 150000 is usual");
        check(found, initRetryMs >= 500 && initRetryMs <= 60_000, "initRetryMs", initRetryMs, "500–60000", "2000 is usual");
        check(found, !name.isBlank(), "name", name, "not blank", "a short word, e.g. rsu");
        options.check(found);
        return List.copyOf(found);
    }

    static void check(List<Problem> found, boolean good, String key, Object value, String allowed, String advice) {
        if (!good) {
            found.add(new Problem(key, String.valueOf(value), allowed, advice));
        }
    }

    /** Profile {@code classic}; see {@link #refuseBaud(Profile, int, int)}. */
    public static Optional<String> refuseBaud(int baud, int stationLength) {
        return refuseBaud(Profile.CLASSIC, baud, stationLength);
    }

    /**
     * Why an RSU cannot be run at this rate, with the arithmetic; empty when it can. A rate is refused when the bytes of one
     * dialogue alone (B2 C1 B3 C1 B4 C6 B5 C1) take more than a third of the 300 ms that a transaction may take: the air side
     * needs the rest.
     */
    public static Optional<String> refuseBaud(Profile profile, int baud, int stationLength) {
        if (baud <= 0) {
            return Optional.of("RSU line at " + baud + " baud: not a rate; 115200 is the standard");
        }
        int dialogueBytes = dialogueBytes(profile, stationLength);
        double dialogueMs = lineMs(dialogueBytes, baud);
        if (dialogueMs <= LINE_BUDGET_MS) {
            return Optional.empty();
        }
        int cardBytes = lineBytes(profile, 0xB4, stationLength);
        return Optional.of(("RSU line at %d baud is too slow: at %d bits per byte one B4 of %d bytes takes %.1f ms and the %d "
                + "bytes of a whole dialogue (B2 C1 B3 C1 B4 C6 B5 C1) take %.1f ms of the %d ms that a transaction may take, "
                + "before any air time. At 115200 baud they take %.1f ms: set the RSU and the lane to 115200 8N1.").formatted(
                baud, BITS_PER_BYTE, cardBytes, lineMs(cardBytes, baud), dialogueBytes, dialogueMs, BUDGET_MS,
                lineMs(dialogueBytes, 115_200)));
    }

    /** Profile {@code classic}; see {@link #dialogueBytes(Profile, int)}. */
    public static int dialogueBytes(int stationLength) {
        return dialogueBytes(Profile.CLASSIC, stationLength);
    }

    /**
     * What one exit dialogue puts on the wire, unescaped, with delimiters: B2 C1 B3 C1 B4 C6 B5 C1 in the profile's usual
     * layouts and with its default options (rsu-serial.md §0).
     */
    public static int dialogueBytes(Profile profile, int stationLength) {
        return Arrays.stream(DIALOGUE).map(command -> lineBytes(profile, command, stationLength)).sum();
    }

    private static int lineBytes(Profile profile, int command, int stationLength) {
        int ef04 = ProfileOptions.of(profile).ef04().length();
        int frame = profile.usualBytes(command) + switch (command) {
            case 0xC6 -> stationLength - FULL_STATION;
            // offset and length of the part, 2 bytes each
            case 0xB4 -> ef04 == 0 ? 0 : 4 + ef04;
            default -> 0;
        };
        return profile.usualStxBytes() + frame + ETX_BYTES;
    }

    /** How long so many bytes take on a line 8N1, milliseconds. */
    public static double lineMs(int bytes, int baud) {
        return bytes * BITS_PER_BYTE * 1000.0 / baud;
    }

    /** What C0 carries as seconds at this wall time. */
    long wireSeconds(long wallMillis) {
        long utc = Math.floorDiv(wallMillis, 1000L);
        return switch (timeConvention) {
            case UTC -> utc;
            case LOCAL_AS_UTC -> utc + zone.getRules().getOffset(Instant.ofEpochSecond(utc)).getTotalSeconds();
        };
    }

    LocalDateTime localTime(long wallMillis) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(wallMillis), zone).withNano(0);
    }
}
