package org.etclane.device.display.sichuan;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.link.Endpoint;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.DriverProvider;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.trace.LineReader;

/** {@code type: display-sichuan-1d}. */
public final class Sichuan1dProvider implements DriverProvider<Sichuan1dSection> {
    @Override
    public String type() {
        return "display-sichuan-1d";
    }

    @Override
    public Set<DeviceKind> kinds() {
        return EnumSet.of(DeviceKind.DISPLAY);
    }

    @Override
    public Class<Sichuan1dSection> settingsType() {
        return Sichuan1dSection.class;
    }

    @Override
    public LinkChoice link(Sichuan1dSection settings) {
        return LinkChoice.ofPort(settings.port(), settings.baud());
    }

    @Override
    public Endpoint<DeviceCommand, DeviceEvent> endpoint(String deviceName, Sichuan1dSection settings, DriverContext context) {
        return new Sichuan1dDriver(settings.settings(deviceName));
    }

    @Override
    public Optional<LineReader> reader(Sichuan1dSection settings) {
        return Optional.of(SichuanWords.reader1d());
    }
}
