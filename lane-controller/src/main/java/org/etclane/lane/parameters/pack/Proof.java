package org.etclane.lane.parameters.pack;

/** Why a manifest is believed. */
public sealed interface Proof {
    /** It is new: one of these keys has to have signed it. */
    record SignedBy(TrustedKeys keys) implements Proof {
    }

    /**
     * It was believed once and is the same still. The key may have been withdrawn since: that keeps new packages out, and does not
     * change what is in force.
     *
     * @param signedBy name of the key of then
     */
    record KnownAs(String manifestSha256, String signedBy) implements Proof {
    }
}
