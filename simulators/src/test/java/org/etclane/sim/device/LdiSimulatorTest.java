package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.etclane.device.AlarmCommand;
import org.etclane.device.BarrierCommand;
import org.etclane.device.DisplayCommand;
import org.etclane.device.LoopEvent;
import org.etclane.device.SignalCommand;
import org.etclane.device.VoiceCommand;
import org.etclane.sim.world.BarrierArm;
import org.junit.jupiter.api.Test;

/** Hub and simulated devices with each other, and everything that can go wrong with a device. */
class LdiSimulatorTest {
    private final LdiPair pair = new LdiPair();

    @Test
    void aLaneOfTwoDevicesComesUp() {
        pair.callBarrier();
        pair.callRest();
        pair.runFor(1000);
        assertTrue(pair.said().containsAll(List.of("io UP", "io/barrier-1 UP", "io/detector-1 UP", "io/pass-light-1 UP",
                "io/detector-2 UP", "io/display-1 UP", "io/canopy-light-1 UP", "io/alarm-1 UP", "io/voice-1 UP", "arm NOT_UP")),
                pair.said()::toString);
        pair.runFor(5000);
        assertTrue(pair.said().containsAll(List.of("ARM CLEAR", "TRIGGER CLEAR")), pair.said()::toString);
        assertEquals(List.of(), pair.hardware.outputs, "nothing is moved by coming up");
        assertEquals(0, pair.port.malformedAtDriver());
    }

    @Test
    void raiseVehicleUnderTheArmLower() {
        pair.ready();
        pair.command(BarrierCommand.RAISE, new SignalCommand.PassLight(true));
        pair.runFor(1000);
        assertEquals(BarrierArm.UP_DEGREES, pair.hardware.arm.angleDegrees());
        assertTrue(pair.hardware.passGreen);
        pair.hardware.loop(LoopEvent.Role.ARM, true);
        pair.runFor(1000);
        pair.hardware.loop(LoopEvent.Role.ARM, false);
        pair.runFor(1000);
        pair.command(BarrierCommand.LOWER, new SignalCommand.PassLight(false));
        pair.runFor(1000);
        assertEquals(List.of("arm UP", "ARM OCCUPIED", "ARM CLEAR", "arm DOWN"), pair.said().stream()
                .filter(s -> s.startsWith("arm") && !s.endsWith("NOT_UP") || s.startsWith("ARM")).toList());
        assertEquals(1, pair.hardware.count("raise"));
        assertEquals(1, pair.hardware.count("lower"));
        pair.runFor(60_000);
        assertTrue(pair.said().stream().noneMatch(s -> s.contains("DEGRADED") || s.contains("DOWN ")), pair.said()::toString);
    }

    @Test
    void lightsDisplayAlarmAndVoiceReachTheHardware() {
        pair.ready();
        pair.command(new SignalCommand.CanopyLight(true), new AlarmCommand(true, false), new VoiceCommand("您好"),
                new DisplayCommand.Show(DisplayCommand.Colour.GREEN, List.of("一类", "30.40元"), "", Optional.empty()));
        pair.runFor(100);
        assertTrue(pair.hardware.canopyGreen);
        assertEquals(1, pair.hardware.count("alarm true true"));
        assertEquals(new DisplayCommand.Show(DisplayCommand.Colour.GREEN, List.of("一类", "30.40元"), "一类", Optional.empty()),
                pair.hardware.lastShown().orElseThrow());
        assertEquals(4, pair.executed());
        pair.runFor(5000);
        assertTrue(pair.said().contains("CANOPY_GREEN true"), "seen in the run state");
    }

    @Test
    void oneLostAnswerIsARepetitionThatMovesNothing() {
        pair.ready();
        pair.barrierFaults(LdiSimulatorFaults.NONE.withUnansweredOrders(1));
        pair.command(new SignalCommand.PassLight(true));
        pair.runFor(3000);
        assertEquals(1, pair.executed());
        assertEquals(1, pair.happenings.stream().filter(LdiSimulatorEvent.Repeated.class::isInstance).count());
        assertTrue(pair.said().stream().noneMatch(s -> s.contains("DEGRADED")), pair.said()::toString);
    }

    @Test
    void answersThatNeverComeAreTroubleAndInitialiseAgain() {
        pair.ready();
        pair.barrierFaults(LdiSimulatorFaults.answersLost());
        pair.command(new SignalCommand.PassLight(true));
        pair.runFor(7000);
        assertTrue(pair.said().stream().anyMatch(s -> s.startsWith("io/pass-light-1 DEGRADED no answer to an order after 3 sends")),
                pair.said()::toString);
        assertTrue(pair.happenings.stream().anyMatch(LdiSimulatorEvent.Initialised.class::isInstance));
        assertTrue(pair.hardware.passGreen);
    }

