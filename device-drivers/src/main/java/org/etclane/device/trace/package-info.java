/**
 * Byte traces of links for people: {@link org.etclane.device.trace.TraceWords} puts beside the bytes what they mean, with the reader
 * ({@link org.etclane.device.trace.LineReader}) that a driver may have; {@link org.etclane.device.trace.PcapngWriter} makes what Wireshark
 * opens, {@link org.etclane.device.trace.PcapngReader} reads it back to be looked at or played again. Pure: bytes in, bytes and words out;
 * no file, no thread, no clock. May import {@code device}, {@code device.frame} and {@code device.link}; knows no protocol.
 */
package org.etclane.device.trace;
