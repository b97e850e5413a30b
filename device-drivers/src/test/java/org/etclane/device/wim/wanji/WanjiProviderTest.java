package org.etclane.device.wim.wanji;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.ZoneId;
import java.util.Set;
import org.etclane.device.link.Parity;
import org.etclane.device.link.SerialSettings;
import org.etclane.device.spi.ConfiguredDevice;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.LaneDirection;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.spi.SectionDefaults;
import org.etclane.device.wim.AxleCodeScheme;
import org.junit.jupiter.api.Test;

class WanjiProviderTest {
    private static final WanjiSection SECTION = new WanjiSection("tcp:10.0.0.8:5000", 57_600, WanjiSettings.Form.GROUPS,
            AxleCodeScheme.SEVEN, 4, false, false, 9000, 1100, 5, 110, 26_000);

    @Test
    void everyKeyReachesTheDriver() {
        assertEquals(new WanjiSettings("scale", WanjiSettings.Form.GROUPS, AxleCodeScheme.SEVEN, 4, false, false,
                new WanjiSettings.Timing(9000, 1100, 5, 110, 26_000)), SECTION.settings("scale"));
        WanjiSection other = new WanjiSection("/dev/ttyS2", 57_600, WanjiSettings.Form.GROUPS, AxleCodeScheme.SEVEN, 4, true, false, 9000,
                1100, 5, 110, 26_000);
        assertEquals(SECTION.settings("scale").withAnswerHeartbeat(true), other.settings("scale"));
    }

    @Test
    void itsDefaultsAreTheDrivers() throws ReflectiveOperationException {
        assertEquals(WanjiSettings.defaults("scale"), SectionDefaults.of(WanjiSection.class, "/dev/ttyS2").settings("scale"));
    }

    @Test
    void itIsAScaleOnALine() {
        ConfiguredDevice device = new ConfiguredDevice(new WanjiProvider(), SECTION);
        assertEquals("wim-wanji", device.type());
        assertEquals(Set.of(DeviceKind.SCALE), device.driver().kinds());
        assertEquals(new LinkChoice.TcpClient("10.0.0.8", 5000), device.link());
        assertInstanceOf(WanjiDriver.class,
                device.endpoint("scale", new DriverContext(LaneDirection.EXIT, ZoneId.of("Asia/Shanghai"), () -> 0L)));
    }

    @Test
    void aPathIsASerialPort() throws ReflectiveOperationException {
        assertEquals(new LinkChoice.Serial(new SerialSettings("/dev/ttyS2", 115_200, 8, Parity.NONE, 1)),
                new WanjiProvider().link(SectionDefaults.of(WanjiSection.class, "/dev/ttyS2")));
    }
}
