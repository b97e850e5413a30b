package org.etclane.device.ldi;

import static org.etclane.device.ldi.LdiRig.ARM_LOOP;
import static org.etclane.device.ldi.LdiRig.BARRIER;
import static org.etclane.device.ldi.LdiRig.DISPLAY;
import static org.etclane.device.ldi.LdiRig.LIGHT;
import static org.etclane.device.ldi.LdiRig.state;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.etclane.device.AlarmCommand;
import org.etclane.device.BarrierCommand;
import org.etclane.device.Bytes;
import org.etclane.device.DisplayCommand;
import org.etclane.device.FogLightCommand;
import org.etclane.device.GuideBoardCommand;
import org.etclane.device.LoopEvent;
import org.etclane.device.RsuCommand;
import org.etclane.device.SignalCommand;
import org.etclane.device.VoiceCommand;
import org.etclane.device.ldi.LdiMessage.Monitored;
import org.etclane.device.link.Callers;
import org.junit.jupiter.api.Test;

/** Modules of several connections as one device of the lane, with times as numbers. */
class LdiHubTest {
    private static final String DISPLAY_CODE = "FEDCBA9876543210";
    private final LdiRig rig = new LdiRig();

    private void reportInPlace(int status) {
        rig.report(1, new LdiReport.BarrierInPlace(BARRIER, status));
    }

    private void reportLoop(int status) {
        rig.report(1, new LdiReport.Detected(ARM_LOOP, status));
    }

    private void keepAlive(int caller, int seconds, Monitored... states) {
        for (int i = 0; i < seconds; i += 5) {
            rig.monitor(caller, states);
            rig.runFor(5000);
        }
    }

    private void displayCalls(int caller) {
        rig.opened(caller, "192.168.1.30:5000");
        rig.say(caller, new LdiMessage.Authenticate0E(rig.head(DISPLAY_CODE, 1), List.of(DISPLAY)));
        LdiRig.Sent set = rig.sent.getLast();
        rig.say(caller, set.seq(), new LdiMessage.B0ParametersSet(rig.head(DISPLAY_CODE, 1), 0));
        LdiRig.Sent asked = rig.sent.getLast();
        rig.say(caller, asked.seq(), new LdiMessage.A1Initialised(rig.head(DISPLAY_CODE, 1), List.of(new LdiMessage.Readiness(DISPLAY, 0,
                0, 0, 0, Bytes.EMPTY))));
    }

    @Test
    void theWholeIsReportedWhenBarrierAndLoopsAreReadyOrTheGraceIsOver() {
        rig.up();
        rig.opened(1, "192.168.1.20:41234");
        rig.authenticate(1, BARRIER, ARM_LOOP, LIGHT);
        assertEquals(List.of(), rig.said());
        rig.initialise(1);
        assertEquals(List.of("io/barrier-1 UP", "io/detector-1 UP", "io UP", "io/pass-light-1 UP"), rig.said());
        rig.forget();
        keepAlive(1, 15, state(BARRIER, 0, 0));
        assertTrue(rig.said().containsAll(List.of("io/display-1 DOWN has not called", "io DEGRADED display-1: has not called")),
                rig.said()::toString);
        rig.forget();
        displayCalls(2);
        assertEquals(List.of("io UP", "io/display-1 UP"), rig.said());
    }

    @Test
    void nobodyCalls() {
        rig.up();
        rig.runFor(14_999);
        assertEquals(List.of(), rig.said());
        rig.runFor(1);
        assertEquals("io DOWN no device is connected; barrier-1: has not called; detector-1: has not called; "
                + "pass-light-1: has not called; display-1: has not called", rig.said().getLast());
    }

    @Test
    void aPortThatCannotBeTakenIsTheCause() {
        rig.down("cannot listen on 0.0.0.0:10028: in use");
        assertEquals(List.of("io DOWN cannot listen on 0.0.0.0:10028: in use"), rig.said());
    }

