package org.etclane.lane.diagnostics;

import java.util.List;
import org.etclane.device.spi.Problem;

/**
 * What became of a package that was loaded, or of a rollback.
 *
 * @param effectiveAtMillis from when the set is in force, milliseconds since 1970 UTC; 0 when nothing was done
 * @param problems          empty when it was done
 */
public record ParameterReport(What what, String version, long effectiveAtMillis, List<Problem> problems) {
    public ParameterReport {
        problems = List.copyOf(problems);
    }

    public enum What { ACCEPTED, HELD_ALREADY, LISTS_TAKEN, ROLLED_BACK, REFUSED }
}
