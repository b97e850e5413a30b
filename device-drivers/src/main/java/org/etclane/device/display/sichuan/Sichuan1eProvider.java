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

/** {@code type: display-sichuan-1e}. */
public final class Sichuan1eProvider implements DriverProvider<Sichuan1eSection> {
    @Override
    public String type() {
        return "display-sichuan-1e";
    }

    @Override
    public Set<DeviceKind> kinds() {
        return EnumSet.of(DeviceKind.DISPLAY);
    }

    @Override
    public Class<Sichuan1eSection> settingsType() {
        return Sichuan1eSection.class;
    }

    @Override
    public LinkChoice link(Sichuan1eSection settings) {
        return LinkChoice.ofPort(settings.port(), settings.baud());
    }

    @Override
    public Endpoint<DeviceCommand, DeviceEvent> endpoint(String deviceName, Sichuan1eSection settings, DriverContext context) {
        return new Sichuan1eDriver(settings.settings(deviceName));
    }

    @Override
    public Optional<LineReader> reader(Sichuan1eSection section) {
        return Optional.of(SichuanWords.reader1e(section.checkByte()));
    }
}
