/**
 * The lane's decisions: state, events, effects and the machines between them. Pure: {@code step(state, event)} gives the next
 * state and what shall be done. May import the device ports, the rules and the parameters; nothing of I/O, threads, clocks,
 * logging, Netty or H2 (an ArchUnit test holds that). Runs on the lane loop, in simulation and in replay alike.
 */
package org.etclane.lane.core;
