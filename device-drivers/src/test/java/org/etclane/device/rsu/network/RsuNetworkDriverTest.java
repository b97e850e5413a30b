package org.etclane.device.rsu.network;

import static org.etclane.device.rsu.network.Samples.FACTOR;
import static org.etclane.device.rsu.network.Samples.OBU;
import static org.etclane.device.rsu.network.Samples.PURCHASE;
import static org.etclane.device.rsu.network.Samples.TRANSIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.etclane.device.BarrierCommand;
import org.etclane.device.Bytes;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.HealthEvent.State;
import org.etclane.device.ObuId;
import org.etclane.device.RsuCommand;
import org.etclane.device.RsuEvent;
import org.etclane.device.RsuEvent.DebitCertainty;
import org.etclane.device.RsuEvent.RsuStep;
import org.etclane.device.RsuIdentity;
import org.etclane.device.rsu.network.RsuNetworkSettings.Forms;
import org.etclane.device.rsu.network.RsuNetworkSettings.HeartbeatAnswer;
import org.etclane.device.rsu.network.RsuNetworkSettings.SingleChipStation;
import org.etclane.device.rsu.network.RsuNetworkSettings.TripForm;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The driver in virtual time: bytes and time go in, bytes and events come out. */
class RsuNetworkDriverTest {
    private static final long MS = 1_000_000;
    private static final RsuCommand READ_ON = new RsuCommand.ReadOn(OBU, FACTOR);
    private static final RsuCommand RELEASE = new RsuCommand.Release(OBU, FACTOR);
    private static final RsuCommand DEBIT = new RsuCommand.Debit(OBU, FACTOR, 1500, PURCHASE, TRANSIT);
    private static final RsuCommand WRITE = new RsuCommand.WriteEntry(OBU, FACTOR, PURCHASE, TRANSIT);
    private static final RsuCommand FETCH = new RsuCommand.FetchTac(OBU, FACTOR, PURCHASE, -1, TRANSIT);
    private static final LaneFrame C1 = new LaneFrame.C1Continue(OBU, FACTOR);
    private static final LaneFrame C4 = new LaneFrame.C4Antenna(1);

    private final RecordingSink sink = new RecordingSink();
    private RsuNetworkSettings settings = RsuNetworkSettings.usual("rsu", RsuNetworkSettings.EXIT);
    private PsamAuthoriser authoriser = PsamAuthoriser.NONE;
    private RsuNetworkDriver driver = make();
    private long nowNanos = 5_000 * MS;
    private int unitSeq = Seq.NONE;

    private RsuNetworkDriver make() {
        return new RsuNetworkDriver(settings, authoriser, () -> 1_795_140_000_000L);
    }

    private void with(Forms forms) {
        settings = settings.withForms(forms);
        driver = make();
    }

    private static Forms forms(TripForm trip, SingleChipStation station) {
        return new Forms(9, trip, station, false, HeartbeatAnswer.NONE, Bytes.EMPTY);
    }

    private void hear(Bytes wire) {
        driver.received(nowNanos, wire.toArray(), wire.size(), sink);
    }

    private void hear(UnitFrame frame) {
        unitSeq = Seq.nextOfUnit(unitSeq);
        hear(Captures.wire(unitSeq, frame));
    }

    /** The latest frame once more, as it was. */
    private void hearAgain(UnitFrame frame) {
        hear(Captures.wire(unitSeq, frame));
    }

    private void command(RsuCommand command) {
        driver.command(nowNanos, command, sink);
    }

    private void open() {
        driver.linkUp(nowNanos, sink);
        hear(Captures.N1_B0);
        pass(1_000);
        hear(Captures.N2_B1);
        sink.takeSent();
        sink.takeEvents();
        sink.takeReasons();
    }

    private void readUpToCard(int deviceType, UnitFrame.B4CardInfo b4) {
        hear(Samples.b2(deviceType));
        command(READ_ON);
        hear(b4);
        command(READ_ON);
    }

