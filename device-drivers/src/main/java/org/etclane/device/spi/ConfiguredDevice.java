package org.etclane.device.spi;

import java.util.Optional;
import java.util.function.Supplier;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.link.Endpoint;
import org.etclane.device.trace.LineReader;

/**
 * A device as its configuration has it: the driver that {@code type} names, and settings of that driver's own type. Whatever the
 * driver throws comes out as {@link DriverException}, so that a foreign jar that fails is named.
 */
public record ConfiguredDevice(DriverProvider<?> driver, Record settings) {

    /** @throws IllegalArgumentException when the settings are those of another driver */
    public ConfiguredDevice {
        if (!driver.settingsType().isInstance(settings)) {
            throw new IllegalArgumentException(settings + " is not of " + driver.settingsType());
        }
    }

    public String type() {
        return driver.type();
    }

    /** @throws DriverException as does everything below */
    public LinkChoice link() {
        return guarded("where its device is", () -> link(driver));
    }

    /** A driver that knows nothing yet; each call makes another one. */
    public Endpoint<DeviceCommand, DeviceEvent> endpoint(String deviceName, DriverContext context) {
        return guarded("for a driver", () -> endpoint(driver, deviceName, context));
    }

    public Optional<RsuRehearsal> rehearsal() {
        return guarded("for a rehearsal", () -> rehearsal(driver));
    }

    /** Another one with each call. */
    public Optional<LineReader> reader() {
        return guarded("what the bytes mean", () -> reader(driver));
    }

    private <S extends Record> LinkChoice link(DriverProvider<S> provider) {
        return provider.link(provider.settingsType().cast(settings));
    }

    private <S extends Record> Endpoint<DeviceCommand, DeviceEvent> endpoint(DriverProvider<S> provider, String deviceName,
            DriverContext context) {
        return provider.endpoint(deviceName, provider.settingsType().cast(settings), context);
    }

    private <S extends Record> Optional<RsuRehearsal> rehearsal(DriverProvider<S> provider) {
        return provider.rehearsal(provider.settingsType().cast(settings));
    }

    private <S extends Record> Optional<LineReader> reader(DriverProvider<S> provider) {
        return provider.reader(provider.settingsType().cast(settings));
    }

    private <T> T guarded(String question, Supplier<T> asked) {
        try {
            T answer = asked.get();
            if (answer != null) {
                return answer;
            }
        } catch (RuntimeException | LinkageError failed) { // a jar made for another version fails with the latter
            throw new DriverException(DriverRegistry.named(driver) + " fails when asked " + question + ": " + failed
                    + "; change the device's settings, or have the driver mended", failed);
        }
        throw new DriverException(DriverRegistry.named(driver) + " has no answer when asked " + question + "; have it mended");
    }
}
