package org.etclane.sim.device;

import static org.etclane.sim.device.RsuSerialBench.FACTOR;
import static org.etclane.sim.device.RsuSerialBench.MS;
import static org.etclane.sim.device.RsuSerialBench.OBU;
import static org.etclane.sim.device.RsuSerialBench.STATION;
import static org.etclane.sim.device.RsuSerialBench.TIME;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.rsu.serial.LaneFrame;
import org.etclane.device.rsu.serial.UnitFrame;
import org.etclane.sim.device.RsuSerialSimSettings.Forms;
import org.etclane.sim.device.RsuSerialSimSettings.HeartbeatObu;
import org.etclane.sim.device.RsuSerialSimSettings.Rsctl;
import org.etclane.sim.device.RsuSimEvent.Ending;
import org.etclane.sim.obu.SimObu;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The RSU's rules without faults, against a lane by hand in virtual time (rsu-serial.md §2–§5). */
class RsuSerialSimulatorTest {

    @Test
    void powerUpFrameIsRepeatedUntilTheLaneInitialises() {
        RsuSerialBench bench = new RsuSerialBench(RsuSerialBench.brief());
        bench.rsu.linkUp(0, bench);
        for (int i = 0; i < 3; i++) {
            assertTrue(bench.next(UnitFrame.B0Status.class).isPowerUp());
        }
        bench.c1(ObuId.NONE);
        bench.zone.inside.add(bench.obu);
        assertTrue(bench.next(UnitFrame.B0Status.class).isPowerUp(), "C1 alone starts nothing");
        bench.c0();
        UnitFrame.B0Status status = bench.next(UnitFrame.B0Status.class);
        assertEquals(0x08, status.rsctl());
        assertEquals("373737373737", status.terminal1());
        bench.silentFor(5_000);
        bench.c1(ObuId.NONE);
        assertEquals(OBU, bench.next(UnitFrame.B2ObuInfo.class).obu().id());
    }

    @Test
    void exitDialogueDebitsTheCardAndTheTacIsRight() {
        RsuSerialBench bench = new RsuSerialBench(RsuSerialBench.brief()).searching();
        UnitFrame.B4CardInfo b4 = bench.readCard();
        assertEquals(50_000, b4.card().balanceFen());
        assertEquals(bench.card.issueFile(), b4.card().issueFile());
        assertEquals(bench.card.transitFile(), b4.card().transitFile());
        bench.c6(1_234);
        UnitFrame.B5Result b5 = bench.next(UnitFrame.B5Result.class);

        assertEquals(48_766, b5.result().balanceFen());
        assertEquals(8, b5.result().cardSerial());
        assertEquals(0x11, b5.result().terminalSerial());
        assertEquals("20261120100000", b5.result().purchaseTime());
        assertEquals(1_000_000 + bench.now / 1_000_000_000L, b5.result().fileTimeSeconds());
        assertTrue(bench.signed(b5, 1_234));
        assertFalse(bench.signed(b5, 1_235));
        assertEquals(48_766, bench.card.balanceFen());
        assertEquals(Bytes.concat(Bytes.fromHex("aa2900"), STATION), bench.card.transitFile());
        assertEquals(0x12, bench.psam.terminalSerial());
        assertEquals(bench.ledger.entries(),
                bench.all(RsuSimEvent.Debited.class).stream().map(RsuSimEvent.Debited::entry).toList());

        bench.c1(OBU);
        assertEquals(List.of(new RsuSimEvent.ReleaseReceived(bench.now, OBU, true)), bench.all(RsuSimEvent.ReleaseReceived.class));
        bench.advanceMs(5);
        assertEquals(Ending.RELEASED, bench.ending());
        assertEquals(List.of(), bench.all(RsuSimEvent.LaneViolation.class));
        bench.silentFor(9_000);
    }

