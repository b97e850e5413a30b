package org.etclane.sim.world;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The scale in the road: gives vehicles their loads, feels them, and tells the simulated instrument. A narrow plate weighs axle by
 * axle; its vehicle is complete when the tail has left the light curtain at its end, and has backed out when the front is behind the
 * plate again; one that turns round before it is complete is forgotten, as by an instrument that counts axles both ways. A platform
 * only feels what stands on it. Simulation's thread.
 */
final class WeighPlace {
    private static final double STANDING_MPS = 0.05;
    private static final double KMH_PER_MPS = 3.6;
    private static final int NOISE_PER_MILLE = 10;
    /** No two vehicles so close behind each other are weighed the same: a weight given to the wrong one would look right. */
    private static final int APART = 32;
    private static final int TRIES = 200;

    private final LaneGeometry.Scale scale;
    private final AxleLoads loads;
    private final AxleLoads noise;
    private final ScaleHardware instrument;
    private final WorldListener listener;
    private final Deque<Integer> recentKg = new ArrayDeque<>();
    private final List<Vehicle> onPlatform = new ArrayList<>();
    private int loadKg;
    private boolean moving;

    WeighPlace(LaneGeometry.Scale scale, long seed, ScaleHardware instrument, WorldListener listener) {
        this.scale = scale;
        this.loads = new AxleLoads(seed, 0);
        this.noise = new AxleLoads(seed + 1, NOISE_PER_MILLE);
        this.instrument = instrument;
        this.listener = listener;
    }

    void load(Vehicle vehicle, LoadWish wish) {
        Supplier<WeighedVehicle> draw = () -> loads.next(vehicle.spec().vehicleClass(), vehicle.spec().lengthM(), wish);
        // what a plate makes of it is drawn when it is weighed
        vehicle.load = Optional.of(scale.standing() && wish.equals(LoadWish.NONE) ? unlikeTheOthers(draw) : draw.get());
    }

    private WeighedVehicle unlikeTheOthers(Supplier<WeighedVehicle> draw) {
        WeighedVehicle drawn = draw.get();
        for (int i = 0; i < TRIES && recentKg.contains(drawn.grossWeightKg()); i++) {
            drawn = draw.get();
        }
        if (recentKg.size() == APART) {
            recentKg.removeFirst();
        }
        recentKg.addLast(drawn.grossWeightKg());
        return drawn;
    }

    /** @param vehicles first in driving order first */
    void look(List<Vehicle> vehicles, long nowNanos) {
        int kg = 0;
        boolean moves = false;
        for (Vehicle vehicle : vehicles) {
            int borne = vehicle.load.map(load -> load.kgWithin(scale.span(), vehicle.frontM, vehicle.spec().lengthM())).orElse(0);
            kg += borne;
            moves |= borne > 0 && Math.abs(vehicle.speedMps) > STANDING_MPS;
            if (scale.standing() && borne > 0 && !onPlatform.contains(vehicle)) {
                onPlatform.add(vehicle);
            } else if (!scale.standing()) {
                plate(vehicle, nowNanos);
            }
        }
        if (kg != loadKg || moves != moving) {
            loadKg = kg;
            moving = moves;
            instrument.load(kg, moves);
        }
        if (kg == 0 && !onPlatform.isEmpty()) {
            listener.borne(List.copyOf(onPlatform), nowNanos);
            onPlatform.clear();
        }
    }

    private void plate(Vehicle vehicle, long nowNanos) {
        if (!vehicle.weighed && vehicle.rearM() > scale.span().toM()) {
            vehicle.weighed = true;
            double speedKmh = Math.abs(vehicle.speedMps) * KMH_PER_MPS;
            WeighedVehicle measured = unlikeTheOthers(() -> noise.weighed(vehicle.load.orElseThrow(), speedKmh));
            listener.weighed(vehicle, measured, nowNanos);
            instrument.passed(measured);
        } else if (vehicle.weighed && vehicle.frontM < scale.span().fromM()) {
            vehicle.weighed = false;
            instrument.lastBacksOut();
        }
    }
}
