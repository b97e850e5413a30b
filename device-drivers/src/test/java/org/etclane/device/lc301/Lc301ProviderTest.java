package org.etclane.device.lc301;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.ZoneId;
import org.etclane.device.LoopEvent.Role;
import org.etclane.device.link.Parity;
import org.etclane.device.link.SerialSettings;
import org.etclane.device.spi.ConfiguredDevice;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.LaneDirection;
import org.etclane.device.spi.LinkChoice;
import org.junit.jupiter.api.Test;

class Lc301ProviderTest {
    private static final Lc301Section SECTION = new Lc301Section("/dev/ttyS1", 19_200, 0x32, Role.ARM, Role.TRIGGER, false, false, 1, 2, 1,
            false, true, 900, 300, 10, 2, 5000);

    private static DriverContext context(LaneDirection direction) {
        return new DriverContext(direction, ZoneId.of("Asia/Shanghai"), () -> 0L);
    }

    @Test
    void everyKeyReachesTheDriver() {
        Lc301Settings d = Lc301Settings.defaults("io");
        Lc301Settings.Timing t = d.timing();
        assertEquals(new Lc301Settings("io", 0x32, Role.ARM, Role.TRIGGER,
                new Lc301Settings.Signals(false, false, false, d.signals().exitIsOne(), 1, 2),
                new Lc301Settings.Display(d.display().amounts(), d.display().entryText(), 1, false, true, d.display().colourFrames()),
                new Lc301Settings.Timing(900, t.queryGapMs(), 300, 10, 2, 5000, t.commandValidMs(), t.lightSettleMs(), t.alarmRefreshMs()),
                Lc301Settings.defaultQuery(0x32)), SECTION.settings("io", context(LaneDirection.ENTRY)));
        assertEquals(true, SECTION.settings("io", context(LaneDirection.EXIT)).signals().exitLane());
        assertEquals(new LinkChoice.Serial(new SerialSettings("/dev/ttyS1", 19_200, 8, Parity.NONE, 1)),
                new ConfiguredDevice(new Lc301Provider(), SECTION).link());
    }
}
