package org.etclane.device.conformance;

import java.util.Optional;
import org.etclane.device.spi.ConfiguredDevice;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.DriverException;
import org.etclane.device.spi.DriverRegistry;

/**
 * What a {@link org.etclane.device.spi.DriverProvider} also is when there is a conformance suite for its devices. Stateless, opens
 * nothing, like that.
 *
 * @param <S> the settings of that provider
 */
public interface ConformanceProvider<S extends Record> {

    /** What is asked of a device with these settings. */
    Suite<?> conformance(S settings, DriverContext context);

    /**
     * The suite of a configured device; empty when its driver has none.
     *
     * @throws DriverException when a foreign driver fails
     */
    static Optional<Suite<?>> suite(ConfiguredDevice device, DriverContext context) {
        if (!(device.driver() instanceof ConformanceProvider<?> provider)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ask(provider, device.settings(), context));
        } catch (RuntimeException | LinkageError failed) { // a jar made for another version fails with the latter
            throw new DriverException(DriverRegistry.named(device.driver()) + " fails when asked for its conformance suite: " + failed
                    + "; change the device's settings, or have the driver mended", failed);
        }
    }

    @SuppressWarnings("unchecked") // ConfiguredDevice has seen that the settings are the driver's
    private static <S extends Record> Suite<?> ask(ConformanceProvider<S> provider, Record settings, DriverContext context) {
        return provider.conformance((S) settings, context);
    }
}