    @Test
    void seqOfThePrintedSamplesDoesNotHurt() {
        pair.ready();
        pair.barrierFaults(LdiSimulatorFaults.seqOfTheSamples());
        for (int i = 0; i < 10; i++) {
            pair.command(new SignalCommand.PassLight(i % 2 == 0));
            pair.runFor(100);
            pair.command(i % 2 == 0 ? BarrierCommand.RAISE : BarrierCommand.LOWER);
            pair.runFor(4900);
        }
        assertEquals(20, pair.executed());
        assertTrue(pair.said().stream().noneMatch(s -> s.contains("DEGRADED")), pair.said()::toString);
    }

    @Test
    void doubledReportsAreToldOnce() {
        pair.ready();
        pair.barrierFaults(LdiSimulatorFaults.reportsTwice());
        pair.hardware.loop(LoopEvent.Role.ARM, true);
        pair.runFor(100);
        pair.hardware.loop(LoopEvent.Role.ARM, false);
        pair.runFor(100);
        assertEquals(List.of("ARM OCCUPIED", "ARM CLEAR"), pair.said());
    }

    @Test
    void withoutReportsTheMonitorTellsAndTheBarrierIsInTrouble() {
        pair.ready();
        pair.barrierFaults(LdiSimulatorFaults.reportsLost());
        pair.command(BarrierCommand.RAISE);
        pair.hardware.loop(LoopEvent.Role.ARM, true);
        pair.runFor(6000);
        assertTrue(pair.said().containsAll(List.of("ARM OCCUPIED", "arm UP",
                "io/barrier-1 DEGRADED answered a movement (B1) but did not report it in place (1C)")), pair.said()::toString);
    }

    @Test
    void aStaleMonitorNeverClearsALoopUnderAVehicle() {
        pair.ready();
        pair.barrierFaults(LdiSimulatorFaults.monitorStale());
        for (int offset = 0; offset < 50; offset++) {
            pair.forget();
            pair.hardware.loop(LoopEvent.Role.ARM, true);
            pair.runFor(4_100); // not a divisor of the period, so every offset between edge and monitor comes
            assertEquals(List.of("ARM OCCUPIED"), pair.said().stream().filter(s -> s.startsWith("ARM")).toList());
            pair.hardware.loop(LoopEvent.Role.ARM, false);
            pair.runFor(100);
            assertEquals("ARM CLEAR", pair.said().getLast());
            pair.runFor(20_000);
        }
    }

    @Test
    void fault02IsInitialisedAgain() {
        pair.ready();
        pair.barrierFaults(LdiSimulatorFaults.asksForInitialisation());
        pair.runFor(6000);
        assertTrue(pair.said().contains("io/barrier-1 DEGRADED asks to be initialised again"), pair.said()::toString);
        assertEquals(3, pair.happenings.stream().filter(LdiSimulatorEvent.Initialised.class::isInstance).count());
        pair.runFor(6000);
        assertEquals("io UP", pair.said().stream().filter(s -> s.startsWith("io ")).toList().getLast());
    }

    @Test
    void initialisationThatIsNotHeardIsRepeated() {
        pair.callBarrier();
        pair.barrierFaults(LdiSimulatorFaults.NONE.withUnansweredInitialisations(4));
        pair.runFor(12_000);
        assertTrue(pair.said().contains("io/barrier-1 DEGRADED no answer to initialisation after 3 sends"), pair.said()::toString);
        assertTrue(pair.said().contains("io/barrier-1 UP"));
    }

    @Test
    void silenceIsALostDeviceWhichThenCallsAgain() {
        pair.ready();
        pair.barrierFaults(LdiSimulatorFaults.saysNothing());
        pair.runFor(15_500);
        assertTrue(pair.said().containsAll(List.of("ARM UNKNOWN", "arm UNKNOWN",
                "io/barrier-1 DOWN no monitor report (0C) for 15000 ms")), pair.said()::toString);
        assertTrue(pair.said().stream().anyMatch(s -> s.startsWith("io DEGRADED barrier-1: no monitor")), "the other device is there");
        pair.command(BarrierCommand.RAISE);
        pair.runFor(20_000);
        assertEquals(0, pair.hardware.count("raise"));
        pair.barrierFaults(LdiSimulatorFaults.NONE);
        pair.runFor(20_000);
        assertEquals("io UP", pair.said().stream().filter(s -> s.startsWith("io ")).toList().getLast());
        assertEquals(0, pair.hardware.count("raise"), "an order that waited too long is not executed late");
    }

