package org.etclane.lane.parameters;

/**
 * Where one table of a set comes from. Times in milliseconds since 1970 UTC.
 *
 * @param name              as {@link TableKind#key()}
 * @param version           as the issuer names it
 * @param sha256            of the table's bytes, 64 lower-case hexadecimal digits
 * @param effectiveAtMillis from when the table is in force, not later than its set
 * @param source            through whom it came, as in {@link SetVersion}
 * @param receivedAtMillis  when the lane had it whole
 */
public record TableVersion(String name, String version, String sha256, long effectiveAtMillis, String source, long receivedAtMillis) {
}
