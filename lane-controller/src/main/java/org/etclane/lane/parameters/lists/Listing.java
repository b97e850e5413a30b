package org.etclane.lane.parameters.lists;

import java.util.OptionalLong;

/**
 * What a list says about one card or OBU.
 *
 * @param sinceSeconds since when, seconds since 1970 UTC, 1–4,294,967,295; empty when the list does not say
 */
public record Listing(ListReason reason, OptionalLong sinceSeconds) {
    public Listing {
        if (sinceSeconds.isPresent() && (sinceSeconds.getAsLong() < 1 || sinceSeconds.getAsLong() > 0xFFFF_FFFFL)) {
            throw new IllegalArgumentException("since " + sinceSeconds.getAsLong() + " is not within 1 to 4294967295 seconds");
        }
    }
}