    @Test
    void entryDialogueWritesTheRecordAndTakesNothing() {
        RsuSerialBench bench = new RsuSerialBench(RsuSerialBench.brief()).searching();
        bench.readCard();
        bench.lane(new LaneFrame.C3WriteEntry(bench.answer(), OBU, FACTOR, 77, TIME, STATION));
        UnitFrame.B5Result b5 = bench.next(UnitFrame.B5Result.class);
        assertEquals(77, b5.result().terminalSerial());
        assertEquals(0, b5.result().cardSerial());
        assertEquals(50_000, b5.result().balanceFen());
        assertEquals(Bytes.concat(Bytes.fromHex("aa2900"), STATION), bench.card.transitFile());
        assertEquals(0, bench.ledger.size());
        assertEquals(1, bench.all(RsuSimEvent.EntryWritten.class).size());
    }

    @Test
    void shortResultAfterEntryAndShortStation() {
        RsuSerialBench bench = new RsuSerialBench(
                RsuSerialBench.brief().withForms(new Forms(35, 24, 105, true, 36))).searching();
        bench.readCard();
        bench.lane(new LaneFrame.C3WriteEntry(bench.answer(), OBU, FACTOR, 0, TIME, STATION.slice(0, 36)));
        assertEquals(-1, bench.next(UnitFrame.B5Result.class).result().transType());
        assertEquals(Bytes.concat(Bytes.fromHex("aa2900"), STATION.slice(0, 36), Bytes.zeros(4)), bench.card.transitFile());
    }

    @Test
    void aStationOfTheOtherLengthIsNotUnderstood() {
        RsuSerialBench bench = new RsuSerialBench(RsuSerialBench.brief()).searching();
        bench.readCard();
        bench.lane(new LaneFrame.C6Debit(bench.answer(), OBU, FACTOR, 0, 1, TIME, STATION.slice(0, 36)));
        bench.advanceMs(500);
        assertEquals(0, bench.ledger.size());
        assertEquals(1, bench.all(RsuSimEvent.LaneViolation.class).size());
    }

    /** Frames S-1, S-2, S-3: the same fields in the same places, whatever the values. */
    @Test
    void framesHaveTheCapturedShape() {
        RsuSerialBench bench = new RsuSerialBench(RsuSerialBench.brief().withRsctl(Rsctl.FIXED)).searching();
        bench.readCard();
        bench.c6(0);
        bench.next(UnitFrame.B5Result.class);
        List<String> sent = bench.wire.stream().map(HexFormat.of()::formatHex).toList();
        assertEquals("ffff98b00001373737373737000000000000000d01000100010000000000", sent.get(0).substring(0, 60));
        assertEquals("ffff08b0", sent.get(1).substring(0, 8));
        assertEquals("ffff18b26a81353e00cdf2bcafcdf2bcaf11010000000000012020010120401231102001",
                sent.get(2).substring(0, 72));
        assertEquals("ffff28b36a81353e00b2e2413132333435000000000000010" + "0", sent.get(3).substring(0, 50));
        assertEquals("ffff48b46a81353e000000100000c35000000000cdf2bcafcdf2bcaf164111011234567887654321",
                sent.get(4).substring(0, 80));
        assertEquals("ffff58b56a81353e00", sent.get(5).substring(0, 18));
        assertEquals(List.of(32, 32, 38, 27, 108, 43), bench.wire.stream().map(frame -> frame.length).toList(),
                "29, 29, 35, 24, 105 and 40 bytes with delimiters");
    }

    @ParameterizedTest
    @CsvSource({"35,24,105", "37,67,101", "47,67,98"})
    void everyFormCanBeRead(int b2, int b3, int b4) {
        RsuSerialBench bench = new RsuSerialBench(RsuSerialBench.brief().withForms(new Forms(b2, b3, b4, false, 40))).searching();
        bench.zone.inside.add(bench.obu);
        UnitFrame.B2ObuInfo found = bench.next(UnitFrame.B2ObuInfo.class);
        assertEquals(b2 >= 37 ? 0x40 : -1, found.obu().contractVersion());
        assertEquals(b2 == 47 ? bench.card.cardNumber() : "", found.obu().cardNumber());
        bench.c1(OBU);
        UnitFrame.B3VehicleInfo vehicle = bench.next(UnitFrame.B3VehicleInfo.class);
        assertEquals(b3 == 67, vehicle.vehicle().equals(bench.obu.vehicle()));
        bench.c1(OBU);
        UnitFrame.B4CardInfo card = bench.next(UnitFrame.B4CardInfo.class);
        assertEquals(b4 - 62, card.card().transitFile().size());
    }

