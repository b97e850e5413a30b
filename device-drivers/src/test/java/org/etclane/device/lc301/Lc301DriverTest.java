package org.etclane.device.lc301;

import static org.etclane.device.BarrierCommand.LOWER;
import static org.etclane.device.BarrierCommand.RAISE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.etclane.device.AlarmCommand;
import org.etclane.device.DisplayCommand;
import org.etclane.device.HealthEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.SignalCommand;
import org.etclane.device.lc301.Lc301Frame.AControl;
import org.etclane.device.lc301.Lc301Frame.CCommand;
import org.etclane.device.lc301.Lc301Frame.DisplayColour;
import org.etclane.device.lc301.Lc301Frame.ErrorReport;
import org.junit.jupiter.api.Test;

class Lc301DriverTest {
    /** Coils clear, no foot alarm, arm not up, lights 0. */
    private static final int CLEAR = 0x34;
    private static final int UP = 0x08;
    private static final int PASS = 0x40;
    private static final int REAR = 0x20;

    private final Lc301DriverRig rig = new Lc301DriverRig(Lc301Settings.defaults("io"));

    @Test
    void nothingThatDrivesAnOutputIsSentBeforeTheFirstStatus() {
        rig.up();
        rig.command(new SignalCommand.CanopyLight(true), RAISE);
        rig.runFor(10_000);
        assertTrue(rig.sent.size() > 3);
        assertTrue(rig.sent.stream().allMatch(CCommand.class::isInstance), rig.sent.toString());
    }

    @Test
    void theFirstStateFrameRepeatsTheReportedLightsAndTouchesNothing() {
        for (int lights : new int[] {0x00, 0x01, 0x40, 0x41}) {
            for (boolean greenIsOne : new boolean[] {true, false}) {
                Lc301Settings settings = Lc301Settings.defaults("io")
                        .with(new Lc301Settings.Signals(greenIsOne, true, true, true, 0, 0));
                Lc301DriverRig one = new Lc301DriverRig(settings);
                one.up();
                one.status(CLEAR | UP | lights);
                AControl first = one.lastControl();
                int wanted = (lights & 0x01) << 2 | (lights & 0x40) >> 1;
                assertEquals(wanted, first.ctrl1());
                assertEquals(Lc301Bits.KEEP_DISPLAY, first.ctrl2() & ~Lc301Bits.LANE_KIND);
                one.runFor(20_000);
                assertTrue(one.controls().stream().allMatch(c -> c.ctrl1() == wanted));
            }
        }
    }

    @Test
    void aRaiseGivenBeforeTheFirstStatusFollowsTheFirstStateFrameWithAnotherSeq() {
        rig.up();
        rig.command(RAISE);
        rig.runFor(50);
        rig.status(CLEAR);
        assertFalse(rig.lastControl().raise());
        rig.status(CLEAR);
        assertTrue(rig.lastControl().raise());
        assertEquals(2, rig.controls().stream().map(AControl::seq).distinct().count());
    }

    @Test
    void aCommandThatCannotBeSentInTimeIsDroppedAndNeverSentLate() {
        rig.up();
        rig.command(LOWER);
        rig.runFor(2100);
        rig.status(CLEAR);
        rig.status(CLEAR);
        rig.runFor(5000);
        assertTrue(rig.controls().stream().noneMatch(AControl::lower));
        assertTrue(rig.said().contains("DEGRADED LOWER not sent within 2000 ms"), rig.said().toString());
    }

    @Test
    void commandsWhileTheLinkIsDownAreForgotten() {
        rig.ready(CLEAR);
        rig.down("unplugged");
        rig.command(RAISE, LOWER, new AlarmCommand(true, true));
        rig.runFor(1000);
        rig.ready(CLEAR);
        rig.runFor(5000);
        assertTrue(rig.controls().stream().allMatch(c -> c.ctrl1() == 0), rig.sent.toString());
    }

    @Test
    void anUnansweredRaiseIsRepeatedWithTheSameSeqThenReported() {
        rig.ready(CLEAR);
        rig.command(RAISE);
        rig.runFor(1599);
        assertEquals(4, rig.controls().stream().filter(AControl::raise).count());
        assertEquals(1, rig.controls().stream().map(AControl::seq).distinct().count());
        assertEquals(List.of(), rig.said());
        rig.runFor(1);
        assertEquals(List.of("DEGRADED no answer to raise after 4 sends"), rig.said());
        rig.runFor(2000);
        assertEquals(4, rig.controls().stream().filter(AControl::raise).count(), "never left set");
    }

