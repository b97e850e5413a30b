/**
 * "FF" axle-weigh protocol (计重收费轴重仪): a weigh-in-motion meter with a queue of vehicles of its own (weighing.md §3). Bytes are
 * known from one lane side, the semantics from three programs; no frame was ever captured. {@link org.etclane.device.wim.ff.FfCodec}
 * is pure and serves both sides, {@link org.etclane.device.wim.ff.FfDriver} is the lane's. Imports {@code org.etclane.device},
 * {@code device.wim}, {@code frame} and the endpoint shape. No thread, no clock: the line's runner calls. {@code FfProvider} makes it
 * known as {@code wim-ff}, with {@code spi}; {@code FfConformance} is what is asked of a meter, with {@code conformance}.
 *
 * <table>
 * <caption>What is known</caption>
 * <tr><th>Point</th><th>Confidence</th><th>Here</th></tr>
 * <tr><td>frame, CRC, commands 1 3 4 5 6 8, record of command 1</td><td>one source</td><td>fixed</td></tr>
 * <tr><td>first seven bytes of an answer are the time</td><td>inferred</td><td>tells records apart, nothing else</td></tr>
 * <tr><td>command 0: groups in place of axles</td><td>inferred</td><td>{@code form}</td></tr>
 * <tr><td>command 3: live vehicle or weights only</td><td>two readings</td><td>{@code liveVehicle}, off</td></tr>
 * <tr><td>command 7: set time or zero</td><td>two readings</td><td>{@code commandSeven}: never sent unless configured</td></tr>
 * <tr><td>command 11: set time</td><td>meaning only</td><td>{@code clockByEleven}, off</td></tr>
 * <tr><td>unit of spacings</td><td>cm plausible</td><td>{@code spacingUnitCm}</td></tr>
 * <tr><td>code 7</td><td>sources differ</td><td>{@code codes}</td></tr>
 * <tr><td>does 6 also remove the record from the meter</td><td>unknown</td><td>counted right after; told with the record's id only
 *     when that leaves no doubt</td></tr>
 * </table>
 */
package org.etclane.device.wim.ff;
