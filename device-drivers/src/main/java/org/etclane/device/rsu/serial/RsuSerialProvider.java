package org.etclane.device.rsu.serial;

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
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.spi.RsuRehearsal;
import org.etclane.device.trace.LineReader;

/** {@code type: rsu-serial}. */
public final class RsuSerialProvider implements DriverProvider<RsuSerialSection>, ConformanceProvider<RsuSerialSection> {
    @Override
    public String type() {
        return "rsu-serial";
    }

    @Override
    public Set<DeviceKind> kinds() {
        return EnumSet.of(DeviceKind.RSU);
    }

    @Override
    public Class<RsuSerialSection> settingsType() {
        return RsuSerialSection.class;
    }

    @Override
    public LinkChoice link(RsuSerialSection settings) {
        return LinkChoice.ofPort(settings.port(), settings.baud());
    }

    @Override
    public Endpoint<DeviceCommand, DeviceEvent> endpoint(String deviceName, RsuSerialSection settings, DriverContext context) {
        return new RsuSerialDriver(deviceName, settings.settings(deviceName, context), context.wallMillis());
    }

    @Override
    public Optional<RsuRehearsal> rehearsal(RsuSerialSection settings) {
        return Optional.of(new RsuSerialRehearsal(settings.profile()));
    }

    @Override
    public Optional<LineReader> reader(RsuSerialSection settings) {
        return Optional.of(RsuSerialWords.reader(settings.profile()));
    }

    @Override
    public Suite<?> conformance(RsuSerialSection settings, DriverContext context) {
        return RsuSerialConformance.suite(settings.settings(type(), context), context.wallMillis());
    }
}
