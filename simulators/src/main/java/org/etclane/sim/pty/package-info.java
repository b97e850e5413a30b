/**
 * The master side of pseudo-terminals, over the foreign function API: what a simulated device sits on when no cable is there.
 * Imports the JDK and {@link org.etclane.device.link.ByteLink} only. Linux with glibc or musl, x86-64 and aarch64.
 */
package org.etclane.sim.pty;
