package org.etclane.device.gpio;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.gpio.line.GpioLink;
import org.etclane.device.link.Endpoint;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.DriverProvider;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.trace.LineReader;

/** {@code type: gpio}. */
public final class GpioProvider implements DriverProvider<GpioSection> {
    @Override
    public String type() {
        return "gpio";
    }

    @Override
    public Set<DeviceKind> kinds() {
        return EnumSet.of(DeviceKind.LANE_IO);
    }

    @Override
    public Class<GpioSection> settingsType() {
        return GpioSection.class;
    }

    /** Occupies each of its lines, not the chips: the kernel gives out lines. */
    @Override
    public LinkChoice link(GpioSection section) {
        GpioSettings settings = section.settings(DeviceKind.LANE_IO.section());
        return new LinkChoice.OwnLine(Stream.<GpioLine>concat(settings.inputs().values().stream(), settings.outputs().values().stream())
                .map(GpioLine::where).toList(), (deviceName, times) -> GpioLink.of(section.settings(deviceName)));
    }

    @Override
    public Endpoint<DeviceCommand, DeviceEvent> endpoint(String deviceName, GpioSection section, DriverContext context) {
        return new GpioIoDriver(section.settings(deviceName));
    }

    @Override
    public Optional<LineReader> reader(GpioSection section) {
        return Optional.of(GpioWords.reader(section.settings(DeviceKind.LANE_IO.section())));
    }
}
