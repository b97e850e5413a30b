package org.etclane.device.ldi;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.link.Endpoint;
import org.etclane.device.link.TcpServer;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.DriverProvider;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.trace.LineReader;

/** {@code type: ldi}. */
public final class LdiProvider implements DriverProvider<LdiSection> {
    @Override
    public String type() {
        return "ldi";
    }

    @Override
    public Set<DeviceKind> kinds() {
        return EnumSet.of(DeviceKind.LANE_IO);
    }

    @Override
    public Class<LdiSection> settingsType() {
        return LdiSection.class;
    }

    /** The port on all addresses: two devices of one lane never need the same one. */
    @Override
    public LinkChoice link(LdiSection section) {
        return new LinkChoice.OwnLine(List.of("TCP port " + section.port()), (deviceName, times) -> new TcpServer(deviceName,
                section.bindAddress(), section.port(), section.limits().callers()));
    }

    @Override
    public Endpoint<DeviceCommand, DeviceEvent> endpoint(String deviceName, LdiSection section, DriverContext context) {
        return new LdiHub(section.settings(deviceName), context.wallMillis());
    }

    @Override
    public Optional<LineReader> reader(LdiSection section) {
        return Optional.of(LdiWords.reader());
    }
}
