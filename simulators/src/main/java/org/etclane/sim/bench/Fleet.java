package org.etclane.sim.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.Plate;
import org.etclane.device.VehicleFile;
import org.etclane.device.card.IssueFile;
import org.etclane.device.card.TransitRecord;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.parameters.RateTable;
import org.etclane.lane.parameters.StationKey;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.card.SimCard;
import org.etclane.sim.card.SimCardBuilder;
import org.etclane.sim.obu.SimObu;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.scenario.ScenarioBench.CardWish;
import org.etclane.sim.world.Arrival;
import org.etclane.sim.world.VehicleKind;

/**
 * Gives every arriving vehicle the OBU and card that its kind says. Deterministic: the same arrivals give the same cards. All
 * cards share one purse ledger. Simulation thread.
 */
public final class Fleet {
    static final int MAX_SERIES = 40_000;
    static final long SERIES_SIZE = 100_000;
    private static final String NETWORK = "3701";
    private static final int OLD_YMD = 20250101;
    private static final int FAR_YMD = 20991231;
    private static final long RICH_FEN = 5_000_000;
    /** A credit card counts in a purse that starts far above the signed range. */
    private static final long CREDIT_FEN = 0xF000_0000L;
    /** Issuers by turns, so that the dispersion factor matters. */
    private static final List<Bytes> ISSUERS = List.of(Bytes.fromHex("cdf2bcafcdf2bcaf"), Bytes.fromHex("c9bdb6abc9bdb6ab"),
            Bytes.fromHex("bad3b1b1bad3b1b1"));

    private final LaneKind kind;
    private final RateTable rates;
    private final StationKey station;
    private final TransitRecord.Layout layout;
    private final PurseLedger ledger;
    private final PurseKeys keys;
    private final int series;
    private final Map<Integer, SimObu> byArrival = new HashMap<>();

    public Fleet(LaneKind kind, RateTable rates, StationKey station, TransitRecord.Layout layout, PurseLedger ledger, PurseKeys keys) {
        this(kind, rates, station, layout, ledger, keys, 0);
    }

    /**
     * @param series 0–39,999; vehicles of another series carry other OBUs and cards, so that a lane that keeps running does not
     *               take them for those that it has just served
     */
    public Fleet(LaneKind kind, RateTable rates, StationKey station, TransitRecord.Layout layout, PurseLedger ledger, PurseKeys keys,
            int series) {
        if (series < 0 || series >= MAX_SERIES) {
            throw new IllegalArgumentException("series " + series + " is not within 0–" + (MAX_SERIES - 1));
        }
        this.series = series;
        this.kind = kind;
        this.rates = rates;
        this.station = station;
        this.layout = layout;
        this.ledger = ledger;
        this.keys = keys;
    }

    /** @param nowSeconds wall time of the arrival, seconds since 1970 UTC */
    public Optional<SimObu> obuOf(Arrival arrival, long nowSeconds) {
        boolean credit = arrival.number() % 3 == 0;
        return obuOf(arrival, nowSeconds, new CardWish(OptionalLong.empty(), credit));
    }

    /** The same with a certain card; where the arrival's kind says what is wrong with the balance or the type, that counts. */
    public Optional<SimObu> obuOf(Arrival arrival, long nowSeconds, CardWish wish) {
        if (arrival.repeatOf().isPresent()) {
            return Optional.ofNullable(byArrival.get(arrival.repeatOf().getAsInt()));
        }
        if (arrival.spec().kind() == VehicleKind.NO_OBU) {
            return Optional.empty();
        }
        SimObu obu = build(arrival, nowSeconds, wish);
        byArrival.put(arrival.number(), obu);
        return Optional.of(obu);
    }

    private SimObu build(Arrival arrival, long nowSeconds, CardWish wish) {
        VehicleKind vehicle = arrival.spec().kind();
        int number = arrival.number();
        Bytes issuer = ISSUERS.get(number % ISSUERS.size());
        Plate plate = arrival.spec().plate();
        SimObu.Builder obu = SimObu.builder(obuId(number)).issuer(issuer).serial("3701%012d".formatted(serial(number)))
                .vehicle(new VehicleFile(plate, arrival.spec().vehicleClass(), 0, Optional.empty()));
        switch (vehicle) {
            case OBU_TAMPERED -> obu.tampered(true);
            case OBU_LOCKED -> obu.locked(true);
            case OBU_EXPIRED -> obu.valid(20200101, OLD_YMD);
            case OBU_NOT_YET_VALID -> obu.valid(FAR_YMD, FAR_YMD);
            case OBU_CARD_ERROR -> obu.cardError(true);
            case LEGAL_CAR, LEGAL_TRUCK_11, LEGAL_TRUCK_12, LEGAL_TRUCK_13, LEGAL_TRUCK_14, LEGAL_TRUCK_15, LEGAL_TRUCK_16,
                 OBU_NO_CARD, CARD_EXPIRED, CARD_NOT_YET_VALID, CARD_WRONG_TYPE, PLATE_DIFFERS, EXIT_NO_ENTRY, EXIT_ENTRY_IN_FUTURE,
                 EXIT_FEE_NOT_FOUND, EXIT_BALANCE_TOO_LOW, ENTRY_ALREADY_OPEN, ENTRY_STORED_VALUE_ZERO, RECENTLY_TRANSACTED,
                 NO_OBU -> { }
        }
        if (vehicle != VehicleKind.OBU_NO_CARD) {
            obu.card(card(arrival, issuer, nowSeconds, wish));
        }
        return obu.build();
    }

