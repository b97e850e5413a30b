/**
 * Lane I/O on digital lines (GPIO): loops, position switches, barrier relays, lights and alarm wired straight to an industrial PC.
 * {@link org.etclane.device.gpio.GpioIoDriver} is pure: line levels with time stamps in, line levels out, time as data. It debounces,
 * knows each line's polarity, times the pulses and turns all of it into the lane's events and commands. What opens the lines is
 * {@code org.etclane.device.gpio.line.GpioLink}; between the two go {@link org.etclane.device.gpio.GpioFrame}s, so that the same
 * agent, trace and test bench serve as for a serial device. Imports the ports of {@code org.etclane.device} and the endpoint shape
 * only. No thread and no clock of its own: the line's runner calls.
 *
 * <p><b>Edges are captured apart from actuation</b> (lane-rules.md §12 fault 5): the kernel stamps them, another thread reads them,
 * and the debounce reckons with these stamps, not with the time at which it is called. An edge that waited behind a pulse counts
 * as if it had not waited.
 *
 * <p><b>An edge can be lost all the same</b> (a full buffer, a chip that misses an interrupt). Therefore all levels are read again
 * every {@code auditMs}, and the loops before every lowering: the arm is never lowered on an occupancy that is older than the
 * command.
 *
 * <table>
 * <caption>Outputs when things begin and end</caption>
 * <tr><th>moment</th><th>barrier relays (pulses)</th><th>lights, alarm (levels)</th></tr>
 * <tr><td>start</td><td>requested as they are; a pulse found active (left by a crash) is ended; nothing else is driven before the
 *     first command</td><td>as they are until the lane commands them</td></tr>
 * <tr><td>pulse</td><td>ends by timer, whatever is commanded or not; its time begins when the line was really driven</td><td>–</td></tr>
 * <tr><td>orderly close, loss of the link</td><td>inactive, then released</td><td>{@code atExit} of the line: kept or
 *     inactive</td></tr>
 * <tr><td>crash, kill -9</td><td colspan="2">The kernel releases the lines and promises nothing about their levels: most chips keep
 *     driving the last one, some fall back to input. A relay that was active may stay active until the next start ends it, so
 *     wire barriers that act on a contact's closing, or put a time relay between; the arm must not depend on a level being held.
 *     The relay's rest position (power off) must be "contact open".</td></tr>
 * </table>
 *
 * <table>
 * <caption>What is known (lane-rules.md §1, §12; lane-io-lc301.md §2, §5)</caption>
 * <tr><th>Point</th><th>Confidence</th><th>Here</th></tr>
 * <tr><td>barrier by relay pulses: raise, lower</td><td>field</td><td>RAISE, LOWER; an optional hold contact is not driven</td></tr>
 * <tr><td>polarity per signal</td><td>field</td><td>{@code activeLow} of each line</td></tr>
 * <tr><td>debounce 10–12 ms</td><td>one source</td><td>{@code debounceMs} of each input, default 10</td></tr>
 * <tr><td>pulse 2 × 200 ms</td><td>one source</td><td>{@code pulse.lengthMs}, {@code pulse.count}; gap 200 ms is inferred</td></tr>
 * <tr><td>pass light bound to the arm</td><td>one source</td><td>{@code bindPassLight}, default on</td></tr>
 * <tr><td>time between opening one relay and closing the other</td><td>unknown</td><td>{@code pulse.changeoverMs}, 20</td></tr>
 * </table>
 */
package org.etclane.device.gpio;
