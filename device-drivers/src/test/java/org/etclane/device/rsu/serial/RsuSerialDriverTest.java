package org.etclane.device.rsu.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.etclane.device.Bytes;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.ObuId;
import org.etclane.device.RsuCommand;
import org.etclane.device.RsuEvent;
import org.etclane.device.RsuEvent.DebitCertainty;
import org.etclane.device.RsuEvent.RsuStep;
import org.etclane.device.RsuIdentity;
import org.etclane.device.rsu.serial.RsuSerialSettings.TacCommand;
import org.etclane.device.rsu.serial.RsuSerialSettings.TimeConvention;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;

/** The driver in virtual time: bytes and time go in, bytes and events come out. */
class RsuSerialDriverTest {
    private static final long MS = 1_000_000;
    private static final ObuId OBU = new ObuId(0x6A81353E);
    private static final Bytes FACTOR = Bytes.fromHex("cdf2bcafcdf2bcaf");
    private static final LocalDateTime PURCHASE = LocalDateTime.of(2026, 11, 20, 10, 0, 1);
    private static final RsuCommand DEBIT = new RsuCommand.Debit(OBU, FACTOR, 1500, PURCHASE, Bytes.zeros(40));
    private static final RsuCommand WRITE = new RsuCommand.WriteEntry(OBU, FACTOR, PURCHASE, Bytes.zeros(40));
    private static final RsuCommand FETCH = new RsuCommand.FetchTac(OBU, FACTOR, PURCHASE, 0x12, Bytes.zeros(40));

    private final RecordingSink sink = new RecordingSink();
    private RsuSerialDriver driver = driver(40, 0x80, TacCommand.C7);
    private long nowNanos = 5_000 * MS;

    private static RsuSerialDriver driver(int stationLength, int firstRsctl, TacCommand tac) {
        return new RsuSerialDriver("rsu", new RsuSerialSettings(stationLength, TimeConvention.UTC, ZoneId.of("Asia/Shanghai"), 4,
                2, 10, 0, 1, firstRsctl, 150_000, 2_000, tac, "rsu"), () -> 1_795_140_000_000L);
    }

    private static UnitFrame.B0Status b0(int rsctl, int status) {
        return new UnitFrame.B0Status(rsctl, status, 1, "000000000000", "373737373737", 0, 0x0D, "010001", 1, Bytes.zeros(5));
    }

    private static UnitFrame error(int command, int code) {
        return new UnitFrame.StepError(0x58, command, OBU, code, Bytes.EMPTY);
    }

    private void hear(UnitFrame frame) {
        hear(Bytes.copyOf(UnitFrameCodec.wire(frame)));
    }

    private void hear(Bytes wire) {
        driver.received(nowNanos, wire.toArray(), wire.size(), sink);
    }

    private void command(RsuCommand command) {
        driver.command(nowNanos, command, sink);
    }

    private void up() {
        driver.linkUp(nowNanos, sink);
    }

