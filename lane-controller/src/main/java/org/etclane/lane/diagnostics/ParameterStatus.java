package org.etclane.lane.diagnostics;

import java.util.List;
import java.util.Map;
import org.etclane.lane.parameters.SetVersion;
import org.etclane.lane.parameters.TableVersion;
import org.etclane.lane.parameters.store.HeldSet;

/**
 * The lane's parameters as published for the diagnostics thread.
 *
 * @param tables      of the set in force
 * @param thresholds  of the set in force by name, given or default
 * @param configured  the set of the configured rate table, in force before the first package
 * @param held        packages that were taken, by number
 * @param nextNumber  a new package has to have at least this
 * @param trustedKeys names of the keys that may sign
 */
public record ParameterStatus(SetVersion inForce, List<TableVersion> tables, Map<String, Long> thresholds, SetVersion configured,
        List<HeldSet> held, long nextNumber, List<String> trustedKeys) {
    public ParameterStatus {
        tables = List.copyOf(tables);
        held = List.copyOf(held);
        trustedKeys = List.copyOf(trustedKeys);
        thresholds = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(thresholds));
    }
}
