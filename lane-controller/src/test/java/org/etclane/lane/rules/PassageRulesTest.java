package org.etclane.lane.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.etclane.device.Bytes;
import org.etclane.device.CardFile;
import org.etclane.device.ObuId;
import org.etclane.device.ObuInfo;
import org.etclane.device.ObuStatus;
import org.etclane.device.Plate;
import org.etclane.device.VehicleFile;
import org.etclane.device.card.IssueFile;
import org.etclane.device.card.TransitRecord;
import org.etclane.device.card.TransitRecord.Layout;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.LaneSettings;
import org.etclane.lane.parameters.ParameterSet;
import org.etclane.lane.parameters.RateTable;
import org.etclane.lane.parameters.StationKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may pass, what it costs, what is written to the card, and which reason is given when there are several. */
class PassageRulesTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 20, 8, 30, 15);
    private static final StationKey FROM = new StationKey("3701", 7);
    private static final StationKey TO = new StationKey("3701", 12);
    private static final Bytes ISSUER = Bytes.fromHex("cdf2bcafcdf2bcaf");
    private static final Plate PLATE = new Plate("测A12345", 0);
    private static final RateTable RATES = new RateTable("2026-001", "00", 0, 50, Map.of(new RateTable.Trip(FROM, TO, 1), 2000L));

    /** Everything that is judged; a legal passage unless changed. */
    private record Case(LaneKind kind, Layout layout, boolean local, int status, int tamperByte, int obuIssued, int obuExpires,
            Plate obuPlate, Plate cardPlate, int vehicleClass, int cardType, int cardStart, int cardExpiry, long balanceFen,
            int state, long entrySeconds, Optional<Bytes> transitFile, Optional<Bytes> issueFile) {

        static Case legal(LaneKind kind, Layout layout) {
            return new Case(kind, layout, false, 0x20, 1, 20200101, 20301231, PLATE, PLATE, 1, IssueFile.STORED_VALUE, 20200101,
                    20301231, 10_000, kind == LaneKind.EXIT ? TransitRecord.ETC_IN : TransitRecord.ETC_OUT,
                    NOW.minusHours(1).atZone(ZONE).toEpochSecond(), Optional.empty(), Optional.empty());
        }

        LaneSettings settings() {
            LaneSettings d = LaneSettings.defaults(kind, "370100120100101000001", kind == LaneKind.EXIT ? TO : FROM, 3, ZONE);
            return new LaneSettings(d.kind(), d.laneId(), d.station(), d.laneNumber(), d.zone(), layout, local,
                    d.entryFutureMinutes(), d.recentMinutes(), d.zoneVehicles(), d.zoneWaitMs(), d.rsuPatienceMs(),
                    d.outcomeTimeoutMs(), d.tacAttempts(), d.resolveMs(), d.obuSearchMs(), d.reheardMs(), d.startGraceMs(),
                    d.goneMs(), d.paidTimeoutMs(), d.zoneStaleMs(), d.keepUpForFollower(), d.armClearHoldMs(), d.armTravelMs(),
                    d.loopStuckMs(), d.alarmMs(), d.rsuFaultShowMs(), d.displayHoldMs(), d.weighing());
        }

        TransitRecord transit() {
            return TransitRecord.etcEntry(layout, FROM.network(), FROM.station(), 2, entrySeconds, 1, PLATE, 2, 0, 0)
                    .withState(state);
        }

        IssueFile issue() {
            return new IssueFile(ISSUER, cardType, 0x40, "3701", "0000000000000042", cardStart, cardExpiry, cardPlate, 0, 1);
        }

        Optional<Refusal> obu() {
            ObuInfo info = new ObuInfo(new ObuId(1), ISSUER, 1, 0x40, "1234567887654321", obuIssued, obuExpires, "", 0x10,
                    ObuStatus.decode(status, tamperByte));
            return new PassageRules(settings()).obu(info, NOW);
        }

        Verdict verdict() {
            CardFile card = new CardFile(false, 0, 0x10, balanceFen, 0, issueFile.orElse(issue().encode()),
                    transitFile.orElse(transit().encode43()));
            return new PassageRules(settings()).judge(new VehicleFile(obuPlate, vehicleClass, 0, Optional.empty()), card,
                    ParameterSet.of(RATES), NOW);
        }

        Case status(int byte0, int byte1) {
            return new Case(kind, layout, local, byte0, byte1, obuIssued, obuExpires, obuPlate, cardPlate, vehicleClass, cardType,
                    cardStart, cardExpiry, balanceFen, state, entrySeconds, transitFile, issueFile);
        }

        Case obuDates(int issued, int expires) {
            return new Case(kind, layout, local, status, tamperByte, issued, expires, obuPlate, cardPlate, vehicleClass, cardType,
                    cardStart, cardExpiry, balanceFen, state, entrySeconds, transitFile, issueFile);
        }

        Case plates(Plate ofObu, Plate ofCard) {
            return new Case(kind, layout, local, status, tamperByte, obuIssued, obuExpires, ofObu, ofCard, vehicleClass, cardType,
                    cardStart, cardExpiry, balanceFen, state, entrySeconds, transitFile, issueFile);
        }

        Case vehicleClass(int changed) {
            return new Case(kind, layout, local, status, tamperByte, obuIssued, obuExpires, obuPlate, cardPlate, changed, cardType,
                    cardStart, cardExpiry, balanceFen, state, entrySeconds, transitFile, issueFile);
        }

        Case cardType(int changed) {
            return new Case(kind, layout, local, status, tamperByte, obuIssued, obuExpires, obuPlate, cardPlate, vehicleClass,
                    changed, cardStart, cardExpiry, balanceFen, state, entrySeconds, transitFile, issueFile);
        }

        Case cardDates(int start, int expiry) {
            return new Case(kind, layout, local, status, tamperByte, obuIssued, obuExpires, obuPlate, cardPlate, vehicleClass,
                    cardType, start, expiry, balanceFen, state, entrySeconds, transitFile, issueFile);
        }

        Case balanceFen(long changed) {
            return new Case(kind, layout, local, status, tamperByte, obuIssued, obuExpires, obuPlate, cardPlate, vehicleClass,
                    cardType, cardStart, cardExpiry, changed, state, entrySeconds, transitFile, issueFile);
        }

        Case state(int changed) {
            return new Case(kind, layout, local, status, tamperByte, obuIssued, obuExpires, obuPlate, cardPlate, vehicleClass,
                    cardType, cardStart, cardExpiry, balanceFen, changed, entrySeconds, transitFile, issueFile);
        }

        Case entrySeconds(long changed) {
            return new Case(kind, layout, local, status, tamperByte, obuIssued, obuExpires, obuPlate, cardPlate, vehicleClass,
                    cardType, cardStart, cardExpiry, balanceFen, state, changed, transitFile, issueFile);
        }

        Case localTimes() {
            return new Case(kind, layout, true, status, tamperByte, obuIssued, obuExpires, obuPlate, cardPlate, vehicleClass,
                    cardType, cardStart, cardExpiry, balanceFen, state, NOW.minusHours(1).toEpochSecond(ZoneOffset.UTC), transitFile,
                    issueFile);
        }

        Case transitFile(Bytes changed) {
            return new Case(kind, layout, local, status, tamperByte, obuIssued, obuExpires, obuPlate, cardPlate, vehicleClass,
                    cardType, cardStart, cardExpiry, balanceFen, state, entrySeconds, Optional.of(changed), issueFile);
        }

        Case issueFile(Bytes changed) {
            return new Case(kind, layout, local, status, tamperByte, obuIssued, obuExpires, obuPlate, cardPlate, vehicleClass,
                    cardType, cardStart, cardExpiry, balanceFen, state, entrySeconds, transitFile, Optional.of(changed));
        }
    }

    private static Case exit() {
        return Case.legal(LaneKind.EXIT, Layout.Y2019);
    }

    private static Case entry() {
        return Case.legal(LaneKind.ENTRY, Layout.Y2019);
    }

    private static void refuses(SpecialEvent event, Case passage) {
        Verdict.Refused refused = assertInstanceOf(Verdict.Refused.class, passage.verdict(), event.name());
        assertEquals(event, refused.refusal().event());
        assertFalse(refused.refusal().inputs().isEmpty(), "the inputs that led to it");
    }

    private static void refusesObu(SpecialEvent event, Case passage) {
        Refusal refusal = passage.obu().orElseThrow();
        assertEquals(event, refusal.event());
        assertFalse(refusal.inputs().isEmpty());
    }

    // the OBU

    @Test
    void aGoodObuIsNotRefused() {
        assertEquals(Optional.empty(), exit().obu());
        assertEquals(Optional.empty(), exit().status(0x21, 1).obu(), "a low battery still works");
        assertEquals(Optional.empty(), exit().obuDates(20261120, 20261120).obu(), "first and last day count");
    }

    @Test
    void everyReasonOfTheObu() {
        refusesObu(SpecialEvent.OBU_TAMPERED, exit().status(0x22, 1));
        refusesObu(SpecialEvent.OBU_TAMPERED, exit().status(0x20, 0));
        refusesObu(SpecialEvent.OBU_LOCKED, exit().status(0x24, 1));
        refusesObu(SpecialEvent.NO_CARD, exit().status(0xA0, 1));
        refusesObu(SpecialEvent.CARD_READ_FAILED, exit().status(0x28, 1));
        refusesObu(SpecialEvent.OBU_EXPIRED, exit().obuDates(20200101, 20261119));
        refusesObu(SpecialEvent.OBU_EXPIRED, exit().obuDates(20200101, -1));
        refusesObu(SpecialEvent.OBU_NOT_YET_VALID, exit().obuDates(20261121, 20301231));
        refusesObu(SpecialEvent.OBU_NOT_YET_VALID, exit().obuDates(-1, 20301231));
    }

    @Test
    void ofSeveralReasonsOfTheObuTheFirstInOrderIsGiven() {
        List<UnaryOperator<Case>> spoiled = List.of(c -> c.status(0xAE, 0), c -> c.status(0xAC, 1), c -> c.status(0xA8, 1),
                c -> c.status(0x28, 1), c -> c.status(0x20, 1));
        List<SpecialEvent> order = List.of(SpecialEvent.OBU_TAMPERED, SpecialEvent.OBU_LOCKED, SpecialEvent.NO_CARD,
                SpecialEvent.CARD_READ_FAILED, SpecialEvent.OBU_EXPIRED);
        for (int i = 0; i < order.size(); i++) {
            refusesObu(order.get(i), spoiled.get(i).apply(exit().obuDates(20290101, 20200101)));
        }
        refusesObu(SpecialEvent.OBU_NOT_YET_VALID, exit().obuDates(20290101, 20301231));
    }

    // the card

    @Test
    void everyReasonOfTheCard() {
        refuses(SpecialEvent.CARD_TYPE_INVALID, exit().cardType(15));
        refuses(SpecialEvent.CARD_EXPIRED, exit().cardDates(20200101, 20261119));
        refuses(SpecialEvent.CARD_EXPIRED, exit().cardDates(20200101, -1));
        refuses(SpecialEvent.CARD_NOT_YET_VALID, exit().cardDates(20261121, 20301231));
        refuses(SpecialEvent.CARD_NOT_YET_VALID, exit().cardDates(-1, 20301231));
        refuses(SpecialEvent.PLATE_DIFFERS, exit().plates(PLATE, new Plate("测A54321", 0)));
        refuses(SpecialEvent.PLATE_DIFFERS, exit().plates(PLATE, new Plate("测A12345", 1)));
        refuses(SpecialEvent.CARD_READ_FAILED, exit().issueFile(Bytes.EMPTY));
        refuses(SpecialEvent.CARD_READ_FAILED, exit().issueFile(Bytes.zeros(42)));
    }

    @Test
    void firstAndLastDayOfTheCardCount() {
        assertInstanceOf(Verdict.Charge.class, exit().cardDates(20261120, 20261120).verdict());
    }

    @Test
    void ofSeveralReasonsTheFirstInOrderIsGiven() {
        Case worst = exit().cardType(15).cardDates(20290101, 20200101).plates(PLATE, new Plate("测B", 1)).state(TransitRecord.ETC_OUT)
                .balanceFen(0).vehicleClass(99);
        List<UnaryOperator<Case>> mended = List.of(c -> c.cardType(IssueFile.STORED_VALUE), c -> c.cardDates(20290101, 20301231),
                c -> c.cardDates(20200101, 20301231), c -> c.plates(PLATE, PLATE), c -> c.state(TransitRecord.ETC_IN)
                        .entrySeconds(0), c -> c.entrySeconds(NOW.minusHours(1).atZone(ZONE).toEpochSecond()),
                c -> c.vehicleClass(1), c -> c.balanceFen(1900));
        List<SpecialEvent> order = new ArrayList<>();
        Case current = worst;
        for (UnaryOperator<Case> mend : mended) {
            order.add(assertInstanceOf(Verdict.Refused.class, current.verdict()).refusal().event());
            current = mend.apply(current);
        }
        assertEquals(List.of(SpecialEvent.CARD_TYPE_INVALID, SpecialEvent.CARD_EXPIRED, SpecialEvent.CARD_NOT_YET_VALID,
                SpecialEvent.PLATE_DIFFERS, SpecialEvent.NO_ENTRY, SpecialEvent.ENTRY_TIME_ABNORMAL, SpecialEvent.FEE_NOT_FOUND,
                SpecialEvent.BALANCE_INSUFFICIENT), order);
        assertInstanceOf(Verdict.Charge.class, current.verdict());
    }

    // exit

    @ParameterizedTest
    @EnumSource(Layout.class)
    void aLegalExitIsChargedAndClosesTheEntry(Layout layout) {
        Case passage = Case.legal(LaneKind.EXIT, layout);
        Verdict.Charge charge = assertInstanceOf(Verdict.Charge.class, passage.verdict());
        assertEquals(1900, charge.fee().payableFen());
        assertEquals("01" + "3701" + "0000000000000042" + "20261120073015", charge.passageId());
        assertEquals(40, charge.transit().size());
        assertEquals(passage.transit().withState(TransitRecord.ETC_OUT),
                TransitRecord.parse(charge.transit(), layout).orElseThrow(), "all else is as it was");
    }

    @Test
    void everyReasonAtAnExit() {
        refuses(SpecialEvent.NO_ENTRY, exit().state(TransitRecord.ETC_OUT));
        refuses(SpecialEvent.NO_ENTRY, exit().state(TransitRecord.MTC_OUT));
        refuses(SpecialEvent.NO_ENTRY, exit().state(0));
        refuses(SpecialEvent.NO_ENTRY, exit().transitFile(Bytes.EMPTY));
        refuses(SpecialEvent.ENTRY_TIME_ABNORMAL, exit().entrySeconds(0));
        refuses(SpecialEvent.ENTRY_TIME_ABNORMAL, exit().entrySeconds(0xFFFFFFFFL));
        refuses(SpecialEvent.ENTRY_TIME_ABNORMAL, exit().entrySeconds(NOW.plusMinutes(11).atZone(ZONE).toEpochSecond()));
        refuses(SpecialEvent.FEE_NOT_FOUND, exit().vehicleClass(2));
        refuses(SpecialEvent.BALANCE_INSUFFICIENT, exit().balanceFen(1899));
    }

    @Test
    void theEdgesOfAnExit() {
        assertInstanceOf(Verdict.Charge.class, exit().balanceFen(1900).verdict());
        assertInstanceOf(Verdict.Charge.class, exit().balanceFen(0xFFFFFFFFL).verdict());
        assertInstanceOf(Verdict.Charge.class, exit().cardType(IssueFile.CREDIT).balanceFen(0).verdict(), "a credit card has no purse");
        assertInstanceOf(Verdict.Charge.class, exit().state(TransitRecord.MTC_IN).verdict(), "entered by a manual lane");
        assertInstanceOf(Verdict.Charge.class, exit().entrySeconds(NOW.plusMinutes(9).atZone(ZONE).toEpochSecond()).verdict(),
                "clocks differ a little");
    }

    @Test
    void anEntryTimeWrittenAsLocalIsReadAsLocal() {
        Verdict.Charge charge = assertInstanceOf(Verdict.Charge.class, exit().localTimes().verdict());
        assertTrue(charge.passageId().endsWith("20261120073015"), charge.passageId());
        Case misread = exit().entrySeconds(NOW.minusHours(1).toEpochSecond(ZoneOffset.UTC));
        refuses(SpecialEvent.ENTRY_TIME_ABNORMAL, misread);
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void theShortFormOfTheStationFieldIsEnough(Layout layout) {
        Case passage = Case.legal(LaneKind.EXIT, layout);
        Bytes body36 = passage.transit().body40().slice(0, 36);
        for (Bytes form : List.of(body36, Bytes.concat(Bytes.of(0xAA, 0x29, 0), body36))) {
            Verdict.Charge charge = assertInstanceOf(Verdict.Charge.class, passage.transitFile(form).verdict());
            assertEquals(passage.transit().withState(TransitRecord.ETC_OUT).body40().slice(0, 36), charge.transit().slice(0, 36));
        }
    }

    // entry

    @ParameterizedTest
    @EnumSource(Layout.class)
    void aLegalEntryIsWrittenToTheCard(Layout layout) {
        Verdict.Enter enter = assertInstanceOf(Verdict.Enter.class, Case.legal(LaneKind.ENTRY, layout).verdict());
        TransitRecord written = TransitRecord.parse(enter.transit(), layout).orElseThrow();
        assertEquals(TransitRecord.ETC_IN, written.state());
        assertTrue(written.isOpenEntry());
        assertEquals(FROM, new StationKey(written.network(), written.station()));
        assertEquals(3, written.lane());
        assertEquals(NOW.atZone(ZONE).toEpochSecond(), written.entrySeconds());
        assertEquals(1, written.vehicleClass());
        assertEquals("测A12345", written.plate());
        assertEquals("01" + "3701" + "0000000000000042" + "20261120083015", enter.passageId());
    }

    @Test
    void whatTheEntryWritesTheExitReads() {
        for (boolean local : new boolean[] {false, true}) {
            for (Layout layout : Layout.values()) {
                Case in = Case.legal(LaneKind.ENTRY, layout);
                Verdict.Enter enter = assertInstanceOf(Verdict.Enter.class, (local ? in.localTimes() : in).verdict());
                Case out = Case.legal(LaneKind.EXIT, layout);
                Verdict.Charge charge = assertInstanceOf(Verdict.Charge.class,
                        (local ? out.localTimes() : out).transitFile(enter.transit()).verdict());
                assertEquals(enter.passageId(), charge.passageId(), "one passage, one id");
            }
        }
    }

    @Test
    void anEntryTimeIsWrittenAsLocalWhereTheNetworkDoesSo() {
        Verdict.Enter enter = assertInstanceOf(Verdict.Enter.class, entry().localTimes().verdict());
        assertEquals(NOW.toEpochSecond(ZoneOffset.UTC),
                TransitRecord.parse(enter.transit(), Layout.Y2019).orElseThrow().entrySeconds());
    }

    @Test
    void everyReasonAtAnEntry() {
        refuses(SpecialEvent.OPEN_ENTRY, entry().state(TransitRecord.ETC_IN));
        refuses(SpecialEvent.OPEN_ENTRY, entry().state(TransitRecord.MTC_IN));
        refuses(SpecialEvent.BALANCE_ZERO, entry().balanceFen(0));
        refuses(SpecialEvent.OPEN_ENTRY, entry().state(TransitRecord.ETC_IN).balanceFen(0));
        refuses(SpecialEvent.PLATE_DIFFERS, entry().plates(PLATE, new Plate("测A54321", 0)));
    }

    @Test
    void theEdgesOfAnEntry() {
        assertInstanceOf(Verdict.Enter.class, entry().balanceFen(1).verdict());
        assertInstanceOf(Verdict.Enter.class, entry().cardType(IssueFile.CREDIT).balanceFen(0).verdict());
        assertInstanceOf(Verdict.Enter.class, entry().transitFile(Bytes.EMPTY).verdict(), "an unreadable record is overwritten");
        assertInstanceOf(Verdict.Enter.class, entry().vehicleClass(99).verdict(), "the fee is the exit's matter");
    }

    @Test
    void codesAreThoseOfTheFieldAndEachOnce() {
        List<Integer> codes = java.util.Arrays.stream(SpecialEvent.values()).map(SpecialEvent::code).toList();
        assertEquals(codes.stream().distinct().toList(), codes);
        assertEquals(2, SpecialEvent.OBU_TAMPERED.code());
        assertEquals(26, SpecialEvent.NO_ENTRY.code());
        assertEquals(41, SpecialEvent.PLATE_DIFFERS.code());
        assertEquals(165, SpecialEvent.RECENTLY_TRANSACTED.code());
        assertEquals(161, SpecialEvent.QUEUE_ABNORMAL.code());
    }
}