    private UnitFrame.B4CardInfo plainCard() {
        return Samples.b4(9999, Bytes.EMPTY);
    }

    /** Lets time pass, calling the driver exactly when it asks for it. */
    private void pass(long ms) {
        long end = nowNanos + ms * MS;
        while (driver.nextDueNanos() <= end) {
            long due = driver.nextDueNanos();
            assertTrue(due >= nowNanos, "due in the past: the caller would spin");
            nowNanos = due;
            driver.due(nowNanos, sink);
            assertTrue(driver.nextDueNanos() > nowNanos, "due again at once: the caller would spin");
        }
        nowNanos = end;
    }

    private HealthEvent health(State state, String cause) {
        return new HealthEvent("rsu", nowNanos, state, cause);
    }

    private <E extends DeviceEvent> E only(Class<E> kind) {
        List<DeviceEvent> events = sink.takeEvents();
        assertEquals(1, events.size(), events::toString);
        return kind.cast(assertInstanceOf(kind, events.getFirst()));
    }

    @Nested
    class Opening {
        @Test
        void c0ThenB0ThenAPauseThenC4ThenB1() {
            driver.linkUp(nowNanos, sink);
            assertEquals(List.of(new LaneFrame.C0Initialise(1_795_140_000L, LocalDateTime.of(2026, 11, 20, 10, 0), 4, 10, 10, 1, 1,
                    "000000", Bytes.of(0, 0))), sink.takeFrames());
            hear(Captures.N1_B0);
            pass(999);
            assertEquals(List.of(), sink.takeSent());
            pass(1);
            Bytes c4 = sink.takeSent().getFirst();
            assertEquals(C4, Captures.lane(c4).frame());
            assertEquals(0x20, Captures.lane(c4).seq());
            assertEquals(List.of(), sink.takeEvents());
            hear(Captures.N2_B1);
            assertEquals(List.of(new RsuEvent.Ready("rsu", nowNanos, new RsuIdentity(List.of("01370004727f"), 8, "000829", 0x2009)),
                    health(State.UP, "")), sink.takeEvents());
            assertEquals(List.of(), sink.takeSent(), "a heartbeat is not answered");
        }

        @Test
        void anObuIsAsGoodAsAHeartbeat() {
            driver.linkUp(nowNanos, sink);
            hear(Captures.N1_B0);
            pass(1_000);
            hear(Samples.b2(1));
            List<DeviceEvent> events = sink.takeEvents();
            assertInstanceOf(RsuEvent.Ready.class, events.get(0));
            assertInstanceOf(RsuEvent.ObuFound.class, events.get(2));
        }

        @Test
        void c0IsRepeatedUntilTheRsuAnswers() {
            driver.linkUp(nowNanos, sink);
            pass(1_999);
            assertEquals(1, sink.takeSent().size());
            pass(4_001);
            assertEquals(3, sink.takeSent().size());
            assertEquals(health(State.DEGRADED, "does not answer the initialisation (C0)"), only(HealthEvent.class));
            hear(Captures.N1_B0);
            pass(1_000);
            assertEquals(List.of(C4), sink.takeFrames());
        }

        @Test
        void c4IsRepeatedAndInTheEndAllBeginsAnew() {
            driver.linkUp(nowNanos, sink);
            hear(Captures.N1_B0);
            sink.takeSent();
            pass(1_000 + 11_999);
            assertEquals(List.of(C4), sink.takeFrames());
            pass(12_001 - 1_000);
            assertEquals(List.of(C4), sink.takeFrames());
            hear(Captures.N1_B0); // told again without being asked: changes nothing, but shows life
            pass(13_000);
            List<LaneFrame> frames = sink.takeFrames();
            assertEquals(C4, frames.getFirst());
            assertInstanceOf(LaneFrame.C0Initialise.class, frames.get(1));
            assertEquals("does not answer the opening of the antenna (C4)", ((HealthEvent) sink.takeEvents().getLast()).cause());
        }

