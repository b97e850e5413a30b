package org.etclane.sim.card;

import org.etclane.device.Bytes;
import org.etclane.device.Plate;
import org.etclane.device.card.IssueFile;
import org.etclane.device.card.TransitRecord;
import org.etclane.sim.psam.PurseKeys;

/**
 * A legal stored-value card unless told otherwise: vendor test issuer, 2019-era version, valid 2020–2040, 500 yuan, left at an
 * ETC exit long ago. Plates are made up. Not thread-safe.
 */
public final class SimCardBuilder {
    private final PurseKeys keys;
    private final PurseLedger ledger;
    private Bytes issuer = Bytes.fromHex("CDF2BCAFCDF2BCAF");
    private int cardType = IssueFile.STORED_VALUE;
    private int version = 0x41;
    private String network = "1101";
    private String number = "1234567887654321";
    private int startYmd = 20200101;
    private int expiryYmd = 20401231;
    private Plate plate = new Plate("测A12345", 0);
    private int userType;
    private int vehicleClass = 1;
    private Bytes transit = Bytes.concat(Bytes.of(0xAA, 0x29, 0x00), Bytes.zeros(10), Bytes.of(TransitRecord.ETC_OUT),
            Bytes.zeros(29));
    private long balanceFen = 50_000;
    private int counter;
    private long seed = 1;

    public SimCardBuilder(PurseKeys keys, PurseLedger ledger) {
        this.keys = keys;
        this.ledger = ledger;
    }

    /** 8 bytes. */
    public SimCardBuilder issuer(Bytes issuer8) {
        issuer = issuer8;
        return this;
    }

    /** 22 stored value, 23 credit, or anything else a lane should refuse. */
    public SimCardBuilder cardType(int type) {
        cardType = type;
        return this;
    }

    public SimCardBuilder version(int value) {
        version = value;
        return this;
    }

    /** @param digits 16 decimal digits */
    public SimCardBuilder number(String digits) {
        number = digits;
        return this;
    }

    /** @param digits 4 decimal digits */
    public SimCardBuilder network(String digits) {
        network = digits;
        return this;
    }

    /** Both YYYYMMDD. */
    public SimCardBuilder valid(int fromYmd, int untilYmd) {
        startYmd = fromYmd;
        expiryYmd = untilYmd;
        return this;
    }

    public SimCardBuilder plate(Plate value) {
        plate = value;
        return this;
    }

    public SimCardBuilder userType(int value) {
        userType = value;
        return this;
    }

    public SimCardBuilder vehicleClass(int value) {
        vehicleClass = value;
        return this;
    }

    /** File 0019, 43 bytes; {@link TransitRecord#encode43()} gives them. */
    public SimCardBuilder transit(Bytes file43) {
        transit = file43;
        return this;
    }

    /** Unsigned 32-bit. */
    public SimCardBuilder balanceFen(long fen) {
        balanceFen = fen;
        return this;
    }

    /** Debits so far, 0–65535. */
    public SimCardBuilder counter(int value) {
        counter = value;
        return this;
    }

    /** Of the card's random numbers. */
    public SimCardBuilder seed(long value) {
        seed = value;
        return this;
    }

    public SimCard build() {
        Bytes issue = new IssueFile(issuer, cardType, version, network, number, startYmd, expiryYmd, plate, userType,
                vehicleClass).encode();
        return new SimCard(issue, transit, balanceFen, counter, keys, ledger, seed);
    }
}
