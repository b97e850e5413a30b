package org.etclane.device.wim.ff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.etclane.device.BarrierCommand;
import org.etclane.device.Bytes;
import org.etclane.device.ScaleCommand;
import org.etclane.device.ScaleEvent;
import org.etclane.device.VehicleWeight.Doubt;
import org.etclane.device.frame.Scanned;
import org.etclane.device.wim.AxleCodeScheme;
import org.etclane.device.wim.ScaleRig;
import org.etclane.device.wim.ScaleTranscript;
import org.junit.jupiter.api.Test;

class FfDriverTest {
    private static final Bytes TIME = FfCodecTest.TIME;
    private static final FfRecord A = FfCodecTest.TWO_AXLES;
    private static final FfRecord B = record(1, 2000, 2500);

    private ScaleRig rig = new ScaleRig(new FfDriver(FfSettings.defaults("scale")));
    private int seen;

    /** Weighed in another second, so never equal to another of these. */
    private static FfRecord record(int second, int frontKg, int rearKg) {
        return new FfRecord(Bytes.of(0x07, 0xEA, 5, 12, 10, 31, second), 0, 120, 0, 2, 2, List.of(frontKg / 10, rearKg / 10),
                List.of(1, 1), List.of(260));
    }

    private void use(FfSettings settings) {
        rig = new ScaleRig(new FfDriver(settings));
        seen = 0;
    }

    private void answer(FfAnswer answer) {
        rig.receive(FfCodec.wire(answer));
    }

    private void state(int mask) {
        answer(new FfAnswer.A5State(TIME, mask));
    }

    private void count(int vehicles) {
        answer(new FfAnswer.A4Count(TIME, vehicles));
    }

    private void oldest(FfRecord record) {
        answer(new FfAnswer.Vehicle(FfCommand.C1_OLDEST_AXLES, record));
    }

    private void deleted(boolean done) {
        answer(new FfAnswer.Done(FfCommand.C8_DELETE_OLDEST, TIME, done));
    }

    private void taken(long id) {
        rig.command(new ScaleCommand.Taken(id));
    }

    /** The last command; all before it count as seen. */
    private FfCommand asked() {
        seen = rig.sent.size();
        return frame(rig.sent.getLast()).command();
    }

    private static FfFrame frame(Bytes wire) {
        return ((Scanned.Frame<FfFrame>) FfCodec.scanner().feed(wire.toArray(), wire.size()).getFirst()).frame();
    }

    private long sentOf(FfCommand command) {
        return rig.sent.stream().filter(wire -> frame(wire).command() == command).count();
    }

    /** The next command not seen yet, in at most {@code ms}. */
    private FfCommand next(long ms) {
        long end = rig.nowNanos / ScaleRig.MS + ms;
        while (rig.sent.size() == seen && rig.nowNanos / ScaleRig.MS < end) {
            rig.runFor(10);
        }
        assertTrue(rig.sent.size() > seen, "nothing sent for " + ms + " ms");
        return frame(rig.sent.get(seen++)).command();
    }

    /** Answers what is asked in between, with so many vehicles in the meter. */
    private void until(FfCommand wanted, int vehicles) {
        for (FfCommand command = next(2000); command != wanted; command = next(2000)) {
            switch (command) {
                case C4_COUNT -> count(vehicles);
                case C5_STATE -> state(0);
                default -> throw new AssertionError(command + " before " + wanted);
            }
        }
    }

    private void forget() {
        rig.forget();
        seen = 0;
    }

    /** State and count are known; the meter is empty. */
    private void ready() {
        rig.up();
        assertEquals(FfCommand.C5_STATE, asked());
        state(0);
        assertEquals(FfCommand.C4_COUNT, next(100));
        count(0);
        forget();
    }

    /** Up to the moment at which the record has been told. */
    private void tell(FfRecord record) {
        assertEquals(FfCommand.C4_COUNT, next(1100));
        count(1);
        assertEquals(FfCommand.C1_OLDEST_AXLES, next(100));
        oldest(record);
    }

    @Test
    void goldenTranscript() {
        ScaleTranscript.check(FfDriverTest.class, "two-vehicles.txt", new FfDriver(FfSettings.defaults("scale")));
    }

