/**
 * Lines to devices ({@link org.etclane.device.link.ByteLink}: serial, TCP) and what runs a protocol on one
 * ({@link org.etclane.device.link.DeviceAgent} runs an {@link org.etclane.device.link.Endpoint}). Knows jSerialComm and Netty;
 * knows no protocol. What the lane sees of a device at work is a {@link org.etclane.device.link.RunningDevice}. Digital lines are in
 * {@code gpio.line}.
 *
 * <p>Threads of one serial device "rsu": {@code rx:rsu} opens, reads and stamps; {@code tx:rsu} writes; {@code device:rsu} runs
 * the protocol. A TCP device has {@code rx:} and {@code device:} only. Each hand-over is a bounded queue with a stated overflow
 * rule; everybody who waits is parked. Closing goes {@code DeviceAgent.close()}: line first, then the protocol's last look at it.
 */
package org.etclane.device.link;