    @Test
    void aLoopIsOccupiedByOneWordAndClearByAReportOrTwoMonitors() {
        rig.up();
        rig.opened(1, "192.168.1.20:41234");
        rig.authenticate(1, BARRIER, ARM_LOOP);
        rig.forget();
        rig.monitor(1, state(ARM_LOOP, 0, 0));
        assertEquals(List.of(), rig.said(), "a run state may be a period old");
        rig.monitor(1, state(ARM_LOOP, 0, 0));
        assertEquals(List.of("ARM CLEAR"), rig.said());
        rig.monitor(1, state(ARM_LOOP, 0, 1));
        reportLoop(0);
        reportLoop(1);
        rig.monitor(1, state(ARM_LOOP, 0, 0));
        reportLoop(1);
        rig.monitor(1, state(ARM_LOOP, 0, 0));
        assertEquals(List.of("ARM CLEAR", "ARM OCCUPIED", "ARM CLEAR", "ARM OCCUPIED"), rig.said());
        rig.monitor(1, state(ARM_LOOP, 0, 0));
        assertEquals("ARM CLEAR", rig.said().getLast());
    }

    @Test
    void aDetectorThatIsNotAvailableIsNeverClear() {
        rig.barrierReady();
        rig.monitor(1, new Monitored(ARM_LOOP, 1, 1, 0, Bytes.zeros(9), 0, 0, Bytes.EMPTY));
        assertEquals(List.of("ARM UNKNOWN", "io/detector-1 DEGRADED fault 01 (abnormal, no detail)"), rig.said().subList(0, 2));
        reportLoop(1);
        reportLoop(0);
        assertEquals(List.of("ARM OCCUPIED", "ARM UNKNOWN"), rig.said().stream().filter(s -> s.startsWith("ARM")).toList().subList(1, 3));
    }

    @Test
    void runStateDownIsNotTheSwitch() {
        rig.up();
        rig.opened(1, "192.168.1.20:41234");
        rig.authenticate(1, BARRIER);
        rig.monitor(1, state(BARRIER, 0, 0));
        rig.monitor(1, state(BARRIER, 0, 1));
        reportInPlace(0);
        rig.monitor(1, state(BARRIER, 0, 0));
        assertEquals(List.of("arm NOT_UP", "fault false", "arm UP", "arm DOWN"), rig.said());
        LdiRig other = new LdiRig(LdiRig.settings().with(new LdiSettings.Habits(false, true, 2, 0, 0, 4, 1, 0, 1)));
        other.up();
        other.opened(1, "192.168.1.20:41234");
        other.authenticate(1, BARRIER);
        other.monitor(1, state(BARRIER, 0, 0));
        assertEquals(List.of("arm DOWN", "fault false"), other.said());
    }

    @Test
    void anArmToldToRiseIsNoLongerDownAndRunStatesOfAMovingArmMeanNothing() {
        rig.barrierReady();
        rig.command(BarrierCommand.RAISE);
        assertEquals(List.of("arm NOT_UP"), rig.said());
        assertEquals(List.of(new LdiControl.BarrierMove(BARRIER, 1)), rig.orders());
        rig.monitor(1, state(BARRIER, 0, 1));
        assertEquals(List.of("arm NOT_UP"), rig.said());
        reportInPlace(1);
        rig.answer(1, 0);
        assertEquals("arm UP", rig.said().stream().filter(s -> s.startsWith("arm")).toList().getLast());
        rig.forget();
        rig.command(BarrierCommand.LOWER);
        rig.monitor(1, state(BARRIER, 0, 0));
        assertEquals(List.of(), rig.said(), "still up until it is reported down, so it counts as falling");
        rig.command(BarrierCommand.RAISE);
        assertEquals(List.of("arm NOT_UP"), rig.said(), "turned round on its way down");
        reportInPlace(1);
        assertEquals(List.of("arm NOT_UP", "arm UP"), rig.said());
    }

    @Test
    void orderWaitsForInitialisationAndForTheArmsState() {
        rig.up();
        rig.command(BarrierCommand.LOWER, BarrierCommand.RAISE);
        rig.opened(1, "192.168.1.20:41234");
        rig.authenticate(1, BARRIER, ARM_LOOP, LIGHT);
        rig.initialise(1);
        assertEquals(List.of(), rig.orders());
        rig.runFor(4000);
        rig.monitor(1, state(BARRIER, 0, 0));
        assertEquals(List.of(new LdiControl.BarrierMove(BARRIER, 1)), rig.orders(), "the latest only");
    }

