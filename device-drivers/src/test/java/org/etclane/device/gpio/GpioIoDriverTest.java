package org.etclane.device.gpio;

import static org.etclane.device.BarrierCommand.LOWER;
import static org.etclane.device.BarrierCommand.RAISE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.etclane.device.AlarmCommand;
import org.etclane.device.DisplayCommand;
import org.etclane.device.ObuId;
import org.etclane.device.RsuCommand;
import org.etclane.device.SignalCommand.CanopyLight;
import org.etclane.device.SignalCommand.PassLight;
import org.junit.jupiter.api.Test;

/** Times are milliseconds. Debounce 10, pulses 2 × 200 with a gap of 200, changeover 20. */
class GpioIoDriverTest {
    private static GpioDriverRig rig() {
        return new GpioDriverRig(GpioLines.plain());
    }

    private static GpioDriverRig bothSwitches() {
        Map<GpioRole, GpioLine.Input> inputs = GpioLines.inputs();
        inputs.put(GpioRole.ARM_DOWN, GpioLine.Input.at(GpioLines.CHIP, 4));
        GpioDriverRig rig = new GpioDriverRig(GpioSettings.of("io", inputs, GpioLines.outputs()));
        rig.quietly(GpioRole.ARM_DOWN, true);
        return rig;
    }

    // --- start

    @Test
    void nothingIsDrivenOrReportedBeforeEveryContactIsKnown() {
        GpioDriverRig rig = rig();
        rig.quietly(GpioRole.ARM_LOOP, true);
        rig.up();
        rig.command(RAISE, new CanopyLight(true));
        rig.runFor(9);
        assertEquals(List.of(), rig.takeEvents());
        assertEquals(List.of(), rig.takeDriven());
        rig.runFor(1);
        assertEquals(List.of("10 health UP", "10 arm NOT_UP", "10 TRIGGER CLEAR", "10 ARM OCCUPIED"), rig.takeEvents());
        assertEquals(List.of("10 RAISE on", "10 CANOPY_GREEN on", "10 PASS_GREEN on"), rig.takeDriven());
    }

    @Test
    void aStartTouchesNoOutput() {
        for (boolean on : new boolean[] {false, true}) {
            GpioDriverRig rig = rig();
            rig.quietly(GpioRole.ARM_UP, true);
            rig.quietly(GpioRole.PASS_GREEN, on);
            rig.quietly(GpioRole.CANOPY_GREEN, on);
            rig.quietly(GpioRole.ALARM_SOUND, on);
            rig.up();
            rig.runFor(10_000);
            assertEquals(List.of(), rig.takeDriven());
        }
    }

    @Test
    void aPulseLeftActiveByACrashIsEnded() {
        GpioDriverRig rig = rig();
        rig.quietly(GpioRole.LOWER, true);
        rig.up();
        rig.runFor(100);
        assertEquals(List.of("10 LOWER off"), rig.takeDriven());
    }

    @Test
    void aLineWhoseLevelNeverComesIsNamed() {
        GpioDriverRig rig = rig();
        rig.answers = false;
        rig.up();
        rig.runFor(1999);
        assertEquals(List.of(), rig.takeEvents());
        rig.frame(new GpioFrame.Level(GpioRole.TRIGGER_LOOP, true, rig.nowNanos));
        rig.runFor(1);
        assertEquals(List.of("2000 health DOWN: no level read within 2000 ms of ARM_LOOP (/dev/gpiochip0 line 2),"
                + " ARM_UP (/dev/gpiochip0 line 3)"), rig.takeEvents());
        rig.answers = true;
        rig.runFor(1100);
        assertTrue(rig.takeEvents().getFirst().contains("health UP"));
    }

    @Test
    void aLossMakesEverythingUnknownAndIsForgottenAtTheNextStart() {
        GpioDriverRig rig = rig().ready();
        rig.command(RAISE, new CanopyLight(true));
        rig.down("chip unplugged");
        assertEquals(List.of("100 TRIGGER UNKNOWN", "100 ARM UNKNOWN", "100 arm UNKNOWN", "100 health DOWN: chip unplugged"),
                rig.takeEvents());
        rig.takeDriven();
        rig.command(RAISE);
        rig.runFor(5000);
        assertEquals(List.of(), rig.takeDriven(), "no link, no command");
        rig.quietly(GpioRole.RAISE, false);
        rig.quietly(GpioRole.CANOPY_GREEN, false);
        rig.up();
        rig.runFor(5000);
        assertEquals(List.of(), rig.takeDriven());
        assertEquals("5110 health UP", rig.takeEvents().getFirst());
    }

