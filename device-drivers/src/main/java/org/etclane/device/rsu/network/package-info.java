/**
 * RSU on its network protocol, variant B (rsu-network.md): frames as records, codecs for both directions, de-framer, and the
 * lane's driver. The RSU is the TCP server; the same bytes go over a serial line, and the driver does not know which it is.
 *
 * <pre>
 * FF FF · VER 00 · SEQ 1 · LEN 4 · DATA (LEN) · CRC 2      CRC-16/X-25 over VER … DATA, high byte first; nothing is escaped
 * </pre>
 *
 * <p>Confirmed by captured frames, byte for byte: the link layer, B0, B1 and C4. C0, C1, C6 (67 bytes), B2, B4 (183) and B5 have
 * their layout from independent programs; everything else from one source (rsu-network.md §2–§4), and what that leaves open
 * is a setting ({@link org.etclane.device.rsu.network.RsuNetworkSettings}) or kept raw.
 *
 * <p>Imports {@link org.etclane.device}, its {@code frame} and {@code link} packages. No thread of its own: the endpoint's runner
 * calls, one thread at a time.
 */
package org.etclane.device.rsu.network;