    @Test
    void statusBitsComeFromTheObu() {
        RsuSerialBench bench = new RsuSerialBench(RsuSerialBench.brief()).searching();
        SimObu odd = SimObu.builder(OBU).tampered(true).locked(true).batteryLow(true).build();
        bench.zone.inside.add(odd);
        UnitFrame.B2ObuInfo b2 = bench.next(UnitFrame.B2ObuInfo.class);
        assertEquals(0b1010_0111, b2.obu().status().byte0());
        assertEquals(0, b2.obu().status().tamperByte());
        bench.c1(OBU);
        bench.next(UnitFrame.B3VehicleInfo.class);
        bench.c1(OBU);
        assertEquals(RsuErrorCode.CARD_NO_ANSWER, bench.next(UnitFrame.StepError.class).errorCode(), "no card");
    }

    @ParameterizedTest
    @CsvSource({"ZERO,0", "ALL_ONES,-1"})
    void heartbeatsComeWhenNobodyIsThere(HeartbeatObu form, int id) {
        RsuSerialBench bench = new RsuSerialBench(RsuSerialBench.brief().withHeartbeatObu(form)).searching();
        long from = bench.now;
        for (int i = 1; i <= 3; i++) {
            bench.advanceMs(9_998);
            assertEquals(id, bench.next(UnitFrame.B2Heartbeat.class).obu().value());
            assertTrue(bench.now - from <= i * 10_001 * MS);
        }
        bench.lane(new LaneFrame.Empty(0x88));
        assertEquals(1, bench.all(RsuSimEvent.LaneViolation.class).size(), "a heartbeat is not acknowledged");
    }

