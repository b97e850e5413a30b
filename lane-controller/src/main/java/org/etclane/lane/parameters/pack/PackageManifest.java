package org.etclane.lane.parameters.pack;

import java.util.List;
import org.etclane.lane.parameters.TableKind;

/**
 * What a package says of itself; this is what is signed. Times in milliseconds since 1970 UTC.
 *
 * @param version           of the set, 1–64 of {@code A-Z a-z 0-9 . _ -}
 * @param number            greater than that of every package before, 1–9,007,199,254,740,991
 * @param issuer            free text, 1–80 characters, for people
 * @param issuedAtMillis    when it was made, for people
 * @param effectiveAtMillis from when the set is in force
 */
public record PackageManifest(Contents contents, String version, long number, String issuer, long issuedAtMillis, long effectiveAtMillis,
        List<Table> tables) {
    public PackageManifest {
        tables = List.copyOf(tables);
    }

    public enum Contents {
        /** A whole parameter set: what it does not hold has its default from then on. */
        SET,
        /** Status lists (状态名单) of cards and OBUs only; the set in force stays. */
        STATUS_LISTS
    }

    /**
     * @param file              name in the package
     * @param effectiveAtMillis not later than the set's
     * @param size              bytes
     * @param sha256            64 lower-case hexadecimal digits
     */
    public record Table(TableKind kind, String file, String version, long effectiveAtMillis, long size, String sha256) {
    }
}