    @Test
    void aSecondLossSaysNothingMoreThanItsCause() {
        GpioDriverRig rig = rig();
        rig.down("no chip");
        rig.down("no chip");
        assertEquals(List.of("0 health DOWN: no chip"), rig.takeEvents());
    }

    // --- inputs

    @Test
    void polarityIsPerLine() {
        GpioDriverRig rig = new GpioDriverRig(GpioLines.full()).ready();
        for (GpioRole role : GpioRole.values()) {
            if (role.input() && role != GpioRole.ARM_UP) {
                rig.frame(new GpioFrame.Edge(role, role != GpioRole.TRIGGER_LOOP && role != GpioRole.ARM_LOOP, rig.nowNanos));
                rig.runFor(20);
            }
        }
        assertEquals(List.of("110 TRIGGER OCCUPIED", "130 CAPTURE OCCUPIED", "150 ARM OCCUPIED", "170 arm DOWN", "190 fault true",
                "210 FOOT_ALARM on", "230 LANE_CLOSING_BAR on", "250 LIGHT_FAULT on"), rig.takeEvents());
    }

    @Test
    void bounceIsNoEdgeAndAnEdgeIsReportedOnce() {
        GpioDriverRig rig = rig().ready();
        for (int i = 0; i < 4; i++) {
            rig.contact(GpioRole.ARM_LOOP, true);
            rig.runFor(4);
            rig.contact(GpioRole.ARM_LOOP, false);
            rig.runFor(4);
        }
        rig.contact(GpioRole.ARM_LOOP, true);
        rig.runFor(500);
        assertEquals(List.of("142 ARM OCCUPIED"), rig.takeEvents());
    }

    @Test
    void edgesThatWaitedBehindAPulseAreAllReported() {
        GpioDriverRig rig = rig().ready();
        rig.command(RAISE);
        long startMs = rig.nowNanos / GpioDriverRig.MS;
        rig.runFor(500);
        rig.takeEvents();
        for (int i = 0; i < 10; i++) {
            long atNanos = (startMs + 10 + 40 * i) * GpioDriverRig.MS;
            rig.frame(new GpioFrame.Edge(GpioRole.ARM_LOOP, false, atNanos));
            rig.frame(new GpioFrame.Edge(GpioRole.ARM_LOOP, true, atNanos + 20 * GpioDriverRig.MS));
        }
        rig.runFor(20);
        List<String> events = rig.takeEvents();
        assertEquals(10, events.stream().filter(e -> e.endsWith("ARM OCCUPIED")).count());
        assertEquals(10, events.stream().filter(e -> e.endsWith("ARM CLEAR")).count());
    }

    @Test
    void anEdgeThatWasLostIsFoundByTheNextReading() {
        GpioDriverRig rig = rig().ready();
        rig.quietly(GpioRole.ARM_LOOP, true);
        rig.runFor(1100);
        assertEquals(List.of("1010 ARM OCCUPIED"), rig.takeEvents());
        assertEquals(List.of("level differs from the last edge heard: an edge was lost"), rig.notes);
    }

    @Test
    void edgesLostAloudMakeTheLoopUnknownUntilItHasSettled() {
        GpioDriverRig rig = rig().ready();
        rig.frame(new GpioFrame.EdgesLost(GpioRole.ARM_LOOP, true, rig.nowNanos));
        rig.runFor(50);
        assertEquals(List.of("100 ARM UNKNOWN", "100 health DEGRADED: ARM_LOOP (/dev/gpiochip0 line 2) does not settle, or lost edges",
                "110 ARM CLEAR", "110 health UP"), rig.takeEvents());
    }

    @Test
    void aContactThatNeverSettlesIsUnknownAndNamed() {
        GpioDriverRig rig = rig().ready();
        for (int i = 0; i < 200; i++) {
            rig.contact(GpioRole.TRIGGER_LOOP, i % 2 == 0);
            rig.runFor(5);
        }
        List<String> events = rig.takeEvents();
        assertEquals(2, events.size(), events.toString());
        assertEquals("600 TRIGGER UNKNOWN", events.get(0));
        assertTrue(events.get(1).contains("DEGRADED: TRIGGER_LOOP (/dev/gpiochip0 line 1) does not settle"), events.toString());
        rig.runFor(20);
        assertTrue(rig.takeEvents().getFirst().endsWith("TRIGGER CLEAR"));
    }

    // --- arm

