package org.etclane.device.scale.yaohua;

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

/** {@code type: scale-yaohua}. */
public final class YaohuaProvider implements DriverProvider<YaohuaSection> {
    @Override
    public String type() {
        return "scale-yaohua";
    }

    @Override
    public Set<DeviceKind> kinds() {
        return EnumSet.of(DeviceKind.SCALE);
    }

    @Override
    public Class<YaohuaSection> settingsType() {
        return YaohuaSection.class;
    }

    @Override
    public LinkChoice link(YaohuaSection settings) {
        return LinkChoice.ofPort(settings.port(), settings.baud());
    }

    @Override
    public Endpoint<DeviceCommand, DeviceEvent> endpoint(String deviceName, YaohuaSection settings, DriverContext context) {
        return new YaohuaDriver(settings.settings(deviceName));
    }

    @Override
    public Optional<LineReader> reader(YaohuaSection section) {
        return Optional.of(YaohuaWords.reader(section.settings(DeviceKind.SCALE.section())));
    }
}
