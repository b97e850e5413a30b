package org.etclane.device.wim.wanji;

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

/** {@code type: wim-wanji}. */
public final class WanjiProvider implements DriverProvider<WanjiSection> {
    @Override
    public String type() {
        return "wim-wanji";
    }

    @Override
    public Set<DeviceKind> kinds() {
        return EnumSet.of(DeviceKind.SCALE);
    }

    @Override
    public Class<WanjiSection> settingsType() {
        return WanjiSection.class;
    }

    @Override
    public LinkChoice link(WanjiSection settings) {
        return LinkChoice.ofPort(settings.port(), settings.baud());
    }

    @Override
    public Endpoint<DeviceCommand, DeviceEvent> endpoint(String deviceName, WanjiSection settings, DriverContext context) {
        return new WanjiDriver(settings.settings(deviceName));
    }

    @Override
    public Optional<LineReader> reader(WanjiSection settings) {
        return Optional.of(WanjiWords.reader());
    }
}
