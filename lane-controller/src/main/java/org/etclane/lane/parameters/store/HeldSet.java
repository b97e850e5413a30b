package org.etclane.lane.parameters.store;

/**
 * A set that the lane holds as a package, as its state file names it. Times in milliseconds since 1970 UTC.
 *
 * @param sha256    of its manifest
 * @param signedBy  name of the key that proved it when it came
 * @param withdrawn never comes into force by itself: rolled back, or its file was found damaged
 * @param damaged   withdrawn for no other reason than its file: a good copy lifts that
 */
public record HeldSet(String sha256, String version, long number, String issuer, long effectiveAtMillis, String signedBy, String source,
        long receivedAtMillis, boolean withdrawn, boolean damaged) {
    /** By people, whatever was found before. */
    HeldSet withdrawn(boolean now) {
        return new HeldSet(sha256, version, number, issuer, effectiveAtMillis, signedBy, source, receivedAtMillis, now, false);
    }

    HeldSet foundDamaged() {
        return new HeldSet(sha256, version, number, issuer, effectiveAtMillis, signedBy, source, receivedAtMillis, true, true);
    }
}
