/**
 * Where a simulated device meets a line: pseudo-terminal, real serial port or TCP in real time, or a driver in virtual time.
 * Paces bytes as the wire would. Imports {@link org.etclane.device.link}, {@code sim.world.Scheduler}, {@code sim.pty} and
 * {@code sim.fault}; knows no protocol. Everything runs on the simulation's one thread, except the readers and writers of real
 * lines, which only hand over.
 */
package org.etclane.sim.host;