        @Test
        void aSecondAnswerToARepeatedC0OpensAgain() {
            driver.linkUp(nowNanos, sink);
            pass(2_000);
            hear(Captures.N1_B0);
            pass(500);
            hear(Captures.N1_B0);
            pass(999);
            sink.takeEvents();
            assertTrue(sink.takeFrames().stream().noneMatch(LaneFrame.C4Antenna.class::isInstance));
            pass(1);
            assertEquals(List.of(C4), sink.takeFrames());
        }

        @ParameterizedTest
        @CsvSource({"1,PSAM reset failed (status 01H)", "2,antenna head failed (status 02H)",
                "3,controller not initialised (status 03H)", "9,RSU reports status 09H"})
        void aBadStatusIsDegradedAndTriedAgain(int status, String cause) {
            driver.linkUp(nowNanos, sink);
            sink.takeSent();
            hear(new UnitFrame.B0Status(status, 0, List.of(), 0, 8, "000829", 0x2009, 0, "000000", Bytes.zeros(4)));
            assertEquals(health(State.DEGRADED, cause), only(HealthEvent.class));
            assertEquals(List.of(), sink.takeSent());
            pass(2_000);
            assertInstanceOf(LaneFrame.C0Initialise.class, sink.takeFrames().getFirst());
        }

        @Test
        void aB0ThatNobodyAskedForIsARestart() {
            open();
            pass(5_000);
            hear(Captures.N1_B0);
            List<DeviceEvent> events = sink.takeEvents();
            assertInstanceOf(RsuEvent.Restarted.class, events.get(0));
            assertEquals(health(State.DEGRADED, "restarted, being initialised again"), events.get(1));
            assertInstanceOf(LaneFrame.C0Initialise.class, sink.takeFrames().getFirst());
            hear(Captures.N1_B0);
            pass(1_000);
            hear(Captures.N2_B1);
            assertEquals(health(State.UP, ""), sink.takeEvents().getLast());
        }

        @Test
        void whatAnotherSessionLeftIsNotAnsweredButAResultIsTaken() {
            driver.linkUp(nowNanos, sink);
            sink.takeSent();
            hear(Samples.b2(1));
            hear(plainCard());
            assertEquals(List.of(), sink.takeEvents());
            assertEquals(2, sink.takeReasons().size());
            hear(Samples.b5(8499));
            assertEquals(8499, only(RsuEvent.Completed.class).result().balanceFen());
            assertEquals(List.of(), sink.takeSent());
        }
    }

    @Nested
    class Dialogue {
        @Test
        void oneB4GivesVehicleFirstAndTheCardOnReadOn() {
            open();
            hear(Samples.b2(1));
            assertEquals(Samples.b2(1).obu(), only(RsuEvent.ObuFound.class).obu());
            command(READ_ON);
            assertEquals(List.of(C1), sink.takeFrames());
            long readAt = nowNanos;
            hear(plainCard());
            RsuEvent.VehicleRead vehicle = only(RsuEvent.VehicleRead.class);
            assertEquals("测A12345", vehicle.vehicle().plate().text());
            assertEquals(11, vehicle.vehicle().vehicleClass());
            pass(50);
            command(READ_ON);
            assertEquals(List.of(), sink.takeSent(), "the card is here already");
            RsuEvent.CardRead card = only(RsuEvent.CardRead.class);
            assertEquals(readAt, card.atNanos(), "the RSU has been waiting since then");
            assertEquals(Samples.ISSUE, card.card().issueFile());
            assertEquals(Samples.STATION, card.card().transitFile());
            assertEquals(Optional.empty(), card.card().trip());
            assertEquals(vehicle.raw(), card.raw());
            command(DEBIT);
            assertEquals(List.of(new LaneFrame.C6Debit(OBU, FACTOR, Optional.empty(), 1500, PURCHASE, Samples.STATION)),
                    sink.takeFrames());
            hear(Samples.b5(8499));
            assertEquals("613c67b6", only(RsuEvent.Completed.class).result().tac());
            command(RELEASE);
            assertEquals(List.of(C1), sink.takeFrames());
        }

