/**
 * Signed parameter packages: a tar file with a manifest, its Ed25519 signature and the tables it names. Reads files and checks
 * them; decides nothing about when they are in force. The format is written down in PARAMETERS.md for whoever makes packages. May
 * import the JDK, Jackson, and the snapshots and tables beside it; any thread, no state.
 */
package org.etclane.lane.parameters.pack;