    @Test
    void firstTheStateAndNothingElse() {
        rig.up();
        rig.runFor(4900);
        assertTrue(rig.sent.size() >= 4);
        assertEquals(rig.sent.size(), sentOf(FfCommand.C5_STATE));
        assertEquals(List.of(), rig.said());
        rig.runFor(200);
        assertEquals(List.of("DOWN nothing received for 5000 ms"), rig.said());
        rig.runFor(20_000);
        assertEquals(1, rig.events.size(), "said once");
        state(0);
        assertEquals("UP", rig.said().get(1));
    }

    @Test
    void aMeterThatAnswersOnlyWhatWasNotAskedIsLost() {
        rig.up();
        state(0);
        rig.forget();
        long lastRightMs = rig.nowNanos / ScaleRig.MS;
        for (int i = 0; i < 100 && rig.events.isEmpty(); i++) {
            rig.runFor(90);
            deleted(true); // nobody asked for a deletion
        }
        assertEquals(List.of("DOWN answers only what was not asked, for 5000 ms"), rig.said());
        assertEquals(5_000, rig.events.getFirst().atNanos() / ScaleRig.MS - lastRightMs);
        rig.forget();
        rig.runFor(1_000);
        state(0);
        assertTrue(rig.said().contains("UP"), rig.said()::toString);
    }

    @Test
    void oneCommandAtATimeAndNeverCloserThanTheGap() {
        ready();
        long last = rig.nowNanos;
        for (int i = 0; i < 50; i++) {
            FfCommand command = next(31_000);
            assertTrue(rig.nowNanos - last >= 60 * ScaleRig.MS, "gap");
            last = rig.nowNanos;
            int sent = rig.sent.size();
            rig.runFor(400);
            assertEquals(sent, rig.sent.size(), "one outstanding");
            switch (command) {
                case C4_COUNT -> count(0);
                case C5_STATE -> state(0);
                default -> throw new AssertionError(command);
            }
        }
        assertTrue(sentOf(FfCommand.C5_STATE) > 0, "the state is asked for again");
    }

    @Test
    void nothingIsDeletedBeforeTheLaneHasTakenIt() {
        ready();
        tell(A);
        for (int i = 0; i < 100; i++) {
            switch (next(2000)) {
                case C4_COUNT -> count(1);
                case C5_STATE -> state(0);
                default -> throw new AssertionError(asked());
            }
        }
        assertEquals(1, rig.all(ScaleEvent.VehicleWeighed.class).size(), "told once");
        taken(99);
        rig.runFor(500);
        assertEquals(0, sentOf(FfCommand.C8_DELETE_OLDEST), "another id");
    }

    @Test
    void takenAtOnceIsDeletedAtOnce() {
        ready();
        tell(A);
        taken(1);
        assertEquals(FfCommand.C8_DELETE_OLDEST, next(100));
        deleted(true);
        assertEquals(FfCommand.C4_COUNT, next(100));
    }

    @Test
    void takenLateIsReadAgainFirst() {
        ready();
        tell(A);
        assertEquals(FfCommand.C4_COUNT, next(1100));
        count(1);
        rig.runFor(300);
        taken(1);
        assertEquals(FfCommand.C1_OLDEST_AXLES, next(100));
        oldest(A);
        assertEquals(FfCommand.C8_DELETE_OLDEST, next(100));
        assertEquals(1, rig.all(ScaleEvent.VehicleWeighed.class).size());
    }

    /** Deletion takes the oldest, whichever that is: an unread weight would be gone. */
    @Test
    void whenTheOldestIsAnotherOneItIsToldAndNotDeleted() {
        ready();
        tell(A);
        assertEquals(FfCommand.C4_COUNT, next(1100));
        count(1);
        rig.runFor(500);
        taken(1);
        assertEquals(FfCommand.C1_OLDEST_AXLES, next(100));
        oldest(B);
        assertEquals(List.of(1L, 2L), rig.all(ScaleEvent.VehicleWeighed.class).stream().map(e -> e.weight().recordId()).toList());
        rig.runFor(900);
        assertEquals(0, sentOf(FfCommand.C8_DELETE_OLDEST));
    }