    @Test
    void anOrderThatWaitsTooLongIsDroppedAndReported() {
        rig.up();
        rig.opened(1, "192.168.1.20:41234");
        rig.authenticate(1, BARRIER, ARM_LOOP, LIGHT);
        rig.initialise(1);
        rig.forget();
        rig.command(BarrierCommand.LOWER);
        rig.runFor(2000);
        assertEquals("io/barrier-1 DEGRADED LOWER not sent within 2000 ms: the barrier is not ready or has not said where its arm is",
                rig.said().getFirst());
        rig.monitor(1, state(BARRIER, 0, 1));
        assertEquals(List.of(), rig.orders());
    }

    @Test
    void aWaitingLowerIsVoidWhenSomebodyComesUnderTheArm() {
        rig.up();
        rig.opened(1, "192.168.1.20:41234");
        rig.authenticate(1, BARRIER, ARM_LOOP, LIGHT);
        rig.initialise(1);
        rig.command(BarrierCommand.LOWER);
        reportLoop(1);
        rig.monitor(1, state(BARRIER, 0, 1), state(ARM_LOOP, 0, 1));
        assertEquals(List.of(), rig.orders());
        rig.command(BarrierCommand.LOWER);
        assertEquals(List.of(), rig.orders());
        rig.command(BarrierCommand.RAISE);
        assertEquals(1, rig.orders().size());
    }

    @Test
    void raiseAndHoldIsASetting() {
        LdiRig holding = new LdiRig(LdiRig.settings().with(new LdiSettings.Habits(true, false, 2, 0, 0, 4, 1, 0, 1)));
        holding.barrierReady();
        holding.command(BarrierCommand.RAISE);
        assertEquals(List.of(new LdiControl.BarrierMove(BARRIER, 2)), holding.orders());
    }

    @Test
    void oneConfirmationWithoutTheOtherIsTrouble() {
        rig.barrierReady();
        rig.command(BarrierCommand.RAISE);
        rig.answer(1, 0);
        rig.runFor(1999);
        assertTrue(rig.said().stream().noneMatch(s -> s.contains("DEGRADED")));
        rig.runFor(1);
        assertTrue(rig.said().contains("io/barrier-1 DEGRADED answered a movement (B1) but did not report it in place (1C)"));
        rig.command(BarrierCommand.LOWER);
        reportInPlace(0);
        rig.answer(1, 0);
        assertTrue(rig.said().contains("io/barrier-1 UP"));
        rig.forget();
        rig.command(BarrierCommand.RAISE);
        reportInPlace(1);
        keepAlive(1, 10, state(BARRIER, 0, 1));
        assertTrue(rig.said().contains("io/barrier-1 DEGRADED no answer (B1) to raise after 1 sends, though it was reported in place (1C)"),
                rig.said()::toString);
    }

    @Test
    void anArmThatIsThereAlreadyNeedNotReportAgain() {
        rig.barrierReady();
        reportInPlace(1);
        rig.forget();
        rig.command(BarrierCommand.RAISE);
        rig.answer(1, 0);
        rig.runFor(5000);
        assertEquals(1, rig.orders().size());
        assertEquals(List.of(), rig.said());
    }

    @Test
    void aFailedMovementIsTheBarriersFaultUntilOneGoesWell() {
        rig.barrierReady();
        rig.command(BarrierCommand.RAISE);
        rig.answer(1, 1);
        assertTrue(rig.said().containsAll(List.of("fault true", "io/barrier-1 DEGRADED raise failed, status 1")), rig.said()::toString);
        rig.command(BarrierCommand.RAISE);
        rig.answer(1, 0);
        assertTrue(rig.said().contains("fault false"));
    }

