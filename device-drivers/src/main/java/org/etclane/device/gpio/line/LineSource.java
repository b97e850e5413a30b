package org.etclane.device.gpio.line;

import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Lines that are not those of a Linux gpiochip: an I/O board with a library of its own and a Pi4J provider for it, or the test bench's.
 * Found by {@link ServiceLoader} under the name of this interface, so a jar can bring one; public, with a public constructor without
 * parameters. It is asked by what a configuration gives as {@code chip}, and never serves a path below {@code /dev}: those are the
 * kernel's.
 */
public interface LineSource extends LineProvider {

    /** Whether this is one of its own names. Opens nothing; a name that it claims is taken from everybody else. */
    boolean serves(String chip);

    /** The one that serves all of these chips; empty: they are the kernel's. */
    static Optional<LineSource> serving(List<String> chips) {
        try {
            for (LineSource source : ServiceLoader.load(LineSource.class)) {
                if (chips.stream().allMatch(chip -> !chip.startsWith("/dev/") && source.serves(chip))) {
                    return Optional.of(source);
                }
            }
            return Optional.empty();
        } catch (ServiceConfigurationError broken) {
            throw new IllegalStateException("a source of GPIO lines on the class path cannot be loaded: " + broken.getMessage()
                    + "; have it mended, or remove its jar from drivers/", broken);
        }
    }
}
