package org.etclane.sim.psam;

import org.etclane.device.Bytes;

/**
 * The two master keys of a purse scheme, 16 bytes each: DPK for purchase (消费主密钥), DTK for the TAC (TAC 主密钥). Real
 * ones never leave their modules; these are for the bench.
 */
public record PurseKeys(Bytes dpkMaster, Bytes dtkMaster) {

    /**
     * The test keys of this bench, protecting nothing: DPK is the key of the published session-key vector
     * ({@code 11223344556677888877665544332211}), DTK counts up from 40H ({@code 404142…4F}).
     */
    public static final PurseKeys TEST = new PurseKeys(Bytes.fromHex("11223344556677888877665544332211"),
            Bytes.fromHex("404142434445464748494A4B4C4D4E4F"));

    public PurseKeys {
        if (dpkMaster.size() != 16 || dtkMaster.size() != 16) {
            throw new IllegalArgumentException("purse master keys are 16 bytes each");
        }
    }

    /** The purchase key of one card. */
    public Bytes cardDpk(Bytes issuerFactor8, Bytes cardNumber8) {
        return Diversification.cardKey(dpkMaster, issuerFactor8, cardNumber8);
    }

    /** The TAC key of one card. */
    public Bytes cardDtk(Bytes issuerFactor8, Bytes cardNumber8) {
        return Diversification.cardKey(dtkMaster, issuerFactor8, cardNumber8);
    }

    @Override
    public String toString() {
        return "PurseKeys[masked]";
    }
}
