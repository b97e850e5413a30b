/**
 * The test bench: puts road, antenna, I/O controller and station around a lane, in real time on pseudo-terminals or real lines
 * ({@link org.etclane.sim.bench.Bench}) or in virtual time in memory ({@link org.etclane.sim.bench.VirtualLane}), lets vehicles
 * come, and compares the three ledgers. Both play the scenarios of {@link org.etclane.sim.scenario}.
 */
package org.etclane.sim.bench;
