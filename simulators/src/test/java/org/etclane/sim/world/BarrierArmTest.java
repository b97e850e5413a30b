package org.etclane.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BarrierArmTest {
    private static final long MS = 1_000_000L;
    private final VirtualScheduler time = new VirtualScheduler();
    private final BarrierArm arm = new BarrierArm(time, BarrierArm.Settings.DEFAULT);
    private final List<String> starts = new ArrayList<>();
    private final List<String> switches = new ArrayList<>();

    @BeforeEach
    void listen() {
        arm.onMotion((motion, at, angle) -> starts.add(motion + "@" + at / MS + ":" + Math.round(angle)));
        arm.onChange(() -> {
            String now = (arm.downSwitchClosed() ? "D" : "-") + (arm.upSwitchClosed() ? "U" : "-");
            if (switches.isEmpty() || !switches.getLast().equals(now)) {
                switches.add(now);
            }
        });
    }

    private void rise() {
        arm.pulseRaise(200);
        time.runFor(1_000 * MS);
    }

    @Test
    void turnsAtConstantSpeedAndClosesTheSwitches() {
        assertTrue(arm.downSwitchClosed());
        arm.pulseRaise(200);
        time.runFor(350 * MS);
        assertEquals(45, arm.angleDegrees(), 1e-9);
        assertEquals(BarrierArm.Motion.RISING, arm.motion());
        time.runFor(350 * MS);
        assertEquals(90, arm.angleDegrees(), 1e-9);
        assertEquals(BarrierArm.Motion.STILL, arm.motion());
        assertEquals(List.of("D-", "--", "-U"), switches);
    }

    @Test
    void reversesWhileFallingFromWhereItIs() {
        rise();
        arm.pulseLower(200);
        time.runFor(140 * MS);
        assertEquals(72, arm.angleDegrees(), 1e-9);
        arm.pulseRaise(200);
        time.runFor(70 * MS);
        assertEquals(81, arm.angleDegrees(), 1e-9);
        time.runFor(70 * MS);
        assertEquals(90, arm.angleDegrees(), 1e-9);
        assertEquals(List.of("RISING@0:0", "FALLING@1000:90", "RISING@1140:72"), starts);
        time.runFor(2_000 * MS);
        assertEquals(90, arm.angleDegrees(), 1e-9, "the end of the interrupted fall must not happen");
    }

    @Test
    void pulsesAreIdempotentAndShortOnesAreMissed() {
        arm.pulseRaise(99);
        time.runFor(1_000 * MS);
        assertEquals(0, arm.angleDegrees());
        assertEquals(1, arm.missedPulses());
        rise();
        arm.pulseRaise(200);
        arm.pulseLower(200);
        arm.pulseLower(200);
        time.runFor(1_000 * MS);
        arm.pulseLower(200);
        assertEquals(2, starts.size());
    }

    @Test
    void aStuckArmStaysAndReportsOnlyIfItCan() {
        arm.pulseRaise(200);
        time.runFor(350 * MS);
        arm.stick(false);
        arm.pulseRaise(200);
        time.runFor(1_000 * MS);
        assertEquals(45, arm.angleDegrees(), 1e-9);
        assertFalse(arm.upSwitchClosed() || arm.downSwitchClosed() || arm.faultSignal());
        arm.release();
        arm.stick(true);
        arm.pulseRaise(200);
        assertTrue(arm.faultSignal());
        arm.release();
        rise();
        assertTrue(arm.upSwitchClosed());
        assertFalse(arm.faultSignal());
    }

    @Test
    void lostAndWeldedSwitchesLieWhileTheArmMoves() {
        arm.upSwitch(BarrierArm.SwitchFault.NEVER_CLOSES);
        arm.downSwitch(BarrierArm.SwitchFault.ALWAYS_CLOSED);
        rise();
        assertEquals(90, arm.angleDegrees());
        assertFalse(arm.upSwitchClosed());
        assertTrue(arm.downSwitchClosed());
    }
}
