package org.etclane.device.rsu.network;

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
import org.etclane.device.trace.LineReader;

/** {@code type: rsu-network}. */
public final class RsuNetworkProvider implements DriverProvider<RsuNetworkSection>, ConformanceProvider<RsuNetworkSection> {
    @Override
    public String type() {
        return "rsu-network";
    }

    @Override
    public Set<DeviceKind> kinds() {
        return EnumSet.of(DeviceKind.RSU);
    }

    @Override
    public Class<RsuNetworkSection> settingsType() {
        return RsuNetworkSection.class;
    }

    @Override
    public LinkChoice link(RsuNetworkSection settings) {
        return LinkChoice.ofPort(settings.port(), settings.baud());
    }

    /** What authorises a PSAM is the operator's secret service; without it the RSU's PSAMs have to be authorised already. */
    @Override
    public Endpoint<DeviceCommand, DeviceEvent> endpoint(String deviceName, RsuNetworkSection settings, DriverContext context) {
        return new RsuNetworkDriver(settings.settings(deviceName, context), PsamAuthoriser.NONE, context.wallMillis());
    }

    @Override
    public Optional<LineReader> reader(RsuNetworkSection settings) {
        return Optional.of(RsuNetworkWords.reader(settings.psamRecordBytes()));
    }

    @Override
    public Suite<?> conformance(RsuNetworkSection settings, DriverContext context) {
        return RsuNetworkConformance.suite(settings.settings(type(), context), context.wallMillis());
    }
}
