/**
 * Fee displays (费额显示器) with a serial line of their own (fee-displays.md). Here is what their protocols share: GBK text with
 * its limits ({@link org.etclane.device.display.GbkText}), cutting a stream by lengths
 * ({@link org.etclane.device.display.FrameScanner}), what the lane last wanted, and the driver of displays that are asked how
 * they are. One package per protocol family beside it: {@code brace} (7B … 7D of four provinces) and {@code sichuan} (1D, 1E).
 * The family and its profile come from the configuration: they cannot be told apart on the wire, and the same letter means
 * clear in one province and the lights in another.
 *
 * <p>Imports the ports of {@code org.etclane.device}, the endpoint shape, what describes a configuration ({@code spi})
 * and {@code conformance}: {@link org.etclane.device.display.ScreenExercises} is what is seen of any of them. No thread and no clock of
 * its own.
 */
package org.etclane.device.display;
