/**
 * Yaohua XK3190 weighing indicators (耀华 A9, D9, D10, DS, A23, A26 …) and clones (weighing.md §1): ASCII, 8N1, 1200 to 9600 baud, on
 * RS-232, RS-422 or, in command mode, RS-485. Imports {@code org.etclane.device}, {@code device.scale}, {@code frame} and the endpoint
 * shape. No thread, no clock. {@code YaohuaProvider} makes it known as {@code scale-yaohua}, with {@code spi} and
 * {@code conformance}.
 *
 * <table>
 * <caption>What is known</caption>
 * <tr><th>Point</th><th>Confidence</th><th>Here</th></tr>
 * <tr><td>continuous format 0 with check</td><td>official</td><td>default; both ways to write check digits above 9 are read</td></tr>
 * <tr><td>formats without check</td><td>official, but the same number means other layouts on other models</td><td>{@code mode} names
 *     the layout, not the number</td></tr>
 * <tr><td>command mode, gross</td><td>official</td><td>{@code mode} COMMANDS; both forms of the data are read</td></tr>
 * <tr><td>C and D (tare and net)</td><td>swapped between models</td><td>never sent: gross is all the lane needs</td></tr>
 * <tr><td>zero: 30H on A22, F on RS-485 truck scales</td><td>one source each; F is "amount" on A23p</td><td>{@code zeroCommand}, NONE</td></tr>
 * <tr><td>stability</td><td>no flag; equal readings (one source)</td><td>{@code load.stableReadings}</td></tr>
 * </table>
 *
 * <p>Not here: format 3 (with a unit price of unknown length). The indicator must show gross: no frame says whether it does.
 */
package org.etclane.device.scale.yaohua;
