package org.etclane.sim.device;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.VehicleWeight.Tyres;
import org.etclane.device.wim.AxleGroups;

/**
 * What rolls over a scale: the truth.
 *
 * @param axles      front to rear
 * @param spacingsCm between neighbouring axles, one less than axles
 * @param speedKmh   over the scale
 */
public record WeighedVehicle(List<AxleLoad> axles, List<Integer> spacingsCm, double speedKmh) {
    /** Axles closer than this share a group (weighing.md §7). */
    static final int GROUP_SPACING_CM = 190;

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
