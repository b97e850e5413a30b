package org.etclane.lane.runtime;

import java.util.Optional;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.link.Endpoint;
import org.etclane.device.spi.ConfiguredDevice;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.RsuRehearsal;
import org.etclane.lane.core.Devices;

/**
 * An RSU's real driver, and the words of an RSU that is not there.
 *
 * @param driver that nobody else uses
 */
public record DryRsu(Endpoint<DeviceCommand, DeviceEvent> driver, RsuRehearsal words) {
    /** Empty when the driver that is configured offers no words. */
    static Optional<DryRsu> of(ConfiguredDevice rsu, DriverContext context) {
        return rsu.rehearsal().map(words -> new DryRsu(rsu.endpoint(Devices.RSU, context), words));
    }
}
