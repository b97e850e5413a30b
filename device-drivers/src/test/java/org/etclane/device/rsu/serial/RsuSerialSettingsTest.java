package org.etclane.device.rsu.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.etclane.device.rsu.serial.RsuSerialSettings.Problem;
import org.etclane.device.rsu.serial.RsuSerialSettings.TacCommand;
import org.etclane.device.rsu.serial.RsuSerialSettings.TimeConvention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;

class RsuSerialSettingsTest {
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    @Test
    void theRecommendedProfileHasNoProblem() {
        assertEquals(List.of(), RsuSerialSettings.classic("rsu", RsuSerialSettings.EXIT).problems());
        assertEquals(List.of(), RsuSerialSettings.classic("rsu", RsuSerialSettings.ENTRY).problems());
    }

    @Test
    void everyProblemIsNamedAtOnce() {
        RsuSerialSettings bad = new RsuSerialSettings(38, TimeConvention.UTC, CHINA, 5, 0, 32, 2, 3, 0x81, 1, 1, TacCommand.C7,
                " ");
        assertEquals(List.of("stationLength", "laneMode", "waitTimeS", "txPower", "pllChannel", "transMode", "firstRsctl",
                "linkLostMs", "initRetryMs", "name"), bad.problems().stream().map(Problem::key).toList());
        assertEquals(new Problem("firstRsctl", "81H", "80H or 89H", "80H unless the RSU ignores the first C0"),
                bad.problems().get(6));
    }

    @Test
    void slowLinesAreRefusedWithTheArithmetic() {
        String reason = RsuSerialSettings.refuseBaud(9600, 40).orElseThrow();
        assertEquals("RSU line at 9600 baud is too slow: at 10 bits per byte one B4 of 108 bytes takes 112.5 ms and the 343 "
                + "bytes of a whole dialogue (B2 C1 B3 C1 B4 C6 B5 C1) take 357.3 ms of the 300 ms that a transaction may "
                + "take, before any air time. At 115200 baud they take 29.8 ms: set the RSU and the lane to 115200 8N1.", reason);
        assertTrue(RsuSerialSettings.refuseBaud(19_200, 36).isPresent());
        assertTrue(RsuSerialSettings.refuseBaud(0, 40).isPresent());
        assertTrue(RsuSerialSettings.refuseBaud(57_600, 40).isEmpty());
        assertTrue(RsuSerialSettings.refuseBaud(115_200, 40).isEmpty());
        assertTrue(RsuSerialSettings.refuseBaud(460_800, 36).isEmpty());
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void everyProfileHasDefaultsWithoutProblem(Profile profile) {
        RsuSerialSettings settings = RsuSerialSettings.of(profile, "rsu", RsuSerialSettings.EXIT);
        assertEquals(List.of(), settings.problems());
        assertEquals(profile, settings.profile());
        assertEquals(settings, RsuSerialSettings.classic("rsu", RsuSerialSettings.EXIT).withProfile(profile));
    }

    @Test
    void theOldConstructorIsClassic() {
        assertEquals(RsuSerialSettings.classic("rsu", 3), withTime(TimeConvention.UTC));
        assertEquals(Profile.CLASSIC, withTime(TimeConvention.UTC).profile());
    }

    @Test
    void optionsOutOfRangeAndAShortStationAreNamed() {
        RsuSerialSettings bad = new RsuSerialSettings(36, TimeConvention.UTC, CHINA, 4, 2, 10, 0, 1, 0x80, 150_000, 2000,
                TacCommand.C7, "rsu", Profile.EF04, new ProfileOptions(3, 2, false, 11, new Ef04.Request(-1, 70_000, 257)));
        assertEquals(List.of("stationLength", "stxBytes", "sendFlagInfo", "purseRecords", "ef04Option", "ef04Offset",
                "ef04Length"), bad.problems().stream().map(Problem::key).toList());
    }

    /** Lengths of rsu-serial.md §0, added up by hand: frames B2 C1 B3 C1 B4 C6 B5 C1, then delimiters. */
    @Test
    void theDialogueOfEachProfileIsAsLongAsItsFrames() {
        assertEquals(35 + 15 + 24 + 15 + 105 + 70 + 40 + 15 + 8 * 3, RsuSerialSettings.dialogueBytes(Profile.CLASSIC, 40));
        assertEquals(RsuSerialSettings.dialogueBytes(40) - 4, RsuSerialSettings.dialogueBytes(36));
        assertEquals(47 + 7 + 67 + 7 + 98 + 58 + 34 + 7 + 8 * 2, RsuSerialSettings.dialogueBytes(Profile.JIANGSU, 40));
        assertEquals(47 + 7 + 67 + 7 + 108 + 58 + 40 + 7 + 8 * 3, RsuSerialSettings.dialogueBytes(Profile.YUNNAN, 40));
        assertEquals(47 + 7 + 87 + 7 + (104 + 91) + 63 + 36 + 7 + 8 * 3, RsuSerialSettings.dialogueBytes(Profile.EF04, 40));
    }

    @ParameterizedTest
    @CsvSource({"CLASSIC, 38400", "JIANGSU, 38400", "YUNNAN, 38400", "EF04, 57600"})
    void theSlowestRateOfEachProfile(Profile profile, int slowest) {
        for (int baud : new int[] {9600, 19_200, 38_400, 57_600, 115_200}) {
            assertEquals(baud < slowest, RsuSerialSettings.refuseBaud(profile, baud, 40).isPresent(), profile + " at " + baud);
        }
        assertTrue(RsuSerialSettings.refuseBaud(Profile.EF04, 9600, 40).orElseThrow().contains("one B4 of 198 bytes"));
    }

    @Test
    void theTimeConventionOfCaptureS7IsLocalAsUtc() {
        // 2020-08-28 17:16:32 in China
        long wallMillis = 1_598_606_192_345L;
        assertEquals(1_598_606_192L, withTime(TimeConvention.UTC).wireSeconds(wallMillis));
        assertEquals(0x5F493BF0L, withTime(TimeConvention.LOCAL_AS_UTC).wireSeconds(wallMillis));
        assertEquals(LocalDateTime.of(2020, 8, 28, 17, 16, 32), withTime(TimeConvention.UTC).localTime(wallMillis));
    }

    private static RsuSerialSettings withTime(TimeConvention convention) {
        return new RsuSerialSettings(40, convention, CHINA, 3, 2, 10, 0, 1, 0x80, 150_000, 2000, TacCommand.C7, "rsu");
    }
}
