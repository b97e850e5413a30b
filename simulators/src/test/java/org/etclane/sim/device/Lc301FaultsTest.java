package org.etclane.sim.device;

import static org.etclane.device.BarrierCommand.LOWER;
import static org.etclane.device.BarrierCommand.RAISE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.etclane.device.BarrierEvent.ArmReported;
import org.etclane.device.BarrierEvent.Position;
import org.etclane.device.Bytes;
import org.etclane.device.DisplayCommand;
import org.etclane.device.HealthEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.device.LoopEvent.Role;
import org.etclane.device.SignalCommand;
import org.etclane.device.lc301.Lc301Bits;
import org.etclane.device.lc301.Lc301Codec;
import org.etclane.device.lc301.Lc301Frame.AControl;
import org.etclane.device.lc301.Lc301Frame.CCommand;
import org.etclane.device.lc301.Lc301Settings;
import org.junit.jupiter.api.Test;

/** The nine faults of a real controller's change log (lane-rules.md §12), driver and simulator on one line. */
class Lc301FaultsTest {
    private static final Bytes BLANK = Bytes.fromHex("202020202020");

    @Test
    void fault1_aResetInMidPassageTouchesNoOutput() {
        Lc301Pair pair = vehicleUnderTheRaisedArm();
        List<String> before = List.copyOf(pair.hardware.outputs);
        pair.inject(new CCommand(0x31, CCommand.Code.RESET));
        pair.runFor(5000);
        pair.act(new Lc301SimulatorAction.WarmReset());
        pair.runFor(5000);
        assertEquals(before, pair.hardware.outputs);
        assertTrue(pair.hardware.upSwitchClosed());
        assertEquals(2, pair.happenings.stream().filter(Lc301SimulatorEvent.WasReset.class::isInstance).count());
    }

    @Test
    void fault1_powerLossInMidPassageTouchesNoOutput() {
        Lc301Pair pair = vehicleUnderTheRaisedArm();
        List<String> before = List.copyOf(pair.hardware.outputs);
        pair.faults(Lc301Faults.off());
        pair.runFor(6000);
        assertEquals(Occupancy.UNKNOWN, lastLoop(pair, Role.ARM));
        pair.faults(Lc301Faults.NONE);
        pair.runFor(6000);
        assertEquals(before, pair.hardware.outputs);
        assertEquals(Occupancy.OCCUPIED, lastLoop(pair, Role.ARM));
        assertEquals(Position.UP, lastArm(pair));
    }

    @Test
    void fault1_aLaneThatRestartsInMidPassageTouchesNoOutput() {
        for (boolean green : new boolean[] {true, false}) {
            Lc301Pair pair = vehicleUnderTheRaisedArm();
            pair.command(new SignalCommand.CanopyLight(green));
            pair.runFor(1000);
            List<String> before = List.copyOf(pair.hardware.outputs);
            pair.newDriver(Lc301Settings.defaults("io"));
            pair.linkUp();
            pair.runFor(10_000);
            pair.linkDown();
            pair.runFor(1000);
            pair.linkUp();
            pair.runFor(10_000);
            assertEquals(before, pair.hardware.outputs);
            assertEquals(Occupancy.OCCUPIED, lastLoop(pair, Role.ARM), "occupancy is read first");
        }
    }

    @Test
    void fault2_repeatedHostCommandsFireOnce() {
        Lc301Pair pair = new Lc301Pair().ready();
        pair.command(RAISE, RAISE);
        pair.runFor(10);
        pair.command(RAISE);
        pair.runFor(20_000);
        assertEquals(1, pair.hardware.count("raise"));
        assertTrue(pair.controls.size() > 15, "keep-alives went on");
        AControl raise = pair.controls.stream().filter(AControl::raise).findFirst().orElseThrow().withSeq(200);
        for (int i = 0; i < 5; i++) {
            pair.inject(raise);
            pair.runFor(100);
        }
        assertEquals(2, pair.hardware.count("raise"), "one new seq, one pulse");
        assertEquals(4, pair.happenings.stream().filter(Lc301SimulatorEvent.Repeated.class::isInstance)
                .filter(h -> ((Lc301SimulatorEvent.Repeated) h).frame().equals(raise)).count());
    }

