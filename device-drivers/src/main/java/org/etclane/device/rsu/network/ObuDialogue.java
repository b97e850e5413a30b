package org.etclane.device.rsu.network;

import org.etclane.device.Bytes;
import org.etclane.device.CardFile;
import org.etclane.device.ObuId;
import org.etclane.device.RsuCommand;
import org.etclane.device.TransactionResult;
import org.etclane.device.TripFile;
import org.etclane.device.VehicleFile;
import org.etclane.device.frame.Bcd;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.rsu.network.RsuNetworkSettings.SingleChipStation;
import org.etclane.device.rsu.network.RsuNetworkSettings.TripForm;
import org.etclane.device.rsu.network.UnitFrame.B2ObuInfo;
import org.etclane.device.rsu.network.UnitFrame.B4CardInfo;
import org.etclane.device.rsu.network.UnitFrame.B5Result;
import org.etclane.device.rsu.network.UnitFrame.B8TacInfo;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * What the driver remembers of the OBU under way: which kind it is, the B4 whose card half the lane has not asked for yet, its
 * trip file, and the purchase whose proof is being fetched. Builds C6 and C8 from it. The driver's thread.
 */
final class ObuDialogue {
    private static final Bytes TRANSIT_HEAD = Bytes.of(0xAA, 0x29, 0x00);
    private static final int ISSUE_FILE_BYTES = 43;
    private static final int STATION_BYTES = 43;
    /** What EF04 begins with: file 0019 without its last four bytes. */
    private static final int TRIP_TRANSIT_BYTES = 39;
    private static final int CAPP = 9;

    private final RsuNetworkSettings settings;
    private ObuId obu = ObuId.NONE;
    private boolean singleChip;
    private Optional<Held> held = Optional.empty();
    private Optional<B5Result> tried = Optional.empty();
    private Optional<RsuCommand.FetchTac> asked = Optional.empty();

    /** A B4 as it came, at its time. */
    record Held(B4CardInfo frame, long atNanos, Bytes raw) {
    }

    ObuDialogue(RsuNetworkSettings settings) {
        this.settings = settings;
    }

    void forget() {
        obu = ObuId.NONE;
        singleChip = false;
        held = Optional.empty();
        tried = Optional.empty();
        asked = Optional.empty();
    }

    void found(B2ObuInfo b2) {
        obu = b2.obu().id();
        singleChip = b2.deviceType() == B2ObuInfo.SINGLE_CHIP;
        held = Optional.empty();
    }

    void read(B4CardInfo b4, long atNanos, Bytes raw) {
        singleChip &= obu.equals(b4.obu());
        obu = b4.obu();
        held = Optional.of(new Held(b4, atNanos, raw));
    }

    /** The B4 that this OBU's card is still to be told from. */
    Optional<Held> heldFor(ObuId asking) {
        return held.filter(b4 -> b4.frame().obu().equals(asking));
    }

    static VehicleFile vehicle(B4CardInfo b4) {
        return VehicleInfo.read(b4.vehicleInfo());
    }

    CardFile card(B4CardInfo b4) {
        Optional<TripFile> trip = b4.trip().size() == 0 ? Optional.empty() : Optional.of(TripFile.of(b4.trip()));
        Bytes transit = singleChip && settings.forms().tripForm() != TripForm.NONE
                ? trip.map(file -> file.raw().slice(0, TRIP_TRANSIT_BYTES)).orElse(b4.lastStation()) : b4.lastStation();
        return new CardFile(false, 0, b4.transType(), b4.balanceFen(), 0, b4.issuerInfo().slice(0, ISSUE_FILE_BYTES), transit,
                trip);
    }

    LaneFrame.C6Debit debit(ObuId to, Bytes factor, long amountFen, LocalDateTime time, Bytes transit) {
        Optional<LaneFrame.Trip> trip = settings.forms().tripForm() == TripForm.NONE ? Optional.empty()
                : heldFor(to).map(b4 -> b4.frame().trip()).filter(file -> file.size() > 0).map(file -> trip(file, transit));
        boolean gantry = singleChip && trip.isPresent()
                && settings.forms().singleChipStation() == SingleChipStation.GANTRY_AND_TIME;
        return new LaneFrame.C6Debit(to, factor, trip, amountFen, time, gantry ? gantryAndTime(time) : station(transit));
    }

    /** The trip file as it was read, with the new transit record in its first 39 bytes (layout from one source). */
    private LaneFrame.Trip trip(Bytes read, Bytes transit) {
        Bytes info = Bytes.concat(station(transit).slice(0, TRIP_TRANSIT_BYTES), read.slice(TRIP_TRANSIT_BYTES, read.size()));
        return new LaneFrame.Trip(0, info, Bytes.zeros(settings.forms().tripForm().moreBytes()));
    }

    private static Bytes station(Bytes transit) {
        return new ByteWriter().bytes(TRANSIT_HEAD).fixed(transit, STATION_BYTES - 3).toBytes();
    }

    private Bytes gantryAndTime(LocalDateTime time) {
        Bytes told = new ByteWriter().hex(settings.radio().flagId()).u32(time.atZone(settings.zone()).toEpochSecond()).toBytes();
        return new ByteWriter().fixed(told, STATION_BYTES).toBytes();
    }

    /** A B5 with an error: an RSU that tells what it tried makes the proof complete. */
    void failed(Optional<B5Result> told) {
        tried = told;
    }

    LaneFrame.C8FetchTac fetch(RsuCommand.FetchTac fetch) {
        asked = Optional.of(fetch);
        int told = triedAt(fetch).map(B5Result::cardSerial).orElse(0);
        return new LaneFrame.C8FetchTac(fetch.obu(), fetch.cardSerial() >= 0 ? fetch.cardSerial() : told, Bytes.EMPTY);
    }

    private Optional<B5Result> triedAt(RsuCommand.FetchTac fetch) {
        return tried.filter(b5 -> b5.obu().equals(fetch.obu()) && b5.transTime().equals(digits(fetch)));
    }

    private static String digits(RsuCommand.FetchTac fetch) {
        return Bcd.ofDateTime(fetch.purchaseTime()).hex();
    }

    /**
     * B8 names neither the purchase nor the terminal. The purchase is the one that was asked for; terminal and serials are
     * taken from the B5 that failed, else the terminal from B0 when there is only one, and the rest is not known.
     */
    TransactionResult proof(B8TacInfo b8, List<String> terminals) {
        Optional<RsuCommand.FetchTac> question = asked.filter(fetch -> fetch.obu().equals(b8.obu()));
        Optional<B5Result> purchase = question.flatMap(this::triedAt);
        String onlyTerminal = terminals.size() == 1 ? terminals.getFirst() : "";
        int askedSerial = question.map(fetch -> Math.max(0, fetch.cardSerial())).orElse(0);
        return new TransactionResult(0, purchase.map(B5Result::terminal).orElse(onlyTerminal),
                question.map(ObuDialogue::digits).orElse(""), purchase.map(B5Result::transType).orElse(CAPP), b8.tac(),
                purchase.map(B5Result::cardSerial).orElse(askedSerial), purchase.map(B5Result::terminalSerial).orElse(0L),
                b8.balanceFen());
    }

    static TransactionResult result(B5Result b5) {
        return new TransactionResult(0, b5.terminal(), b5.transTime(), b5.transType(), b5.tac(), b5.cardSerial(),
                b5.terminalSerial(), b5.balanceFen());
    }
}
