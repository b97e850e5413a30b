/**
 * National lane-device interface of the 2024 pilot (车道设备接口规范, 交路网函〔2024〕86号): barrier, detectors, fee display, lights, alarm,
 * guide board, fog light and voice over TCP. Devices call, the lane listens (lane-devices-ldi.md).
 *
 * <p>{@link org.etclane.device.ldi.LdiDeframer} and {@link org.etclane.device.ldi.LdiCodec} are pure and serve both sides;
 * {@link org.etclane.device.ldi.LdiSession} is the lane's side of one connection; {@link org.etclane.device.ldi.LdiHub} makes one device
 * of the lane out of all of them. Imports the ports of {@code org.etclane.device}, the endpoint shape and
 * {@link org.etclane.device.link.Callers}; no thread, clock or socket of its own. In a lane: {@code new DeviceAgent<>(name, new
 * LdiHub(settings, wall), new TcpServer(name, settings.bindAddress(), settings.port(), settings.limits().callers()), ...)}.
 *
 * <table>
 * <caption>What is known. The official text was not at hand: all is from one transcription and the printed samples in it</caption>
 * <tr><th>Point</th><th>Confidence</th><th>Here</th></tr>
 * <tr><td>frame, CRC, heads, 0A 0B 0C 0D 0E 1A 1B 1C 1D 1E and their answers, bodies of E4, E6–EA, F4</td><td>printed samples, right CRC
 *     on all</td><td>fixed; the samples are tests</td></tr>
 * <tr><td>bodies of E5 and EB, raise, raise and hold, up in place, negative answers</td><td>text only</td><td>fixed</td></tr>
 * <tr><td>0F and F0 (upgrade)</td><td>text contradicts itself</td><td>read, not answered</td></tr>
 * <tr><td>answer time-outs, number of sends</td><td>"configurable", no value</td><td>{@code timing}</td></tr>
 * <tr><td>module sizes where table and sample differ (C0, vendor bytes, EA in E1)</td><td>samples</td><td>as the samples; EA both</td></tr>
 * <tr><td>SEQ of answers</td><td>samples break the rule</td><td>a hint</td></tr>
 * <tr><td>whether "raise" lowers by itself behind a vehicle</td><td>unknown</td><td>{@code habits.raiseAndHold}</td></tr>
 * <tr><td>run state of a moving arm, age of a run state</td><td>unknown</td><td>{@code habits.runStateIsSwitch},
 *     {@code emptyMonitors}</td></tr>
 * <tr><td>how the platform issues verification codes</td><td>not in the text</td><td>compared with the configured one; it is no secret on
 *     the wire</td></tr>
 * </table>
 *
 * <p>Device clocks are claims: they are kept in {@link org.etclane.device.ldi.LdiNews} and never compared. There is no encryption and a
 * device obeys whoever reaches it: the device network must be separate.
 */
package org.etclane.device.ldi;
