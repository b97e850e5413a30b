package org.etclane.device.display.brace;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.display.CheckRig;
import org.etclane.device.display.ColourCodes;
import org.etclane.device.display.DisplayTiming;
import org.etclane.device.display.TextMode;
import org.etclane.device.link.Parity;
import org.etclane.device.link.SerialSettings;
import org.etclane.device.spi.ConfiguredDevice;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.LaneDirection;
import org.etclane.device.spi.LinkChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BraceProviderTest {
    private static final BraceSection SECTION = new BraceSection("/dev/ttyS2", 19_200, BraceProfile.QINGHAI, Optional.of(3),
            Optional.of(20), TextMode.SCREEN, "132", Optional.of(7), Optional.of(AmountVoice.DECIMAL_YUAN),
            Optional.of(List.of("谢谢")), 2, Optional.of(false), 900, 2_000, 30_000, 4_000);
    private static final CheckRig CHECK = new CheckRig(new BraceSection.FitsTheDisplay(), Map.of("profile", BraceProfile.QINGHAI,
            "textMode", TextMode.ROWS, "volume", 0, "queryMs", 5000, "silentMs", 12_000, "refreshMs", 0));

    private static BraceSection plain(BraceProfile profile) {
        return new BraceSection("/dev/ttyS2", 9_600, profile, Optional.empty(), Optional.empty(), TextMode.ROWS, "012", Optional.empty(),
                Optional.empty(), Optional.empty(), 0, Optional.empty(), 5_000, 12_000, 0, 5_000);
    }

    @Test
    void everyKeyReachesTheDriver() {
        assertEquals(new BraceSettings("display", BraceProfile.QINGHAI, 3, 20, TextMode.SCREEN, new ColourCodes('1', '3', '2'), 7,
                AmountVoice.DECIMAL_YUAN, List.of("谢谢"), 2, new DisplayTiming(false, 900, 2_000, 30_000, 4_000)),
                SECTION.settings("display"));
        ConfiguredDevice device = new ConfiguredDevice(new BraceProvider(), SECTION);
        assertEquals(new LinkChoice.Serial(new SerialSettings("/dev/ttyS2", 19_200, 8, Parity.NONE, 1)), device.link());
        assertInstanceOf(BraceDriver.class, device.endpoint("display",
                new DriverContext(LaneDirection.EXIT, ZoneId.of("Asia/Shanghai"), () -> 0L)));
        assertEquals(EnumSet.of(DeviceKind.DISPLAY), new BraceProvider().kinds());
    }

    @ParameterizedTest
    @EnumSource(BraceProfile.class)
    void whatIsLeftOutIsAsTheProfileHasIt(BraceProfile profile) {
        assertEquals(BraceSettings.defaults("display", profile), plain(profile).settings("display"));
    }

    @Test
    void oneValueAgainstAnother() {
        assertEquals(List.of(), CHECK.complaints(Map.of()));
        assertEquals(List.of("refreshMs"), CHECK.complaints(Map.of("refreshMs", 999)));
        assertEquals(List.of("silentMs"), CHECK.complaints(Map.of("queryMs", 11_901)));
        assertEquals(List.of(), CHECK.complaints(Map.of("queryMs", 11_900, "refreshMs", 1000)));
        assertEquals(List.of("textMode"), CHECK.complaints(Map.of("profile", BraceProfile.YUNNAN, "textMode", TextMode.FIXED_FORM)));
        assertEquals(List.of(), CHECK.complaints(Map.of("textMode", TextMode.FIXED_FORM)));
        assertEquals(List.of("volume", "amountVoice", "phrases"), CHECK.complaints(Map.of("profile", BraceProfile.SHANDONG, "volume", 1,
                "amountVoice", Optional.of(AmountVoice.DECIMAL_YUAN), "phrases", Optional.of(List.of("谢谢")))));
    }

    /** What the check lets through, the settings take: 9 rows of 27 bytes fill a frame. */
    @Test
    void aScreenInOneFrameHasToFitIt() {
        Map<String, Object> fits = Map.of("textMode", TextMode.SCREEN, "rows", Optional.of(9), "bytesPerRow", Optional.of(27));
        Map<String, Object> tooLong = Map.of("textMode", TextMode.SCREEN, "rows", Optional.of(9), "bytesPerRow", Optional.of(28));
        assertEquals(List.of(), CHECK.complaints(fits));
        assertEquals(List.of("textMode"), CHECK.complaints(tooLong));
        assertDoesNotThrow(() -> BraceSettings.defaults("display", BraceProfile.QINGHAI).withScreen(9, 27, TextMode.SCREEN));
    }
}
