package org.etclane.lane.parameters;

import java.util.List;
import java.util.Optional;

/**
 * Everything that the lane decides by and that its operator may change, as one immutable snapshot: in force as a whole or not at
 * all. Tables that a package leaves out have their documented defaults.
 *
 * @param tables where the tables that were given come from
 */
public record ParameterSet(SetVersion version, List<TableVersion> tables, RateTable rates, StationTable stations,
        SpecialEventTable specialEvents, Thresholds thresholds, HolidayCalendar holidays) {
    public ParameterSet {
        tables = List.copyOf(tables);
    }

    /** What the records call it. */
    public SetId id() {
        return version.id();
    }

    /** Of a rate table that is not part of a package; its version and hash are those of the set. Received at the epoch. */
    public static ParameterSet of(RateTable rates) {
        return bootstrap(rates, 0);
    }

    /** Of the configured rate table, unsigned: what a lane begins with before its first package. */
    public static ParameterSet bootstrap(RateTable rates, long receivedAtMillis) {
        TableVersion table = new TableVersion(TableKind.RATES.key(), rates.version(), rates.sha256(), rates.effectiveAtMillis(),
                "configuration", receivedAtMillis);
        SetVersion version = new SetVersion(new SetId(rates.version(), rates.sha256()), SetVersion.BOOTSTRAP, rates.effectiveAtMillis(), "",
                "configuration", receivedAtMillis);
        return new ParameterSet(version, List.of(table), rates, StationTable.NONE, SpecialEventTable.DEFAULT, Thresholds.DEFAULT,
                HolidayCalendar.NONE);
    }

    public Optional<TableVersion> table(TableKind kind) {
        return tables.stream().filter(table -> table.name().equals(kind.key())).findFirst();
    }
}