    @Test
    void anUnansweredDeletionIsLookedInto() {
        ready();
        tell(A);
        taken(1);
        assertEquals(FfCommand.C8_DELETE_OLDEST, next(100));
        until(FfCommand.C1_OLDEST_AXLES, 1); // was it deleted?
        oldest(A);
        assertEquals(FfCommand.C8_DELETE_OLDEST, next(100), "it was not");
        deleted(true);
        count(0);
        assertEquals(1, rig.all(ScaleEvent.VehicleWeighed.class).size());
    }

    @Test
    void anUnansweredDeletionThatWorkedDeletesNothingElse() {
        ready();
        tell(A);
        taken(1);
        assertEquals(FfCommand.C8_DELETE_OLDEST, next(100));
        until(FfCommand.C1_OLDEST_AXLES, 1);
        oldest(B);
        rig.runFor(50);
        assertEquals(1, sentOf(FfCommand.C8_DELETE_OLDEST));
        assertEquals(2, rig.all(ScaleEvent.VehicleWeighed.class).size());
    }

    @Test
    void aMeterThatDoesNotDeleteIsDoubtfulAndItsRecordToldOnce() {
        ready();
        tell(A);
        taken(1);
        for (int i = 0; i < 8; i++) {
            switch (next(2000)) {
                case C8_DELETE_OLDEST -> deleted(false);
                case C1_OLDEST_AXLES -> oldest(A);
                case C4_COUNT -> count(1);
                default -> throw new AssertionError(asked());
            }
        }
        assertEquals(1, rig.all(ScaleEvent.VehicleWeighed.class).size());
        assertTrue(rig.said().contains("DEGRADED the meter does not delete its oldest record"), rig.said()::toString);
    }

    @Test
    void aRecordThatComesBackAfterItsDeletionIsDeletedAgainAndNotTold() {
        ready();
        tell(A);
        taken(1);
        assertEquals(FfCommand.C8_DELETE_OLDEST, next(100));
        deleted(true);
        assertEquals(FfCommand.C4_COUNT, next(100));
        count(1);
        assertEquals(FfCommand.C1_OLDEST_AXLES, next(100));
        oldest(A);
        assertEquals(1, rig.all(ScaleEvent.VehicleWeighed.class).size());
        until(FfCommand.C1_OLDEST_AXLES, 1);
        oldest(A);
        assertEquals(FfCommand.C8_DELETE_OLDEST, next(100));
        assertEquals(1, rig.all(ScaleEvent.VehicleWeighed.class).size());
    }

    /** Found on a bad line: answers that a meter had held back look like answers to what is asked now. */
    @Test
    void aStaleAnswerNeverDeletesAWeightThatNobodyWasTold() {
        ready();
        tell(A);
        taken(1);
        assertEquals(FfCommand.C8_DELETE_OLDEST, next(100));
        deleted(true);
        assertEquals(FfCommand.C4_COUNT, next(100));
        count(1);
        assertEquals(FfCommand.C1_OLDEST_AXLES, next(100));
        oldest(A); // left over from before
        oldest(B); // the real one
        until(FfCommand.C1_OLDEST_AXLES, 1);
        oldest(B);
        rig.runFor(300);
        assertEquals(1, sentOf(FfCommand.C8_DELETE_OLDEST));
        assertEquals(2, rig.all(ScaleEvent.VehicleWeighed.class).size());
    }

    @Test
    void aMeterWithoutAClockMayWeighTheSameTwice() {
        use(FfSettings.defaults("scale").with(new FfSettings.Records(AxleCodeScheme.NINE, 1, 190, 15, false, 10)));
        ready();
        tell(A);
        taken(1);
        assertEquals(FfCommand.C8_DELETE_OLDEST, next(100));
        deleted(true);
        assertEquals(FfCommand.C4_COUNT, next(100));
        count(1);
        assertEquals(FfCommand.C1_OLDEST_AXLES, next(100));
        oldest(A);
        assertEquals(2, rig.all(ScaleEvent.VehicleWeighed.class).size());
    }

    @Test
    void aDoubledAnswerIsNotASecondVehicle() {
        ready();
        tell(A);
        oldest(A);
        assertEquals(1, rig.all(ScaleEvent.VehicleWeighed.class).size());
        assertEquals(List.of("answer to command 1, which is not open"), rig.malformed);
    }

