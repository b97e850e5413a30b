/**
 * RSU over a serial line, variant A, profile {@code classic} (rsu-serial.md): frames as records, codecs for both directions,
 * de-framer, and the lane's driver; {@code RsuSerialProvider} makes it known as {@code rsu-serial}. The RSU simulator uses the same
 * codecs from the other side; captures and transcripts pin the bytes, so a mistake made on both sides is seen. Imports
 * {@link org.etclane.device}, its {@code frame}, {@code link} and {@code spi} packages. No thread of its own: the endpoint's runner
 * calls, one thread at a time.
 */
package org.etclane.device.rsu.serial;
