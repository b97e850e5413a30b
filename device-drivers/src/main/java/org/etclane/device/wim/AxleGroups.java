package org.etclane.device.wim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.etclane.device.VehicleWeight.Axle;
import org.etclane.device.VehicleWeight.AxleGroup;
import org.etclane.device.VehicleWeight.Tyres;

/** Axles to groups and back, in the scheme of nine (weighing.md §7). Pure. */
public final class AxleGroups {
    private static final int OTHER = 0;
    private static final int TANDEM_SINGLE = 3;
    private static final int TRIDEM_SINGLE = 6;

    private AxleGroups() {
    }

    /**
     * Axles closer than {@code groupSpacingCm} form a group (one source: 190 cm).
     *
     * @param spacingsCm between neighbouring axles; empty when there is more than one axle means that nothing is known, and then
     *                   no group is
     */
    public static List<AxleGroup> of(List<Axle> axles, List<Integer> spacingsCm, int groupSpacingCm) {
        if (axles.isEmpty() || spacingsCm.size() != axles.size() - 1 || spacingsCm.contains(0)) {
            return List.of();
        }
        List<AxleGroup> groups = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= axles.size(); i++) {
            if (i == axles.size() || spacingsCm.get(i - 1) >= groupSpacingCm) {
                groups.add(group(axles.subList(from, i)));
                from = i;
            }
        }
        return groups;
    }

    /** Takes the groups' kinds as told and adds up the axles; weights are −1 when the kinds do not make up the axles. */
    public static List<AxleGroup> weigh(List<Integer> codes, List<Axle> axles) {
        int counted = codes.stream().mapToInt(code -> new AxleGroup(code, 0).axleCount()).sum();
        boolean fits = counted == axles.size() && !codes.contains(OTHER);
        List<AxleGroup> groups = new ArrayList<>();
        int at = 0;
        for (int code : codes) {
            int next = at + new AxleGroup(code, 0).axleCount();
            groups.add(new AxleGroup(code, fits ? axles.subList(at, next).stream().mapToInt(Axle::weightKg).sum() : -1));
            at = next;
        }
        return groups;
    }

    private static AxleGroup group(List<Axle> axles) {
        return new AxleGroup(code(axles.stream().map(Axle::tyres).toList()), axles.stream().mapToInt(Axle::weightKg).sum());
    }

    /** The code of a group of axles with these tyres, in either order; 0 when a tandem or tridem has an axle of unknown tyres. */
    public static int code(List<Tyres> tyres) {
        int dual = (int) tyres.stream().filter(t -> t == Tyres.DUAL).count();
        if (tyres.size() > 3) {
            return 9 + tyres.size() - 3;
        }
        if (tyres.isEmpty() || tyres.contains(Tyres.UNKNOWN)) {
            return OTHER;
        }
        return switch (tyres.size()) {
            case 1 -> 1 + dual;
            case 2 -> TANDEM_SINGLE + dual;
            default -> TRIDEM_SINGLE + dual;
        };
    }

    /** The tyres of the axles of a group, front to rear; unknown where the code says only that both kinds occur. */
    public static List<Tyres> tyres(int code) {
        Tyres all = switch (code) {
            case 1, 3, 6 -> Tyres.SINGLE;
            case 2, 5, 9 -> Tyres.DUAL;
            default -> Tyres.UNKNOWN;
        };
        return Collections.nCopies(new AxleGroup(code, 0).axleCount(), all);
    }
}
