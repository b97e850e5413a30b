package org.etclane.device.rsu.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.etclane.device.Bytes;
import org.etclane.device.CardFile;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.ObuId;
import org.etclane.device.RsuCommand;
import org.etclane.device.RsuEvent;
import org.etclane.device.RsuEvent.DebitCertainty;
import org.etclane.device.RsuEvent.RsuStep;
import org.etclane.device.TransactionResult;
import org.etclane.device.card.PurseRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/** In what the dialogue of the profiles differs, in time as plain numbers. */
class ProfileDriverTest {
    private static final ObuId OBU = new ObuId(0x6A81353E);
    private static final Bytes FACTOR = Bytes.fromHex("cdf2bcafcdf2bcaf");
    private static final String TERMINAL = "373737373737";
    private static final LocalDateTime PURCHASE = LocalDateTime.of(2026, 11, 20, 10, 0, 1);
    private static final Bytes TRANSIT = Bytes.fromHex("41".repeat(40));
    private static final RsuCommand DEBIT = new RsuCommand.Debit(OBU, FACTOR, 1500, PURCHASE, TRANSIT);
    private static final RsuCommand WRITE = new RsuCommand.WriteEntry(OBU, FACTOR, PURCHASE, TRANSIT);
    private static final RsuCommand FETCH = new RsuCommand.FetchTac(OBU, FACTOR, PURCHASE, -1, TRANSIT);
    private static final TransactionResult RESULT = new TransactionResult(1, "", "20261120100001", 9, "613c67b6", 0x12, 0x11,
            8499);

    private final RecordingSink sink = new RecordingSink();
    private Profile profile;
    private RsuSerialDriver driver;
    private long nowNanos = 1_000;

    private void ready(RsuSerialSettings settings) {
        up(settings);
        hear(b0(0x08, TERMINAL, 0));
        sink.takeSent();
        sink.takeEvents();
    }

    private void ready(Profile given) {
        ready(RsuSerialSettings.of(given, "rsu", RsuSerialSettings.EXIT));
    }

    private void up(RsuSerialSettings settings) {
        profile = settings.profile();
        driver = new RsuSerialDriver("rsu", settings, () -> 1_795_140_000_000L);
        driver.linkUp(nowNanos, sink);
    }

    private UnitFrame b0(int rsctl, String terminal, int authStatus) {
        return new UnitFrame.B0Status(rsctl, 0, -1, terminal, "", 0, 8, "000829", 0x2009, Bytes.zeros(5),
                Optional.of(new UnitFrame.PsamState(1, 0x15, authStatus)));
    }

    private void hear(UnitFrame frame) {
        byte[] wire = UnitFrameCodec.wire(profile, frame);
        driver.received(nowNanos++, wire, wire.length, sink);
    }

    private void error(int command, int code) {
        hear(new UnitFrame.StepError(0x58, command, OBU, code, Bytes.EMPTY));
    }

    private List<LaneFrame> sent() {
        return sink.takeSent().stream().map(wire -> ProfileFrames.lane(profile, wire)).toList();
    }

    private LaneFrame sentFor(RsuCommand command) {
        driver.command(nowNanos++, command, sink);
        List<LaneFrame> frames = sent();
        assertEquals(1, frames.size());
        return frames.getFirst();
    }

    private DeviceEvent event() {
        List<DeviceEvent> events = sink.takeEvents();
        assertEquals(1, events.size(), events::toString);
        return events.getFirst();
    }

