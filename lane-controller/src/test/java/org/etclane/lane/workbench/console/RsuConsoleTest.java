package org.etclane.lane.workbench.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.CardFile;
import org.etclane.device.HealthEvent;
import org.etclane.device.ObuId;
import org.etclane.device.ObuInfo;
import org.etclane.device.ObuStatus;
import org.etclane.device.Plate;
import org.etclane.device.RsuCommand;
import org.etclane.device.RsuEvent;
import org.etclane.device.RsuIdentity;
import org.etclane.device.TransactionResult;
import org.etclane.device.VehicleFile;
import org.etclane.device.card.IssueFile;
import org.etclane.device.card.TransitRecord;
import org.etclane.lane.config.DeviceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An OBU before the bench's antenna: read, written to, and never charged. */
class RsuConsoleTest {
    private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 20, 9, 30, 5, 999);
    private static final ObuId OBU = new ObuId(0x01020304);
    private static final Bytes ISSUER = Bytes.fromHex("C9BDB6AB37010001");
    private static final Bytes OBU_FACTOR = Bytes.fromHex("C9BDB6ABC9BDB6AB");
    private static final IssueFile ISSUE = new IssueFile(Bytes.fromHex("BDADCBD532010001"), IssueFile.CREDIT, 0x40, "3201", "1122334455667788",
            20_250_101, 20_350_101, new Plate("测A12345", 0), 0, 1);
    private static final Bytes CARD_FACTOR = Bytes.fromHex("BDADCBD5BDADCBD5");
    private static final TransitRecord TRANSIT = TransitRecord.etcEntry(TransitRecord.Layout.Y2019, "3701", 7, 2, 1_700_000_000L, 1,
            new Plate("测A12345", 0), 2, 0, 0);

    private final Sitting sitting = new Sitting(new RsuConsole(DeviceLoader.Surroundings.USUAL, () -> NOW));

    @BeforeEach
    void up() {
        sitting.up();
    }

    private void found(int id) {
        sitting.hears(new RsuEvent.ObuFound("dev", sitting.nanos(), new ObuInfo(new ObuId(id), ISSUER, 1, 0x40, "3701223344556677", 20_250_101,
                20_350_101, "", 0, ObuStatus.decode(0x02, 0)), Bytes.EMPTY));
    }

    private void vehicle() {
        sitting.hears(new RsuEvent.VehicleRead("dev", sitting.nanos(), OBU, new VehicleFile(new Plate("测A12345", 0), 1, 0, Optional.empty()),
                Bytes.EMPTY));
    }

    private void card(long balanceFen, Bytes transitFile) {
        sitting.hears(new RsuEvent.CardRead("dev", sitting.nanos(), OBU, new CardFile(false, 0, 16, balanceFen, 0, ISSUE.encode(), transitFile),
                Bytes.EMPTY));
    }

    private void completed(String tac, long balanceFen) {
        sitting.hears(new RsuEvent.Completed("dev", sitting.nanos(), OBU, new TransactionResult(0, "010203040506", "20261120093005", 9, tac, 12, 34,
                balanceFen), Bytes.EMPTY));
    }

    private void readUpToCard() {
        found(OBU.value());
        sitting.tells(new RsuCommand.ReadOn(OBU, OBU_FACTOR));
        vehicle();
        sitting.tells(new RsuCommand.ReadOn(OBU, OBU_FACTOR));
    }

    @Test
    void initTakesTheLineDownAndTellsWhoTheRsuIs() {
        sitting.types("init").isBusy();
        assertEquals(List.of("initialised anew"), sitting.restarts);
        RsuEvent.Ready ready = new RsuEvent.Ready("dev", sitting.nanos(), new RsuIdentity(List.of("010203040506"), 8, "00A1B2", 0x0203));
        sitting.hears(ready).isBusy(); // of the time before
        sitting.downs++;
        sitting.lineChangedNanos = sitting.after(800).nanos();
        sitting.hears(ready).isBusy(); // still of the time before: it was under way when the line went down
        sitting.hears(new HealthEvent("dev", sitting.nanos(), HealthEvent.State.DOWN, "initialised anew")).isBusy();
        ready = new RsuEvent.Ready("dev", sitting.nanos(), ready.identity());
        sitting.hears(ready).isBusy().up().ok().says("RSU 00A1B2, maker 08, version 0203, PSAM terminals 010203040506");
        sitting.lineUp = false;
        sitting.types("init").hears(ready).ok(); // the line was down already
        sitting.types("init").after(ConsoleSession.PATIENCE_MS).failed().says("not initialised within 20 s");
    }

    @Test
    void whoIsHeardUnaskedIsToldOnceAndSentAway() {
        for (int i = 0; i < 5; i++) {
            sitting.after(500);
            found(OBU.value());
            sitting.tells(new RsuCommand.Abandon(OBU));
        }
        assertEquals(1, sitting.lines.stream().filter(line -> line.contains("OBU 01020304")).count());
        sitting.says("TAMPERED", "serial 3701223344556677", "valid 2025-01-01 to 2035-01-01");
        sitting.types("search 5").isBusy();
        found(OBU.value());
        found(5);
        found(5);
        sitting.after(5_000).ok().says("OBU 01020304: 1 times", "OBU 00000005: 2 times", "2 OBUs heard");
    }

    @Test
    void readingTellsVehicleAndCardAndLetsTheObuGo() {
        sitting.types("read").isBusy().tells();
        readUpToCard();
        card(10_034, TRANSIT.encode43());
        sitting.tells(new RsuCommand.Abandon(OBU)).ok().says("vehicle 测A12345 (0), class 1", "card 3201 1122334455667788, type 23, version 40",
                "balance 100.34 yuan", "network 3701, station 7, lane 2, state 3");
        vehicle(); // too late: nobody reads any more
        sitting.tells(new RsuCommand.Abandon(OBU));
    }

    @Test
    void aCertainObuIsWaitedFor() {
        sitting.types("read 0000abcd");
        found(OBU.value());
        sitting.tells(new RsuCommand.Abandon(OBU)).isBusy();
        found(0xABCD);
        sitting.tells(new RsuCommand.ReadOn(new ObuId(0xABCD), OBU_FACTOR)).after(30_000).failed().says("no OBU was read within 30 s");
        sitting.types("read 12").failed().says("8 hexadecimal digits");
    }

    @Test
    void aDebitIsOfNothingAndWritesBackWhatWasRead() {
        sitting.types("debit").failed().says("confirm test-card", "only a test OBU").tells();
        sitting.types("confirm test-card").ok();
        for (String amount : List.of("debit 1", "debit 0", "debit 0.01")) {
            sitting.types(amount).failed().says("0 fen and nothing else").tells();
        }
        sitting.types("debit");
        readUpToCard();
        card(10_034, TRANSIT.encode43());
        sitting.tells(new RsuCommand.Debit(OBU, CARD_FACTOR, 0, NOW.withNano(0), TRANSIT.body40())).isBusy();
        card(10_034, TRANSIT.encode43()); // told twice: nothing is sent twice
        sitting.tells(new RsuCommand.Acknowledge()).isBusy();
        completed("A1B2C3D4", 10_034);
        sitting.tells(new RsuCommand.Release(OBU, CARD_FACTOR)).ok().says("TAC A1B2C3D4", "the purse is as it was: 100.34 yuan");
    }

    @Test
    void aPurseThatChangedATacThatIsMissingAndABalanceThatIsNotToldAreSaid() {
        sitting.types("confirm test-card").types("debit");
        readUpToCard();
        card(10_034, TRANSIT.encode43());
        completed("A1B2C3D4", 10_033);
        sitting.failed().says("THE PURSE HAS CHANGED: 100.34 before, 100.33 after").types("debit");
        readUpToCard();
        card(10_034, TRANSIT.encode43());
        completed("00000000", 10_034);
        sitting.failed().says("no TAC").types("debit");
        readUpToCard();
        card(10_034, TRANSIT.encode43());
        completed("A1B2C3D4", -1);
        sitting.ok().says("read the card again");
    }

    @Test
    void anEntryWritesBackOrWhatWasTyped() {
        sitting.types("entry").failed().says("confirm test-card").tells();
        sitting.types("confirm test-card").types("entry");
        readUpToCard();
        card(10_034, TRANSIT.encode43().slice(3, 39)); // the 36-byte form
        sitting.tells(new RsuCommand.WriteEntry(OBU, CARD_FACTOR, NOW.withNano(0), TRANSIT.body40()));
        completed("", 10_034);
        sitting.tells(new RsuCommand.Release(OBU, CARD_FACTOR)).ok();

        sitting.types("entry 3702 12 3");
        readUpToCard();
        card(10_034, TRANSIT.encode43());
        RsuCommand.WriteEntry sent = assertInstanceOf(RsuCommand.WriteEntry.class, sitting.told.getLast());
        TransitRecord written = TransitRecord.parse(sent.transit(), TransitRecord.Layout.Y2019).orElseThrow();
        assertEquals(List.of("3702", 12, 3, TransitRecord.ETC_IN, 1, "测A12345", 0L), List.of(written.network(), written.station(), written.lane(),
                written.state(), written.vehicleClass(), written.plate(), written.accumulatedFeeFen()));
        assertEquals(NOW.atZone(ZoneId.of("Asia/Shanghai")).toEpochSecond(), written.entrySeconds());
        completed("", 10_034);
        sitting.ok();
        sitting.types("entry 37 12 3").failed().says("4 digits").types("entry 3702").failed().says("STATION is");
    }

    @Test
    void whatFailsOnTheAirIsSaidAndAnUnknownOutcomeIsCalledThat() {
        sitting.types("confirm test-card").types("read");
        found(OBU.value());
        sitting.told.clear();
        sitting.hears(new RsuEvent.StepFailed("dev", sitting.nanos(), OBU, RsuEvent.RsuStep.READ_VEHICLE, 0x0A, RsuEvent.DebitCertainty.NOT_DEBITED,
                "no answer", Bytes.EMPTY)).tells(new RsuCommand.Abandon(OBU)).failed().says("READ_VEHICLE of OBU 01020304 failed, code 0A: no answer");
        sitting.types("debit");
        readUpToCard();
        card(10_034, TRANSIT.encode43());
        sitting.hears(new RsuEvent.StepFailed("dev", sitting.nanos(), OBU, RsuEvent.RsuStep.TRANSACT, 0x16, RsuEvent.DebitCertainty.UNKNOWN,
                "no answer", Bytes.EMPTY)).failed().says("NOT KNOWN");
        sitting.types("debit");
        readUpToCard();
        card(10_034, TRANSIT.encode43());
        sitting.after(RsuConsole.DIALOGUE_MS).failed().says("NOT KNOWN: read it again");
        sitting.types("debit");
        readUpToCard();
        card(10_034, Bytes.EMPTY);
        sitting.tells(new RsuCommand.Abandon(OBU)).failed().says("nothing was written");
        sitting.types("read").hears(new HealthEvent("dev", sitting.nanos(), HealthEvent.State.DOWN, "unplugged")).failed().says("unplugged");
    }

    @Test
    void theAntennaIsSwitched() {
        sitting.types("antenna off").tells(new RsuCommand.SwitchAntenna(false)).after(ConsoleSession.SETTLE_MS).ok();
    }
}
