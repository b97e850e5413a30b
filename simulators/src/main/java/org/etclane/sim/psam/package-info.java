/**
 * The toll side of a purse purchase (PSAM, 消费安全存取模块) with real keys, and the arithmetic both sides share: key
 * diversification, session key, MAC1, MAC2 and TAC (card-and-obu-files.md §4). Imports {@code org.etclane.device} values and
 * the JDK's ciphers only. Everything but {@link org.etclane.sim.psam.Psam} is pure and may be used from any thread;
 * a {@code Psam} belongs to the simulation's thread.
 */
package org.etclane.sim.psam;
