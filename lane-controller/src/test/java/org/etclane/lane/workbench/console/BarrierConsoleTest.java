package org.etclane.lane.workbench.console;

import org.etclane.device.BarrierCommand;
import org.etclane.device.BarrierEvent;
import org.etclane.device.BarrierEvent.Position;
import org.etclane.device.HealthEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.device.spi.Text;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The arm moves when it was asked for and confirmed, and never onto somebody. */
class BarrierConsoleTest {
    private final Sitting sitting = new Sitting(new BarrierConsole(new Text("raise and lower of lc301 at /dev/ttyS1", "")));

    @BeforeEach
    void up() {
        sitting.up();
    }

    private void arm(Position position) {
        sitting.hears(new BarrierEvent.ArmReported("dev", sitting.nanos(), position));
    }

    private void loop(Occupancy occupancy) {
        sitting.hears(new LoopEvent("dev", sitting.nanos(), LoopEvent.Role.ARM, occupancy));
    }

    private void ready() {
        arm(Position.DOWN);
        loop(Occupancy.CLEAR);
        sitting.types("confirm move-arm").ok();
    }

    @Test
    void withoutTheWordNothingMovesAndTheOutputIsNamed() {
        arm(Position.DOWN);
        loop(Occupancy.CLEAR);
        for (String line : new String[] {"raise", "lower", "cycle 2"}) {
            sitting.types(line).failed().says("refused", "raise and lower of lc301 at /dev/ttyS1", "confirm move-arm").tells();
        }
        sitting.types("position").ok().says("arm: down", "loop under the arm: clear");
        sitting.types("confirm move-arm").ok().says("nobody and nothing under");
        sitting.types("raise").tells(BarrierCommand.RAISE).isBusy();
    }

    @Test
    void aMovementIsTimedFromTheCommandToTheSwitch() {
        ready();
        sitting.types("raise").tells(BarrierCommand.RAISE).after(300);
        arm(Position.UNKNOWN);
        sitting.isBusy().after(412);
        arm(Position.UP);
        sitting.ok().says("up after 712 ms");
        sitting.types("lower").tells(BarrierCommand.LOWER).after(900);
        arm(Position.DOWN);
        sitting.ok().says("down after 900 ms");
        sitting.types("lower").tells(BarrierCommand.LOWER).ok().says("was there already");
    }

    @Test
    void cyclesTellLeastMeanAndMost() {
        ready();
        sitting.types("cycle 3 1").tells(BarrierCommand.RAISE);
        int[] times = {600, 800, 700, 820, 800, 840};
        for (int i = 0; i < times.length; i++) {
            sitting.after(times[i]);
            arm(i % 2 == 0 ? Position.UP : Position.DOWN);
            if (i < times.length - 1) {
                sitting.isBusy().tells().after(999).tells().after(1).tells(i % 2 == 0 ? BarrierCommand.LOWER : BarrierCommand.RAISE);
            }
        }
        sitting.ok().says("raise: 3 times, least 600 ms, mean 700 ms, most 800 ms", "lower: 3 times, least 800 ms, mean 820 ms, most 840 ms");
        sitting.after(60_000).tells();
    }

    @Test
    void anArmWithoutALowerSwitchIsGivenItsTime() {
        arm(Position.UP);
        loop(Occupancy.CLEAR);
        sitting.types("confirm move-arm").types("lower").tells(BarrierCommand.LOWER).after(250);
        arm(Position.NOT_UP);
        sitting.isBusy().after(BarrierConsole.TRAVEL_MS - 1).isBusy().after(1).ok().says("left its top after 250 ms", "no lower switch");
    }

    @Test
    void itIsNeverLoweredOntoALoopThatIsNotClear() {
        arm(Position.UP);
        sitting.types("confirm move-arm").types("lower").failed().says("nothing is known of a loop", "confirm no-loop").tells();
        sitting.types("cycle 1").failed().tells();
        loop(Occupancy.OCCUPIED);
        sitting.types("confirm no-loop").ok();
        sitting.types("lower").failed().says("loop under the arm is occupied").tells();
        sitting.types("cycle 1").failed().tells();
        loop(Occupancy.UNKNOWN);
        sitting.types("lower").tells(BarrierCommand.LOWER); // said to be watched
    }

    @Test
    void whoComesUnderAFallingArmIsSaved() {
        ready();
        arm(Position.UP);
        sitting.types("lower").tells(BarrierCommand.LOWER).after(200);
        loop(Occupancy.OCCUPIED);
        sitting.tells(BarrierCommand.RAISE).failed().says("RAISED AGAIN");
        arm(Position.UP);
        loop(Occupancy.CLEAR);
        sitting.types("cycle 2 0").tells(BarrierCommand.LOWER).after(100);
        loop(Occupancy.UNKNOWN);
        sitting.tells(BarrierCommand.RAISE).failed().after(60_000).tells();
    }

    @Test
    void anArmThatIsDownIsNotRaisedByAVehicle() {
        ready();
        loop(Occupancy.OCCUPIED);
        sitting.tells();
        loop(Occupancy.CLEAR);
        sitting.types("lower").tells(BarrierCommand.LOWER).ok();
        loop(Occupancy.OCCUPIED);
        sitting.tells();
    }

    @Test
    void anArmThatNeverConfirmedItsFallIsStillFalling() {
        ready();
        arm(Position.UP);
        sitting.types("lower").tells(BarrierCommand.LOWER).after(BarrierConsole.MOVE_TIMEOUT_MS).failed().says("not reported down within 10 s; it is: up");
        loop(Occupancy.OCCUPIED);
        sitting.tells(BarrierCommand.RAISE).says("RAISED AGAIN");
    }

    @Test
    void interruptingOrLosingAFallRaises() {
        ready();
        arm(Position.UP);
        sitting.types("lower").tells(BarrierCommand.LOWER).after(100).interrupts().tells(BarrierCommand.RAISE).failed();
        sitting.types("lower").tells(BarrierCommand.LOWER).after(100)
                .hears(new HealthEvent("dev", sitting.nanos(), HealthEvent.State.DOWN, "unplugged")).tells(BarrierCommand.RAISE).failed();
        sitting.up();
        sitting.types("lower").failed().says("nothing is known of a loop").tells(); // what was known before counts no more
    }

    @Test
    void interruptingACycleBetweenItsMovementsLeavesTheArmAndTellsWhatWasMeasured() {
        ready();
        sitting.types("cycle 5 2").tells(BarrierCommand.RAISE).after(500);
        arm(Position.UP);
        sitting.after(100).interrupts().failed().says("raise: 1 times, least 500 ms").after(60_000).tells();
    }

    @Test
    void aRiseThatIsNotReportedFails() {
        ready();
        sitting.types("raise").after(BarrierConsole.MOVE_TIMEOUT_MS).failed().says("not reported up within 10 s; it is: down");
    }
}
