package org.etclane.device.wim.ff;

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

class FfProviderTest {
    private static final FfSection SECTION = new FfSection("tcp:10.0.0.8:5000", 19_200, FfSettings.Form.AXLE_GROUPS,
            FfSettings.CommandSeven.SETS_ZERO, true, true, AxleCodeScheme.SEVEN, 10, 210, 20, false, 12, 900, 20_000, 70, 1100, 210, 6000,
            1200);

    @Test
    void everyKeyReachesTheDriver() {
        assertEquals(new FfSettings("scale", FfSettings.Form.AXLE_GROUPS, FfSettings.CommandSeven.SETS_ZERO, true, true,
                new FfSettings.Records(AxleCodeScheme.SEVEN, 10, 210, 20, false, 12),
                new FfSettings.Timing(900, 20_000, 70, 1100, 210, 6000, 1200)), SECTION.settings("scale"));
    }

    @Test
    void itsDefaultsAreTheDrivers() throws ReflectiveOperationException {
        assertEquals(FfSettings.defaults("scale"), SectionDefaults.of(FfSection.class, "/dev/ttyS2").settings("scale"));
    }

    @Test
    void itIsAScaleOnALine() {
        ConfiguredDevice device = new ConfiguredDevice(new FfProvider(), SECTION);
        assertEquals("wim-ff", device.type());
        assertEquals(Set.of(DeviceKind.SCALE), device.driver().kinds());
        assertEquals(new LinkChoice.TcpClient("10.0.0.8", 5000), device.link());
        assertInstanceOf(FfDriver.class,
                device.endpoint("scale", new DriverContext(LaneDirection.EXIT, ZoneId.of("Asia/Shanghai"), () -> 0L)));
    }

    @Test
    void aPathIsASerialPort() throws ReflectiveOperationException {
        assertEquals(new LinkChoice.Serial(new SerialSettings("/dev/ttyS2", 9600, 8, Parity.NONE, 1)),
                new FfProvider().link(SectionDefaults.of(FfSection.class, "/dev/ttyS2")));
    }
}
