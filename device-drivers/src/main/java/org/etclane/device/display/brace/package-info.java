/**
 * Fee displays of the brace family, {@code 7B code len data 7D}: Qinghai, Guizhou, Yunnan and Shandong, told apart by
 * configuration only (fee-displays.md). {@link org.etclane.device.display.brace.BraceCodec} is pure and serves both sides;
 * {@link org.etclane.device.display.brace.BraceDriver} is the lane's side. Imports the ports of {@code org.etclane.device}, the
 * shared parts in {@code org.etclane.device.display}, the endpoint shape, {@code spi} and {@code conformance}. No thread and no clock of its own.
 *
 * <table>
 * <caption>What is known; no display has been connected</caption>
 * <tr><th>Point</th><th>Confidence</th><th>Here</th></tr>
 * <tr><td>frame, letters, query and its answer, bits of the lights: Qinghai</td><td>official, as published by a display
 *     maker</td><td>fixed</td></tr>
 * <tr><td>letters of Guizhou, Yunnan, Shandong</td><td>one source each</td><td>fixed per profile</td></tr>
 * <tr><td>Shandong's letter for the brightness</td><td>one source, that maker's published firmware: '7'</td><td>fixed</td></tr>
 * <tr><td>colours 0 red, 1 green, 2 yellow; fill 01 red, 02 green, 03 yellow</td><td>one source; one device showed 03 as
 *     blue</td><td>{@code colours}; the fill only in a self-test of Shandong</td></tr>
 * <tr><td>row lengths, rows, brightness steps</td><td>one source</td><td>settings</td></tr>
 * <tr><td>form of the spoken amount, texts of the phrases</td><td>one source, profiles differ</td>
 *     <td>{@code amountVoice}, {@code phrases}</td></tr>
 * <tr><td>fields of the fixed form in yuan with two decimals, class as a digit</td><td>inferred</td>
 *     <td>{@code textMode}: not used by default</td></tr>
 * <tr><td>the version's answer is bare text</td><td>one source</td><td>four printable characters are a sign of life</td></tr>
 * </table>
 */
package org.etclane.device.display.brace;