    @Test
    void withTheUpperSwitchAloneOpenMeansNotUp() {
        GpioDriverRig rig = rig().ready();
        rig.contact(GpioRole.ARM_UP, true);
        rig.runFor(100);
        rig.contact(GpioRole.ARM_UP, false);
        rig.runFor(100);
        assertEquals(List.of("110 arm UP", "210 arm NOT_UP"), rig.takeEvents());
    }

    @Test
    void withBothSwitchesTheArmIsUpDownOrBetween() {
        GpioDriverRig rig = bothSwitches();
        rig.up();
        rig.runFor(100);
        assertEquals("10 arm DOWN", rig.takeEvents().get(1));
        rig.contact(GpioRole.ARM_DOWN, false);
        rig.runFor(500);
        rig.contact(GpioRole.ARM_UP, true);
        rig.runFor(100);
        assertEquals(List.of("110 arm UNKNOWN", "610 arm UP"), rig.takeEvents());
    }

    @Test
    void bothSwitchesClosedIsNoPositionAndNamesBothLines() {
        GpioDriverRig rig = bothSwitches().ready();
        rig.contact(GpioRole.ARM_UP, true);
        rig.runFor(100);
        assertEquals(List.of("110 arm UNKNOWN", "110 health DEGRADED: both position switches closed: ARM_UP (/dev/gpiochip0 line 3),"
                + " ARM_DOWN (/dev/gpiochip0 line 4)"), rig.takeEvents());
        rig.contact(GpioRole.ARM_DOWN, false);
        rig.runFor(100);
        assertEquals(List.of("210 arm UP", "210 health UP"), rig.takeEvents());
    }

    @Test
    void aRaiseIsTwoPulsesThatEndByThemselves() {
        GpioDriverRig rig = rig().ready();
        rig.command(RAISE);
        rig.runFor(10_000);
        assertEquals(List.of("100 RAISE on", "100 PASS_GREEN on", "300 RAISE off", "500 RAISE on", "700 RAISE off",
                "3100 PASS_GREEN off"), rig.takeDriven(), "never up, so red again");
    }

    private static GpioDriverRig raisedUntold() {
        GpioDriverRig rig = rig().ready();
        rig.confirms = false;
        rig.command(RAISE);
        return rig;
    }

    private static List<String> raise(GpioDriverRig rig) {
        return rig.takeDriven().stream().filter(d -> d.contains("RAISE")).toList();
    }

    @Test
    void aPulseLastsItsTimeFromTheMomentTheRelayReallyClosed() {
        GpioDriverRig rig = raisedUntold();
        rig.runFor(350); // longer than the pulse itself
        rig.frame(new GpioFrame.Driven(GpioRole.LOWER, true, rig.nowNanos)); // nothing to the pulse of the other
        rig.frame(new GpioFrame.Driven(GpioRole.RAISE, true, rig.nowNanos));
        rig.confirms = true;
        rig.runFor(1000);
        assertEquals(List.of("100 RAISE on", "650 RAISE off", "850 RAISE on", "1050 RAISE off"), raise(rig));
    }

    @Test
    void aRelayThatTellsOfTheFutureOrOfThePastDoesNotHoldItsPulse() {
        GpioDriverRig rig = raisedUntold();
        rig.frame(new GpioFrame.Driven(GpioRole.RAISE, true, rig.nowNanos - 60 * GpioDriverRig.MS));
        rig.runFor(10);
        rig.frame(new GpioFrame.Driven(GpioRole.RAISE, true, rig.nowNanos + 60_000 * GpioDriverRig.MS));
        rig.runFor(240);
        rig.frame(new GpioFrame.Driven(GpioRole.RAISE, true, rig.nowNanos)); // in the gap
        rig.confirms = true;
        rig.runFor(1000);
        assertEquals(List.of("100 RAISE on", "310 RAISE off", "510 RAISE on", "710 RAISE off"), raise(rig));
    }

    @Test
    void aRelayThatTellsNothingIsOpenedAllTheSame() {
        GpioDriverRig rig = raisedUntold();
        rig.runFor(5000);
        assertEquals(List.of("100 RAISE on", "1300 RAISE off", "1500 RAISE on", "2700 RAISE off"), raise(rig));
    }

    @Test
    void pulseLengthAndCountAreSettings() {
        GpioDriverRig rig = new GpioDriverRig(GpioLines.plain().with(new GpioSettings.Pulse(350, 1, 200, 20))).ready();
        rig.command(LOWER);
        rig.runFor(1000);
        assertEquals(List.of("100 LOWER on", "450 LOWER off"), rig.takeDriven());
    }

