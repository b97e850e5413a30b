package org.etclane.lane.parameters.lists;

/**
 * Which list it is, for records and heartbeats.
 *
 * @param version           as the issuer names it
 * @param sha256            hexadecimal. Of a full list: of its delivered bytes. After an increment: SHA-256 over the 32 bytes of
 *                          the list before and the 32 of the increment, so equal hashes mean equal lists
 * @param effectiveAtMillis wall time from which it is in force, milliseconds since 1970 UTC
 * @param receivedAtMillis  wall time at which the lane had it
 */
public record ListVersion(ListKind kind, String version, String sha256, long effectiveAtMillis, long receivedAtMillis) {
}