    @Test
    void theLastToldVehicleBacksOut() {
        ready();
        tell(A);
        taken(1);
        assertEquals(FfCommand.C8_DELETE_OLDEST, next(100));
        deleted(true);
        assertEquals(FfCommand.C4_COUNT, next(100));
        count(0);
        rig.runFor(300);
        answer(new FfAnswer.A6Reversed(Bytes.EMPTY));
        assertEquals(0, rig.all(ScaleEvent.LastVehicleReversed.class).size(), "only the count can tell which");
        assertEquals(FfCommand.C4_COUNT, asked());
        count(0);
        assertEquals("reversed 1", rig.said().getLast());
    }

    @Test
    void aVehicleThatWasNeverToldBacksOut() {
        ready();
        tell(A);
        assertEquals(FfCommand.C4_COUNT, next(1100));
        count(2);
        rig.runFor(100);
        answer(new FfAnswer.A6Reversed(Bytes.EMPTY));
        rig.runFor(100);
        count(1);
        assertTrue(rig.said().contains("reversed " + ScaleEvent.NEVER_TOLD), rig.said()::toString);
        assertEquals(List.of(), rig.all(ScaleEvent.RecordsLost.class));
    }

    @Test
    void whoBackedOutCannotAlwaysBeTold() {
        ready();
        tell(A);
        assertEquals(FfCommand.C4_COUNT, next(1100));
        count(2);
        answer(new FfAnswer.A6Reversed(Bytes.EMPTY));
        rig.runFor(100);
        count(2);
        assertTrue(rig.said().contains("reversed " + ScaleEvent.CANNOT_TELL), rig.said()::toString);
    }

    @Test
    void aReversalThatNobodyExplainsIsToldWhenTheMeterFallsSilent() {
        ready();
        answer(new FfAnswer.A6Reversed(Bytes.EMPTY));
        rig.runFor(5100);
        assertEquals(List.of("reversed -1", "DOWN nothing received for 5000 ms"), rig.said());
    }

    /** The count that is under way was taken before the vehicle backed out. */
    @Test
    void aCountAskedForBeforeTheReversalExplainsNothing() {
        ready();
        assertEquals(FfCommand.C4_COUNT, next(1100));
        answer(new FfAnswer.A6Reversed(Bytes.EMPTY));
        count(0);
        assertEquals(List.of(), rig.all(ScaleEvent.LastVehicleReversed.class));
        assertEquals(FfCommand.C4_COUNT, next(100));
        count(0);
        assertEquals(1, rig.all(ScaleEvent.LastVehicleReversed.class).size());
    }

    @Test
    void afterAReversalTheOldestIsReadAgainBeforeItIsDeleted() {
        ready();
        tell(A);
        answer(new FfAnswer.A6Reversed(Bytes.EMPTY));
        taken(1);
        assertEquals(FfCommand.C4_COUNT, next(100));
        count(1);
        assertEquals(FfCommand.C1_OLDEST_AXLES, next(100));
        oldest(B);
        rig.runFor(200);
        assertEquals(0, sentOf(FfCommand.C8_DELETE_OLDEST));
    }

    @Test
    void recordsThatVanishUnreadAreLost() {
        ready();
        tell(A);
        assertEquals(FfCommand.C4_COUNT, next(1100));
        count(4);
        assertEquals(FfCommand.C4_COUNT, next(1100));
        count(0);
        assertTrue(rig.said().contains("lost 3"), rig.said()::toString);
        taken(1);
        rig.runFor(300);
        assertEquals(0, sentOf(FfCommand.C8_DELETE_OLDEST), "there is nothing to delete");
    }

    @Test
    void recordsThatVanishWhileTheLineIsAwayAreLost() {
        ready();
        tell(A);
        assertEquals(FfCommand.C4_COUNT, next(1100));
        count(3);
        rig.down("unplugged");
        rig.up();
        asked();
        state(0);
        assertEquals(FfCommand.C4_COUNT, next(100), "nothing is read or deleted before the meter was counted");
        count(1);
        assertTrue(rig.said().contains("lost 1"), rig.said()::toString);
    }

    @Test
    void theToldRecordAloneVanishingIsNoLoss() {
        ready();
        tell(A);
        assertEquals(FfCommand.C4_COUNT, next(1100));
        count(0);
        assertEquals(List.of(), rig.all(ScaleEvent.RecordsLost.class));
    }

