package org.etclane.device.wim.ff;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etclane.device.VehicleWeight;
import org.etclane.device.VehicleWeight.Axle;
import org.etclane.device.VehicleWeight.AxleGroup;
import org.etclane.device.VehicleWeight.Doubt;
import org.etclane.device.VehicleWeight.Tyres;
import org.etclane.device.wim.AxleGroups;
import org.etclane.device.wim.MeterTime;

/** A meter's record in the words of the house: kilograms, codes of the scheme of nine, doubts. Pure. */
final class FfRecords {
    private static final int KG_PER_UNIT = 10;

    private final FfSettings.Records settings;

    FfRecords(FfSettings settings) {
        this.settings = settings.records();
    }

    static int grossWeightKg(FfRecord record) {
        return KG_PER_UNIT * record.weightsTenKg().stream().mapToInt(w -> w).sum();
    }

    VehicleWeight weight(long id, FfAnswer.Vehicle vehicle) {
        FfRecord record = vehicle.record();
        boolean byGroup = vehicle.command() == FfCommand.C0_OLDEST_GROUPS;
        List<Integer> spacingsCm = record.spacings().stream().map(s -> s * settings.spacingUnitCm()).toList();
        List<Axle> axles = byGroup ? List.of() : axles(record);
        List<AxleGroup> groups = byGroup ? groups(record)
                : AxleGroups.of(axles, settings.spacingUnitCm() == 0 ? List.of() : spacingsCm, settings.groupSpacingCm());
        return new VehicleWeight(id, MeterTime.read(record.time(), 0), grossWeightKg(record), record.axles(), axles, groups,
                settings.spacingUnitCm() == 0 ? List.of() : spacingsCm, record.speedTenthKmh(), record.overLimit() != 0,
                doubts(record, groups));
    }

    /** A vehicle was weighed, and that is all that can be said: the count of vehicles must stay right. */
    static VehicleWeight unreadable(long id) {
        return new VehicleWeight(id, Optional.empty(), 0, 0, List.of(), List.of(), List.of(), -1, false, Set.of(Doubt.UNREADABLE));
    }

    private Set<Doubt> doubts(FfRecord record, List<AxleGroup> groups) {
        Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
        if (record.axles() == 0 || record.weightsTenKg().isEmpty()) {
            doubts.add(Doubt.NO_AXLES);
        }
        if (record.axles() >= settings.mostAxles()) {
            doubts.add(Doubt.AXLES_CUT);
        }
        int inGroups = groups.stream().mapToInt(AxleGroup::axleCount).sum();
        if (!groups.isEmpty() && (groups.size() != record.groups() || inGroups != record.axles())) {
            doubts.add(Doubt.GROUPS_DIFFER);
        }
        return doubts;
    }

    private static List<Axle> axles(FfRecord record) {
        List<Axle> axles = new ArrayList<>();
        for (int i = 0; i < record.weightsTenKg().size(); i++) {
            Tyres tyres = switch (record.types().get(i)) {
                case 1 -> Tyres.SINGLE;
                case 2 -> Tyres.DUAL;
                default -> Tyres.UNKNOWN;
            };
            axles.add(new Axle(KG_PER_UNIT * record.weightsTenKg().get(i), tyres, -1));
        }
        return axles;
    }

    private List<AxleGroup> groups(FfRecord record) {
        List<AxleGroup> groups = new ArrayList<>();
        for (int i = 0; i < record.weightsTenKg().size(); i++) {
            groups.add(new AxleGroup(settings.codes().toNine(record.types().get(i)), KG_PER_UNIT * record.weightsTenKg().get(i)));
        }
        return groups;
    }
}