        @Test
        void anEntryIsADebitOfNothing() {
            open();
            readUpToCard(1, plainCard());
            sink.takeSent();
            command(WRITE);
            assertEquals(List.of(new LaneFrame.C6Debit(OBU, FACTOR, Optional.empty(), 0, PURCHASE, Samples.STATION)),
                    sink.takeFrames());
        }

        @Test
        void anAbandonedB4IsForgottenWithTheNextObu() {
            open();
            hear(Samples.b2(1));
            command(READ_ON);
            hear(plainCard());
            command(new RsuCommand.Abandon(OBU));
            hear(Samples.b2(1));
            sink.takeSent();
            command(READ_ON);
            assertEquals(List.of(C1), sink.takeFrames());
        }

        @ParameterizedTest
        @EnumSource(TripForm.class)
        void theTripFileGoesBackOnlyWhenItIsSetAndWasRead(TripForm form) {
            with(forms(form, SingleChipStation.EF07));
            open();
            readUpToCard(2, Samples.b4(9999, Samples.EF04));
            RsuEvent.CardRead read = assertInstanceOf(RsuEvent.CardRead.class, sink.takeEvents().getLast());
            assertEquals(3610, read.card().trip().orElseThrow().actualFen());
            assertEquals(form == TripForm.NONE ? Samples.STATION : Samples.STATION.slice(0, 39), read.card().transitFile());
            sink.takeSent();
            command(DEBIT);
            int length = LaneFrameCodec.content(sink.takeFrames().getFirst()).size();
            assertEquals(form == TripForm.NONE ? 67 : Integer.parseInt(form.name().substring(3)), length);
            readUpToCard(1, plainCard());
            sink.takeSent();
            command(DEBIT);
            assertEquals(67, LaneFrameCodec.content(sink.takeFrames().getFirst()).size(), "no trip file was read");
        }

        @Test
        void theStationOfASingleChipObuCanBeGantryAndTime() {
            with(forms(TripForm.C6_164, SingleChipStation.GANTRY_AND_TIME));
            open();
            readUpToCard(2, Samples.b4(9999, Samples.EF04));
            sink.takeSent();
            command(DEBIT);
            LaneFrame.C6Debit c6 = (LaneFrame.C6Debit) sink.takeFrames().getFirst();
            assertEquals("0000006affa9a1" + "00".repeat(36), c6.station().hex());
            assertEquals(Samples.STATION.slice(0, 39), c6.trip().orElseThrow().info().slice(0, 39));
            assertEquals(Samples.EF04.slice(39, 91), c6.trip().orElseThrow().info().slice(39, 91));
            readUpToCard(1, Samples.b4(9999, Samples.EF04));
            sink.takeSent();
            command(DEBIT);
            assertEquals(Samples.STATION, ((LaneFrame.C6Debit) sink.takeFrames().getFirst()).station());
        }

        @Test
        void aCpcCardIsSentAway() {
            open();
            hear(Samples.b2(3));
            assertEquals(List.of(), sink.takeEvents());
            assertEquals(List.of(new LaneFrame.C2Stop(OBU, 1, Optional.empty())), sink.takeFrames());
            assertEquals(1, sink.takeReasons().size());
        }

        @Test
        void theOtherCommands() {
            with(new Forms(9, TripForm.NONE, SingleChipStation.EF07, true, HeartbeatAnswer.CF, Bytes.EMPTY));
            open();
            command(new RsuCommand.Abandon(OBU));
            command(new RsuCommand.Repeat(OBU));
            command(new RsuCommand.Acknowledge());
            command(new RsuCommand.SwitchAntenna(false));
            hear(Captures.N2_B1);
            Optional<Long> time = Optional.of(1_795_140_000L);
            assertEquals(List.of(new LaneFrame.C2Stop(OBU, 1, time), new LaneFrame.C2Stop(OBU, 2, time),
                    new LaneFrame.CFAcknowledge(0), new LaneFrame.C4Antenna(0), new LaneFrame.CFAcknowledge(0)), sink.takeFrames());
            assertThrows(IllegalArgumentException.class, () -> driver.command(nowNanos, BarrierCommand.RAISE, sink));
        }