    @Test
    void anUnreadableRecordIsAVehicleWithoutAWeight() {
        ready();
        assertEquals(FfCommand.C4_COUNT, next(1100));
        count(1);
        assertEquals(FfCommand.C1_OLDEST_AXLES, next(100));
        Bytes payload = FfCodec.payload(A);
        rig.receive(FfCodec.wire(new FfFrame(FfCommand.C1_OLDEST_AXLES, payload.slice(0, 19))));
        ScaleEvent.VehicleWeighed told = rig.all(ScaleEvent.VehicleWeighed.class).getFirst();
        assertEquals(Set.of(Doubt.UNREADABLE), told.weight().doubts());
        assertTrue(told.raw().hex().contains(payload.slice(0, 19).hex()), "the bytes are kept");
        taken(1);
        assertEquals(FfCommand.C8_DELETE_OLDEST, next(100), "and those behind it are not held up");
    }

    @Test
    void doubtsOfARecord() {
        use(FfSettings.defaults("scale").with(new FfSettings.Records(AxleCodeScheme.NINE, 1, 190, 3, true, 2)));
        rig.up();
        asked();
        state(FfState.WEIGH_SENSOR);
        next(100);
        forget();
        count(2);
        assertEquals(FfCommand.C1_OLDEST_AXLES, next(100));
        oldest(new FfRecord(TIME, 1, 300, 0, 3, 3, List.of(600, 700, 800), List.of(1, 2, 7), List.of(300, 130)));
        ScaleEvent.VehicleWeighed told = rig.all(ScaleEvent.VehicleWeighed.class).getFirst();
        assertEquals(Set.of(Doubt.METER_FAULT, Doubt.AXLES_CUT, Doubt.GROUPS_DIFFER), told.weight().doubts());
        assertTrue(told.weight().overLimit());
        assertEquals("10", told.weight().axleString(), "a tandem with tyres of an unknown kind");
        assertTrue(rig.said().contains("DEGRADED meter reports WEIGH_SENSOR; 2 vehicles in the meter, records may be lost"),
                rig.said()::toString);
    }

    @Test
    void groupFormAndTheSchemeOfSeven() {
        use(FfSettings.defaults("scale").with(FfSettings.Form.AXLE_GROUPS)
                .with(new FfSettings.Records(AxleCodeScheme.SEVEN, 1, 190, 15, true, 10)));
        ready();
        assertEquals(FfCommand.C4_COUNT, next(1100));
        count(1);
        assertEquals(FfCommand.C0_OLDEST_GROUPS, next(100));
        answer(new FfAnswer.Vehicle(FfCommand.C0_OLDEST_GROUPS,
                new FfRecord(TIME, 0, 250, 0, 6, 3, List.of(650, 1600, 2100), List.of(1, 5, 7), List.of(320, 600))));
        assertEquals("weighed #1 43500 kg, 6 axles, type 159, 250 tenth km/h", rig.said().getLast());
    }

    @Test
    void commandSevenIsNeverSentUnlessConfigured() {
        ready();
        rig.command(new ScaleCommand.Zero());
        rig.command(new ScaleCommand.SetClock(LocalDateTime.of(2026, 5, 12, 10, 30)));
        for (int i = 0; i < 80; i++) {
            switch (next(2000)) {
                case C4_COUNT -> count(0);
                case C5_STATE -> state(0);
                default -> throw new AssertionError(asked());
            }
        }
        assertEquals(List.of("Zero refused: not configured for this meter: commandSeven, clockByEleven",
                "SetClock refused: not configured for this meter: commandSeven, clockByEleven"), rig.said().subList(0, 2));
    }

