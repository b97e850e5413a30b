package org.etclane.device.lc301;

import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.conformance.ConformanceProvider;
import org.etclane.device.conformance.Suite;
import org.etclane.device.link.Endpoint;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.DriverProvider;
import org.etclane.device.spi.LaneDirection;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.trace.LineReader;

/** {@code type: lc301}. */
public final class Lc301Provider implements DriverProvider<Lc301Section>, ConformanceProvider<Lc301Section> {
    /** To read bytes nothing need be known of the lane. */
    private static final DriverContext NO_LANE = new DriverContext(LaneDirection.EXIT, ZoneOffset.UTC, () -> 0);

    @Override
    public String type() {
        return "lc301";
    }

    @Override
    public Set<DeviceKind> kinds() {
        return EnumSet.of(DeviceKind.LANE_IO);
    }

    @Override
    public Class<Lc301Section> settingsType() {
        return Lc301Section.class;
    }

    @Override
    public LinkChoice link(Lc301Section settings) {
        return LinkChoice.ofPort(settings.port(), settings.baud());
    }

    @Override
    public Endpoint<DeviceCommand, DeviceEvent> endpoint(String deviceName, Lc301Section settings, DriverContext context) {
        return new Lc301Driver(settings.settings(deviceName, context));
    }

    @Override
    public Optional<LineReader> reader(Lc301Section section) {
        return Optional.of(Lc301Words.reader(section.settings(DeviceKind.LANE_IO.section(), NO_LANE)));
    }

    @Override
    public Suite<?> conformance(Lc301Section settings, DriverContext context) {
        return Lc301Conformance.suite(settings.settings(type(), context));
    }
}