        @Test
        void unknownFramesAreAcknowledgedOnlyWhenAnRsuCanHaveSentThem() {
            open();
            hear(new UnitFrame.Unknown(0xB7, Bytes.of(1)));
            hear(new UnitFrame.Unknown(0xC4, Bytes.of(1)));
            assertEquals(List.of(new LaneFrame.CFAcknowledge(0)), sink.takeFrames());
            assertEquals(2, sink.takeReasons().size());
        }

        @Test
        void theLanesSeqCountsOn() {
            open();
            for (int i = 0; i < 10; i++) {
                command(new RsuCommand.Acknowledge());
            }
            assertEquals("30 40 50 60 70 80 90 10 20 30", String.join(" ", sink.takeSent().stream()
                    .map(wire -> "%02x".formatted(Captures.lane(wire).seq())).toList()));
        }
    }

    @Nested
    class Repeats {
        @Test
        void aRepeatedFrameGoesUpOnce() {
            open();
            hear(Samples.b2(1));
            for (int i = 0; i < 3; i++) {
                pass(120);
                hearAgain(Samples.b2(1));
            }
            only(RsuEvent.ObuFound.class);
            command(READ_ON);
            hear(plainCard());
            hearAgain(plainCard());
            only(RsuEvent.VehicleRead.class);
        }

        @Test
        void theSameObuAgainIsNewsWithAnotherSeqOrLater() {
            open();
            hear(Samples.b2(1));
            hear(Samples.b2(1));
            assertEquals(2, sink.takeEvents().size());
            pass(1_000);
            hearAgain(Samples.b2(1));
            only(RsuEvent.ObuFound.class);
        }

        @Test
        void aLostAnswerIsSentAgainUnchangedAndACrossedOneIsNot() {
            open();
            hear(Samples.b2(1));
            pass(100);
            command(READ_ON);
            Bytes answer = sink.takeSent().getFirst();
            pass(20);
            hearAgain(Samples.b2(1));
            assertEquals(List.of(), sink.takeSent(), "crossed");
            pass(120);
            hearAgain(Samples.b2(1));
            assertEquals(List.of(answer), sink.takeSent(), "lost");
        }

        @Test
        void whatMovesMoneyIsNeverSentTwice() {
            open();
            readUpToCard(1, plainCard());
            for (RsuCommand money : List.of(DEBIT, WRITE, FETCH)) {
                command(money);
                sink.takeSent();
                pass(120);
                hearAgain(plainCard());
                assertEquals(List.of(), sink.takeSent(), money::toString);
            }
        }

        @Test
        void aRepeatThatTheLaneAskedForIsTaken() {
            open();
            hear(Samples.b2(1));
            command(READ_ON);
            hear(plainCard());
            sink.takeEvents();
            command(new RsuCommand.Repeat(OBU));
            hearAgain(plainCard());
            only(RsuEvent.VehicleRead.class);
        }
    }

    @Nested
    class Errors {
        @ParameterizedTest
        @CsvSource({"178,1,FIND,NOT_DEBITED", "180,1,READ_VEHICLE,NOT_DEBITED", "180,5,READ_VEHICLE,NOT_DEBITED",
                "180,18,READ_CARD,NOT_DEBITED", "180,200,READ_CARD,NOT_DEBITED", "184,3,FETCH_TAC,UNKNOWN"})
        void stepsOutsideTheDebit(int command, int code, RsuStep step, DebitCertainty certainty) {
            open();
            hear(new UnitFrame.StepError(command, OBU, code, Bytes.zeros(30)));
            RsuEvent.StepFailed failed = only(RsuEvent.StepFailed.class);
            assertEquals(step, failed.step());
            assertEquals(certainty, failed.certainty());
            assertEquals(code, failed.errorCode());
        }

