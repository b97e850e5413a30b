/**
 * One device alone, for bringing it up and for trying it: {@link org.etclane.lane.workbench.DeviceTarget} says which,
 * {@link org.etclane.lane.workbench.PortGuard} whether somebody has it already, {@link org.etclane.lane.workbench.Workbench} runs its driver
 * (or anything else) on its line.
 *
 * <p>Imports {@link org.etclane.device}, its {@code spi}, {@code link}, {@code trace} and {@code card} packages and the configuration; no protocol, and
 * nothing of the lane: core, journal, station and runtime are not there when a device is brought up.
 */
package org.etclane.lane.workbench;
