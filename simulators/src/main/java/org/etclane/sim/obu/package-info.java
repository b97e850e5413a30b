/**
 * The on-board unit (车载单元) with its files and its card, and the zone in which an antenna can reach it
 * (card-and-obu-files.md §2). Imports device values, card files and {@code org.etclane.sim.card}. Runs on the simulation's
 * thread only.
 */
package org.etclane.sim.obu;
