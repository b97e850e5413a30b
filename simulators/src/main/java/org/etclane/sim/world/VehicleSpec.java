package org.etclane.sim.world;

import org.etclane.device.Plate;

/**
 * A vehicle and its driver as they arrive.
 *
 * @param vehicleClass      national class 1 to 4, 11 to 16
 * @param lengthM           bumper to bumper
 * @param cruiseMps         speed on a free lane; at most 20 km/h = 5.5 m/s in a low-speed lane
 * @param accelerationMps2  pulling away
 * @param standstillGapM    kept to a standing vehicle ahead
 * @param obuBehindBumperM  where the on-board unit sits behind the front bumper
 * @param reactionS         from seeing arm and light to going
 */
public record VehicleSpec(
        Plate plate,
        VehicleKind kind,
        int vehicleClass,
        Behaviour behaviour,
        double lengthM,
        double cruiseMps,
        double accelerationMps2,
        double standstillGapM,
        double obuBehindBumperM,
        double reactionS) {

    public VehicleSpec {
        if (lengthM <= 0 || cruiseMps <= 0 || accelerationMps2 <= 0 || standstillGapM < 0.3 || obuBehindBumperM < 0
                || obuBehindBumperM > lengthM || reactionS < 0) {
            throw new IllegalArgumentException("impossible vehicle " + plate.text() + ": length " + lengthM + " m, speed "
                    + cruiseMps + " m/s, acceleration " + accelerationMps2 + " m/s2, gap " + standstillGapM + " m, unit at "
                    + obuBehindBumperM + " m, reaction " + reactionS + " s");
        }
    }

    /** A 4.6 m car at 18 km/h, unit behind the windscreen. */
    public static VehicleSpec car(String plateText) {
        return new VehicleSpec(new Plate(plateText, 0), VehicleKind.LEGAL_CAR, 1, Behaviour.NORMAL, 4.6, 5.0, 1.8, 1.5, 1.5, 0.7);
    }

    /** A slow cab-over truck of class 16, unit right behind the bumper. */
    public static VehicleSpec longTruck(String plateText) {
        return new VehicleSpec(new Plate(plateText, 1), VehicleKind.LEGAL_TRUCK_16, 16, Behaviour.NORMAL, 18, 3.5, 0.8,
                2, 0.8, 1);
    }

    public VehicleSpec with(Behaviour other) {
        return new VehicleSpec(plate, kind, vehicleClass, other, lengthM, cruiseMps, accelerationMps2,
                standstillGapM, obuBehindBumperM, reactionS);
    }

    public VehicleSpec with(VehicleKind other) {
        return new VehicleSpec(plate, other, other.vehicleClass(), behaviour, lengthM, cruiseMps, accelerationMps2,
                standstillGapM, obuBehindBumperM, reactionS);
    }

    public VehicleSpec withLengthM(double other) {
        return new VehicleSpec(plate, kind, vehicleClass, behaviour, other, cruiseMps, accelerationMps2,
                standstillGapM, obuBehindBumperM, reactionS);
    }

    public VehicleSpec withCruiseMps(double other) {
        return new VehicleSpec(plate, kind, vehicleClass, behaviour, lengthM, other, accelerationMps2,
                standstillGapM, obuBehindBumperM, reactionS);
    }
}
