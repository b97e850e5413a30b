package org.etclane.sim.obu;

import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.ObuInfo;
import org.etclane.device.ObuStatus;
import org.etclane.device.Plate;
import org.etclane.device.TripFile;
import org.etclane.device.VehicleFile;
import org.etclane.device.VehicleFile.Dimensions;
import org.etclane.device.frame.Bcd;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.frame.PlateText;
import org.etclane.sim.card.SimCard;

/**
 * A simulated on-board unit: system file, vehicle file, status, and perhaps a card. What may change while it drives (card
 * pulled out, tampered, battery) can be set; the rest is fixed. Not thread-safe: the simulation's thread.
 */
public final class SimObu {
    /** Vehicle file as read since 2019. */
    public static final int VEHICLE_FILE_LENGTH = 79;
    /** What a file says that was issued without measures. */
    public static final Dimensions NO_DIMENSIONS = new Dimensions(0, 0, 0, 0, 0, 0, 0);

    private final ObuId id;
    private final Bytes issuer;
    private final int contractType;
    private final int contractVersion;
    private final String serial;
    private final int issuedYmd;
    private final int expiresYmd;
    private final int equipmentCv;
    private final VehicleFile vehicle;
    private final boolean singleChip;
    private Optional<SimCard> card;
    private Optional<Bytes> tripFile;
    private boolean cardError;
    private boolean locked;
    private boolean tampered;
    private boolean batteryLow;
    private boolean silent;

    private SimObu(Builder from) {
        id = from.id;
        issuer = from.issuer;
        contractType = from.contractType;
        contractVersion = from.contractVersion;
        serial = from.serial;
        issuedYmd = from.issuedYmd;
        expiresYmd = from.expiresYmd;
        equipmentCv = from.equipmentCv;
        vehicle = from.vehicle;
        singleChip = from.singleChip;
        card = from.card;
        tripFile = from.tripFile;
        cardError = from.cardError;
        locked = from.locked;
        tampered = from.tampered;
        batteryLow = from.batteryLow;
    }

    /** A mounted, unlocked, valid OBU without a card on a class 1 car; {@link Builder#card} puts one in. */
    public static Builder builder(ObuId id) {
        return new Builder(id);
    }

    public ObuId id() {
        return id;
    }

    public Optional<SimCard> card() {
        return card;
    }

    /** The card, when it is in and its contact works. */
    public Optional<SimCard> readableCard() {
        return card.filter(_ -> !cardError);
    }

    /** OBU and card in one chip (单片式): {@link #card()} is then its purse, which cannot be taken out. */
    public boolean singleChip() {
        return singleChip;
    }

    /** EF04, 91 bytes, when the OBU is of 2019 or later. */
    public Optional<Bytes> tripFile() {
        return tripFile;
    }

    /** Without effect on an OBU that has none. */
    public void writeTripFile(Bytes file91) {
        tripFile = tripFile.map(_ -> file91.slice(0, TripFile.LENGTH));
    }

    public VehicleFile vehicle() {
        return vehicle;
    }

    /** What the OBU answers to a beacon (VST), as an RSU reports it. */
    public ObuInfo info() {
        String cardNumber = card.map(SimCard::cardNumber).orElse("");
        return new ObuInfo(id, issuer, contractType, contractVersion, serial, issuedYmd, expiresYmd, cardNumber, equipmentCv,
                status());
    }

    public ObuStatus status() {
        return new ObuStatus(card.isEmpty(), true, false, cardError, locked, tampered, batteryLow, tamperByte());
    }

    private int tamperByte() {
        return tampered ? 0 : 1;
    }

    /** The dispersion factor of the OBU's issuer, 8 bytes. */
    public Bytes factor() {
        return Bytes.concat(issuer.slice(0, 4), issuer.slice(0, 4));
    }

    /** System information file with the tamper byte, 27 bytes. */
    public Bytes systemFile() {
        return new ByteWriter().bytes(issuer).u8(contractType).u8(contractVersion).hex(serial).bytes(Bcd.ofYmd(issuedYmd))
                .bytes(Bcd.ofYmd(expiresYmd)).u8(tamperByte()).toBytes();
    }

