package org.etclane.device.scale.toledo;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.link.Endpoint;
import org.etclane.device.link.SerialSettings;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.DriverProvider;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.trace.LineReader;

/** {@code type: scale-toledo}. */
public final class ToledoProvider implements DriverProvider<ToledoSection> {
    @Override
    public String type() {
        return "scale-toledo";
    }

    @Override
    public Set<DeviceKind> kinds() {
        return EnumSet.of(DeviceKind.SCALE);
    }

    @Override
    public Class<ToledoSection> settingsType() {
        return ToledoSection.class;
    }

    @Override
    public LinkChoice link(ToledoSection settings) {
        LinkChoice usual = LinkChoice.ofPort(settings.port(), settings.baud());
        return usual.serialPort().<LinkChoice>map(path -> new LinkChoice.Serial(
                new SerialSettings(path, settings.baud(), settings.dataBits(), settings.parity(), 1))).orElse(usual);
    }

    @Override
    public Endpoint<DeviceCommand, DeviceEvent> endpoint(String deviceName, ToledoSection settings, DriverContext context) {
        return new ToledoDriver(settings.settings(deviceName));
    }

    @Override
    public Optional<LineReader> reader(ToledoSection section) {
        return Optional.of(ToledoWords.reader(section.settings(DeviceKind.SCALE.section())));
    }
}
