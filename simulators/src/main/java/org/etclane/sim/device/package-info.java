/**
 * The device side of each protocol: what stands at the other end of the lane's lines. Each simulator is an
 * {@link org.etclane.device.link.Endpoint}: bytes, knobs and time go in, bytes and happenings come out, so the same object runs
 * on a pseudo-terminal, on a real cable and in virtual time. Imports the codecs of the protocol it speaks and the wires of
 * {@code org.etclane.sim.world}; knows nothing of the lane. One thread, the simulation's.
 *
 * <p>Simulators share the codecs with the drivers, so the bytes are pinned by transcripts and captures in the drivers' tests.
 * What the device documents leave open is a setting of the simulator as it is of the driver.
 */
package org.etclane.sim.device;
