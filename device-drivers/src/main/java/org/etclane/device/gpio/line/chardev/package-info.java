/**
 * A Pi4J provider of digital lines over the Linux GPIO character device, interface version 2 ({@code /dev/gpiochip*}, kernel 5.10 or
 * newer, {@code linux/gpio.h}), by the foreign function API: nothing native is shipped. It is our own because no published provider
 * serves an x86-64 industrial PC (platform.md, GPIO).
 *
 * <p>Each Pi4J line is one line request of its own. Levels are electrical, as Pi4J has them: the kernel's active-low flag is not
 * used, polarity is the driver's. Inputs report both edges, stamped by the kernel with CLOCK_MONOTONIC, which is the clock of
 * {@code System.nanoTime} on Linux; gaps in the kernel's numbering are edges lost. Outputs without an initial state are requested as
 * they are, and become outputs with the first level that is driven, in one step and without a glitch.
 *
 * <p>A failed call becomes a sentence that names chip, line, who holds it, and the remedy
 * ({@link org.etclane.device.gpio.line.chardev.LineFailure}).
 *
 * <p>Threads: {@code gpio-edges} waits in poll for the edges of all inputs of a context and tells them; requesting, driving and
 * releasing happen on the caller's thread. Numbers of the calls and layouts are those of x86-64, aarch64, riscv64 and loongarch64.
 * Imports Pi4J and the foreign function API; knows nothing of lanes.
 */
package org.etclane.device.gpio.line.chardev;
