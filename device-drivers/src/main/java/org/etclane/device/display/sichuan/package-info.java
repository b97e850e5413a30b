/**
 * Fee displays of Sichuan: the ETC protocol "1D" ({@code 0A … 0D}, every frame answered, heartbeat) and the MTC protocol "1E"
 * ({@code 7B … 7D} without a length byte) (fee-displays.md). Codecs and answers are pure and serve both sides;
 * {@link org.etclane.device.display.sichuan.Sichuan1dDriver} and {@link org.etclane.device.display.sichuan.Sichuan1eDriver}
 * are the lane's side. Imports the ports of {@code org.etclane.device}, the shared parts in {@code org.etclane.device.display},
 * the endpoint shape, {@code spi} and {@code conformance}. No thread and no clock of its own.
 *
 * <p>Everything here has one source, and no display has been connected.
 *
 * <table>
 * <caption>What that leaves open, and our choice</caption>
 * <tr><th>Point</th><th>Here</th></tr>
 * <tr><td>1D: whether heartbeats are answered; one firmware does not</td><td>{@code timing.heartbeatAnswered}: no</td></tr>
 * <tr><td>1D: what a text's colour is; one firmware takes that of the lamp</td><td>{@code colourByLight}: not used</td></tr>
 * <tr><td>1D: a text that begins with a blank clears, one with '0' restarts the display; one firmware</td>
 *     <td>never sent by accident: full-width forms</td></tr>
 * <tr><td>1D: when "lane closed" is shown; one firmware 300 s</td><td>{@code timing.heartbeatMs}: 30 s,
 *     {@code timing.refreshMs}: 60 s</td></tr>
 * <tr><td>1D: scrolling text (mode 01)</td><td>not sent</td></tr>
 * <tr><td>1E: letters; from one published firmware</td><td>fixed</td></tr>
 * <tr><td>1E: check byte</td><td>{@code checkByte}: in every frame</td></tr>
 * <tr><td>1E: displays that look for 7D as the end cut a text with such a byte</td><td>{@code replaceEndByte}: yes</td></tr>
 * <tr><td>1E: brightness as binary or as digit</td><td>{@code brightnessAscii}: binary</td></tr>
 * <tr><td>1E: fixed form '6' with amounts of five characters</td><td>not sent: most balances do not fit</td></tr>
 * </table>
 */
package org.etclane.device.display.sichuan;