    @Test
    void theNextAnswerEndsTheDoubt() {
        rig.ready(CLEAR);
        rig.command(RAISE);
        rig.runFor(2300);
        rig.status(CLEAR);
        assertEquals(HealthEvent.State.UP, ((HealthEvent) rig.events.getLast()).state());
    }

    @Test
    void noFrameButTheCommandsOwnHasAPulseBit() {
        rig.ready(CLEAR);
        rig.command(RAISE);
        rig.status(CLEAR);
        rig.command(new SignalCommand.CanopyLight(true));
        rig.status(CLEAR);
        rig.command(show("石家庄", 100));
        rig.status(CLEAR);
        rig.command(new AlarmCommand(true, false));
        rig.status(CLEAR);
        for (int i = 0; i < 30; i++) {
            rig.runFor(500);
            rig.status(CLEAR | UP | PASS);
        }
        assertEquals(1, rig.controls().stream().filter(AControl::raise).count());
        assertEquals(0, rig.controls().stream().filter(AControl::lower).count());
        assertTrue(rig.controls().stream().allMatch(c -> (c.ctrl2() & Lc301Bits.AUTO_LOWER) == 0));
    }

    @Test
    void aRepeatedCommandStillUnderWayIsOneCommand() {
        rig.ready(CLEAR);
        rig.command(RAISE, RAISE, RAISE);
        assertEquals(1, rig.sent.size());
        rig.status(CLEAR);
        rig.command(LOWER, LOWER);
        assertEquals(2, rig.sent.size());
    }

    @Test
    void raiseCutsOffAnUnansweredLower() {
        rig.ready(CLEAR);
        rig.command(LOWER);
        rig.command(RAISE);
        assertTrue(rig.lastControl().raise());
        rig.runFor(3000);
        assertEquals(1, rig.controls().stream().filter(AControl::lower).count(), "the lower is not repeated");
    }

    @Test
    void lowerWaitsForTheRaiseBeforeItAndANewRaiseRemovesIt() {
        rig.ready(CLEAR);
        rig.command(RAISE, LOWER);
        assertEquals(1, rig.sent.size());
        rig.command(RAISE);
        rig.status(CLEAR);
        assertTrue(rig.controls().stream().noneMatch(AControl::lower));
        rig.command(LOWER);
        assertTrue(rig.lastControl().lower());
    }

    @Test
    void aLowerThatWaitsIsWithdrawnWhenAVehicleComesUnderTheArm() {
        rig.ready(CLEAR | UP);
        rig.command(RAISE, LOWER);
        rig.status(CLEAR & ~REAR | UP);
        rig.runFor(2000);
        assertTrue(rig.controls().stream().noneMatch(AControl::lower));
        assertTrue(rig.said().contains("ARM OCCUPIED"));
    }

    @Test
    void anUnansweredLowerIsNotRepeatedOntoAVehicle() {
        rig.ready(CLEAR | UP);
        rig.command(new SignalCommand.CanopyLight(true), LOWER); // the light frame is cut off: two answers are to come
        rig.status(CLEAR & ~REAR | UP);
        rig.runFor(2000);
        assertEquals(1, rig.controls().stream().filter(AControl::lower).count());
    }

    @Test
    void aBarrierCommandDoesNotWaitForAnUnansweredDisplayFrame() {
        rig.ready(CLEAR);
        rig.command(show("欢迎", 0), new SignalCommand.CanopyLight(true), RAISE);
        assertEquals(2, rig.controls().size());
        AControl raise = rig.lastControl();
        assertTrue(raise.raise());
        assertEquals(Lc301Bits.CANOPY, raise.ctrl1() & Lc301Bits.CANOPY, "it carries what waited");
        rig.status(CLEAR);
        rig.runFor(400);
        assertEquals(3, rig.controls().size(), "one answer for two frames: the raise is repeated");
        assertEquals(raise, rig.lastControl());
    }