    @Test
    void theClockIsSetWithTheCommandThatThisMeterHas() {
        LocalDateTime time = LocalDateTime.of(2026, 5, 12, 10, 30);
        use(FfSettings.defaults("scale").with(FfSettings.CommandSeven.SETS_CLOCK));
        ready();
        rig.runFor(100);
        rig.command(new ScaleCommand.SetClock(time));
        assertEquals(Bytes.fromHex("FF 07 0C 07 EA 05 0C 0A 1E 00 52 BE"), rig.sent.getLast());
        answer(new FfAnswer.Done(FfCommand.C7_TIME_OR_ZERO, TIME, true));
        assertEquals(List.of("SetClock done"), rig.said());

        use(FfSettings.defaults("scale").withClockByEleven(true));
        ready();
        rig.runFor(100);
        rig.command(new ScaleCommand.SetClock(time));
        assertEquals(FfCommand.C11_SET_TIME, asked());
        rig.runFor(1100);
        assertEquals(List.of("SetClock refused: no answer within 1000 ms"), rig.said());
    }

    @Test
    void zeroOnlyOnAScaleKnownToBeEmpty() {
        use(FfSettings.defaults("scale").with(FfSettings.CommandSeven.SETS_ZERO).withLiveVehicle(true));
        ready();
        rig.command(new ScaleCommand.Zero());
        assertEquals("Zero refused: the scale is not known to be empty", rig.said().getLast());
        assertEquals(FfCommand.C3_LIVE_VEHICLE, next(100));
        answer(new FfAnswer.Vehicle(FfCommand.C3_LIVE_VEHICLE, A));
        assertEquals("live 6000", rig.said().getLast());
        rig.command(new ScaleCommand.Zero());
        assertEquals("Zero refused: the scale is not known to be empty", rig.said().getLast());
        next(1100);
        count(0);
        assertEquals(FfCommand.C3_LIVE_VEHICLE, next(100));
        answer(new FfAnswer.Vehicle(FfCommand.C3_LIVE_VEHICLE, new FfRecord(TIME, 0, 0, 0, 0, 0, List.of(), List.of(), List.of())));
        rig.command(new ScaleCommand.Zero());
        assertEquals(FfCommand.C7_TIME_OR_ZERO, next(100));
        answer(new FfAnswer.Done(FfCommand.C7_TIME_OR_ZERO, TIME, true));
        assertEquals("Zero done", rig.said().getLast());
    }

    @Test
    void nothingHalfReceivedOutlivesTheLine() {
        ready();
        next(1100);
        byte[] frame = FfCodec.wire(new FfAnswer.A4Count(TIME, 3));
        rig.receive(java.util.Arrays.copyOf(frame, 9));
        rig.down("unplugged");
        rig.up();
        rig.receive(java.util.Arrays.copyOfRange(frame, 9, frame.length));
        rig.runFor(300);
        assertEquals(FfCommand.C5_STATE, asked());
        assertFalse(rig.said().stream().anyMatch(text -> text.contains("waiting 3")));
        assertEquals("DOWN unplugged", rig.said().getFirst());
    }

    @Test
    void whatTheLaneTookBeforeTheLineBrokeIsNotToldAgain() {
        ready();
        tell(A);
        taken(1);
        rig.down("unplugged");
        rig.up();
        asked();
        state(0);
        next(100);
        count(1);
        assertEquals(FfCommand.C1_OLDEST_AXLES, next(100));
        oldest(A);
        assertEquals(FfCommand.C8_DELETE_OLDEST, next(100));
        assertEquals(1, rig.all(ScaleEvent.VehicleWeighed.class).size());
    }

    @Test
    void commandsOfAnotherDeviceAreABugOfTheWiring() {
        assertThrows(IllegalArgumentException.class, () -> rig.command(BarrierCommand.RAISE));
    }

    @Test
    void settingsNameEveryProblem() {
        IllegalArgumentException bad = assertThrows(IllegalArgumentException.class, () -> new FfSettings("", FfSettings.Form.SINGLE_AXLES,
                FfSettings.CommandSeven.SETS_CLOCK, true, false, new FfSettings.Records(AxleCodeScheme.NINE, -1, 10, 1, true, 0),
                new FfSettings.Timing(1, 70_000, 6000, 1, 1, 1, 1)));
        for (String key : List.of("name", "clockByEleven", "spacingUnitCm", "groupSpacingCm", "mostAxles", "queueLimit", "pollMs", "stateMs",
                "gapMs", "answerTimeoutMs", "partialMs", "silentMs", "sureMs")) {
            assertTrue(bad.getMessage().contains(key), key + " in " + bad.getMessage());
        }
        assertEquals(Collections.emptyList(), rig.malformed);
    }
}