    @Test
    void rsctlCountsOrIsFixed() {
        RsuSerialBench counter = new RsuSerialBench(RsuSerialBench.brief()).searching();
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            counter.advanceMs(9_990);
            seen.add(counter.next(UnitFrame.B2Heartbeat.class).rsctl());
        }
        assertEquals(List.of(0x18, 0x28, 0x38, 0x48, 0x58, 0x68, 0x78, 0x08, 0x18), seen);
        RsuSerialBench fixed = new RsuSerialBench(RsuSerialBench.brief().withRsctl(Rsctl.FIXED)).searching();
        fixed.advanceMs(9_990);
        assertEquals(0x88, fixed.next(UnitFrame.B2Heartbeat.class).rsctl());
        fixed.readCard();
        fixed.c6(1);
        assertEquals(0x58, fixed.next(UnitFrame.B5Result.class).rsctl());
        assertEquals(List.of(), fixed.all(RsuSimEvent.LaneViolation.class));
    }

    @Test
    void theRsuWaitsOneSecondForTheLaneAndThenSearchesAgain() {
        RsuSerialBench bench = new RsuSerialBench(RsuSerialBench.brief()).searching();
        bench.zone.inside.add(bench.obu);
        bench.next(UnitFrame.B2ObuInfo.class);
        bench.silentFor(990);
        assertEquals(0, bench.all(RsuSimEvent.DialogueEnded.class).size());
        bench.next(UnitFrame.B2ObuInfo.class);
        assertEquals(Ending.LANE_SILENT, bench.ending());
    }

    @Test
    void anAcknowledgementAloneDoesNotGoOn() {
        RsuSerialBench bench = new RsuSerialBench(RsuSerialBench.brief()).searching();
        bench.zone.inside.add(bench.obu);
        bench.next(UnitFrame.B2ObuInfo.class);
        bench.lane(new LaneFrame.Empty(bench.answer()));
        bench.silentFor(900);
        bench.c1(OBU);
        bench.next(UnitFrame.B3VehicleInfo.class);
        assertEquals(List.of(), bench.all(RsuSimEvent.LaneViolation.class));
    }

    @Test
    void stopReleasesTheObuForTheWaitTime() {
        RsuSerialBench bench = new RsuSerialBench(RsuSerialBench.brief()).searching();
        bench.readCard();
        bench.c2(1);
        assertEquals(Ending.STOPPED_BY_LANE, bench.ending());
        bench.silentFor(1_990);
        bench.next(UnitFrame.B2ObuInfo.class);
    }

    @Test
    void stopTypeTwoSendsTheCurrentFrameAgain() {
        RsuSerialBench bench = new RsuSerialBench(RsuSerialBench.brief()).searching();
        bench.readCard();
        bench.advanceMs(900);
        bench.c2(2);
        bench.next(UnitFrame.B4CardInfo.class);
        assertArrayEquals(bench.wire.get(bench.wire.size() - 2), bench.wire.getLast());
        bench.silentFor(900);
        bench.c6(5);
        bench.next(UnitFrame.B5Result.class);
        bench.c2(2);
        assertEquals(1, bench.all(RsuSimEvent.LaneViolation.class).size(), "B3 and B4 only");
    }

    @Test
    void aCommandForAnotherObuIsIgnored() {
        RsuSerialBench bench = new RsuSerialBench(RsuSerialBench.brief()).searching();
        bench.readCard();
        bench.lane(new LaneFrame.C6Debit(bench.answer(), new ObuId(1), FACTOR, 0, 5, TIME, STATION));
        bench.c1(new ObuId(1));
        bench.lane(new LaneFrame.C7FetchTac(bench.answer(), new ObuId(1), FACTOR, 0, TIME, STATION));
        assertEquals(3, bench.all(RsuSimEvent.LaneViolation.class).size());
        assertEquals(0, bench.ledger.size());
        bench.c6(5);
        bench.next(UnitFrame.B5Result.class);
        assertEquals(1, bench.ledger.size());
    }

    @Test
    void onlyTheLastFiveSuccessesAreRemembered() {
        RsuSerialBench bench = new RsuSerialBench(RsuSerialBench.brief()).searching();
        List<SimObu> obus = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            obus.add(RsuSerialBench.obu(new ObuId(i + 1), bench.card("123456788765430" + i)));
        }
        bench.zone.inside.addAll(obus);
        for (int i = 0; i < 6; i++) {
            ObuId id = bench.next(UnitFrame.B2ObuInfo.class).obu().id();
            assertEquals(new ObuId(i + 1), id, "nearest first");
            bench.c1(id);
            bench.next(UnitFrame.B3VehicleInfo.class);
            bench.c1(id);
            bench.next(UnitFrame.B4CardInfo.class);
            bench.lane(new LaneFrame.C6Debit(bench.answer(), id, FACTOR, 0, 100, TIME, STATION));
            bench.next(UnitFrame.B5Result.class);
            bench.c1(id);
        }
        assertEquals(new ObuId(1), bench.next(UnitFrame.B2ObuInfo.class).obu().id(), "the sixth pushed the first out");
        assertTrue(bench.now > 1_900 * MS, "but not before WaitTime is over");
        assertEquals(6, bench.ledger.size());
        assertEquals(6, new java.util.HashSet<>(bench.ledger.entries().stream().map(e -> e.terminalSerial()).toList()).size());
    }

    @Test
    void antennaSwitch() {
        RsuSerialBench bench = new RsuSerialBench(RsuSerialBench.brief()).searching();
        bench.lane(new LaneFrame.Antenna4C(bench.answer(), 0));
        bench.zone.inside.add(bench.obu);
        bench.silentFor(5_000);
        bench.lane(new LaneFrame.Antenna4C(bench.answer(), 1));
        bench.next(UnitFrame.B2ObuInfo.class);
    }

    @Test
    void initialisationInTheMiddleEndsTheDialogue() {
        RsuSerialBench bench = new RsuSerialBench(RsuSerialBench.brief()).searching();
        bench.readCard();
        bench.c0();
        bench.next(UnitFrame.B0Status.class);
        assertEquals(Ending.REINITIALISED, bench.ending());
        bench.c6(5);
        assertEquals(0, bench.ledger.size());
    }

    @Test
    void aCutLineDoesNotStopTheCard() {
        RsuSerialBench bench = new RsuSerialBench(RsuSerialBench.brief()).searching();
        bench.readCard();
        bench.c6(700);
        bench.rsu.linkDown(bench.now, "cut", bench);
        bench.silentFor(3_000);
        assertEquals(700, bench.ledger.totalFen());
        bench.rsu.linkUp(bench.now, bench);
        bench.zone.inside.clear();
        bench.silentFor(500);
        bench.c0();
        bench.next(UnitFrame.B0Status.class);
    }

    @Test
    void theWrongFactorGivesAWrongMacAndTheCardRefuses() {
        RsuSerialBench bench = new RsuSerialBench(RsuSerialBench.brief()).searching();
        bench.readCard();
        bench.lane(new LaneFrame.C6Debit(bench.answer(), OBU, Bytes.zeros(8), 0, 5, TIME, STATION));
        assertEquals(RsuErrorCode.DEBIT_REFUSED, bench.next(UnitFrame.StepError.class).errorCode());
        assertEquals(0, bench.ledger.size());
    }

    @Test
    void tooLittleMoneyIsRefusedAtInitialise() {
        RsuSerialBench bench = new RsuSerialBench(RsuSerialBench.brief()).searching();
        bench.readCard();
        bench.c6(50_001);
        assertEquals(RsuErrorCode.PURCHASE_REFUSED, bench.next(UnitFrame.StepError.class).errorCode());
        assertEquals(50_000, bench.card.balanceFen());
    }

    @Test
    void aDialogueTakesWhatThePublishedFiguresSay() {
        List<Long> totals = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            RsuSerialBench bench = new RsuSerialBench(RsuSerialSimSettings.classic(), i).searching();
            bench.zone.inside.add(bench.obu);
            bench.next(UnitFrame.B2ObuInfo.class);
            long from = bench.all(RsuSimEvent.DialogueStarted.class).getFirst().atNanos();
            bench.c1(OBU);
            bench.next(UnitFrame.B3VehicleInfo.class);
            bench.c1(OBU);
            bench.next(UnitFrame.B4CardInfo.class);
            bench.c6(100);
            bench.next(UnitFrame.B5Result.class);
            totals.add((bench.all(RsuSimEvent.StepReported.class).getLast().atNanos() - from) / MS);
        }
        Collections.sort(totals);
        assertTrue(totals.getFirst() >= 150 && totals.getFirst() < 175, "least " + totals.getFirst() + " ms");
        assertTrue(totals.get(200) >= 175 && totals.get(200) <= 195, "median " + totals.get(200) + " ms");
        assertTrue(totals.get(380) <= 220, "p95 " + totals.get(380) + " ms");
    }

    @Test
    void theSameSeedGivesTheSameBytesAtTheSameTimes() {
        List<List<RsuSimEvent>> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            RsuSerialBench bench = new RsuSerialBench(RsuSerialSimSettings.classic(), 99).searching();
            bench.readCard();
            bench.c6(100);
            bench.next(UnitFrame.B5Result.class);
            runs.add(bench.events);
        }
        assertEquals(runs.get(0), runs.get(1));
    }

    @Test
    void noiseIsReportedAndTheNextFrameIsUnderstood() {
        RsuSerialBench bench = new RsuSerialBench(RsuSerialBench.brief()).searching();
        byte[] noise = new byte[4096];
        new java.util.SplittableRandom(5).nextBytes(noise);
        bench.rsu.received(bench.now, noise, noise.length, bench);
        byte[] end = {(byte) 0xFF};
        bench.rsu.received(bench.now, end, 1, bench);
        assertFalse(bench.malformed.isEmpty());
        bench.readCard();
        bench.c6(5);
        bench.next(UnitFrame.B5Result.class);
    }
}