    @Test
    void fault2_lostAnswersDoNotFireTheCommandAgain() {
        Lc301Pair pair = new Lc301Pair().ready();
        pair.faults(Lc301Faults.answersLost(2));
        pair.command(RAISE);
        pair.runFor(5000);
        assertEquals(1, pair.hardware.count("raise"));
    }

    @Test
    void fault2_aControllerThatDoesNotCompareSeqGetsNoPulseFromKeepAlives() {
        Lc301Pair pair = new Lc301Pair(Lc301Settings.defaults("io"),
                Lc301SimulatorSettings.defaults().withoutDeduplication()).ready();
        pair.command(RAISE);
        pair.runFor(300);
        pair.command(new SignalCommand.CanopyLight(true), show("石家庄"));
        pair.runFor(20_000);
        assertEquals(1, pair.hardware.count("raise"));
        assertEquals(0, pair.hardware.count("lower"));
    }

    @Test
    void fault3_theLightFollowsTheArm() {
        Lc301Pair pair = new Lc301Pair().ready();
        pair.command(RAISE);
        pair.runFor(4000);
        assertTrue(pair.hardware.upSwitchClosed() && pair.hardware.passGreen);
        pair.command(new SignalCommand.PassLight(false));
        pair.runFor(10_000);
        assertTrue(pair.hardware.passGreen, "up with red cannot be commanded");
        pair.command(LOWER);
        pair.runFor(100);
        assertFalse(pair.hardware.passGreen, "red before the arm is down");
        pair.runFor(4000);
        pair.command(new SignalCommand.PassLight(true));
        pair.runFor(10_000);
        assertFalse(pair.hardware.passGreen, "down with green cannot be commanded");
    }

    @Test
    void fault3_anArmMovedByHandTakesTheLightAlong() {
        Lc301Pair pair = new Lc301Pair().ready();
        pair.hardware.arm.pulseRaise(400);
        pair.runFor(6000);
        assertTrue(pair.hardware.passGreen);
        assertEquals(Position.UP, lastArm(pair));
        pair.hardware.arm.pulseLower(400);
        pair.runFor(6000);
        assertFalse(pair.hardware.passGreen);
        assertEquals(2, pair.hardware.outputs.size(), "driver and self-check do not fight: " + pair.hardware.outputs);
        assertEquals(0, pair.hardware.count("raise") + pair.hardware.count("lower"));
    }

    @Test
    void fault4_aPulseTooShortIsSeenInThePosition() {
        Lc301Pair pair = new Lc301Pair().ready();
        pair.faults(Lc301Faults.shortPulses(50));
        pair.command(RAISE);
        pair.runFor(8000);
        assertEquals(Position.NOT_UP, lastArm(pair), "answered, yet not up: the position tells");
        assertFalse(pair.hardware.passGreen, "and the light went back to red");
        pair.faults(Lc301Faults.NONE);
        pair.command(RAISE);
        pair.runFor(2000);
        assertEquals(Position.UP, lastArm(pair));
        Lc301Pair parameter = new Lc301Pair(Lc301Settings.defaults("io"), Lc301SimulatorSettings.defaults().withPulseMs(100))
                .ready();
        parameter.command(RAISE);
        parameter.runFor(2000);
        assertEquals(Position.UP, lastArm(parameter), "pulse length is a parameter");
    }

    @Test
    void fault5_noDetectorEdgeIsLostWhileTheBarrierMoves() {
        Lc301Pair pair = new Lc301Pair().ready();
        pair.command(RAISE);
        for (int i = 0; i < 20; i++) {
            pair.hardware.loop(Role.ARM, true);
            pair.runFor(25);
            pair.hardware.loop(Role.ARM, false);
            pair.hardware.loop(Role.TRIGGER, i % 2 == 0);
            pair.runFor(25);
        }
        pair.runFor(200);
        assertEquals(20, loops(pair, Role.ARM, Occupancy.OCCUPIED));
        assertEquals(21, loops(pair, Role.ARM, Occupancy.CLEAR), "with the one at the start");
        assertEquals(10, loops(pair, Role.TRIGGER, Occupancy.OCCUPIED));
    }

