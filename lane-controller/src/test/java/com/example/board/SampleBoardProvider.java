package com.example.board;

import java.util.EnumSet;
import java.util.Set;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.link.Endpoint;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.DriverProvider;
import org.etclane.device.spi.LinkChoice;

/** {@code type: sample-board}. */
public final class SampleBoardProvider implements DriverProvider<SampleBoardSettings> {
    @Override
    public String type() {
        return "sample-board";
    }

    @Override
    public Set<DeviceKind> kinds() {
        return EnumSet.of(DeviceKind.LANE_IO);
    }

    @Override
    public Class<SampleBoardSettings> settingsType() {
        return SampleBoardSettings.class;
    }

    @Override
    public LinkChoice link(SampleBoardSettings settings) {
        return new LinkChoice.TcpClient(settings.host(), settings.port());
    }

    @Override
    public Endpoint<DeviceCommand, DeviceEvent> endpoint(String deviceName, SampleBoardSettings settings, DriverContext context) {
        return new SampleBoardDriver(deviceName, settings);
    }
}
