package org.etclane.lane.parameters;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How each special event (特情) is handled, by its code (lane-rules.md §5) and what the lane is: provinces differ. Codes that a
 * package does not name have the default. Held for the rules of special events: today's refusals all stop.
 *
 * <p>Default, where no package says otherwise: {@link Handling#STOP}, because a vehicle that is wrongly stopped can be let go by
 * staff, and one that is wrongly let go is gone. Two groups pass with a mark instead: what only an audit can judge (low battery 1;
 * the camera's plate differs 173, "no judgement; let pass; audit afterwards", lane-rules.md §6, one source), and an OBU's total
 * below the minimum (15, "charge the OBU amount … flag the record", lane-rules.md §9, several sources). Holiday (116) passes.
 */
public record SpecialEventTable(Map<Integer, Handling> entry, Map<Integer, Handling> exit) {
    public static final int MIN_CODE = 1;
    public static final int MAX_CODE = 999;
    private static final Set<Integer> FLAGGED = Set.of(1, 15, 173);
    private static final int HOLIDAY = 116;
    /** Every code has its default. */
    public static final SpecialEventTable DEFAULT = new SpecialEventTable(Map.of(), Map.of());

    public SpecialEventTable {
        entry = Map.copyOf(new TreeMap<>(entry));
        exit = Map.copyOf(new TreeMap<>(exit));
    }

    /** @param charges an exit or an open toll station, not an entry */
    public Handling of(int code, boolean charges) {
        Handling given = (charges ? exit : entry).get(code);
        return given != null ? given : byDefault(code);
    }

    public static Handling byDefault(int code) {
        return code == HOLIDAY ? Handling.PASS : FLAGGED.contains(code) ? Handling.PASS_AND_FLAG : Handling.STOP;
    }
}
