/**
 * XY-LC-301 lane I/O controller (车道控制器): barrier, lights, alarm, fee display and two loops on one serial line, 9600 8N1
 * (lane-io-lc301.md). {@link org.etclane.device.lc301.Lc301Codec} and {@link org.etclane.device.lc301.Lc301Decoder} are pure
 * and serve both sides; {@link org.etclane.device.lc301.Lc301Driver} is the lane's side, and
 * {@code Lc301Provider} makes it known as {@code lc301}. Imports the ports of {@code org.etclane.device}, its {@code link} and
 * {@code spi} packages only. No thread and no clock of its own: the line's runner calls.
 *
 * <table>
 * <caption>What is known</caption>
 * <tr><th>Point</th><th>Confidence</th><th>Here</th></tr>
 * <tr><td>A and B layout, widths, BCC, error frame, bits, coils 0 = vehicle, foot alarm 0 = alarm</td><td>one source</td>
 *     <td>fixed</td></tr>
 * <tr><td>display frames 'Y' and 'Z'</td><td>one source, for the controller's own display line; whether the host may send them
 *     to the controller is unknown</td><td>sent behind every shown text; {@code display.colourFrames} ends it</td></tr>
 * <tr><td>'C' frame bytes</td><td>unknown</td><td>{@code 02 'C' addr code 03 BCC}; {@code queryFrameHex} is a setting</td></tr>
 * <tr><td>answer to V and D</td><td>unknown</td><td>any B that follows is the answer</td></tr>
 * <tr><td>which value means green, exit</td><td>unknown</td><td>{@code signals.greenIsOne}, {@code exitIsOne}: 1</td></tr>
 * <tr><td>polarity of the status bits that the source does not mark</td><td>unknown</td><td>1 = what the name says;
 *     {@code signals.invertSt1}, {@code invertSt2}</td></tr>
 * <tr><td>fee, balance, entry encoding</td><td>unknown</td><td>unsigned 32-bit big-endian fen; GBK padded with blanks</td></tr>
 * <tr><td>class and kind</td><td>unknown</td><td>binary</td></tr>
 * <tr><td>seq</td><td>position known, use inferred</td><td>+1 per new content modulo 256, unchanged in retries and
 *     keep-alives</td></tr>
 * <tr><td>which display keeps the fee on green</td><td>two versions differ, details unknown</td>
 *     <td>{@code display.version}, {@code display.keepFeeOnGreen}</td></tr>
 * </table>
 *
 * <p>What a frame cannot carry: whether an alarm sounds and what the display shows are not reported. The first state frame
 * after link-up therefore ends a running alarm, and asks the display to keep what it shows. A balance that is not to be shown
 * is sent as 0.
 *
 * <p>A status carries no seq, so a status sent on a change can be taken for the answer to a command that was lost at the same
 * moment. {@code timing.earliestAnswerMs} narrows that; the rest is why the lane confirms a movement by the arm's position.
 */
package org.etclane.device.lc301;
