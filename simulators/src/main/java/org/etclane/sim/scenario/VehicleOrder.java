package org.etclane.sim.scenario;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.etclane.device.Plate;
import org.etclane.sim.world.Behaviour;
import org.etclane.sim.world.LoadWish;
import org.etclane.sim.world.VehicleKind;
import org.etclane.sim.world.VehicleSpec;

/**
 * A vehicle that is to come.
 *
 * @param plate        empty: the next one free, 测A00001 and on
 * @param vehicleClass national class 1 (car) or 11 to 16 (trucks)
 * @param kind         what is wrong with OBU, card or entry; a legal kind when nothing is
 * @param cruiseMps    m/s, else usual for car or truck
 * @param lengthM      m, else usual for the class
 * @param gapM         m kept to a standing vehicle ahead, else usual
 * @param balanceFen   of the card, else plenty
 * @param credit       a credit card (记账卡, type 23) instead of stored value (储值卡, type 22)
 * @param again        the vehicle that came before under this plate, with the same OBU and card
 * @param states       of its OBU from the start
 * @param load         what it weighs, where the lane has a scale
 */
public record VehicleOrder(Optional<String> plate, int vehicleClass, VehicleKind kind, Behaviour behaviour, OptionalDouble cruiseMps,
        OptionalDouble lengthM, OptionalDouble gapM, OptionalLong balanceFen, boolean credit, boolean again,
        Set<Action.ObuState> states, LoadWish load) {
    private static final int BLUE = 0;
    private static final int YELLOW = 1;
    /** Below this a class is a passenger car's. */
    private static final int FIRST_TRUCK = 11;

    public VehicleOrder {
        states = Set.copyOf(states);
    }

    /** Nothing about it is out of the ordinary. */
    static VehicleOrder legal(int vehicleClass) {
        VehicleKind kind = vehicleClass < FIRST_TRUCK ? VehicleKind.LEGAL_CAR : VehicleKind.valueOf("LEGAL_TRUCK_" + vehicleClass);
        return new VehicleOrder(Optional.empty(), vehicleClass, kind, Behaviour.NORMAL, OptionalDouble.empty(), OptionalDouble.empty(),
                OptionalDouble.empty(), OptionalLong.empty(), false, false, Set.of(), LoadWish.NONE);
    }

    VehicleOrder withPlate(String other) {
        return new VehicleOrder(Optional.of(other), vehicleClass, kind, behaviour, cruiseMps, lengthM, gapM, balanceFen, credit, again,
                states, load);
    }

    VehicleOrder with(VehicleKind other) {
        return new VehicleOrder(plate, vehicleClass, other, behaviour, cruiseMps, lengthM, gapM, balanceFen, credit, again, states, load);
    }

    VehicleOrder with(Behaviour other) {
        return new VehicleOrder(plate, vehicleClass, kind, other, cruiseMps, lengthM, gapM, balanceFen, credit, again, states, load);
    }

    VehicleOrder withCruiseMps(double other) {
        return new VehicleOrder(plate, vehicleClass, kind, behaviour, OptionalDouble.of(other), lengthM, gapM, balanceFen, credit, again,
                states, load);
    }

    VehicleOrder withLengthM(double other) {
        return new VehicleOrder(plate, vehicleClass, kind, behaviour, cruiseMps, OptionalDouble.of(other), gapM, balanceFen, credit, again,
                states, load);
    }

    VehicleOrder withGapM(double other) {
        return new VehicleOrder(plate, vehicleClass, kind, behaviour, cruiseMps, lengthM, OptionalDouble.of(other), balanceFen, credit,
                again, states, load);
    }

    VehicleOrder withBalanceFen(long other) {
        return new VehicleOrder(plate, vehicleClass, kind, behaviour, cruiseMps, lengthM, gapM, OptionalLong.of(other), credit, again,
                states, load);
    }

    VehicleOrder onCredit(boolean other) {
        return new VehicleOrder(plate, vehicleClass, kind, behaviour, cruiseMps, lengthM, gapM, balanceFen, other, again, states, load);
    }

    VehicleOrder comingAgain() {
        return new VehicleOrder(plate, vehicleClass, VehicleKind.RECENTLY_TRANSACTED, behaviour, cruiseMps, lengthM, gapM, balanceFen,
                credit, true, states, load);
    }

    VehicleOrder with(Action.ObuState state) {
        Set<Action.ObuState> more = new java.util.HashSet<>(states);
        more.add(state);
        return new VehicleOrder(plate, vehicleClass, kind, behaviour, cruiseMps, lengthM, gapM, balanceFen, credit, again, more, load);
    }

    VehicleOrder weighing(int grossWeightKg) {
        return with(new LoadWish(OptionalInt.of(grossWeightKg), List.of()));
    }

    VehicleOrder bearing(List<Integer> axleLoadsKg) {
        return with(new LoadWish(OptionalInt.empty(), axleLoadsKg));
    }

    private VehicleOrder with(LoadWish other) {
        return new VehicleOrder(plate, vehicleClass, kind, behaviour, cruiseMps, lengthM, gapM, balanceFen, credit, again, states, other);
    }

    /** @param plateText the plate given, or the one found for it */
    VehicleSpec spec(String plateText) {
        boolean truck = vehicleClass >= FIRST_TRUCK;
        VehicleSpec usual = truck ? VehicleSpec.longTruck(plateText) : VehicleSpec.car(plateText);
        return new VehicleSpec(new Plate(plateText, truck ? YELLOW : BLUE), kind, vehicleClass, behaviour,
                lengthM.orElse(usualLengthM()), cruiseMps.orElse(usual.cruiseMps()), usual.accelerationMps2(),
                gapM.orElse(usual.standstillGapM()), usual.obuBehindBumperM(), usual.reactionS());
    }

    private double usualLengthM() {
        return switch (vehicleClass) {
            case 11 -> 5.8;
            case 12 -> 7.5;
            case 13 -> 10;
            case 14 -> 12;
            case 15 -> 15;
            case 16 -> 17;
            default -> 4.6;
        };
    }
}
