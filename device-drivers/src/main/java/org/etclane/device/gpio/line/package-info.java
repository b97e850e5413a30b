/**
 * Digital lines as a {@link org.etclane.device.link.ByteLink}, over Pi4J: what stands between {@code org.etclane.device.gpio}, which
 * knows what lines mean, and a Pi4J provider, which knows how to reach them: our own one over the Linux character device
 * ({@code chardev}), or Pi4J's mock in tests. Imports Pi4J, the link shape and the frames of {@code device.gpio}.
 *
 * <p>Thread {@code rx:<name>} owns the lines: it opens them, reads levels, drives outputs, hands edges over, and waits before it
 * tries again. Edges come from the provider's own thread, stamped, through a bounded queue; so a slow output delays an edge's
 * hand-over, never its stamp, and nobody polls.
 *
 * <p>Two traps of Pi4J are met here. Its default debounce (10 ms, in the provider) is switched off: the driver debounces, with a
 * clock that tests can hold. And it tells lines apart by their number alone, so the same offset on two chips would be "already
 * there": {@link org.etclane.device.gpio.line.LineAddress} puts the chip's place into the number.
 */
package org.etclane.device.gpio.line;
