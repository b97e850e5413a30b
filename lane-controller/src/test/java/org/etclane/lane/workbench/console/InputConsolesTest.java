package org.etclane.lane.workbench.console;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etclane.device.BarrierEvent;
import org.etclane.device.Bytes;
import org.etclane.device.HealthEvent;
import org.etclane.device.HealthEvent.State;
import org.etclane.device.LoopEvent;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.device.LoopEvent.Role;
import org.etclane.device.ScaleCommand;
import org.etclane.device.ScaleEvent;
import org.etclane.device.SecurityEvent;
import org.etclane.device.VehicleWeight;
import org.junit.jupiter.api.Test;

/** Loops, scale and the national interface: what the device says is told, counted and waited for. */
class InputConsolesTest {
    private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 20, 9, 30);

    private static void loop(Sitting sitting, Role role, Occupancy occupancy) {
        sitting.hears(new LoopEvent("dev", sitting.nanos(), role, occupancy));
    }

    @Test
    void loopsAreTimedAndCounted() {
        Sitting sitting = new Sitting(new LoopsConsole()).up();
        sitting.types("show").ok().says("no loop has been heard of");
        sitting.types("watch 20");
        loop(sitting, Role.TRIGGER, Occupancy.CLEAR);
        for (int ms : new int[] {1_234, 766}) {
            sitting.after(1_000);
            loop(sitting, Role.TRIGGER, Occupancy.OCCUPIED);
            sitting.after(ms);
            loop(sitting, Role.TRIGGER, Occupancy.CLEAR);
        }
        sitting.says("     1.300  trigger loop OCCUPIED, was clear for 1000 ms", "trigger loop clear, was OCCUPIED for 1234 ms");
        sitting.isBusy().after(20_000).ok().says("5 changes");
        sitting.types("show").ok().says("trigger loop: clear", "occupied 2 times", "2 times, least 766 ms, mean 1000 ms, most 1234 ms");
        sitting.types("reset").ok().types("show").ok().says("occupied 0 times").saysNot("1234");
        sitting.types("watch").interrupts().failed().after(60_000);
    }

    private static VehicleWeight vehicle(long id, int kg) {
        return new VehicleWeight(id, Optional.empty(), kg, 2, List.of(new VehicleWeight.Axle(kg / 3, VehicleWeight.Tyres.SINGLE, -1),
                new VehicleWeight.Axle(kg - kg / 3, VehicleWeight.Tyres.DUAL, -1)), List.of(new VehicleWeight.AxleGroup(1, kg / 3),
                new VehicleWeight.AxleGroup(2, kg - kg / 3)), List.of(), -1, false, Set.of());
    }

    private static void weighed(Sitting sitting, long id, int kg) {
        sitting.hears(new ScaleEvent.VehicleWeighed("dev", sitting.nanos(), vehicle(id, kg), Bytes.EMPTY));
    }

    @Test
    void weightsAreShownWhileLookedAt() {
        Sitting sitting = new Sitting(new ScaleConsole(() -> NOW)).up();
        sitting.hears(new ScaleEvent.LiveWeight("dev", sitting.nanos(), 500, true)).saysNot("500");
        sitting.types("live 10").says("500 kg");
        sitting.hears(new ScaleEvent.LiveWeight("dev", sitting.nanos(), 12_340, false)).says("12,340 kg, not at rest");
        sitting.after(10_000).ok().says("1 changes, heaviest 12,340 kg");
        sitting.hears(new ScaleEvent.ScaleState("dev", sitting.nanos(), Set.of(ScaleEvent.Fault.NOT_ZEROED), 2));
        sitting.types("show").ok().says("12,340 kg", "faults: NOT_ZEROED, records waiting: 2");
    }

    @Test
    void recordsStayInTheMeterUntilOneIsTakenWithConfirmation() {
        Sitting sitting = new Sitting(new ScaleConsole(() -> NOW)).up();
        weighed(sitting, 1, 9_000);
        weighed(sitting, 2, 18_000);
        sitting.says("vehicle: record 2, 18,000 kg, 2 axles [12] (6000 + 12000)").tells();
        sitting.types("queue").ok().says("record 1, 9,000 kg", "2 records were read and not taken").tells();
        sitting.types("take").failed().says("gone from the meter", "confirm delete-record").tells();
        sitting.types("confirm delete-record").ok().tells();
        sitting.types("take 7").failed().says("there are: [1, 2]").tells();
        sitting.types("take").tells(new ScaleCommand.Taken(1)).after(ConsoleSession.SETTLE_MS).ok();
        sitting.types("take 2").tells(new ScaleCommand.Taken(2)).after(ConsoleSession.SETTLE_MS).ok();
        sitting.types("take").failed().says("no record has been read");
        weighed(sitting, 3, 9_000);
        sitting.hears(new ScaleEvent.LastVehicleReversed("dev", sitting.nanos(), 3)).says("backed out, record 3");
        sitting.types("queue").ok().says("0 records").types("take").failed().tells();
    }

    @Test
    void zeroAndClockAreAnsweredByTheDriver() {
        Sitting sitting = new Sitting(new ScaleConsole(() -> NOW)).up();
        sitting.types("zero").failed().says("nothing may lie on the scale").tells().types("confirm set-zero").ok();
        ScaleCommand zero = new ScaleCommand.Zero();
        sitting.types("zero").tells(zero).isBusy()
                .hears(new ScaleEvent.CommandAnswered("dev", sitting.nanos(), zero, false, "something lies on the scale")).failed().says("something lies");
        sitting.types("zero").hears(new ScaleEvent.CommandAnswered("dev", sitting.nanos(), zero, true, "")).ok();
        sitting.types("clock").tells(new ScaleCommand.SetClock(NOW)).after(ScaleConsole.ANSWER_MS).failed().says("not answered within 5 s");
    }

    private static void module(Sitting sitting, String module, State state, String cause) {
        sitting.hears(new HealthEvent(module, sitting.nanos(), state, cause));
    }

    @Test
    void devicesThatCallAreWaitedForAndListed() {
        Sitting sitting = new Sitting(new LdiConsole("dev"));
        sitting.types("modules").ok().says("no module has been heard of");
        sitting.types("accept 5").isBusy().after(1_000).isBusy();
        sitting.chunksIn = 1;
        sitting.after(100).ok().says("somebody has called");
        sitting.types("authenticate 10").isBusy();
        module(sitting, "dev/barrier-1", State.UP, "");
        sitting.hears(new BarrierEvent.ArmReported("dev", sitting.nanos(), BarrierEvent.Position.DOWN)).says("arm down").isBusy().after(500);
        module(sitting, "dev", State.UP, "");
        sitting.ok().says("dev/barrier-1 is up, since 0.5 s");
        sitting.types("authenticate").ok();
    }

    @Test
    void whoDoesNotComeAndWhoIsRefusedIsSaid() {
        Sitting sitting = new Sitting(new LdiConsole("dev"));
        sitting.types("accept 5").after(5_000).failed().says("nobody has called");
        sitting.types("authenticate 5").after(5_000).failed().says("no module is there");
        sitting.types("authenticate 5").hears(new SecurityEvent("dev", sitting.nanos(), "10.0.0.7: wrong verification code")).after(5_000).failed()
                .says("refused a caller: 10.0.0.7", "callers refused: 1", "FAILED: refused: 10.0.0.7: wrong verification code");
        module(sitting, "dev/display-1", State.DOWN, "has not called");
        module(sitting, "dev", State.DEGRADED, "display-1: has not called");
        sitting.types("authenticate 5").after(5_000).failed().says("dev/display-1 is DOWN: has not called", "FAILED: dev is DOUBTFUL: display-1");
        sitting.types("authenticate").interrupts().failed().after(60_000);
    }
}
