/**
 * What the weighing protocols share: axle and axle-group codes, the meter's clock, which record was told before, how a device's
 * health is told. Weights are kilograms from here on. Imports {@link org.etclane.device}, {@code frame} and the endpoint shape;
 * values and small state without a thread or clock of their own: whoever owns one calls from one thread.
 *
 * <p>One semantics for every weighing driver (weighing.md §6):
 * <ol>
 * <li>A record is told once, as {@link org.etclane.device.ScaleEvent.VehicleWeighed} with an id of its own. The same record read
 * again is recognised by the meter's time and all its content ({@link org.etclane.device.wim.RecordBook}).</li>
 * <li>It is deleted in the meter only after the lane said {@link org.etclane.device.ScaleCommand.Taken} with that id, and only
 * while the meter's oldest record is known to be that one: deletion names no record, it takes whatever is oldest.</li>
 * <li>What the meter lost is told as {@code RecordsLost}; nothing is guessed.</li>
 * </ol>
 */
package org.etclane.device.wim;