        /** Only MAC1 says for certain that the purse was left alone. */
        @Test
        void everyCodeOfADebit() {
            open();
            for (int code = 1; code < 256; code++) {
                hear(new UnitFrame.StepError(0xB5, OBU, code, Bytes.zeros(code % 40)));
                RsuEvent.StepFailed failed = only(RsuEvent.StepFailed.class);
                assertEquals(RsuStep.TRANSACT, failed.step());
                assertEquals(code == 6 ? DebitCertainty.NOT_DEBITED : DebitCertainty.UNKNOWN, failed.certainty(), "code " + code);
            }
        }

        @Test
        void aProofIsMadeCompleteByTheErrorThatToldWhatWasTried() {
            open();
            hear(new UnitFrame.StepError(0xB5, OBU, 1, UnitFrameCodec.resultBody(Samples.b5(-1))));
            command(FETCH);
            assertEquals(List.of(new LaneFrame.C8FetchTac(OBU, 0x12, Bytes.EMPTY)), sink.takeFrames());
            sink.takeEvents();
            hear(new UnitFrame.B8TacInfo(OBU, 0, "aabbccdd", "01020304", 8499));
            assertEquals(new org.etclane.device.TransactionResult(0, "01370004727f", "20261120100001", 9, "aabbccdd", 0x12, 0x11,
                    8499), only(RsuEvent.Completed.class).result());
        }

        @Test
        void aProofWithoutThatNamesThePurchaseAndTheOnlyTerminal() {
            open();
            hear(new UnitFrame.StepError(0xB5, OBU, 1, Bytes.EMPTY));
            command(FETCH);
            assertEquals(List.of(new LaneFrame.C8FetchTac(OBU, 0, Bytes.EMPTY)), sink.takeFrames());
            sink.takeEvents();
            hear(new UnitFrame.B8TacInfo(OBU, 5, "aabbccdd", "01020304", 8499));
            assertEquals(new org.etclane.device.TransactionResult(0, "01370004727f", "20261120100001", 9, "aabbccdd", 0, 0, 8499),
                    only(RsuEvent.Completed.class).result());
        }

        @Test
        void whatAnotherPurchaseTriedIsNotTaken() {
            open();
            hear(new UnitFrame.StepError(0xB5, OBU, 1, UnitFrameCodec.resultBody(Samples.b5(-1))));
            command(new RsuCommand.FetchTac(OBU, FACTOR, PURCHASE.plusSeconds(1), 9, TRANSIT));
            assertEquals(List.of(new LaneFrame.C8FetchTac(OBU, 9, Bytes.EMPTY)), sink.takeFrames());
            sink.takeEvents();
            hear(new UnitFrame.B8TacInfo(OBU, 0, "aabbccdd", "01020304", 8499));
            RsuEvent.Completed done = only(RsuEvent.Completed.class);
            assertEquals("20261120100002", done.result().purchaseTime());
            assertEquals(9, done.result().cardSerial());
            assertEquals(0, done.result().terminalSerial());
        }

        @Test
        void nothingIsSentAndTheLaneKnowsWhileTheAntennaIsNotOpen() {
            driver.linkUp(nowNanos, sink);
            sink.takeSent();
            for (RsuCommand money : List.of(DEBIT, WRITE, FETCH)) {
                command(money);
                RsuEvent.StepFailed failed = only(RsuEvent.StepFailed.class);
                assertEquals(0, failed.errorCode());
                assertEquals(money == FETCH ? DebitCertainty.UNKNOWN : DebitCertainty.NOT_DEBITED, failed.certainty());
            }
            command(READ_ON);
            command(RELEASE);
            assertEquals(List.of(), sink.takeEvents());
            assertEquals(List.of(), sink.takeSent());
            driver.linkDown(nowNanos, "cable out", sink);
            sink.takeEvents();
            command(DEBIT);
            assertEquals("not sent: the line is down", only(RsuEvent.StepFailed.class).meaning());
        }
    }

