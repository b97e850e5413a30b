package org.etclane.sim.bench.vm;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernel's simulated GPIO chip, which Debian does not build: which files of the kernel source make it, and the one change without
 * which it does not link outside the kernel (platform.md, "Virtual lane PC"). Pure.
 */
final class GpioSimSource {
    /** Both in one module: the simulated interrupts have no licence line of their own, being part of the kernel elsewhere. */
    static final String MODULE = "lane-gpio";
    static final String MAKEFILE = "obj-m := lane-gpio.o\nlane-gpio-y := gpio-sim.o irq_sim.o\n";
    static final String INTERRUPTS = "irq_sim.c";
    static final List<String> FILES = List.of("drivers/gpio/gpio-sim.c", "drivers/gpio/gpiolib.h", "kernel/irq/" + INTERRUPTS);

    /** Needs a function that modules are not given; the other way to do the same is open to them. */
    private static final Pattern CALL = Pattern.compile("handle_simple_irq\\(irq_to_desc\\((\\w+)\\)\\)");

    private GpioSimSource() {
    }

    /** @throws IllegalArgumentException when the place is not there exactly once: this kernel's source is another one */
    static String changed(String interrupts) {
        Matcher call = CALL.matcher(interrupts);
        long places = call.results().count();
        if (places != 1) {
            throw new IllegalArgumentException(INTERRUPTS + " has " + places + " places like handle_simple_irq(irq_to_desc(n)), looked for"
                    + " exactly one: this kernel's source is not that of 6.1");
        }
        return call.replaceFirst("generic_handle_irq_safe($1)");
    }
}
