package org.etclane.device.scale.yaohua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.ZoneId;
import java.util.Set;
import org.etclane.device.link.Parity;
import org.etclane.device.link.SerialSettings;
import org.etclane.device.scale.LoadSettings;
import org.etclane.device.scale.Reading;
import org.etclane.device.spi.ConfiguredDevice;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.LaneDirection;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.spi.SectionDefaults;
import org.junit.jupiter.api.Test;

class YaohuaProviderTest {
    private static final YaohuaSection SECTION = new YaohuaSection("tcp:10.0.0.8:5000", 4800, YaohuaSettings.Mode.COMMANDS,
            Reading.Unit.TONNE, "C", YaohuaSettings.ZeroCommand.RS485, 150, 4, 20, 250, 260, 350, 220, 4000, 1200);

    @Test
    void everyKeyReachesTheDriver() {
        assertEquals(new YaohuaSettings("scale", YaohuaSettings.Mode.COMMANDS, Reading.Unit.TONNE, 'C', YaohuaSettings.ZeroCommand.RS485,
                new LoadSettings(150, 4, 20, 250, 4000, 1200), new YaohuaSettings.Timing(260, 350, 220)), SECTION.settings("scale"));
    }

    @Test
    void itsDefaultsAreTheDrivers() throws ReflectiveOperationException {
        assertEquals(YaohuaSettings.defaults("scale"), SectionDefaults.of(YaohuaSection.class, "/dev/ttyS2").settings("scale"));
    }

    @Test
    void itIsAScaleOnALine() {
        ConfiguredDevice device = new ConfiguredDevice(new YaohuaProvider(), SECTION);
        assertEquals("scale-yaohua", device.type());
        assertEquals(Set.of(DeviceKind.SCALE), device.driver().kinds());
        assertEquals(new LinkChoice.TcpClient("10.0.0.8", 5000), device.link());
        assertInstanceOf(YaohuaDriver.class,
                device.endpoint("scale", new DriverContext(LaneDirection.EXIT, ZoneId.of("Asia/Shanghai"), () -> 0L)));
    }

    @Test
    void aPathIsASerialPort() throws ReflectiveOperationException {
        assertEquals(new LinkChoice.Serial(new SerialSettings("/dev/ttyS2", 9600, 8, Parity.NONE, 1)),
                new YaohuaProvider().link(SectionDefaults.of(YaohuaSection.class, "/dev/ttyS2")));
    }
}
