/**
 * What goes wrong on a line: noise, loss, delay, duplicates, cuts. Pure and seeded: the same seed gives the same faults at the
 * same bytes. Imports the JDK only; runs on the simulation's thread.
 */
package org.etclane.sim.fault;
