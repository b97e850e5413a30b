package org.etclane.lane.parameters.lists.store;

import java.util.Optional;
import java.util.regex.Pattern;
import org.etclane.lane.parameters.lists.ListKind;

/**
 * What is announced about a delivered list. Who delivers has checked who it is from; the store checks that the bytes are these.
 *
 * @param version           1–64 of {@code A-Z a-z 0-9 . _ -}, as the issuer names it; not ordered
 * @param sha256            of the delivered bytes, 64 lower-case hexadecimal digits
 * @param effectiveAtMillis wall time from which it is in force, milliseconds since 1970 UTC
 * @param baseVersion       of an increment: the version that it changes; empty for a full list
 */
public record ListDelivery(ListKind kind, String version, String sha256, long effectiveAtMillis, Optional<String> baseVersion) {
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public ListDelivery {
        if (!isVersion(version) || !baseVersion.map(ListDelivery::isVersion).orElse(true)) {
            throw new IllegalArgumentException("version \"" + version + "\", base " + baseVersion
                    + ": allowed are 1 to 64 of A-Z a-z 0-9 . _ -");
        }
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("sha256 \"" + sha256 + "\" is not 64 lower-case hexadecimal digits");
        }
    }

    static boolean isVersion(String text) {
        return VERSION.matcher(text).matches();
    }

    public ListForm form() {
        return baseVersion.isPresent() ? ListForm.INCREMENT : ListForm.FULL;
    }
}
