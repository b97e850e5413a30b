/**
 * The road outside the lane controller: time, vehicles with speed and length, loops, barrier arm, lights and what drivers make
 * of them, and a physical truth monitor that knows whether the arm ever came down on a vehicle.
 *
 * <p>Knows nothing of protocols or tolls: imports the device words of {@code org.etclane.device} and how axles form groups
 * ({@code device.wim.AxleGroups}), the OBU handle of {@code org.etclane.sim.obu}, and Jackson for the vehicle mix files. Everything runs on the thread of one
 * {@link org.etclane.sim.world.Scheduler}; metres and seconds as {@code double}, moments as {@code long} nanoseconds. The
 * coordinate x grows in the driving direction and is 0 where the trigger loop begins.
 */
package org.etclane.sim.world;