    @Test
    void aCommandUnderWayIsNotBegunAgain() {
        GpioDriverRig rig = rig().ready();
        rig.command(RAISE, RAISE);
        rig.runFor(100);
        rig.command(RAISE);
        rig.runFor(250);
        rig.command(RAISE);
        rig.runFor(5000);
        assertEquals(2, rig.takeDriven().stream().filter(d -> d.endsWith("RAISE on")).count(), "one train of two pulses");
        rig.command(RAISE);
        rig.runFor(5000);
        assertEquals(2, rig.takeDriven().stream().filter(d -> d.endsWith("RAISE on")).count(), "asked again later: again");
    }

    @Test
    void aRaiseCutsOffALower() {
        GpioDriverRig rig = rig().ready();
        rig.command(LOWER);
        rig.runFor(50);
        rig.command(RAISE);
        rig.runFor(5000);
        assertEquals(List.of("100 LOWER on", "150 LOWER off", "170 RAISE on", "370 RAISE off", "570 RAISE on", "770 RAISE off"),
                rig.takeDriven().stream().filter(d -> !d.contains("PASS")).toList());
    }

    @Test
    void aLowerWaitsForTheRaiseBeforeIt() {
        GpioDriverRig rig = rig().ready();
        rig.command(RAISE, LOWER);
        rig.runFor(5000);
        assertEquals(List.of("100 RAISE on", "300 RAISE off", "500 RAISE on", "700 RAISE off", "720 LOWER on", "920 LOWER off",
                "1120 LOWER on", "1320 LOWER off"), rig.takeDriven().stream().filter(d -> !d.contains("PASS")).toList());
    }

    @Test
    void aRaiseTakesTheWaitingLowersPlace() {
        GpioDriverRig rig = rig().ready();
        rig.command(RAISE, LOWER, RAISE);
        rig.runFor(5000);
        assertTrue(rig.takeDriven().stream().noneMatch(d -> d.contains("LOWER")));
    }

    @Test
    void aLowerWaitsForAReadingOfTheLoopAndIsDroppedWithoutOne() {
        GpioDriverRig rig = rig().ready();
        rig.answers = false;
        rig.command(LOWER);
        rig.runFor(1999);
        assertTrue(rig.takeDriven().stream().noneMatch(d -> d.contains("LOWER")));
        rig.runFor(1);
        assertEquals(List.of("2100 health DEGRADED: LOWER not executed within 2000 ms"), rig.takeEvents());
        rig.answers = true;
        rig.runFor(5000);
        assertTrue(rig.takeDriven().stream().noneMatch(d -> d.contains("LOWER")), "never late");
        rig.command(RAISE);
        assertEquals("7100 health UP", rig.takeEvents().getLast());
    }

    @Test
    void aVehicleThatNoEdgeToldOfVoidsTheLower() {
        GpioDriverRig rig = rig().ready();
        rig.quietly(GpioRole.ARM_LOOP, true);
        rig.command(LOWER);
        rig.runFor(5000);
        assertTrue(rig.takeDriven().stream().noneMatch(d -> d.contains("LOWER")));
        assertEquals(List.of("110 ARM OCCUPIED"), rig.takeEvents());
    }

    @Test
    void bounceDuringALowerOnlyDelaysIt() {
        GpioDriverRig rig = rig().ready();
        rig.contact(GpioRole.ARM_LOOP, true);
        rig.command(LOWER);
        rig.runFor(3);
        rig.contact(GpioRole.ARM_LOOP, false);
        rig.runFor(100);
        assertEquals("103 LOWER on", rig.takeDriven().getFirst());
    }

    @Test
    void aVehicleUnderTheFallingArmEndsTheLowerPulses() {
        GpioDriverRig rig = rig().ready();
        rig.command(LOWER);
        rig.runFor(100);
        rig.contact(GpioRole.ARM_LOOP, true);
        rig.runFor(5000);
        assertEquals(List.of("100 LOWER on", "210 LOWER off"), rig.takeDriven().stream().filter(d -> d.contains("LOWER")).toList());
    }

    @Test
    void aLoopThatIsStuckDoesNotKeepStaffFromLowering() {
        GpioDriverRig rig = rig();
        rig.quietly(GpioRole.ARM_LOOP, true);
        rig.ready();
        rig.command(LOWER);
        rig.runFor(100);
        assertEquals("100 LOWER on", rig.takeDriven().getFirst());
    }

