package org.etclane.device.wim.wanji;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.etclane.device.VehicleWeight;
import org.etclane.device.VehicleWeight.Axle;
import org.etclane.device.VehicleWeight.AxleGroup;
import org.etclane.device.VehicleWeight.Doubt;
import org.etclane.device.VehicleWeight.Tyres;
import org.etclane.device.wim.AxleCodeScheme;
import org.etclane.device.wim.AxleGroups;
import org.etclane.device.wim.MeterTime;

/** A vehicle body in the words of the house. Pure. */
final class WanjiRecords {
    private static final int KG_PER_UNIT = 10;
    private static final int TENTHS = 10;

    private WanjiRecords() {
    }

    static VehicleWeight weight(long id, boolean byGroup, WanjiVehicle vehicle, AxleCodeScheme scheme) {
        List<Integer> codes = vehicle.types().stream().map(t -> scheme.toNine(t & 0x0F)).toList();
        List<Integer> weightsKg = vehicle.weightsTenKg().stream().map(w -> w * KG_PER_UNIT).toList();
        List<Axle> axles = byGroup ? List.of() : axles(codes, weightsKg, vehicle.axleSpeedsKmh());
        List<AxleGroup> groups = byGroup ? groups(codes, weightsKg) : AxleGroups.weigh(codes, axles);
        return new VehicleWeight(id, MeterTime.read(vehicle.time(), 0), weightsKg.stream().mapToInt(w -> w).sum(), vehicle.axles(),
                axles, groups, vehicle.spacingsCm(), vehicle.speedKmh() * TENTHS, false, doubts(vehicle, groups));
    }

    static VehicleWeight unreadable(long id) {
        return new VehicleWeight(id, Optional.empty(), 0, 0, List.of(), List.of(), List.of(), -1, false, Set.of(Doubt.UNREADABLE));
    }

    private static List<Axle> axles(List<Integer> codes, List<Integer> weightsKg, List<Integer> speedsKmh) {
        List<Tyres> tyres = codes.stream().flatMap(code -> AxleGroups.tyres(code).stream()).toList();
        boolean fits = tyres.size() == weightsKg.size();
        List<Axle> axles = new ArrayList<>();
        for (int i = 0; i < weightsKg.size(); i++) {
            axles.add(new Axle(weightsKg.get(i), fits ? tyres.get(i) : Tyres.UNKNOWN, speedsKmh.get(i) * TENTHS));
        }
        return axles;
    }

    private static List<AxleGroup> groups(List<Integer> codes, List<Integer> weightsKg) {
        return Stream.iterate(0, i -> i + 1).limit(codes.size()).map(i -> new AxleGroup(codes.get(i), weightsKg.get(i))).toList();
    }

    private static Set<Doubt> doubts(WanjiVehicle vehicle, List<AxleGroup> groups) {
        Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
        if (vehicle.axles() == 0) {
            doubts.add(Doubt.NO_AXLES);
        }
        if (groups.stream().mapToInt(AxleGroup::axleCount).sum() != vehicle.axles()) {
            doubts.add(Doubt.GROUPS_DIFFER);
        }
        return doubts;
    }
}