    @Nested
    class Health {
        @Test
        void silenceIsDownAfterTheSettingAndC0AsksAgain() {
            open();
            pass(34_999);
            assertEquals(List.of(), sink.takeEvents());
            pass(1);
            assertEquals(health(State.DOWN, "no frame for 35 s"), only(HealthEvent.class));
            assertInstanceOf(LaneFrame.C0Initialise.class, sink.takeFrames().getFirst());
            pass(60_000);
            assertEquals(List.of(), sink.takeEvents(), "told once");
            hear(Captures.N1_B0);
            pass(1_000);
            hear(Captures.N2_B1);
            assertEquals(health(State.UP, ""), sink.takeEvents().getLast());
        }

        @Test
        void heartbeatsKeepTheLinkUpEvenOfAFormNobodyKnows() {
            open();
            for (int i = 0; i < 10; i++) {
                pass(10_000);
                hear(i % 2 == 0 ? Captures.N2_B1 : Bytes.copyOf(RsuNetworkWire.wrap(1, Bytes.fromHex("b100110100"))));
            }
            assertEquals(List.of(), sink.takeEvents());
            assertEquals(5, sink.takeReasons().size());
        }

        @Test
        void faultsInAHeartbeatAreDegraded() {
            open();
            hear(new UnitFrame.B1Heartbeat(1, 0x11, 1, 1, List.of(new UnitFrame.PsamRun(3, 1, 1)), 0, List.of(), 2, 1,
                    List.of(new UnitFrame.Antenna(1, 0, 0, 2), new UnitFrame.Antenna(2, 2, 0, 2))));
            assertEquals(health(State.DEGRADED, "master controller fault; PSAM on channel 3 does not run; antenna 2: RF fault"),
                    only(HealthEvent.class));
            hear(Captures.N2_B1);
            assertEquals(health(State.UP, ""), only(HealthEvent.class));
        }

        @Test
        void aCutLineForgetsEverything() {
            open();
            hear(Samples.b2(1));
            hear(Captures.N2_B1.slice(0, 10));
            sink.takeEvents();
            driver.linkDown(nowNanos, "cable out", sink);
            assertEquals(health(State.DOWN, "cable out"), only(HealthEvent.class));
            assertEquals(Long.MAX_VALUE, driver.nextDueNanos());
            driver.linkUp(nowNanos, sink);
            assertEquals(0x10, Captures.lane(sink.takeSent().getFirst()).seq(), "SEQ begins anew");
            hear(Captures.N1_B0);
            pass(1_000);
            assertEquals(List.of(C4), sink.takeFrames());
        }
    }

    @Nested
    class Line {
        @Test
        void aDamagedLengthCostsOnlyTheGap() {
            open();
            hear(Bytes.fromHex("ffff0001000003ffb1"));
            hear(Samples.b2(1));
            assertEquals(List.of(), sink.takeEvents());
            pass(249);
            assertEquals(List.of(), sink.takeEvents());
            pass(1);
            only(RsuEvent.ObuFound.class);
            assertEquals(List.of("frame broken off"), sink.takeReasons());
        }

        @Test
        void theRestOfAFrameThatComesTooLateIsNotWaitedFor() {
            open();
            hear(Captures.N2_B1.slice(0, 20));
            nowNanos += 300 * MS;
            hear(Samples.b2(1));
            only(RsuEvent.ObuFound.class);
        }

        @Test
        void noiseNeverThrowsAndTheNextFrameIsHeard() {
            for (long seed = 0; seed < 50; seed++) {
                driver = make();
                open();
                byte[] noise = new byte[4096];
                new Random(seed).nextBytes(noise);
                hear(Bytes.copyOf(noise));
                pass(250);
                hear(Samples.b2(1));
                only(RsuEvent.ObuFound.class);
            }
        }
    }

