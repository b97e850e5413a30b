package org.etclane.device.display.brace;

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

/** {@code type: display-brace}. */
public final class BraceProvider implements DriverProvider<BraceSection> {
    @Override
    public String type() {
        return "display-brace";
    }

    @Override
    public Set<DeviceKind> kinds() {
        return EnumSet.of(DeviceKind.DISPLAY);
    }

    @Override
    public Class<BraceSection> settingsType() {
        return BraceSection.class;
    }

    @Override
    public LinkChoice link(BraceSection settings) {
        return LinkChoice.ofPort(settings.port(), settings.baud());
    }

    @Override
    public Endpoint<DeviceCommand, DeviceEvent> endpoint(String deviceName, BraceSection settings, DriverContext context) {
        return new BraceDriver(settings.settings(deviceName));
    }

    @Override
    public Optional<LineReader> reader(BraceSection section) {
        return Optional.of(BraceWords.reader(section.settings(DeviceKind.DISPLAY.section())));
    }
}
