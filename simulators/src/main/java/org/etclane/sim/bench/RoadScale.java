package org.etclane.sim.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.etclane.sim.device.ScaleSimCommand;
import org.etclane.sim.device.ScaleSimEvent;
import org.etclane.sim.world.LaneWorld;
import org.etclane.sim.world.ScaleHardware;
import org.etclane.sim.world.Vehicle;
import org.etclane.sim.world.WeighedVehicle;
import org.etclane.sim.world.WorldListener;

/**
 * Joins the scale in the road with the instrument that is simulated on a line, and remembers what really happened there: the truth
 * that the lane's records are compared with. Simulation's thread.
 */
final class RoadScale implements ScaleHardware, WorldListener {
    private final Consumer<ScaleSimCommand> instrument;
    private final boolean platform;
    private final List<Weighing> weighings = new ArrayList<>();
    private final List<Crossing> crossings = new ArrayList<>();

    /** What lies on the platform, and what the indicator takes for nothing. */
    private int loadKg;
    private int zeroKg;
    private boolean moving;
    private int borneKg;
    private int highestKg = Integer.MIN_VALUE;
    private OptionalInt highestAtRestKg = OptionalInt.empty();

    /**
     * Vehicles that were weighed as one: a single one, but for those who follow too close onto a platform.
     *
     * @param measured what the instrument made of them; of a platform the highest that it showed at rest, else the highest at all
     * @param borneKg  the most that really lay there, whatever the instrument took for zero
     */
    record Weighing(List<Vehicle> vehicles, WeighedVehicle measured, int borneKg, long atNanos) {
    }

    /** A vehicle came over the trigger loop, whichever way. */
    record Crossing(Vehicle vehicle, long atNanos) {
    }

    /** Everything so far, in order. */
    record Truth(List<Weighing> weighings, List<Crossing> crossings) {
        Truth {
            weighings = List.copyOf(weighings);
            crossings = List.copyOf(crossings);
        }
    }

    private RoadScale(Consumer<ScaleSimCommand> instrument, boolean platform) {
        this.instrument = instrument;
        this.platform = platform;
    }

    /** @param seed of the vehicles' loads */
    static RoadScale in(LaneWorld world, long seed, Consumer<ScaleSimCommand> instrument) {
        RoadScale scale = new RoadScale(instrument, world.geometry().scale().orElseThrow().standing());
        world.layScale(seed, scale);
        world.addListener(scale);
        return scale;
    }

    @Override
    public void load(int weightKg, boolean nowMoving) {
        instrument.accept(new ScaleSimCommand.Load(weightKg, nowMoving));
        loadKg = weightKg;
        moving = nowMoving;
        shown();
    }

    /** What really happens in the instrument. */
    void event(ScaleSimEvent event) {
        if (platform && event instanceof ScaleSimEvent.ZeroSet(long _, int weightKg)) {
            zeroKg = weightKg;
            shown();
        }
    }

    private void shown() {
        borneKg = Math.max(borneKg, loadKg);
        highestKg = Math.max(highestKg, loadKg - zeroKg);
        if (!moving && loadKg > 0) {
            highestAtRestKg = OptionalInt.of(Math.max(highestAtRestKg.orElse(Integer.MIN_VALUE), loadKg - zeroKg));
        }
    }

    @Override
    public void passed(WeighedVehicle measured) {
        instrument.accept(new ScaleSimCommand.Passed(measured));
    }

    @Override
    public void lastBacksOut() {
        instrument.accept(new ScaleSimCommand.LastBacksOut());
    }

    @Override
    public void weighed(Vehicle vehicle, WeighedVehicle measured, long atNanos) {
        weighings.add(new Weighing(List.of(vehicle), measured, measured.grossWeightKg(), atNanos));
    }

    @Override
    public void borne(List<Vehicle> vehicles, long atNanos) {
        var whole = new WeighedVehicle.AxleLoad(highestAtRestKg.orElse(highestKg), false);
        weighings.add(new Weighing(vehicles, new WeighedVehicle(List.of(whole), List.of(), 0), borneKg, atNanos));
        borneKg = 0;
        highestKg = Integer.MIN_VALUE;
        highestAtRestKg = OptionalInt.empty();
    }

    @Override
    public void ontoTrigger(Vehicle vehicle, long atNanos) {
        crossings.add(new Crossing(vehicle, atNanos));
    }

    Truth truth() {
        return new Truth(weighings, crossings);
    }
}