    @Test
    void fault5_bounceShorterThanTheDebounceTimeIsNoEdge() {
        Lc301Pair pair = new Lc301Pair().ready();
        for (int i = 0; i < 20; i++) {
            pair.hardware.loop(Role.ARM, true);
            pair.runFor(8);
            pair.hardware.loop(Role.ARM, false);
            pair.runFor(30);
        }
        assertEquals(0, loops(pair, Role.ARM, Occupancy.OCCUPIED));
    }

    @Test
    void fault6_antiSmashLiftsAndComesDownAgain() {
        Lc301Pair pair = new Lc301Pair().ready();
        pair.inject(foreign(Lc301Bits.RAISE, Lc301Bits.AUTO_LOWER, 100));
        pair.runFor(1500);
        drive(pair, true, 1000);
        for (int lift = 1; lift <= 3; lift++) {
            drive(pair, false, 300);
            assertEquals(lift, pair.hardware.count("lower"));
            drive(pair, true, 100);
            assertEquals(lift + 1, pair.hardware.count("raise"), "covered while the arm falls: up at once");
            pair.runFor(900);
            assertTrue(pair.hardware.upSwitchClosed());
        }
        drive(pair, false, 2000);
        assertTrue(pair.hardware.downSwitchClosed(), "the lift armed auto-lower anew");
        assertEquals(4, pair.hardware.count("lower"));
    }

    @Test
    void fault6_theLaneRaisesAgainAndLowersAgain() {
        Lc301Pair pair = vehicleUnderTheRaisedArm();
        drive(pair, false, 500);
        pair.command(LOWER);
        pair.runFor(300);
        pair.lane = event -> {
            if (event instanceof LoopEvent loop && loop.role() == Role.ARM && loop.occupancy() == Occupancy.OCCUPIED) {
                pair.command(RAISE);
            }
        };
        drive(pair, true, 100);
        assertEquals(2, pair.hardware.count("raise"), "within 100 ms of the edge, on a 9600 baud line");
        drive(pair, false, 1000);
        pair.command(LOWER);
        pair.runFor(2000);
        assertTrue(pair.hardware.downSwitchClosed());
    }

    @Test
    void fault7_theFirstCommandAfterAWarmResetWorks() {
        Lc301Pair pair = new Lc301Pair().ready();
        pair.faults(Lc301Faults.deafAfterReset());
        pair.act(new Lc301SimulatorAction.WarmReset());
        pair.command(RAISE);
        pair.runFor(600);
        assertEquals(1, pair.hardware.count("raise"), "repeated because it was not answered");
        assertTrue(pair.happenings.stream().anyMatch(Lc301SimulatorEvent.Ignored.class::isInstance));
        assertTrue(pair.events.stream().noneMatch(e -> e instanceof HealthEvent h && h.state() != HealthEvent.State.UP));
    }

    @Test
    void fault7_aPartialFrameTimesOut() {
        Lc301Pair pair = new Lc301Pair();
        byte[] raise = Lc301Codec.encode(foreign(Lc301Bits.RAISE, 0, 100));
        for (int length = 1; length < raise.length; length++) {
            pair.inject(Arrays.copyOf(raise, length));
            pair.runFor(1300);
            pair.inject(foreign(Lc301Bits.RAISE, 0, length));
            pair.runFor(100);
            assertEquals(length, pair.hardware.count("raise"), "cut at " + length);
        }
        assertTrue(pair.errors.stream().allMatch(e -> e.contains("not finished")), pair.errors.toString());
    }

    @Test
    void fault7_aCommandBehindAPartialFrameIsExecutedOnce() {
        for (int length = 1; length < 24; length++) {
            Lc301Pair pair = new Lc301Pair().ready();
            pair.inject(Arrays.copyOf(Lc301Codec.encode(foreign(Lc301Bits.LOWER, 0, 100)), length));
            pair.command(RAISE);
            pair.runFor(3000);
            assertEquals(1, pair.hardware.count("raise"), "cut at " + length);
            assertEquals(0, pair.hardware.count("lower"));
            assertTrue(pair.hardware.upSwitchClosed());
        }
    }

    @Test
    void fault8_theAutoLowerFlagEndsWithItsPassage() {
        Lc301Pair pair = new Lc301Pair().ready();
        pair.inject(foreign(Lc301Bits.RAISE, Lc301Bits.AUTO_LOWER, 100));
        pair.runFor(1500);
        drive(pair, true, 1000);
        drive(pair, false, 2000);
        assertEquals(1, pair.hardware.count("lower"));
        pair.command(RAISE);
        pair.runFor(1500);
        drive(pair, true, 1000);
        drive(pair, false, 5000);
        assertEquals(1, pair.hardware.count("lower"), "the next passage is the lane's alone");
        assertTrue(pair.hardware.upSwitchClosed());
    }

