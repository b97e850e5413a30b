/**
 * Scenarios (场景): what happens on a lane, step by step, in sentences that an engineer reads and writes, and what must be seen of
 * it. {@link org.etclane.sim.scenario.Phrasebook} reads sentences, in files and at the console;
 * {@link org.etclane.sim.scenario.ScenarioLoader} reads files and tells every problem at once;
 * {@link org.etclane.sim.scenario.ScenarioPlayer} plays on any {@link org.etclane.sim.scenario.ScenarioBench}, in virtual time or on
 * real lines; {@link org.etclane.sim.scenario.Verdict} compares what was seen with what was expected.
 *
 * <p>May import road, devices, OBUs, cards and line faults of the simulators, and the lane's records and names of events; never
 * the bench, which implements the port. Everything but loading runs on the simulation's thread.
 */
package org.etclane.sim.scenario;
