package org.etclane.device.scale.toledo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.ZoneId;
import java.util.Set;
import org.etclane.device.link.Parity;
import org.etclane.device.link.SerialSettings;
import org.etclane.device.scale.LoadSettings;
import org.etclane.device.spi.ConfiguredDevice;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.LaneDirection;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.spi.SectionDefaults;
import org.junit.jupiter.api.Test;

class ToledoProviderTest {
    private static final ToledoSection SECTION = section("tcp:10.0.0.8:5000", false, true, false);

    private static ToledoSection section(String port, boolean checksum, boolean tareField, boolean unitFromStatus) {
        return new ToledoSection(port, 4800, 8, Parity.ODD, checksum, tareField, unitFromStatus,
                ToledoSettings.ZeroCharacter.WITH_CR_LF, 150, 4, 20, 250, 220, 4000, 1200);
    }

    private static ToledoSettings settings(boolean checksum, boolean tareField, boolean unitFromStatus) {
        return new ToledoSettings("scale", checksum, tareField, unitFromStatus, ToledoSettings.ZeroCharacter.WITH_CR_LF, 220,
                new LoadSettings(150, 4, 20, 250, 4000, 1200));
    }

    @Test
    void everyKeyReachesTheDriver() {
        assertEquals(settings(false, true, false), section("/dev/ttyS2", false, true, false).settings("scale"));
        assertEquals(settings(true, false, false), section("/dev/ttyS2", true, false, false).settings("scale"));
        assertEquals(settings(false, false, true), section("/dev/ttyS2", false, false, true).settings("scale"));
        assertEquals(new LinkChoice.Serial(new SerialSettings("/dev/ttyS2", 4800, 8, Parity.ODD, 1)),
                new ToledoProvider().link(section("/dev/ttyS2", false, true, false)));
    }

    @Test
    void itsDefaultsAreTheDrivers() throws ReflectiveOperationException {
        assertEquals(ToledoSettings.defaults("scale"), SectionDefaults.of(ToledoSection.class, "/dev/ttyS2").settings("scale"));
    }

    @Test
    void itIsAScaleOnALine() {
        ConfiguredDevice device = new ConfiguredDevice(new ToledoProvider(), SECTION);
        assertEquals("scale-toledo", device.type());
        assertEquals(Set.of(DeviceKind.SCALE), device.driver().kinds());
        assertEquals(new LinkChoice.TcpClient("10.0.0.8", 5000), device.link());
        assertInstanceOf(ToledoDriver.class,
                device.endpoint("scale", new DriverContext(LaneDirection.EXIT, ZoneId.of("Asia/Shanghai"), () -> 0L)));
    }

    @Test
    void aPathIsASerialPort() throws ReflectiveOperationException {
        assertEquals(new LinkChoice.Serial(new SerialSettings("/dev/ttyS2", 9600, 7, Parity.EVEN, 1)),
                new ToledoProvider().link(SectionDefaults.of(ToledoSection.class, "/dev/ttyS2")));
    }
}