    @Test
    void whileTheArmMayFallTheLoopIsReadTenTimesASecond() {
        GpioDriverRig rig = rig().ready();
        rig.command(LOWER);
        rig.runFor(150);
        rig.quietly(GpioRole.ARM_LOOP, true);
        rig.runFor(120);
        assertTrue(rig.takeEvents().contains("310 ARM OCCUPIED"), "found within 100 ms and debounced");
        int before = rig.asked;
        rig.runFor(10_000);
        assertTrue(rig.asked - before < 45, "and then once a second again: " + (rig.asked - before));
    }

    // --- lights, alarm, display

    @Test
    void theBoundPassLightFollowsCommandThenArm() {
        GpioDriverRig rig = rig().ready();
        rig.command(RAISE);
        rig.runFor(700);
        rig.contact(GpioRole.ARM_UP, true);
        rig.runFor(5000);
        assertTrue(rig.on(GpioRole.PASS_GREEN));
        rig.command(new PassLight(false));
        assertTrue(rig.on(GpioRole.PASS_GREEN), "up with red cannot be commanded");
        rig.command(LOWER);
        assertFalse(rig.on(GpioRole.PASS_GREEN), "red before the arm is down");
        rig.runFor(700);
        rig.contact(GpioRole.ARM_UP, false);
        rig.runFor(5000);
        rig.command(new PassLight(true));
        assertFalse(rig.on(GpioRole.PASS_GREEN), "down with green cannot be commanded");
    }

    @Test
    void anArmMovedByHandTakesTheBoundLightAlong() {
        GpioDriverRig rig = rig().ready();
        rig.contact(GpioRole.ARM_UP, true);
        rig.runFor(20);
        assertTrue(rig.on(GpioRole.PASS_GREEN));
        rig.contact(GpioRole.ARM_UP, false);
        rig.runFor(20);
        assertFalse(rig.on(GpioRole.PASS_GREEN));
    }

    @Test
    void anUnboundPassLightObeys() {
        GpioDriverRig rig = new GpioDriverRig(GpioLines.full().withBoundPassLight(false)).ready();
        rig.command(new PassLight(true), new PassLight(true), new CanopyLight(false));
        rig.command(RAISE, new PassLight(false));
        assertEquals(List.of("100 PASS_GREEN on", "100 CANOPY_RED on", "100 RAISE on", "100 PASS_GREEN off", "100 PASS_RED on"),
                rig.takeDriven(), "a line that shows it already is not driven");
    }

    @Test
    void theAlarmStaysUntilItIsEnded() {
        GpioDriverRig rig = rig().ready();
        rig.command(new AlarmCommand(true, false));
        rig.runFor(60_000);
        rig.command(new AlarmCommand(false, true), new AlarmCommand(false, false));
        assertEquals(List.of("100 ALARM_SOUND on", "60100 ALARM_SOUND off", "60100 ALARM_LIGHT on", "60100 ALARM_LIGHT off"),
                rig.takeDriven());
    }

    @Test
    void displayCommandsAreNotedOnceAndNothingElse() {
        GpioDriverRig rig = rig().ready();
        rig.command(new DisplayCommand.Clear());
        rig.command(new DisplayCommand.Clear());
        assertEquals(List.of("display commands are not executed: device io is GPIO lines, which carry no text; configure a fee display"
                + " under devices.display"), rig.notes);
        assertEquals(List.of(), rig.takeDriven());
        assertEquals(List.of(), rig.takeEvents());
    }

    @Test
    void anAntennasCommandIsABug() {
        GpioDriverRig rig = rig().ready();
        assertThrows(IllegalArgumentException.class, () -> rig.command(new RsuCommand.Abandon(ObuId.NONE)));
    }

    // --- anything at all

    @Test
    void whateverComesPulsesEndAndTheRelaysAreNeverBothClosed() {
        for (long seed = 1; seed <= 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            GpioDriverRig rig = new GpioDriverRig(GpioLines.full());
            rig.up();
            for (int i = 0; i < 400; i++) {
                switch (random.nextInt(7)) {
                    case 0 -> rig.command(RAISE);
                    case 1 -> rig.command(LOWER);
                    case 2, 3 -> rig.contact(GpioRole.values()[random.nextInt(9)], random.nextBoolean());
                    case 4 -> {
                        byte[] noise = new byte[random.nextInt(64)];
                        random.nextBytes(noise);
                        rig.bytes(noise);
                    }
                    case 5 -> rig.quietly(GpioRole.values()[random.nextInt(9)], random.nextBoolean());
                    default -> rig.command(new PassLight(random.nextBoolean()));
                }
                rig.runFor(random.nextInt(120));
            }
            rig.runFor(5000);
            assertFalse(rig.on(GpioRole.RAISE) || rig.on(GpioRole.LOWER), "seed " + seed);
        }
    }
}