    @Test
    void faultCodesAndLightsOfTheMonitor() {
        rig.barrierReady();
        rig.monitor(1, state(BARRIER, 0x81, 0), state(LIGHT, 0, 1));
        assertEquals(List.of("fault true", "PASS_GREEN true", "io/barrier-1 DEGRADED fault 81 (vendor's own code)"),
                rig.said().subList(0, 3));
        rig.monitor(1, new Monitored(LIGHT, 1, 3, 0, Bytes.zeros(9), 0, 0, Bytes.EMPTY));
        assertTrue(rig.said().containsAll(List.of("PASS_GREEN false", "LIGHT_FAULT true",
                "io/pass-light-1 DEGRADED fault 03 (mandatory parameter missing)")), rig.said()::toString);
    }

    @Test
    void silenceLosesTheDeviceWithAllItsModules() {
        rig.barrierReady();
        rig.runFor(15_000);
        assertTrue(rig.log.contains("15000 > 1 hang up: no monitor report (0C) for 15000 ms"), rig.log::toString);
        assertTrue(rig.said().containsAll(List.of("ARM UNKNOWN", "arm UNKNOWN", "io/barrier-1 DOWN no monitor report (0C) for 15000 ms")));
        assertTrue(rig.said().getLast().startsWith("io DOWN no device is connected"), rig.said()::toString);
        rig.notice(new Callers.Closed(1, "no monitor report"));
        rig.forget();
        rig.command(BarrierCommand.RAISE);
        assertEquals(List.of(), rig.orders());
    }

    @Test
    void aDeviceThatCallsAgainTakesItsModulesOver() {
        rig.barrierReady();
        rig.opened(2, "192.168.1.20:41999");
        rig.authenticate(2, BARRIER, ARM_LOOP, LIGHT);
        assertTrue(rig.log.contains("0 > 1 hang up: the device called again from 192.168.1.20:41999"), rig.log::toString);
        assertTrue(rig.said().containsAll(List.of("ARM UNKNOWN", "arm UNKNOWN")));
        rig.notice(new Callers.Closed(1, "the device called again"));
        rig.initialise(2);
        rig.monitor(2, state(BARRIER, 0, 0));
        rig.command(BarrierCommand.RAISE);
        assertEquals(2, rig.sent.getLast().caller());
    }

    @Test
    void levelsAreKeptForAModuleThatComesLaterAndVoiceIsNot() {
        rig.barrierReady();
        rig.command(new DisplayCommand.Show(DisplayCommand.Colour.RED, List.of("余额不足"), "", Optional.empty()));
        rig.command(new DisplayCommand.Show(DisplayCommand.Colour.GREEN, List.of("一类_客车", "实收30.40元请您慢走欢迎再来"), "",
                Optional.empty()));
        rig.command(new VoiceCommand("您好"));
        assertEquals(List.of(), rig.orders());
        displayCalls(2);
        LdiControl.ShowText shown = (LdiControl.ShowText) rig.orders().getLast();
        assertEquals(1, rig.orders().size());
        assertEquals(LdiControl.GREEN, shown.colour());
        assertEquals("一类-客车_实收30.40元请您慢走", new String(shown.text().toArray(), Charset.forName("GBK")),
                "a line ends on a character, at ten Chinese ones");
        rig.command(new DisplayCommand.Clear());
        rig.say(2, rig.sent.getLast().seq(), new LdiMessage.B1Controlled(rig.head(DISPLAY_CODE, 1), List.of(new LdiMessage.Result(DISPLAY, 1,
                0, Bytes.EMPTY))));
        assertEquals(new LdiControl.ClearText(DISPLAY, 0), rig.orders().getLast());
    }