    @Test
    void fault8_anAutoLowerThatIsStillArmedEndsWithTheNextHostCommand() {
        Lc301Pair pair = new Lc301Pair().ready();
        pair.inject(foreign(Lc301Bits.RAISE, Lc301Bits.AUTO_LOWER, 100));
        pair.runFor(1500);
        pair.command(RAISE);
        pair.runFor(500);
        drive(pair, true, 1000);
        drive(pair, false, 5000);
        assertEquals(0, pair.hardware.count("lower"));
    }

    @Test
    void fault8_noFrameOfTheDriverEverSetsAutoLower() {
        Lc301Pair pair = vehicleUnderTheRaisedArm();
        pair.command(show("石家庄"), new SignalCommand.CanopyLight(true));
        drive(pair, false, 500);
        pair.command(LOWER);
        pair.runFor(10_000);
        assertTrue(pair.controls.stream().allMatch(c -> (c.ctrl2() & Lc301Bits.AUTO_LOWER) == 0));
    }

    @Test
    void fault9_theDisplayVersionIsConfiguration() {
        for (int attached = 0; attached <= 1; attached++) {
            for (int configured = 0; configured <= 1; configured++) {
                Lc301Settings settings = Lc301Settings.defaults("io");
                Lc301Pair pair = new Lc301Pair(settings.with(new Lc301Settings.Display(settings.display().amounts(),
                        settings.display().entryText(), configured, true, false, true)),
                        Lc301SimulatorSettings.defaults().withDisplayVersion(attached)).ready();
                pair.command(show("石家庄"), RAISE);
                pair.runFor(2000);
                assertEquals(attached == configured ? Optional.of(showOnPanel()) : Optional.of(new DisplayCommand.Clear()),
                        pair.hardware.lastShown(), "attached " + attached + ", configured " + configured);
            }
        }
    }

    private static Lc301Pair vehicleUnderTheRaisedArm() {
        Lc301Pair pair = new Lc301Pair().ready();
        pair.command(RAISE);
        pair.runFor(4000);
        drive(pair, true, 500);
        assertEquals(Position.UP, lastArm(pair));
        return pair;
    }

    /** A vehicle comes onto the rear coil or leaves it. */
    private static void drive(Lc301Pair pair, boolean onto, long thenMs) {
        pair.hardware.loop(Role.ARM, onto);
        pair.runFor(thenMs);
    }

    private static AControl foreign(int ctrl1, int ctrl2, int seq) {
        return new AControl(0x31, ctrl1, Bytes.zeros(4), Bytes.zeros(4), BLANK, 0, 0, ctrl2 | Lc301Bits.KEEP_DISPLAY, seq);
    }

    private static DisplayCommand show(String text) {
        return new DisplayCommand.Show(DisplayCommand.Colour.GREEN, List.of("驶离"), text,
                Optional.of(new DisplayCommand.Fee(1, 0, 2350, Optional.of(97_650L))));
    }

    private static DisplayCommand showOnPanel() {
        return new DisplayCommand.Show(DisplayCommand.Colour.GREEN, List.of("石家庄"), "石家庄",
                Optional.of(new DisplayCommand.Fee(1, 0, 2350, Optional.of(97_650L))));
    }

    private static Position lastArm(Lc301Pair pair) {
        return pair.events.stream().filter(ArmReported.class::isInstance).map(ArmReported.class::cast).toList().getLast()
                .position();
    }

    private static Occupancy lastLoop(Lc301Pair pair, Role role) {
        return pair.events.stream().filter(LoopEvent.class::isInstance).map(LoopEvent.class::cast)
                .filter(loop -> loop.role() == role).toList().getLast().occupancy();
    }

    private static long loops(Lc301Pair pair, Role role, Occupancy occupancy) {
        return pair.events.stream().filter(LoopEvent.class::isInstance).map(LoopEvent.class::cast)
                .filter(loop -> loop.role() == role && loop.occupancy() == occupancy).count();
    }
}