    private RsuEvent.StepFailed failed() {
        return assertInstanceOf(RsuEvent.StepFailed.class, event());
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void initialisationAndTheStartOfTheSearch(Profile given) {
        up(RsuSerialSettings.of(given, "rsu", RsuSerialSettings.EXIT));
        LaneFrame.C0Initialise c0 = assertInstanceOf(LaneFrame.C0Initialise.class, sent().getFirst());
        assertEquals(switch (given) {
            case CLASSIC -> 1;
            case YUNNAN -> 0;
            case JIANGSU, EF04 -> -1;
        }, c0.transMode());
        assertEquals(given == Profile.EF04 ? Optional.of(Ef04.Request.RECORD) : Optional.empty(), c0.ef04());
        hear(b0(0x08, TERMINAL, 0));
        assertEquals(ObuId.NONE, assertInstanceOf(LaneFrame.C1Continue.class, sent().getFirst()).obu());
        RsuEvent.Ready ready = assertInstanceOf(RsuEvent.Ready.class, sink.takeEvents().getFirst());
        assertEquals(TERMINAL, ready.identity().terminals().getFirst());
        assertTrue(ready.identity().terminals().stream().noneMatch(String::isEmpty));
    }

    @ParameterizedTest
    @CsvSource({"CLASSIC, 2", "JIANGSU, 1", "YUNNAN, 2", "EF04, 2"})
    void theStartOfAFrameIsTheProfiles(Profile given, int stxBytes) {
        up(RsuSerialSettings.of(given, "rsu", RsuSerialSettings.EXIT));
        Bytes wire = sink.takeSent().getFirst();
        assertEquals(Bytes.fromHex("ff".repeat(stxBytes) + "80c0"), wire.slice(0, stxBytes + 2));
    }

    @Test
    void theStartOfAFrameIsASetting() {
        RsuSerialSettings plain = RsuSerialSettings.of(Profile.JIANGSU, "rsu", RsuSerialSettings.EXIT);
        up(plain.withOptions(new ProfileOptions(2, 0, false, 3, Ef04.Request.NOTHING)));
        assertEquals(Bytes.fromHex("ffff80c0"), sink.takeSent().getFirst().slice(0, 4));
    }

    @Test
    void whatIsReadOfEf04AndSendFlagInfoAreSettings() {
        RsuSerialSettings ef04 = RsuSerialSettings.of(Profile.EF04, "rsu", RsuSerialSettings.EXIT);
        up(ef04.withOptions(new ProfileOptions(2, 0, false, 3, new Ef04.Request(0, 0, 0))));
        assertEquals(Optional.of(Ef04.Request.NOTHING), ((LaneFrame.C0Initialise) sent().getFirst()).ef04());
        RsuSerialSettings yunnan = RsuSerialSettings.of(Profile.YUNNAN, "rsu", RsuSerialSettings.EXIT);
        up(yunnan.withOptions(new ProfileOptions(2, 1, false, 3, Ef04.Request.NOTHING)));
        assertEquals(1, ((LaneFrame.C0Initialise) sent().getFirst()).transMode());
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void theAmountAndTheTimeGoOutAsCommanded(Profile given) {
        ready(given);
        LaneFrame.C6Debit c6 = assertInstanceOf(LaneFrame.C6Debit.class, sentFor(DEBIT));
        assertEquals(1500, c6.amountFen());
        assertEquals(PURCHASE, c6.purchaseTime());
        assertEquals(TRANSIT, c6.station());
        assertEquals(given == Profile.EF04 ? LaneFrame.C6Debit.PURCHASE_ONLY : -1, c6.tradeMode());
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void anEntryIsWrittenAsTheProfileCan(Profile given) {
        ready(given);
        LaneFrame frame = sentFor(WRITE);
        if (given == Profile.EF04) {
            LaneFrame.C6Debit c6 = assertInstanceOf(LaneFrame.C6Debit.class, frame);
            assertEquals(0, c6.amountFen(), "an entry takes nothing");
            assertEquals(TRANSIT, c6.station());
        } else {
            assertEquals(TRANSIT, assertInstanceOf(LaneFrame.C3WriteEntry.class, frame).station());
        }
        error(0xB5, 0x16);
        assertEquals(RsuStep.TRANSACT, failed().step());
    }

    @ParameterizedTest
    @ValueSource(strings = {"JIANGSU", "EF04"})
    void aResultWithoutTerminalGetsTheOneOfB0AlsoAfterALineBreak(Profile given) {
        ready(given);
        hear(new UnitFrame.B5Result(0x58, OBU, RESULT));
        assertEquals(TERMINAL, ((RsuEvent.Completed) event()).result().terminal());
        hear(b0(0x08, "000000000042", 0));
        sink.takeEvents();
        driver.linkDown(nowNanos, "pulled", sink);
        driver.linkUp(nowNanos, sink);
        sink.takeEvents();
        hear(new UnitFrame.B5Result(0x58, OBU, RESULT));
        assertEquals("000000000042", ((RsuEvent.Completed) event()).result().terminal());
    }

    @Test
    void aResultWithATerminalKeepsIt() {
        ready(Profile.YUNNAN);
        hear(new UnitFrame.B5Result(0x58, OBU, new TransactionResult(1, "000000000042", "20261120100001", 9, "613c67b6", 0x12,
                0x11, 8499)));
        assertEquals("000000000042", ((RsuEvent.Completed) event()).result().terminal());
    }

    @ParameterizedTest
    @ValueSource(strings = {"JIANGSU", "YUNNAN"})
    void aPurseRecordOfThatTimeProvesTheDebit(Profile given) {
        ready(given);
        assertEquals(3, assertInstanceOf(LaneFrame.C7ReadRecords.class, sentFor(FETCH)).count());
        hear(new UnitFrame.B7PurseRecords(0x78, OBU, List.of(record(PurseRecord.CAPP, "20261120095959"),
                record(PurseRecord.CAPP, "20261120100001"))));
        TransactionResult result = assertInstanceOf(RsuEvent.Completed.class, event()).result();
        assertEquals(new TransactionResult(0, TERMINAL, "20261120100001", 9, "", 0x12, 0, -1), result);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JIANGSU", "YUNNAN"})
    void anythingElseProvesNothing(Profile given) {
        ready(given);
        sentFor(FETCH);
        hear(new UnitFrame.B7PurseRecords(0x78, OBU, List.of(record(PurseRecord.LOAD, "20261120100001"),
                record(PurseRecord.CAPP, "20261120100000"))));
        RsuEvent.StepFailed failed = failed();
        assertEquals(RsuStep.FETCH_TAC, failed.step());
        assertEquals(DebitCertainty.UNKNOWN, failed.certainty());
        hear(new UnitFrame.B7PurseRecords(0x78, new ObuId(7), List.of(record(PurseRecord.CAPP, "20261120100001"))));
        assertEquals(RsuStep.FETCH_TAC, failed().step(), "of another OBU");
        error(0xB7, 0x35);
        assertEquals(RsuStep.FETCH_TAC, failed().step());
    }

    @Test
    void recordsThatNobodyAskedForProveNothingAfterALineBreak() {
        ready(Profile.JIANGSU);
        sentFor(FETCH);
        driver.linkDown(nowNanos, "pulled", sink);
        driver.linkUp(nowNanos, sink);
        sink.takeEvents();
        hear(new UnitFrame.B7PurseRecords(0x78, OBU, List.of(record(PurseRecord.CAPP, "20261120100001"))));
        assertEquals(RsuStep.FETCH_TAC, failed().step());
    }

    private static PurseRecord record(int type, String time) {
        return new PurseRecord(0x12, 0, 1500, type, TERMINAL, time);
    }

    @Test
    void ef04AsksForTheTacWithoutWritingAnything() {
        ready(Profile.EF04);
        assertEquals(new LaneFrame.C8FetchTacAgain(0x80, OBU, 0, Ef04.Part.NONE), sentFor(FETCH));
        hear(new UnitFrame.B5Result(0x68, OBU, RESULT, Optional.of(new Ef04.Result(4, 0))));
        assertEquals("613c67b6", assertInstanceOf(RsuEvent.Completed.class, event()).result().tac());
    }

    @ParameterizedTest
    @CsvSource({"179, READ_VEHICLE", "180, READ_CARD"})
    void whereC2CannotAskAgainTheLaneLearnsItAtOnce(int command, RsuStep step) {
        ready(Profile.YUNNAN);
        error(command, 4);
        assertEquals(step, failed().step());
        driver.command(nowNanos, new RsuCommand.Repeat(OBU), sink);
        assertEquals(List.of(), sent(), "it would be taken for the end of the dialogue");
        RsuEvent.StepFailed again = failed();
        assertEquals(step, again.step());
        assertEquals("profile yunnan cannot ask for a frame again", again.meaning());
        assertEquals(new LaneFrame.C2Stop(0x85, OBU, -1), sentFor(new RsuCommand.Abandon(OBU)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JIANGSU", "EF04"})
    void elsewhereItAsks(Profile given) {
        ready(given);
        assertEquals(LaneFrame.STOP_RESEND, ((LaneFrame.C2Stop) sentFor(new RsuCommand.Repeat(OBU))).stopType());
    }

    @Test
    void aCardThatWasNotReadIsAFailedStep() {
        ready(Profile.EF04);
        CardFile nonsense = new CardFile(false, 0, 0x10, 0, 0, Bytes.zeros(43), Bytes.zeros(43));
        hear(new UnitFrame.B4CardInfo(0x48, OBU, nonsense, Bytes.EMPTY, Optional.of(new Ef04.Read(2, 0, Optional.empty()))));
        RsuEvent.StepFailed failed = failed();
        assertEquals(RsuStep.READ_CARD, failed.step());
        assertEquals("card not read (ReadIccStatus 02H)", failed.meaning());
        hear(new UnitFrame.B4CardInfo(0x48, OBU, nonsense, Bytes.EMPTY, Optional.of(new Ef04.Read(0, 1, Optional.empty()))));
        assertInstanceOf(RsuEvent.CardRead.class, event(), "without EF04 the card is still a card");
    }

    @Test
    void aPsamToBeAuthorisedIsAFindingAndNoReasonToStop() {
        up(RsuSerialSettings.of(Profile.EF04, "rsu", RsuSerialSettings.EXIT));
        hear(b0(0x08, TERMINAL, 1));
        List<DeviceEvent> events = sink.takeEvents();
        assertInstanceOf(RsuEvent.Ready.class, events.getFirst());
        assertEquals(HealthEvent.State.DEGRADED, ((HealthEvent) events.getLast()).state());
    }

    @Test
    void aHeartbeatIsAnsweredOnlyWhereTheSettingSaysSo() {
        UnitFrame beat = new UnitFrame.B2Heartbeat(0x88, ObuId.NONE, 8, Bytes.zeros(39));
        ready(Profile.YUNNAN);
        hear(beat);
        assertEquals(List.of(), sent());
        ready(RsuSerialSettings.of(Profile.YUNNAN, "rsu", RsuSerialSettings.EXIT)
                .withOptions(new ProfileOptions(2, 0, true, 3, Ef04.Request.NOTHING)));
        hear(beat);
        assertEquals(List.of(new LaneFrame.C2Stop(0x88, ObuId.NONE, -1)), sent());
        assertEquals(List.of(), sink.takeEvents());
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void aFrameOfNoProfileIsReportedUnderItsName(Profile given) {
        ready(given);
        hear(new UnitFrame.Unknown(0x68, 0xBC, Bytes.of(1)));
        assertEquals(List.of("command BCH is not in profile " + given.label()), sink.takeReasons());
        assertEquals(1, sent().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"YUNNAN", "EF04"})
    void anAnswerB9ThatNobodyAskedForIsReportedAndAcknowledged(Profile given) {
        ready(given);
        hear(new UnitFrame.B9Answer(0x68, OBU, Bytes.of(1, 2)));
        assertEquals(List.of("B9 for OBU 6A81353E: nobody asked for it"), sink.takeReasons());
        assertEquals(List.of(new LaneFrame.Empty(0x86)), sent());
    }
}