    @Nested
    class Psams {
        private static final LaneFrame.Authorisation GRANT = new LaneFrame.Authorisation(3, 1, Bytes.zeros(13));
        private static final UnitFrame.BAPsamInfo REQUEST = new UnitFrame.BAPsamInfo(0, "20261120100001", 1,
                List.of(new UnitFrame.PsamRequest(3, "01370004727f", "00112233445566778899", 1, 0, "0102030405060708",
                        Bytes.zeros(8))));

        private void asking(PsamAuthoriser known) {
            authoriser = known;
            with(new Forms(9, TripForm.NONE, SingleChipStation.EF07, false, HeartbeatAnswer.NONE, Bytes.of(0, 8)));
            driver.linkUp(nowNanos, sink);
            sink.takeSent();
            hear(Captures.N1_B0);
        }

        @Test
        void caBaCbBbThenTheAntennaOpens() {
            asking(request -> request.requests().size() == 1 ? List.of(GRANT) : List.of());
            assertEquals(List.of(new LaneFrame.CAPsamInit(Bytes.of(0, 8))), sink.takeFrames());
            hear(REQUEST);
            assertEquals(List.of(new LaneFrame.CBPsamAuthorise(List.of(GRANT))), sink.takeFrames());
            hear(new UnitFrame.BBPsamResult(0, 1, List.of(Bytes.zeros(4))));
            pass(1_000);
            assertEquals(List.of(C4), sink.takeFrames());
        }

        @Test
        void withoutAnAuthorisationTheAntennaStaysClosedAndThatIsSaid() {
            asking(PsamAuthoriser.NONE);
            sink.takeSent();
            hear(REQUEST);
            assertEquals(health(State.DEGRADED, "PSAM asks for authorisation and there is none for it"), only(HealthEvent.class));
            pass(2_000);
            assertInstanceOf(LaneFrame.C0Initialise.class, sink.takeFrames().getFirst());
        }

        @Test
        void everyFailureIsNamed() {
            asking(_ -> List.of(GRANT));
            hear(new UnitFrame.BAPsamInfo(2, "20261120100001", 0, List.of()));
            assertEquals("PSAM initialisation failed (error 02H)", only(HealthEvent.class).cause());
            pass(2_000);
            hear(Captures.N1_B0);
            hear(REQUEST);
            hear(new UnitFrame.BBPsamResult(1, 0, List.of()));
            assertEquals("PSAM authorisation failed (error 01H)", only(HealthEvent.class).cause());
            pass(2_000);
            hear(Captures.N1_B0);
            pass(2_000);
            assertEquals("PSAM authorisation is not answered", only(HealthEvent.class).cause());
        }

        @Test
        void anAuthorisedPsamIsNotAsked() {
            authoriser = PsamAuthoriser.NONE;
            with(new Forms(9, TripForm.NONE, SingleChipStation.EF07, false, HeartbeatAnswer.NONE, Bytes.of(0, 8)));
            driver.linkUp(nowNanos, sink);
            sink.takeSent();
            hear(new UnitFrame.B0Status(0, 1, List.of(new UnitFrame.Psam(3, 1, 0, "01370004727f")), 0, 8, "000829", 0x2009, 0,
                    "000000", Bytes.zeros(4)));
            pass(1_000);
            assertEquals(List.of(C4), sink.takeFrames());
        }
    }

    @Test
    void anotherObusCardIsNotTold() {
        open();
        hear(Samples.b2(1));
        command(READ_ON);
        hear(plainCard());
        sink.takeSent();
        sink.takeEvents();
        command(new RsuCommand.ReadOn(new ObuId(1), FACTOR));
        assertEquals(List.of(), sink.takeEvents());
        assertEquals(List.of(new LaneFrame.C1Continue(new ObuId(1), FACTOR)), sink.takeFrames());
    }
}
