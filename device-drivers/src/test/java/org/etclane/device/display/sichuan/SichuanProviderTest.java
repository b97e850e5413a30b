package org.etclane.device.display.sichuan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.ZoneId;
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
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.LaneDirection;
import org.etclane.device.spi.LinkChoice;
import org.junit.jupiter.api.Test;

class SichuanProviderTest {
    private static final DriverContext CONTEXT = new DriverContext(LaneDirection.EXIT, ZoneId.of("Asia/Shanghai"), () -> 0L);
    private static final Sichuan1dSection ONE_D = new Sichuan1dSection("/dev/ttyS2", 9_600, 5, 22, TextSending.SCREEN, true, 7, true, 400,
            1, 20_000, true, 30_000);
    private static final Sichuan1eSection ONE_E = new Sichuan1eSection("/dev/ttyS3", 9_600, 4, TextSending.SCREEN, CheckByte.NEVER, false,
            "012", 7, true, Optional.of(List.of("", "谢谢")), 3, false, 900, 2_000, 30_000, 4_000);

    @Test
    void everyKeyOf1dReachesTheDriver() {
        assertEquals(new Sichuan1dSettings("display", 5, 22, TextMode.SCREEN, true, 7,
                new Sichuan1dSettings.Timing(true, 400, 1, 20_000, true, 30_000)), ONE_D.settings("display"));
        ConfiguredDevice device = new ConfiguredDevice(new Sichuan1dProvider(), ONE_D);
        assertEquals(new LinkChoice.Serial(new SerialSettings("/dev/ttyS2", 9_600, 8, Parity.NONE, 1)), device.link());
        assertInstanceOf(Sichuan1dDriver.class, device.endpoint("display", CONTEXT));
    }

    @Test
    void everyKeyOf1eReachesTheDriver() {
        assertEquals(new Sichuan1eSettings("display", 4, TextMode.SCREEN, CheckByte.NEVER, false, new ColourCodes('0', '1', '2'), 7, true,
                List.of("", "谢谢"), 3, new DisplayTiming(false, 900, 2_000, 30_000, 4_000)), ONE_E.settings("display"));
        ConfiguredDevice device = new ConfiguredDevice(new Sichuan1eProvider(), ONE_E);
        assertEquals(new LinkChoice.Serial(new SerialSettings("/dev/ttyS3", 9_600, 8, Parity.NONE, 1)), device.link());
        assertInstanceOf(Sichuan1eDriver.class, device.endpoint("display", CONTEXT));
    }

    @Test
    void oneValueOf1dAgainstAnother() {
        CheckRig check = new CheckRig(new Sichuan1dSection.FitsTheDisplay(), Map.of("rows", 6, "bytesPerRow", 24,
                "textMode", TextSending.ROWS, "answerExpected", true, "heartbeatAnswered", false, "refreshMs", 60_000));
        assertEquals(List.of(), check.complaints(Map.of()));
        assertEquals(List.of(), check.complaints(Map.of("textMode", TextSending.SCREEN)));
        assertEquals(List.of("refreshMs"), check.complaints(Map.of("refreshMs", 1)));
        assertEquals(List.of("heartbeatAnswered"), check.complaints(Map.of("heartbeatAnswered", true, "answerExpected", false)));
        assertEquals(List.of(), check.complaints(Map.of("heartbeatAnswered", true)));
    }

    @Test
    void oneValueOf1eAgainstAnother() {
        CheckRig check = new CheckRig(new Sichuan1eSection.FitsTheDisplay(), Map.of("rows", 4, "textMode", TextSending.ROWS,
                "queryMs", 5000, "silentMs", 12_000, "refreshMs", 0));
        assertEquals(List.of(), check.complaints(Map.of("textMode", TextSending.SCREEN)));
        assertEquals(List.of("textMode"), check.complaints(Map.of("textMode", TextSending.SCREEN, "rows", 3)));
        assertEquals(List.of("silentMs"), check.complaints(Map.of("silentMs", 5_099)));
        assertEquals(List.of("refreshMs"), check.complaints(Map.of("refreshMs", 999)));
    }
}