    private void ready() {
        up();
        hear(b0(0x08, 0));
        sink.takeSent();
        sink.takeEvents();
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

    private HealthEvent health(HealthEvent.State state, String cause) {
        return new HealthEvent("rsu", nowNanos, state, cause);
    }

    private int rsctlOfOnlyFrame() {
        List<LaneFrame> frames = sink.takeFrames();
        assertEquals(1, frames.size());
        return frames.getFirst().rsctl();
    }

    @Nested
    class Initialisation {
        @Test
        void linkUpSendsC0AndTheAnswerStartsTheSearch() {
            up();
            assertEquals(List.of(new LaneFrame.C0Initialise(0x80, 1_795_140_000L, LocalDateTime.of(2026, 11, 20, 10, 0), 4, 2, 10,
                    0, 1)), sink.takeFrames());
            assertEquals(List.of(), sink.takeEvents());
            hear(b0(0x28, 0));
            assertEquals(List.of(new LaneFrame.C1Continue(0x82, ObuId.NONE, Bytes.zeros(8))), sink.takeFrames());
            assertEquals(List.of(new RsuEvent.Ready("rsu", nowNanos,
                    new RsuIdentity(List.of("000000000000", "373737373737"), 0x0D, "010001", 1)),
                    health(HealthEvent.State.UP, "")), sink.takeEvents());
        }

        @Test
        void theFirstRsctlIsASetting() {
            driver = driver(40, 0x89, TacCommand.C7);
            up();
            assertEquals(0x89, rsctlOfOnlyFrame());
        }

        @Test
        void c0IsRepeatedUntilTheRsuAnswers() {
            up();
            pass(1_999);
            assertEquals(1, sink.takeSent().size());
            pass(1);
            assertEquals(1, sink.takeSent().size());
            pass(4_000);
            assertEquals(2, sink.takeSent().size());
            assertEquals(List.of(new HealthEvent("rsu", 5_000 * MS + 6_000 * MS, HealthEvent.State.DEGRADED,
                    "does not answer the initialisation (C0)")), sink.takeEvents());
            hear(b0(0x08, 0));
            assertInstanceOf(RsuEvent.Ready.class, sink.takeEvents().getFirst());
            sink.takeSent();
            pass(100_000);
            assertEquals(List.of(), sink.takeSent());
        }

        @Test
        void aSecondAnswerToARepeatedC0StartsTheSearchAgain() {
            up();
            pass(2_000);
            sink.takeSent();
            hear(b0(0x08, 0));
            hear(b0(0x08, 0));
            assertEquals(2, sink.takeFrames().stream().filter(LaneFrame.C1Continue.class::isInstance).count());
        }

        @Test
        void aBadStatusIsDegradedAndTriedAgain() {
            up();
            sink.takeSent();
            hear(b0(0x08, 1));
            assertEquals(List.of(new LaneFrame.Empty(0x80)), sink.takeFrames());
            assertEquals(List.of(health(HealthEvent.State.DEGRADED, "PSAM reset failed (status 01H)")), sink.takeEvents());
            pass(2_000);
            assertInstanceOf(LaneFrame.C0Initialise.class, sink.takeFrames().getFirst());
            hear(b0(0x08, 1));
            assertEquals(List.of(), sink.takeEvents(), "the same finding is not repeated");
            hear(b0(0x08, 0));
            assertEquals(health(HealthEvent.State.UP, ""), sink.takeEvents().getLast());
        }

        @Test
        void powerUpEndsTheDialogueAndInitialisesAgain() {
            ready();
            hear(b0(0x98, 0));
            assertInstanceOf(LaneFrame.C0Initialise.class, sink.takeFrames().getFirst());
            List<DeviceEvent> events = sink.takeEvents();
            assertInstanceOf(RsuEvent.Restarted.class, events.getFirst());
            assertEquals(health(HealthEvent.State.DEGRADED, "restarted, being initialised again"), events.getLast());
            hear(b0(0x08, 0));
            assertEquals(List.of(RsuEvent.Ready.class, HealthEvent.class),
                    sink.takeEvents().stream().map(DeviceEvent::getClass).toList());
        }

        @Test
        void theAnswerToAPowerUpFrameCarries89() {
            ready();
            hear(b0(0x98, 0));
            assertEquals(0x89, rsctlOfOnlyFrame());
        }

        @Test
        void anUnaskedReportIsOnlyAcknowledged() {
            ready();
            nowNanos += 60_000 * MS;
            hear(b0(0x38, 0));
            assertEquals(List.of(new LaneFrame.Empty(0x83)), sink.takeFrames());
            assertEquals(List.of(), sink.takeEvents());
        }

        @Test
        void aLineBreakForgetsEverything() {
            ready();
            hear(Captures.S4_B4.slice(0, 50));
            driver.linkDown(nowNanos, "read failed", sink);
            assertEquals(List.of(health(HealthEvent.State.DOWN, "read failed")), sink.takeEvents());
            assertEquals(Long.MAX_VALUE, driver.nextDueNanos());
            driver.linkUp(nowNanos, sink);
            assertEquals(0x80, rsctlOfOnlyFrame());
            hear(Captures.S1_B0);
            assertInstanceOf(RsuEvent.Ready.class, sink.takeEvents().getFirst());
            assertEquals(List.of(), sink.takeReasons());
        }
    }

    @Nested
    class LinkWatch {
        @Test
        void heartbeatsOfBothFormsKeepTheLinkAndAreNeverAnswered() {
            ready();
            for (int i = 0; i < 10; i++) {
                pass(50_000);
                hear(new UnitFrame.B2Heartbeat(0x88, new ObuId(i % 2 == 0 ? 0 : -1), Bytes.zeros(i % 3 * 9)));
            }
            assertEquals(List.of(), sink.takeSent());
            assertEquals(List.of(), sink.takeEvents());
        }

        @Test
        void aHeartbeatDoesNotChangeWhatTheNextCommandAnswers() {
            ready();
            hear(Captures.S2_B2);
            hear(new UnitFrame.B2Heartbeat(0x88, ObuId.NONE, Bytes.EMPTY));
            command(new RsuCommand.ReadOn(OBU, FACTOR));
            assertEquals(0x81, rsctlOfOnlyFrame());
        }

        @Test
        void silenceIsDownAndInitialisesUntilTheRsuComesBack() {
            ready();
            pass(149_999);
            assertEquals(List.of(), sink.takeEvents());
            pass(1);
            assertEquals(List.of(health(HealthEvent.State.DOWN, "no frame for 150 s")), sink.takeEvents());
            assertEquals(1, sink.takeSent().size());
            pass(600_000);
            assertEquals(300, sink.takeSent().size());
            assertEquals(List.of(), sink.takeEvents(), "said once");
            hear(b0(0x08, 0));
            assertEquals(health(HealthEvent.State.UP, ""), sink.takeEvents().getLast());
        }

        @Test
        void malformedBytesAreNotAFrame() {
            ready();
            pass(100_000);
            hear(Bytes.fromHex("ffff18b2ff"));
            assertEquals(List.of("BCC wrong"), sink.takeReasons());
            pass(50_000);
            assertEquals(health(HealthEvent.State.DOWN, "no frame for 150 s"), sink.takeEvents().getFirst());
        }

        @Test
        void anRsuThatNeverSpeaksIsDownToo() {
            up();
            pass(150_000);
            assertEquals("no frame for 150 s", ((HealthEvent) sink.takeEvents().getLast()).cause());
        }
    }

    @Nested
    class Dialogue {
        @Test
        void capturesBecomeEventsWithTheirRawFrame() {
            ready();
            for (Bytes wire : List.of(Captures.S2_B2, Captures.S3_B3, Captures.S4_B4, Captures.S5_B5)) {
                hear(wire);
            }
            List<DeviceEvent> events = sink.takeEvents();
            RsuEvent.ObuFound found = assertInstanceOf(RsuEvent.ObuFound.class, events.get(0));
            assertEquals(OBU, found.obu().id());
            assertEquals(Captures.inner(Captures.S2_B2), found.raw());
            assertEquals(nowNanos, found.atNanos());
            assertEquals(Captures.inner(Captures.S3_B3), assertInstanceOf(RsuEvent.VehicleRead.class, events.get(1)).raw());
            assertEquals(9999, assertInstanceOf(RsuEvent.CardRead.class, events.get(2)).card().balanceFen());
            assertEquals("613c67b6", assertInstanceOf(RsuEvent.Completed.class, events.get(3)).result().tac());
            assertEquals(List.of(), sink.takeSent(), "the lane answers, not the driver");
        }

        @Test
        void duplicatesArePassedUp() {
            ready();
            hear(Captures.S5_B5);
            hear(Captures.S5_B5);
            assertEquals(2, sink.takeEvents().size());
        }

        @Test
        void everyCommandBecomesItsFrame() {
            ready();
            hear(Captures.S3_B3);
            command(new RsuCommand.ReadOn(OBU, FACTOR));
            command(new RsuCommand.Release(OBU, FACTOR));
            command(new RsuCommand.Abandon(OBU));
            command(new RsuCommand.Repeat(OBU));
            command(new RsuCommand.Acknowledge());
            command(new RsuCommand.SwitchAntenna(false));
            command(DEBIT);
            command(WRITE);
            command(FETCH);
            assertEquals(List.of(new LaneFrame.C1Continue(0x85, OBU, FACTOR), new LaneFrame.C1Continue(0x85, OBU, FACTOR),
                    new LaneFrame.C2Stop(0x85, OBU, 1), new LaneFrame.C2Stop(0x85, OBU, 2), new LaneFrame.Empty(0x85),
                    new LaneFrame.Antenna4C(0x85, 0),
                    new LaneFrame.C6Debit(0x85, OBU, FACTOR, 0, 1500, PURCHASE, Bytes.zeros(40)),
                    new LaneFrame.C3WriteEntry(0x85, OBU, FACTOR, 0, PURCHASE, Bytes.zeros(40)),
                    new LaneFrame.C7FetchTac(0x85, OBU, FACTOR, 0, PURCHASE, Bytes.zeros(40))), sink.takeFrames());
        }

        @Test
        void theStationLengthIsOneSettingForAllThree() {
            driver = driver(36, 0x80, TacCommand.C7);
            ready();
            command(DEBIT);
            command(WRITE);
            command(FETCH);
            assertEquals(List.of(66, 62, 62), sink.takeFrames().stream().map(f -> LaneFrameCodec.content(f).size() + 1).toList());
        }

        @Test
        void c8AsksByTheCardsCounter() {
            driver = driver(40, 0x80, TacCommand.C8);
            ready();
            command(FETCH);
            command(new RsuCommand.FetchTac(OBU, FACTOR, PURCHASE, -1, Bytes.zeros(40)));
            assertEquals(List.of(new LaneFrame.C8FetchTac(0x80, OBU, 0x12), new LaneFrame.C8FetchTac(0x80, OBU, 0)),
                    sink.takeFrames());
        }

        @ParameterizedTest
        @CsvSource({"10,NOT_DEBITED", "11,NOT_DEBITED", "13,NOT_DEBITED", "16,UNKNOWN", "17,NOT_DEBITED", "19,UNKNOWN",
            "22,UNKNOWN", "35,UNKNOWN", "01,UNKNOWN", "80,UNKNOWN", "FF,UNKNOWN"})
        void whatAnErrorSaysAboutThePurse(String code, DebitCertainty certainty) {
            ready();
            command(DEBIT);
            hear(error(0xB5, Integer.parseInt(code, 16)));
            RsuEvent.StepFailed failed = assertInstanceOf(RsuEvent.StepFailed.class, sink.takeEvents().getFirst());
            assertEquals(RsuStep.TRANSACT, failed.step());
            assertEquals(certainty, failed.certainty());
            assertEquals(Integer.parseInt(code, 16), failed.errorCode());
        }

        @Test
        void everyCodeNotListedMayHaveDebited() {
            List<Integer> harmless = List.of(0x10, 0x11, 0x13, 0x17);
            for (int code = 1; code < 256; code++) {
                assertEquals(harmless.contains(code) ? DebitCertainty.NOT_DEBITED : DebitCertainty.UNKNOWN,
                        RsuErrorCodes.debitCertainty(code), "code " + code);
            }
        }

        @Test
        void anErrorAfterATacRequestSaysNothingNewAboutThePurse() {
            ready();
            command(DEBIT);
            command(FETCH);
            hear(error(0xB5, 0x10));
            RsuEvent.StepFailed failed = assertInstanceOf(RsuEvent.StepFailed.class, sink.takeEvents().getFirst());
            assertEquals(RsuStep.FETCH_TAC, failed.step());
            assertEquals(DebitCertainty.UNKNOWN, failed.certainty());
            command(DEBIT);
            hear(error(0xB5, 0x10));
            assertEquals(RsuStep.TRANSACT, ((RsuEvent.StepFailed) sink.takeEvents().getFirst()).step());
        }

        @ParameterizedTest
        @CsvSource({"B2,FIND", "B3,READ_VEHICLE", "B4,READ_CARD"})
        void readErrorsNeverConcernThePurse(String command, RsuStep step) {
            ready();
            command(DEBIT);
            hear(error(Integer.parseInt(command, 16), 0x16));
            RsuEvent.StepFailed failed = assertInstanceOf(RsuEvent.StepFailed.class, sink.takeEvents().getFirst());
            assertEquals(step, failed.step());
            assertEquals(DebitCertainty.NOT_DEBITED, failed.certainty());
        }

        @Test
        void framesThatNobodyElseWantsAreAcknowledgedHere() {
            ready();
            hear(new UnitFrame.B1LoopStatus(0x38, 1, 1));
            hear(new UnitFrame.Unknown(0x68, 0xB9, Bytes.zeros(9)));
            assertEquals(List.of(new LaneFrame.Empty(0x83), new LaneFrame.Empty(0x86)), sink.takeFrames());
            assertEquals(List.of("command B9H is not in profile classic"), sink.takeReasons());
            hear(new UnitFrame.Empty(0x38));
            hear(Captures.S8_C1);
            assertEquals(List.of(), sink.takeSent(), "neither an acknowledgement nor an echo is answered");
            assertEquals(List.of(), sink.takeEvents());
        }

        @Test
        void aDebitForADialogueThatTheRestartEndedIsNotSent() {
            ready();
            hear(Captures.S4_B4);
            hear(b0(0x98, 0));
            sink.takeSent();
            sink.takeEvents();
            command(DEBIT);
            command(FETCH);
            command(new RsuCommand.Release(OBU, FACTOR));
            assertEquals(List.of(), sink.takeSent());
            assertEquals(List.of(
                    new RsuEvent.StepFailed("rsu", nowNanos, OBU, RsuStep.TRANSACT, 0, DebitCertainty.NOT_DEBITED,
                            "not sent: the RSU is being initialised", Bytes.EMPTY),
                    new RsuEvent.StepFailed("rsu", nowNanos, OBU, RsuStep.FETCH_TAC, 0, DebitCertainty.UNKNOWN,
                            "not sent: the RSU is being initialised", Bytes.EMPTY)), sink.takeEvents());
            assertEquals(List.of("Release not sent: the RSU is being initialised"), sink.takeReasons());
        }

        @Test
        void nothingIsSentOnALineThatIsDown() {
            ready();
            driver.linkDown(nowNanos, "unplugged", sink);
            sink.takeEvents();
            command(WRITE);
            assertEquals(List.of(), sink.takeSent());
            assertEquals("not sent: the line is down", ((RsuEvent.StepFailed) sink.takeEvents().getFirst()).meaning());
        }
    }

    @Nested
    class BadLine {
        @BeforeEach
        void initialised() {
            ready();
        }

        @Test
        void malformedThenGood() {
            hear(Captures.S2_B2.slice(0, 20));
            hear(Captures.S2_B2);
            assertEquals(1, sink.takeEvents().size());
            assertEquals(1, sink.takeReasons().size());
        }

        @Test
        void everySplitOfAFrameGivesOneEvent() {
            for (int split = 0; split <= Captures.S4_B4.size(); split++) {
                hear(Captures.S4_B4.slice(0, split));
                hear(Captures.S4_B4.slice(split, Captures.S4_B4.size()));
                assertEquals(1, sink.takeEvents().size(), "split at " + split);
            }
        }

        @Test
        void noiseNeverStopsTheDriver() {
            for (long seed = 0; seed < 100; seed++) {
                Random random = new Random(seed);
                byte[] noise = new byte[4096];
                random.nextBytes(noise);
                hear(Bytes.copyOf(noise));
                sink.takeEvents();
                hear(Captures.S5_B5);
                assertTrue(sink.takeEvents().stream().anyMatch(RsuEvent.Completed.class::isInstance), "seed " + seed);
            }
        }
    }
}
