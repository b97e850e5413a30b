package org.etclane.sim.scenario;

import java.util.Optional;
import java.util.OptionalDouble;
import org.etclane.device.LoopEvent;
import org.etclane.sim.device.Lc301Faults;
import org.etclane.sim.device.RsuSimFault;
import org.etclane.sim.device.ScaleSimFaults;
import org.etclane.sim.world.LoopFault;

/** What one sentence makes happen. Plates name vehicles that have come. */
public sealed interface Action {
    /** The lines of the lane: antenna, I/O controller, and the scale where there is one. */
    enum Line { RSU, IO, SCALE }

    /** What may become of an OBU while it drives; a broken card is one that the OBU holds and cannot talk to. */
    enum ObuState { TAMPERED, LOCKED, BATTERY_LOW, CARD_BROKEN, SILENT, FINE }

    enum ArmState { STUCK, STUCK_AND_REPORTED, FREE }

    /** SLOW: records take {@code seconds} to get to the disk. FAILING: they are refused. */
    enum DiskState { WORKING, SLOW, FAILING }

    // --- the road

    record Send(VehicleOrder vehicle) implements Action {
    }

    /** The driver pulls the card out of the OBU. */
    record TakeCard(String plate) implements Action {
    }

    /** The driver puts the card back that was in the OBU when the vehicle came. */
    record InsertCard(String plate) implements Action {
    }

    record ChangeObu(String plate, ObuState state) implements Action {
    }

    record ChangeLoop(LoopEvent.Role loop, LoopFault fault) implements Action {
    }

    record ChangeArm(ArmState state) implements Action {
    }

    record FootAlarm(boolean pressed) implements Action {
    }

    /** Traffic behind the arm stands from {@code atM} on, metres behind the start of the trigger loop; empty: it flows again. */
    record Jam(OptionalDouble atM) implements Action {
    }

    // --- lines and devices

    /** @param forS seconds until it is put back; empty: until somebody does */
    record Cut(Line line, OptionalDouble forS) implements Action {
    }

    record Plug(Line line) implements Action {
    }

    /** Bytes of a bad cable, both ways: so many of a million have a flipped bit, as many are lost; 0 mends it. */
    record Noise(Line line, int perMillion) implements Action {
    }

    /** The line stays up, and nothing comes through either way. */
    record Silence(Line line, double forS) implements Action {
    }

    /** @param plate whose next dialogue goes wrong; empty: the next one, whoever it is */
    record FailRsu(RsuSimFault fault, Optional<String> plate) implements Action {
    }

    /** The antenna loses its power for a moment. */
    record RestartRsu() implements Action {
    }

    /** The I/O controller's processor restarts; its relays stay as they are. */
    record ResetIo() implements Action {
    }

    record FailIo(Lc301Faults faults) implements Action {
    }

    sealed interface OfScale extends Action {
    }

    record FailScale(ScaleSimFaults faults) implements OfScale {
    }

    /** It loses its power for two seconds. @param memoryKept its records and its zero outlive that */
    record RestartScale(boolean memoryKept) implements OfScale {
    }

    /** Means nothing in a lane without a scale. */
    default boolean needsScale() {
        return this instanceof OfScale || this instanceof Cut cut && cut.line() == Line.SCALE || this instanceof Plug plug && plug.line() == Line.SCALE
                || this instanceof Noise noise && noise.line() == Line.SCALE || this instanceof Silence silence && silence.line() == Line.SCALE;
    }

    // --- the lane itself: not every bench has a hand on it

    sealed interface OfLane extends Action {
    }

    record CloseLane() implements OfLane {
    }

    record OpenLane() implements OfLane {
    }

    /** Staff say that nobody stands between trigger loop and arm. */
    record DeclareEmpty() implements OfLane {
    }

    /** SIGKILL; what was on its way to the disk is lost. */
    record KillLane() implements OfLane {
    }

    record StartLane() implements OfLane {
    }

    /** @param seconds for SLOW, else 0 */
    record Disk(DiskState state, double seconds) implements OfLane {
    }

    record Station(boolean away) implements OfLane {
    }
}