    @Test
    void everyKindOfModuleHasItsOrder() {
        List<LdiModuleType> types = List.of(LdiModuleType.CANOPY_LIGHT, LdiModuleType.ALARM, LdiModuleType.GUIDE_BOARD,
                LdiModuleType.FOG_LIGHT, LdiModuleType.VOICE);
        LdiRig all = new LdiRig(LdiSettings.defaults("io", LdiSamples.LANE_HEX, types.stream()
                .map(type -> LdiSettings.Module.of(type, 1, LdiSamples.CODE_HEX)).toList()));
        all.up();
        all.opened(1, "192.168.1.20:41234");
        all.authenticate(1, types.stream().map(type -> LdiModule.of(type, 1)).toArray(LdiModule[]::new));
        all.initialise(1);
        all.command(new SignalCommand.CanopyLight(false), new AlarmCommand(false, true),
                new GuideBoardCommand.Show(DisplayCommand.Colour.YELLOW, List.of("ETC")), new FogLightCommand(true, true),
                new VoiceCommand("您好"), new SignalCommand.PassLight(true), BarrierCommand.RAISE);
        assertEquals(List.of(new LdiControl.Light(LdiModule.of(LdiModuleType.CANOPY_LIGHT, 1), 2),
                new LdiControl.SoundAlarm(LdiModule.of(LdiModuleType.ALARM, 1), 1, 0, 0),
                new LdiControl.ShowBoard(LdiModule.of(LdiModuleType.GUIDE_BOARD, 1), 3, 0, 0, 0, 1, Bytes.fromHex("455443")),
                new LdiControl.Fog(LdiModule.of(LdiModuleType.FOG_LIGHT, 1), 1, 1),
                new LdiControl.Speak(LdiModule.of(LdiModuleType.VOICE, 1), 0, Bytes.fromHex("C4FABAC3"))), all.orders());
        assertEquals(List.of("ignored: RAISE, this lane has no barrier module"), all.malformed);
        assertThrows(IllegalArgumentException.class, () -> all.command(new RsuCommand.SwitchAntenna(true)));
    }

    @Test
    void strangersAreRefusedAndReportedOnceAMinute() {
        rig.barrierReady();
        for (int caller = 10; caller < 14; caller++) {
            rig.opened(caller, "192.168.1.66:" + caller);
            rig.say(caller, new LdiMessage.Authenticate0E(rig.head("0000000000000000", 1), List.of(BARRIER)));
            rig.notice(new Callers.Closed(caller, "refused"));
        }
        assertEquals(List.of("security 192.168.1.66: wrong verification code for [barrier-1]"), rig.said());
        assertEquals(4, rig.log.stream().filter(line -> line.contains("hang up")).count());
        keepAlive(1, 60, state(BARRIER, 0, 0));
        rig.forget();
        rig.opened(20, "192.168.1.66:20");
        rig.say(20, new LdiMessage.Authenticate0E(rig.head("0000000000000000", 1), List.of(BARRIER)));
        assertEquals(List.of("security 192.168.1.66: wrong verification code for [barrier-1] (and 3 times more since the last report)"),
                rig.said());
    }

    @Test
    void manyStrangersDoNotFillTheRecords() {
        rig.barrierReady();
        for (int i = 0; i < 200; i++) {
            rig.opened(100 + i, "10.0." + i + ".1:5");
            rig.say(100 + i, new LdiMessage.Authenticate0E(rig.head("0000000000000000", 1), List.of(BARRIER)));
            rig.notice(new Callers.Closed(100 + i, "refused"));
        }
        assertEquals(LdiWatch.REPORTS, rig.said().stream().filter(s -> s.startsWith("security")).count());
    }

    @Test
    void aFloodIsCutOffAndTheOthersGoOn() {
        rig.barrierReady();
        rig.opened(2, "192.168.1.66:5");
        for (int i = 0; i < 20; i++) {
            rig.receive(2, new byte[1024]);
        }
        assertEquals(1, rig.log.stream().filter(line -> line.contains("> 2 hang up: flood: more than 16384 bytes in a second")).count());
        assertTrue(rig.said().contains("security 192.168.1.66: flood: more than 16384 bytes in a second"), rig.said()::toString);
        rig.command(BarrierCommand.RAISE);
        assertEquals(1, rig.orders().size());
    }

    @Test
    void whoCannotBeUnderstoodIsCutOff() {
        rig.barrierReady();
        rig.opened(2, "192.168.1.66:5");
        for (int i = 0; i < 31; i++) {
            assertTrue(rig.log.stream().noneMatch(line -> line.contains("hang up")));
            rig.receive(2, new byte[] {1, 2, 3});
        }
        assertTrue(rig.said().getFirst().contains("more than 30 pieces in a minute"), rig.said()::toString);
    }

