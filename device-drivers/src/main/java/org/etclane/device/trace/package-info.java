/**
 * Byte traces of links as files: {@link org.etclane.device.trace.PcapngWriter} makes what Wireshark opens,
 * {@link org.etclane.device.trace.PcapngReader} reads it back to be looked at or played again. Pure: bytes in, bytes out; no file, no
 * thread, no clock. May import {@code device} and {@code device.link}; knows no protocol.
 */
package org.etclane.device.trace;
