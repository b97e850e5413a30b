/**
 * How people look into a running lane and operate it: the local control socket, {@code lanectl} and what both show. Imports the
 * core's value types, the journal's contract, the configuration, the workbench, the runtime's wall clock and {@code device.link} (list of
 * serial ports); no protocol.
 * Runs on one thread of the lowest priority ({@link org.etclane.lane.diagnostics.ControlServer}) which reads published
 * snapshots only; {@code lanectl} is a process of its own.
 */
package org.etclane.lane.diagnostics;