    @Test
    void pulledCableAndPowerCut() {
        pair.ready();
        pair.barrier.unplug();
        pair.runFor(100);
        assertTrue(pair.said().containsAll(List.of("ARM UNKNOWN", "io/barrier-1 DOWN closed by the caller")), pair.said()::toString);
        pair.barrier.plug();
        pair.runFor(10_000);
        assertEquals("io UP", pair.said().stream().filter(s -> s.startsWith("io ")).toList().getLast());
        pair.forget();
        pair.barrier.callAgain();
        pair.runFor(10_000);
        assertEquals(List.of("arm UNKNOWN", "ARM UNKNOWN", "arm NOT_UP", "ARM CLEAR"), pair.said(), "known again, never taken for known");
        pair.command(BarrierCommand.RAISE);
        pair.runFor(1000);
        assertEquals(1, pair.hardware.count("raise"));
    }

    @Test
    void wrongCodeAndWrongLaneAreRefusedWithoutEnd() {
        pair.callBarrier();
        pair.barrierFaults(LdiSimulatorFaults.codeOfAnother());
        pair.barrier.unplug();
        pair.forget();
        pair.barrier.plug();
        pair.runFor(30_000);
        assertEquals(1, pair.said().stream().filter(s -> s.startsWith("security 192.168.1.20: wrong verification code")).count());
        assertTrue(pair.happenings.stream().filter(LdiSimulatorEvent.NotAccepted.class::isInstance).count() > 20);
        pair.barrierFaults(LdiSimulatorFaults.laneOfAnother());
        pair.runFor(61_000);
        assertTrue(pair.said().stream().anyMatch(s -> s.contains("lane code ffffffffff is not 11010a1715")), pair.said()::toString);
        pair.barrierFaults(LdiSimulatorFaults.NONE);
        pair.runFor(5000);
        assertTrue(pair.said().contains("io/barrier-1 UP"));
    }

    @Test
    void aFloodingDeviceIsCutOffAndTheOtherGoesOn() {
        pair.ready();
        pair.rest.command(new LdiSimulatorAction.SetFaults(LdiSimulatorFaults.flood(1000)));
        pair.runFor(5000);
        assertTrue(pair.said().stream().anyMatch(s -> s.startsWith("security 192.168.1.21: ")), pair.said()::toString);
        assertTrue(pair.said().contains("TRIGGER UNKNOWN"));
        assertFalse(pair.said().contains("ARM UNKNOWN"));
        pair.command(BarrierCommand.RAISE);
        pair.runFor(1000);
        assertEquals(BarrierArm.UP_DEGREES, pair.hardware.arm.angleDegrees());
    }

    @Test
    void aStuckArmFailsItsOrder() {
        pair.ready();
        pair.hardware.arm.stick(false);
        pair.command(BarrierCommand.RAISE);
        pair.runFor(4000);
        assertTrue(pair.said().containsAll(List.of("fault true", "io/barrier-1 DEGRADED raise failed, status 1")), pair.said()::toString);
        assertFalse(pair.said().contains("arm UP"));
    }

    @Test
    void refusedOrders() {
        pair.ready();
        pair.barrierFaults(LdiSimulatorFaults.ordersRefused());
        pair.command(new SignalCommand.PassLight(true));
        pair.runFor(100);
        assertTrue(pair.said().contains("io/pass-light-1 DEGRADED an order failed, status 1"), pair.said()::toString);
        assertEquals(0, pair.executed());
    }

    @Test
    void aFallingArmIsReversed() {
        pair.ready();
        pair.lane = event -> {
            if (event instanceof LoopEvent loop && loop.occupancy() == LoopEvent.Occupancy.OCCUPIED) {
                pair.command(BarrierCommand.RAISE);
            }
        };
        pair.command(BarrierCommand.RAISE);
        pair.runFor(2000);
        pair.forget();
        pair.command(BarrierCommand.LOWER);
        pair.runFor(200);
        pair.hardware.loop(LoopEvent.Role.ARM, true);
        pair.runFor(30);
        assertEquals(BarrierArm.Motion.RISING, pair.hardware.arm.motion());
        pair.runFor(2000);
        assertEquals(List.of("arm NOT_UP", "arm UP"), pair.said().stream().filter(s -> s.startsWith("arm")).toList());
    }
}
