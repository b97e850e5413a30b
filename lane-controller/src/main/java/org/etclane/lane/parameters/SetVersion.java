package org.etclane.lane.parameters;

/**
 * Where a parameter set comes from. Times in milliseconds since 1970 UTC.
 *
 * @param number            grows with every set of an issuer; 0 for the set of the configured file
 * @param effectiveAtMillis from when it is in force
 * @param signedBy          name of the key that signed it, empty for an unsigned file
 * @param source            through whom it came: "station", "file", "configuration"
 * @param receivedAtMillis  when the lane had it whole
 */
public record SetVersion(SetId id, long number, long effectiveAtMillis, String signedBy, String source, long receivedAtMillis) {
    /** Of the configured file: it precedes everything that is signed. */
    public static final long BOOTSTRAP = 0;

    public String version() {
        return id.version();
    }
}