    @Test
    void whatWaitsIsBounded() {
        rig.ready(CLEAR);
        for (int i = 0; i < 10_000; i++) {
            rig.command(show("第" + i, i), new SignalCommand.CanopyLight(i % 2 == 0), i % 3 == 0 ? RAISE : LOWER);
        }
        int flood = rig.sent.size();
        assertTrue(flood <= 3, "frames at once: " + flood);
        for (int i = 0; i < 5; i++) {
            rig.status(CLEAR);
        }
        assertTrue(rig.sent.size() <= flood + 4);
        assertEquals(9_999L, AmountEncoding.BINARY_BIG_ENDIAN.decode(rig.lastControl().fee()), "the newest content");
    }

    @Test
    void anErrorFrameMakesTheDriverSendAgainAtOnce() {
        rig.ready(CLEAR);
        rig.command(RAISE);
        rig.receive(Lc301Codec.encode(new ErrorReport()));
        assertEquals(2, rig.sent.size());
        assertEquals(rig.sent.get(0), rig.sent.get(1));
        assertEquals(List.of("controller could not read a frame"), rig.malformed);
        for (int i = 0; i < 100; i++) {
            rig.receive(Lc301Codec.encode(new ErrorReport()));
        }
        assertEquals(4, rig.sent.size(), "an error storm is not a frame storm");
    }

    @Test
    void aRefusedQueryIsNamedInTheCause() {
        rig.up();
        rig.receive(Lc301Codec.encode(new ErrorReport()));
        rig.runFor(20_000);
        assertEquals(List.of("DOWN no status for 3000 ms; the controller refuses the query frame 024331560324"), rig.said());
    }

    @Test
    void withoutAQueryTheDriverWaitsForTheFirstReport() {
        Lc301DriverRig quiet = new Lc301DriverRig(Lc301Settings.defaults("io").withQueryFrameHex(""));
        quiet.up();
        quiet.runFor(10_000);
        assertEquals(List.of("DOWN no status for 3000 ms"), quiet.said());
        assertEquals(List.of(), quiet.log.stream().filter(l -> l.contains(">")).toList());
        quiet.status(CLEAR);
        assertEquals("UP", quiet.said().get(1));
    }

    @Test
    void lossOfTheLinkMakesEverythingUnknown() {
        rig.ready(CLEAR | UP);
        rig.down("port gone");
        assertEquals(List.of("TRIGGER UNKNOWN", "ARM UNKNOWN", "arm UNKNOWN", "DOWN port gone"), rig.said());
        rig.down("port gone");
        assertEquals(4, rig.events.size(), "on change only");
        assertEquals(Long.MAX_VALUE, rig.driver.nextDueNanos());
    }

    @Test
    void silenceMakesEverythingUnknownAndTheDeviceIsAskedAgain() {
        rig.ready(CLEAR | UP);
        rig.runFor(2999);
        assertEquals(List.of(), rig.said());
        rig.runFor(1);
        assertEquals(List.of("TRIGGER UNKNOWN", "ARM UNKNOWN", "arm UNKNOWN", "DOWN no status for 3000 ms"), rig.said());
        rig.forget();
        rig.runFor(3000);
        assertTrue(!rig.sent.isEmpty() && rig.sent.stream().allMatch(CCommand.class::isInstance));
        rig.status(CLEAR & ~REAR);
        assertTrue(rig.said().containsAll(List.of("UP", "ARM OCCUPIED", "TRIGGER CLEAR", "arm NOT_UP")), rig.said().toString());
        assertEquals(0, rig.lastControl().ctrl1());
    }

    @Test
    void eventsOnChangeOnly() {
        rig.ready(CLEAR);
        for (int i = 0; i < 5; i++) {
            rig.status(CLEAR);
        }
        assertEquals(List.of(), rig.said());
        rig.status(0x32, 0x44); // foot alarm, closing bar, both faults
        assertEquals(List.of("fault true", "FOOT_ALARM true", "LANE_CLOSING_BAR true", "LIGHT_FAULT true"), rig.said());
    }

    @Test
    void invertedStatusBitsAndSwappedCoilsAreSettings() {
        Lc301DriverRig site = new Lc301DriverRig(Lc301Settings.defaults("io")
                .withLoops(LoopEvent.Role.ARM, LoopEvent.Role.CAPTURE)
                .with(new Lc301Settings.Signals(true, true, true, true, 0x34, 0)));
        site.up();
        site.status(0x10);
        assertTrue(site.said().containsAll(List.of("ARM OCCUPIED", "CAPTURE CLEAR", "FOOT_ALARM false")), site.said().toString());
    }