    @Test
    void addressesAndConnectionsAreLimited() {
        LdiRig limited = new LdiRig(LdiRig.settings().with(new LdiSettings.Limits(16, 2, 4096, 16_384, 30, List.of("192.168.1.20"),
                60_000)));
        limited.up();
        limited.opened(1, "192.168.1.21:5");
        assertEquals(List.of("security 192.168.1.21: this address may not call"), limited.said());
        limited.opened(2, "192.168.1.20:5");
        limited.opened(3, "192.168.1.20:6");
        limited.opened(4, "192.168.1.20:7");
        assertEquals("security 192.168.1.20: more than 2 connections", limited.said().getLast());
        limited.notice(new Callers.Refused(7, "10.0.0.1:9"));
        assertEquals("security all callers: 7 found no free place, the last one was 10.0.0.1:9", limited.said().getLast());
    }

    @Test
    void aPlainLineIsAMistakeOfWiringThatIsSaid() {
        rig.up();
        rig.hub.received(0, new byte[] {1, 2, 3}, 3, rig);
        assertEquals(List.of("not a line of callers: wire this device with a TCP server"), rig.malformed);
    }

    @Test
    void noiseOfAnAuthenticatedDeviceNeverThrows() {
        for (long seed = 1; seed <= 50; seed++) {
            LdiRig noisy = new LdiRig();
            noisy.barrierReady();
            Random random = new Random(seed);
            for (int i = 0; i < 40 && noisy.log.stream().noneMatch(line -> line.contains("hang up")); i++) {
                byte[] bytes = LdiSamples.all().get(random.nextInt(24)).frame();
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                noisy.receive(1, bytes);
                noisy.runFor(random.nextInt(300));
            }
            boolean cutOff = noisy.log.stream().anyMatch(line -> line.contains("hang up"));
            assertTrue(cutOff || !noisy.malformed.isEmpty(), "seed " + seed);
        }
    }

    @Test
    void afterALinkDownNothingIsKept() {
        rig.barrierReady();
        rig.command(new SignalCommand.PassLight(true));
        rig.down("restarted");
        assertEquals("io DOWN restarted", rig.said().getLast());
        assertEquals(Long.MAX_VALUE, rig.hub.nextDueNanos());
        rig.forget();
        rig.command(BarrierCommand.RAISE);
        rig.barrierReadyAgain();
        assertEquals(List.of(), rig.orders(), "no old light, no old order");
    }

    @Test
    void fault02OfOneModuleLeavesTheOthersAlone() {
        rig.barrierReady();
        rig.monitor(1, state(BARRIER, 0, 0), state(LIGHT, Monitored.FAULT_INITIALISE_AGAIN, 0));
        assertTrue(rig.said().contains("io/pass-light-1 DEGRADED asks to be initialised again"), rig.said()::toString);
        rig.command(new SignalCommand.PassLight(true), BarrierCommand.RAISE);
        assertEquals(List.of(new LdiControl.BarrierMove(BARRIER, 1)), rig.orders());
        rig.initialise(1);
        assertEquals(new LdiControl.Light(LIGHT, 1), rig.orders().getLast(), "the level it missed");
    }

    @Test
    void loopRolesComeFromTheSettings() {
        LdiRig two = new LdiRig(LdiSettings.defaults("io", LdiSamples.LANE_HEX, List.of(
                LdiSettings.Module.detector(1, LdiSamples.CODE_HEX, LoopEvent.Role.TRIGGER),
                LdiSettings.Module.detector(2, LdiSamples.CODE_HEX, LoopEvent.Role.ARM))));
        two.up();
        two.opened(1, "192.168.1.20:41234");
        two.authenticate(1, ARM_LOOP, LdiModule.of(LdiModuleType.DETECTOR, 2));
        two.report(1, new LdiReport.Detected(ARM_LOOP, 1), new LdiReport.Detected(LdiModule.of(LdiModuleType.DETECTOR, 2), 0));
        assertEquals(List.of("TRIGGER OCCUPIED", "ARM CLEAR"), two.said());
    }
}