    /** Vehicle information file in clear, 79 bytes; bytes 59–78 are unpublished and zero here. */
    public Bytes vehicleFile() {
        Dimensions d = vehicle.dimensions().orElse(NO_DIMENSIONS);
        ByteWriter out = new ByteWriter().bytes(PlateText.encode(vehicle.plate().text())).u16(vehicle.plate().colour())
                .u8(vehicle.vehicleClass()).u8(vehicle.userType()).u16(d.lengthDm()).u8(d.widthDm()).u8(d.heightDm())
                .u8(d.wheels()).u8(d.axles()).u16(d.wheelbaseDm()).u24(d.loadOrSeats());
        return out.zeros(VEHICLE_FILE_LENGTH - out.size()).toBytes();
    }

    public void insertCard(SimCard inserted) {
        card = Optional.of(inserted);
    }

    public void removeCard() {
        card = Optional.empty();
    }

    public void cardError(boolean on) {
        cardError = on;
    }

    /** Removed from the windscreen: sets the status bit and clears the tamper byte. */
    public void tampered(boolean on) {
        tampered = on;
    }

    public void locked(boolean on) {
        locked = on;
    }

    public void batteryLow(boolean on) {
        batteryLow = on;
    }

    /** Battery flat, or something metal in front of it: answers nothing. */
    public void silent(boolean on) {
        silent = on;
    }

    public boolean silent() {
        return silent;
    }

    @Override
    public String toString() {
        return "SimObu[" + id + " " + vehicle.plate().text() + "]";
    }

    /** Collects what is unlike a legal OBU. */
    public static final class Builder {
        private final ObuId id;
        private Bytes issuer = Bytes.fromHex("CDF2BCAFCDF2BCAF");
        private int contractType;
        private int contractVersion = 0x40;
        private String serial = "1101000000000001";
        private int issuedYmd = 20200101;
        private int expiresYmd = 20401231;
        private int equipmentCv = 0x10;
        private VehicleFile vehicle = new VehicleFile(new Plate("测A12345", 0), 1, 0,
                Optional.of(new Dimensions(46, 18, 15, 4, 2, 27, 5)));
        private boolean singleChip;
        private Optional<SimCard> card = Optional.empty();
        private Optional<Bytes> tripFile = Optional.empty();
        private boolean cardError;
        private boolean locked;
        private boolean tampered;
        private boolean batteryLow;

        private Builder(ObuId id) {
            this.id = id;
        }

        /** 8 bytes. */
        public Builder issuer(Bytes issuer8) {
            issuer = issuer8;
            return this;
        }

        public Builder contract(int type, int version) {
            contractType = type;
            contractVersion = version;
            return this;
        }

        /** @param digits 16 hexadecimal digits */
        public Builder serial(String digits) {
            serial = digits;
            return this;
        }

        /** Both YYYYMMDD. */
        public Builder valid(int fromYmd, int untilYmd) {
            issuedYmd = fromYmd;
            expiresYmd = untilYmd;
            return this;
        }

        public Builder equipmentCv(int value) {
            equipmentCv = value;
            return this;
        }

        public Builder vehicle(VehicleFile value) {
            vehicle = value;
            return this;
        }

        public Builder card(SimCard value) {
            card = Optional.of(value);
            return this;
        }

        public Builder singleChip(boolean on) {
            singleChip = on;
            return this;
        }

        /** EF04, 91 bytes. */
        public Builder tripFile(Bytes file91) {
            tripFile = Optional.of(file91.slice(0, TripFile.LENGTH));
            return this;
        }

        public Builder cardError(boolean on) {
            cardError = on;
            return this;
        }

        public Builder locked(boolean on) {
            locked = on;
            return this;
        }

        public Builder tampered(boolean on) {
            tampered = on;
            return this;
        }

        public Builder batteryLow(boolean on) {
            batteryLow = on;
            return this;
        }

        public SimObu build() {
            return new SimObu(this);
        }
    }
}
