package org.etclane.device.spi;

import java.util.Optional;
import java.util.Set;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.link.Endpoint;
import org.etclane.device.trace.LineReader;

/**
 * Makes one protocol known to the lane. Lives beside its driver; its class name stands in
 * {@code META-INF/services/org.etclane.device.spi.DriverProvider} of the jar, and it is public with a public constructor without
 * parameters. Stateless: the methods only look at what they are given, and open nothing.
 *
 * @param <S> the settings: a record each component of which has a {@link Key}, with a {@link Checked} where one value must fit
 *            another. Whatever it allows, the methods below must take
 */
public interface DriverProvider<S extends Record> {

    /** The value of {@code type} that means this protocol: lower case letters, digits and hyphens, "rsu-serial". */
    String type();

    /** For which devices it may be configured; one at least. */
    Set<DeviceKind> kinds();

    Class<S> settingsType();

    /** Over what the device is reached. */
    LinkChoice link(S settings);

    /**
     * The driver of one device.
     *
     * @param deviceName in every event: "rsu"
     */
    Endpoint<DeviceCommand, DeviceEvent> endpoint(String deviceName, S settings, DriverContext context);

    /**
     * For an RSU: its words, so that made-up vehicles can go through the driver before the lane opens. Without them the driver is
     * loaded and compiled at the expense of the first vehicles.
     */
    default Optional<RsuRehearsal> rehearsal(S settings) {
        return Optional.empty();
    }

    /**
     * What passes over the line in words, for whoever looks at a trace: "B4CardInfo plate 测A12345", or why bytes make no frame. A reader
     * that knows nothing, each call makes another one; without one a trace shows bytes. Called when a trace is shown or saved, never
     * while the lane works. Words hold nothing that opens or proves anything by itself: no keys, passwords, verification codes or
     * authorisations, and no personal data but the plate.
     */
    default Optional<LineReader> reader(S settings) {
        return Optional.empty();
    }
}
