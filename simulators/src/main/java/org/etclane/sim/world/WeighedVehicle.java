package org.etclane.sim.world;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.VehicleWeight.Tyres;
import org.etclane.device.wim.AxleGroups;

/**
 * What rolls over a scale: the truth of a vehicle, or what a scale has made of it.
 *
 * @param axles      front to rear
 * @param spacingsCm between neighbouring axles, one less than axles
 * @param speedKmh   over the scale
 */
public record WeighedVehicle(List<AxleLoad> axles, List<Integer> spacingsCm, double speedKmh) {
    /** Axles closer than this share a group (weighing.md §7). */
    public static final int GROUP_SPACING_CM = 190;
    /** Body in front of the first and behind the last axle, together. */
    private static final double LEAST_OVERHANG_M = 0.6;
    /** Of the overhangs, so much is in front. */
    private static final double FRONT_SHARE = 0.45;

    public record AxleLoad(int weightKg, boolean dual) {
    }

    /** @param code of the scheme of nine */
    public record Group(int code, int weightKg) {
    }

    public WeighedVehicle {
        axles = List.copyOf(axles);
        spacingsCm = List.copyOf(spacingsCm);
        if (spacingsCm.size() != Math.max(0, axles.size() - 1)) {
            throw new IllegalArgumentException(axles.size() + " axles and " + spacingsCm.size() + " spacings, allowed: one spacing less");
        }
    }

    public int grossWeightKg() {
        return axles.stream().mapToInt(AxleLoad::weightKg).sum();
    }

    /** The same vehicle with its axles moved together, when they would not fit under so short a body. */
    WeighedVehicle within(double lengthM) {
        double wheelbaseCm = spacingsCm.stream().mapToInt(s -> s).sum();
        double roomCm = (lengthM - LEAST_OVERHANG_M) * 100;
        return wheelbaseCm <= roomCm ? this
                : new WeighedVehicle(axles, spacingsCm.stream().map(s -> (int) (s * roomCm / wheelbaseCm)).toList(), speedKmh);
    }

    /** Weight of the axles that stand between two places. @param frontM where its front bumper is */
    int kgWithin(LaneGeometry.Span span, double frontM, double lengthM) {
        double wheelbaseM = spacingsCm.stream().mapToInt(s -> s).sum() / 100.0;
        double axleM = frontM - (lengthM - wheelbaseM) * FRONT_SHARE;
        int kg = 0;
        for (int i = 0; i < axles.size(); i++) {
            kg += span.contains(axleM) ? axles.get(i).weightKg() : 0;
            axleM -= i < spacingsCm.size() ? spacingsCm.get(i) / 100.0 : 0;
        }
        return kg;
    }

    public List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= axles.size(); i++) {
            if (i == axles.size() || spacingsCm.get(i - 1) >= GROUP_SPACING_CM) {
                List<AxleLoad> together = axles.subList(from, i);
                groups.add(new Group(AxleGroups.code(together.stream().map(a -> a.dual() ? Tyres.DUAL : Tyres.SINGLE).toList()),
                        together.stream().mapToInt(AxleLoad::weightKg).sum()));
                from = i;
            }
        }
        return groups;
    }
}
