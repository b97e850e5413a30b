/**
 * Toledo continuous output (8530, 8142, IND … and many Chinese meters; weighing.md §2): the indicator streams, the lane listens.
 * Classic default 7E1, so bit 7 is masked; at least 4800 baud. Imports {@code org.etclane.device}, {@code device.scale}, {@code frame}
 * and the endpoint shape. No thread, no clock. {@code ToledoProvider} makes it known as {@code scale-toledo}, with {@code spi} and
 * {@code conformance}.
 *
 * <table>
 * <caption>What is known</caption>
 * <tr><th>Point</th><th>Confidence</th><th>Here</th></tr>
 * <tr><td>17 bytes, decimal code, net, negative, range, motion</td><td>eight descriptions agree</td><td>fixed</td></tr>
 * <tr><td>checksum</td><td>optional</td><td>{@code checksum}, on</td></tr>
 * <tr><td>short form without tare</td><td>some makers</td><td>{@code tareField}, on</td></tr>
 * <tr><td>constant bits</td><td>differ between makers</td><td>never validated</td></tr>
 * <tr><td>kg or lb bit</td><td>not set by all kilogram meters (our doubt)</td><td>{@code unitFromStatus}, off: kilograms</td></tr>
 * <tr><td>Z sets zero</td><td>IND445, Kern; Kern with CR LF</td><td>{@code zeroCharacter}, NONE</td></tr>
 * </table>
 */
package org.etclane.device.scale.toledo;
