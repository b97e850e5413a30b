package org.etclane.lane.parameters;

/**
 * Names a parameter set for ever, in every record that was decided by it.
 *
 * @param version as the issuer names it
 * @param sha256  64 lower-case hexadecimal digits: of the package's manifest, which holds the hash of every table; of the rate table
 *                 itself for a set that was made from a plain file
 */
public record SetId(String version, String sha256) {
    @Override
    public String toString() {
        return version + " (" + sha256.substring(0, Math.min(8, sha256.length())) + ")";
    }
}
