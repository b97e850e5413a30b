package org.etclane.sim.scenario;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.etclane.device.spi.Text;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.device.Lc301SimulatorAction;
import org.etclane.sim.device.RsuSimCommand;
import org.etclane.sim.device.RsuSimEvent;
import org.etclane.sim.device.ScaleSimCommand;
import org.etclane.sim.fault.LineFault;
import org.etclane.sim.world.Arrival;
import org.etclane.sim.world.LaneWorld;
import org.etclane.sim.world.LoadWish;
import org.etclane.sim.world.Scheduler;
import org.etclane.sim.world.Vehicle;

/** What a scenario needs of a bench, in virtual time or on real lines. All on the simulation's thread. */
public interface ScenarioBench {
    Scheduler scheduler();

    LaneWorld world();

    LaneKind kind();

    /** Gives the vehicle the OBU and card that fit its kind, and lets it come now. @param load where the lane has a scale */
    Vehicle arrive(Arrival arrival, CardWish card, LoadWish load);

    void rsu(RsuSimCommand command);

    /** Only when {@link #cannotIo} has nothing against it. */
    void io(Lc301SimulatorAction action);

    /** Why faults of an XY-LC-301 cannot be had here; empty when they can. */
    Optional<Text> cannotIo();

    /** Does something to the scale; empty where the lane has none. */
    Optional<Consumer<ScaleSimCommand>> scale();

    /** The scale's only where there is one. */
    Cable line(Action.Line line);

    /** Hears what really happens at the antenna. */
    void onRsu(Consumer<RsuSimEvent> listener);

    /** Why this bench has no hand on that part of the lane; empty when it has. */
    Optional<Text> cannot(Action.OfLane action);

    /** Only what {@link #cannot} has nothing against. */
    void lane(Action.OfLane action);

    List<PurseLedger.Entry> purses();

    /** Wall time of a moment of the scheduler, milliseconds since 1970 UTC, as the lane labels its records. */
    long wallMillis(long nanos);

    /**
     * What is to be on a card.
     *
     * @param balanceFen empty: plenty
     * @param credit     type 23, else 22
     */
    record CardWish(OptionalLong balanceFen, boolean credit) {
    }

    /** A line between the lane and a device. */
    interface Cable {
        void cut();

        void plug();

        void toDevice(LineFault fault);

        void toLane(LineFault fault);
    }
}
