package org.etclane.device.rsu.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.spi.ConfiguredDevice;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.LaneDirection;
import org.etclane.device.spi.LinkChoice;
import org.junit.jupiter.api.Test;

class RsuNetworkProviderTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private static RsuNetworkSection section(Optional<Integer> laneMode) {
        return new RsuNetworkSection("tcp:10.0.0.7:9527", 115_200, laneMode, 11, 21, 2, 1, "12AB00", 900, 1_500, 40_000, 800, 7,
                RsuNetworkSettings.TripForm.C6_164, RsuNetworkSettings.SingleChipStation.GANTRY_AND_TIME, true,
                RsuNetworkSettings.HeartbeatAnswer.CF, "0003");
    }

    @Test
    void everyKeyReachesTheDriver() {
        RsuNetworkSettings settings = section(Optional.empty()).settings("rsu", new DriverContext(LaneDirection.ENTRY, ZONE, () -> 0L));
        RsuNetworkSettings.Times usual = RsuNetworkSettings.Times.usual();
        assertEquals(new RsuNetworkSettings("rsu", ZONE, new RsuNetworkSettings.Radio(RsuNetworkSettings.ENTRY, 11, 21, 2, 1, "12AB00", 0),
                new RsuNetworkSettings.Times(900, 1_500, usual.openRetryMs(), 40_000, usual.frameGapMs(), 800),
                new RsuNetworkSettings.Forms(7, RsuNetworkSettings.TripForm.C6_164, RsuNetworkSettings.SingleChipStation.GANTRY_AND_TIME,
                        true, RsuNetworkSettings.HeartbeatAnswer.CF, Bytes.fromHex("0003"))), settings);
        assertEquals(List.of(), settings.problems());
        assertEquals(0x13, section(Optional.of(0x13)).settings("rsu", new DriverContext(LaneDirection.EXIT, ZONE, () -> 0L)).radio().laneMode());
    }

    @Test
    void theLaneCallsTheRsu() {
        ConfiguredDevice device = new ConfiguredDevice(new RsuNetworkProvider(), section(Optional.empty()));
        assertEquals(new LinkChoice.TcpClient("10.0.0.7", 9527), device.link());
        assertInstanceOf(RsuNetworkDriver.class, device.endpoint("rsu", new DriverContext(LaneDirection.EXIT, ZONE, () -> 0L)));
    }
}
