/**
 * RSU over a serial line or the same bytes over TCP, variant A (rsu-serial.md): frames as records, codecs for both directions,
 * de-framer, and the lane's driver. Layouts of frames are data: a {@code Profile} is a table of them, which frames and driver
 * do not know one by one. A further profile is a further table. The RSU simulator uses the same codecs from the other side;
 * captures and transcripts pin the bytes, so a mistake made on both sides is seen. Imports {@link org.etclane.device}, its
 * {@code card}, {@code frame}, {@code link} and {@code spi} packages; {@code RsuSerialProvider} makes it known as
 * {@code rsu-serial}. No thread of its own: the endpoint's runner calls, one at a time.
 */
package org.etclane.device.rsu.serial;