    @Test
    void aStatusOfAnotherAddressIsNotOurs() {
        rig.ready(CLEAR);
        rig.receive(Lc301Codec.encode(new Lc301Frame.BStatus(0x32, 0, 0)));
        assertEquals(List.of(), rig.said());
        assertEquals(List.of("status of address 50"), rig.malformed);
    }

    private static Lc301DriverRig with30MsToTheEarliestAnswer() {
        Lc301Settings.Timing t = Lc301Settings.defaults("io").timing();
        return new Lc301DriverRig(Lc301Settings.defaults("io").with(new Lc301Settings.Timing(t.pollMs(),
                t.queryGapMs(), t.answerTimeoutMs(), 30, t.retries(), t.silentMs(), t.commandValidMs(), t.lightSettleMs(),
                t.alarmRefreshMs())));
    }

    @Test
    void aLineThatDoesNotPaceIsRecognised() {
        Lc301DriverRig fast = with30MsToTheEarliestAnswer();
        fast.up();
        fast.status(CLEAR);
        fast.status(CLEAR);
        assertEquals(1, fast.controls().size());
        fast.runFor(400);
        assertEquals(2, fast.controls().size(), "the early answer is not believed at first");
        fast.status(CLEAR);
        fast.command(RAISE);
        fast.status(CLEAR);
        fast.runFor(900);
        assertEquals(1, fast.controls().stream().filter(AControl::raise).count());
        assertEquals(HealthEvent.State.UP, fast.events.stream().filter(HealthEvent.class::isInstance)
                .map(e -> ((HealthEvent) e).state()).toList().getLast());
    }

    @Test
    void aStatusThatWasUnderWayAlreadyIsNoAnswer() {
        Lc301DriverRig real = with30MsToTheEarliestAnswer();
        real.up();
        real.status(CLEAR);
        real.runFor(40);
        real.status(CLEAR);
        real.command(RAISE);
        real.runFor(10);
        real.status(CLEAR & ~REAR);
        real.runFor(390);
        assertEquals(2, real.controls().stream().filter(AControl::raise).count());
        real.runFor(35);
        real.status(CLEAR & ~REAR);
        real.runFor(900);
        assertEquals(2, real.controls().stream().filter(AControl::raise).count());
    }

    @Test
    void anAlarmThatIsStillWantedIsSentAnewBeforeTheControllerEndsIt() {
        rig.ready(CLEAR);
        rig.command(new AlarmCommand(true, true));
        rig.status(CLEAR);
        int first = rig.lastControl().seq();
        for (int i = 0; i < 19; i++) {
            rig.runFor(500);
            rig.status(CLEAR);
        }
        assertTrue(rig.lastControl().seq() != first);
        rig.command(new AlarmCommand(false, false));
        assertEquals(0, rig.lastControl().ctrl1() & (Lc301Bits.ALARM_LIGHT | Lc301Bits.ALARM_SOUND));
    }

    @Test
    void theDisplayShowsKeepsSpeaksAndClears() {
        Lc301DriverRig talking = new Lc301DriverRig(Lc301Settings.defaults("io").with(new Lc301Settings.Display(
                AmountEncoding.BCD, TextEncoding.GBK_SPACE_PADDED, 1, true, true, true)));
        talking.ready(CLEAR);
        talking.command(show("石家庄", 2350));
        AControl shown = talking.lastControl();
        assertEquals("00002350", shown.fee().hex());
        assertEquals(Lc301Bits.SHOW_FEE | Lc301Bits.SPEAK_FEE | Lc301Bits.KEEP_DISPLAY | Lc301Bits.DISPLAY_VERSION
                | Lc301Bits.LANE_KIND, shown.ctrl2());
        assertEquals(new DisplayColour(true), talking.sent.getLast());
        talking.status(CLEAR);
        talking.command(RAISE);
        assertEquals(0, talking.lastControl().ctrl2() & Lc301Bits.SPEAK_FEE, "spoken once");
        assertEquals("00002350", talking.lastControl().fee().hex());
        talking.status(CLEAR);
        talking.command(new DisplayCommand.Clear());
        assertEquals(Lc301Bits.DISPLAY_VERSION | Lc301Bits.LANE_KIND, talking.lastControl().ctrl2());
    }

