package org.etclane.device.wim.ff;

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

/** {@code type: wim-ff}. */
public final class FfProvider implements DriverProvider<FfSection> {
    @Override
    public String type() {
        return "wim-ff";
    }

    @Override
    public Set<DeviceKind> kinds() {
        return EnumSet.of(DeviceKind.SCALE);
    }

    @Override
    public Class<FfSection> settingsType() {
        return FfSection.class;
    }

    @Override
    public LinkChoice link(FfSection settings) {
        return LinkChoice.ofPort(settings.port(), settings.baud());
    }

    @Override
    public Endpoint<DeviceCommand, DeviceEvent> endpoint(String deviceName, FfSection settings, DriverContext context) {
        return new FfDriver(settings.settings(deviceName));
    }

    @Override
    public Optional<LineReader> reader(FfSection settings) {
        return Optional.of(FfWords.reader());
    }
}
