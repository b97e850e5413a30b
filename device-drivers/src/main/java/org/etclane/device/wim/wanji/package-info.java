/**
 * Wanji "FF FF" multi-lane weigh-in-motion, new protocol (weighing.md §5.1, §5.2), on a serial line (8N1, 115200 by default) or as a
 * client of the instrument's TCP port 5000. The instrument pushes each vehicle once and keeps it for a repeated request; it knows
 * no acknowledgement and no deletion, and it does not tell of vehicles that back out. Facts of one source, the instrument's firmware;
 * no frame was ever captured. Imports {@code org.etclane.device}, {@code device.wim}, {@code frame} and the endpoint shape. No
 * thread, no clock: the line's runner calls. {@code WanjiProvider} makes it known as {@code wim-wanji}, with {@code spi};
 * {@code WanjiConformance} is what is asked of an instrument, with {@code conformance}.
 *
 * <table>
 * <caption>What is known</caption>
 * <tr><th>Point</th><th>Confidence</th><th>Here</th></tr>
 * <tr><td>frame, CRC, 80/81 with one packet, 82, 85 query</td><td>one source</td><td>fixed</td></tr>
 * <tr><td>vehicles of several packets (waves over TCP)</td><td>which packets carry a CRC is not clear</td><td>put together when
 *     each has its own; switch the waves off</td></tr>
 * <tr><td>vehicle numbers count up modulo 256</td><td>inferred</td><td>gaps are asked for; {@code mostMissing} 0 ends that</td></tr>
 * <tr><td>meaning of the bytes of 85</td><td>names only</td><td>{@code sensorErrorsAreFaults}; the summary byte is not judged</td></tr>
 * <tr><td>heartbeat 86</td><td>sending it is disabled in the version known</td><td>{@code answerHeartbeat}: the same frame back</td></tr>
 * <tr><td>code 7</td><td>sources differ</td><td>{@code codes}</td></tr>
 * </table>
 *
 * <p>Not here: the old one-way pre-selection frame, off-site enforcement (FXC), waves, calibration.
 */
package org.etclane.device.wim.wanji;