    @Test
    void colourGoesOutWithItsTextAndIsRepeatedWithIt() {
        rig.ready(CLEAR);
        rig.command(new DisplayCommand.Show(DisplayCommand.Colour.RED, List.of("余额不足"), "余额不", Optional.empty()));
        assertEquals(new DisplayColour(false), rig.sent.get(1));
        rig.runFor(400);
        assertEquals(rig.sent.subList(0, 2), rig.sent.subList(2, 4));
        Lc301DriverRig plain = new Lc301DriverRig(Lc301Settings.defaults("io").with(new Lc301Settings.Display(
                AmountEncoding.BINARY_BIG_ENDIAN, TextEncoding.GBK_SPACE_PADDED, 0, true, false, false)));
        plain.ready(CLEAR);
        plain.command(show("石家庄", 1));
        plain.runFor(3000);
        assertTrue(plain.sent.stream().noneMatch(DisplayColour.class::isInstance));
    }

    @Test
    void freePassLightIsSentWhenItIsNotBoundToTheArm() {
        Lc301DriverRig free = new Lc301DriverRig(Lc301Settings.defaults("io")
                .with(new Lc301Settings.Signals(true, false, true, true, 0, 0)));
        free.ready(CLEAR);
        free.command(new SignalCommand.PassLight(true));
        assertEquals(Lc301Bits.PASS, free.lastControl().ctrl1());
        rig.ready(CLEAR);
        rig.command(new SignalCommand.PassLight(true));
        assertEquals(List.of(), rig.sent, "bound: green belongs to the arm");
    }

    @Test
    void settingsThatMakeNoSenseAreRefusedWithEveryReason() {
        String message = assertThrows(IllegalArgumentException.class, () -> new Lc301Settings(" ", 300, LoopEvent.Role.ARM,
                LoopEvent.Role.ARM, Lc301Settings.defaults("io").signals(), Lc301Settings.defaults("io").display(),
                Lc301Settings.defaults("io").timing(), "0")).getMessage();
        for (String key : List.of("name", "address is 300", "frontLoop", "queryFrameHex")) {
            assertTrue(message.contains(key), message);
        }
    }

    @Test
    void noiseAndRandomTimingNeverThrowLeaveAPulseBitOrStopTheDriver() {
        for (long seed = 1; seed <= 40; seed++) {
            Random random = new Random(seed);
            Lc301DriverRig noisy = new Lc301DriverRig(Lc301Settings.defaults("io"));
            noisy.up();
            int commands = 0;
            for (int i = 0; i < 500; i++) {
                noisy.runFor(random.nextInt(300));
                switch (random.nextInt(6)) {
                    case 0 -> {
                        byte[] noise = new byte[random.nextInt(40)];
                        random.nextBytes(noise);
                        noisy.receive(noise);
                    }
                    case 1 -> {
                        noisy.command(random.nextBoolean() ? RAISE : LOWER);
                        commands++;
                    }
                    case 2 -> noisy.command(new SignalCommand.CanopyLight(random.nextBoolean()));
                    case 3 -> noisy.receive(Lc301Codec.encode(new ErrorReport()));
                    default -> noisy.status(CLEAR ^ (random.nextInt(4) == 0 ? REAR : 0));
                }
            }
            long pulses = noisy.controls().stream().filter(c -> c.raise() || c.lower()).distinct().count();
            assertTrue(pulses <= commands, "seed " + seed + ": " + pulses + " pulses of " + commands + " commands");
            assertTrue(noisy.controls().stream().noneMatch(c -> c.raise() && c.lower()), "seed " + seed);
            noisy.runFor(1700);
            noisy.status(CLEAR);
            noisy.runFor(3000);
            assertEquals(HealthEvent.State.DOWN, ((HealthEvent) noisy.events.getLast()).state(), "seed " + seed);
        }
    }

    @Test
    void whatItsDisplayCannotDoSendsNothing() {
        rig.ready(CLEAR);
        rig.command(new DisplayCommand.Brightness(50), new DisplayCommand.SelfTest(),
                new DisplayCommand.Lights(DisplayCommand.Lamp.GREEN, true), new DisplayCommand.Say("请通行", Optional.of(100L)));
        assertEquals(List.of(), rig.sent);
    }

    private static DisplayCommand show(String text, long feeFen) {
        return new DisplayCommand.Show(DisplayCommand.Colour.GREEN, List.of(), text,
                Optional.of(new DisplayCommand.Fee(1, 0, feeFen, Optional.of(1000L))));
    }
}