    private SimCard card(Arrival arrival, Bytes issuer, long nowSeconds, CardWish wish) {
        int number = arrival.number();
        boolean credit = wish.credit();
        Plate plate = arrival.spec().plate();
        SimCardBuilder card = new SimCardBuilder(keys, ledger).issuer(issuer).network(NETWORK).number("%016d".formatted(2_000_000_000L + serial(number)))
                .plate(plate).vehicleClass(arrival.spec().vehicleClass()).seed(number)
                .cardType(credit ? IssueFile.CREDIT : IssueFile.STORED_VALUE).balanceFen(wish.balanceFen().orElse(credit ? CREDIT_FEN : RICH_FEN))
                .transit(transit(arrival, nowSeconds).encode43());
        switch (arrival.spec().kind()) {
            case CARD_EXPIRED -> card.valid(20200101, OLD_YMD);
            case CARD_NOT_YET_VALID -> card.valid(FAR_YMD, FAR_YMD);
            case CARD_WRONG_TYPE -> card.cardType(15);
            case PLATE_DIFFERS -> card.plate(number % 2 == 0 ? new Plate(plate.text(), plate.colour() + 1) : new Plate("测B99999", plate.colour()));
            case EXIT_BALANCE_TOO_LOW -> card.cardType(IssueFile.STORED_VALUE).balanceFen(1);
            case ENTRY_STORED_VALUE_ZERO -> card.cardType(IssueFile.STORED_VALUE).balanceFen(0);
            case LEGAL_CAR, LEGAL_TRUCK_11, LEGAL_TRUCK_12, LEGAL_TRUCK_13, LEGAL_TRUCK_14, LEGAL_TRUCK_15, LEGAL_TRUCK_16,
                 OBU_TAMPERED, OBU_LOCKED, OBU_EXPIRED, OBU_NOT_YET_VALID, OBU_NO_CARD, OBU_CARD_ERROR, EXIT_NO_ENTRY,
                 EXIT_ENTRY_IN_FUTURE, EXIT_FEE_NOT_FOUND, ENTRY_ALREADY_OPEN, RECENTLY_TRANSACTED, NO_OBU -> { }
        }
        return card.build();
    }

    private TransitRecord transit(Arrival arrival, long nowSeconds) {
        VehicleKind vehicle = arrival.spec().kind();
        boolean open = switch (kind) {
            case EXIT -> vehicle != VehicleKind.EXIT_NO_ENTRY;
            case ENTRY -> vehicle == VehicleKind.ENTRY_ALREADY_OPEN;
        };
        long enteredSeconds = vehicle == VehicleKind.EXIT_ENTRY_IN_FUTURE ? nowSeconds + 86_400
                : nowSeconds - 600 - arrival.number() * 37L % 7200;
        StationKey from = vehicle == VehicleKind.EXIT_FEE_NOT_FOUND ? new StationKey(NETWORK, 9999)
                : entryStation(arrival);
        TransitRecord entered = TransitRecord.etcEntry(layout, from.network(), from.station(), 1, enteredSeconds,
                arrival.spec().vehicleClass(), arrival.spec().plate(), 2, 0, 0);
        return open ? entered : entered.withState(TransitRecord.ETC_OUT);
    }

    /** One of the stations from which the rate table knows the way here. */
    private StationKey entryStation(Arrival arrival) {
        List<StationKey> from = new ArrayList<>(rates.feeFenByTrip().keySet().stream()
                .filter(t -> t.exit().equals(station) && t.vehicleClass() == arrival.spec().vehicleClass())
                .map(RateTable.Trip::entry).distinct().sorted(Comparator.comparing(StationKey::toString)).toList());
        return from.isEmpty() ? new StationKey(NETWORK, 9998) : from.get(arrival.number() % from.size());
    }

    /** Spread over all byte values, so that FE and FF occur on the wire; never 0 and never FFFFFFFF. */
    private ObuId obuId(int number) {
        int scattered = (int) serial(number) * 0x9E3779B1;
        return new ObuId(scattered == 0 || scattered == -1 ? 0x6A81353E : scattered);
    }

    /** Different for every vehicle of every series. */
    private long serial(int number) {
        return series * SERIES_SIZE + number;
    }
}
