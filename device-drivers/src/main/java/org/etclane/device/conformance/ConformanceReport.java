package org.etclane.device.conformance;

import java.util.List;
import org.etclane.device.conformance.SuiteEvent.ExerciseEnded;

/**
 * What one run found.
 *
 * @param type      of the driver: "rsu-serial"
 * @param protocol  {@link Suite#protocol}
 * @param line      in words: "/dev/ttyS0 115200 8N1"
 * @param startedAt wall time, as it is to be shown
 */
public record ConformanceReport(String type, String protocol, String line, String startedAt, List<ExerciseEnded> exercises) {
    public ConformanceReport {
        exercises = List.copyOf(exercises);
    }

    public List<Finding> findings() {
        return exercises.stream().flatMap(one -> one.findings().stream()).toList();
    }

    /** Neither a failed check nor a quirk. Checks that were not asked do not spoil it. */
    public boolean clean() {
        return findings().stream().allMatch(Finding::clean);
    }

    public long count(Class<? extends Verdict> kind) {
        return findings().stream().filter(finding -> kind.isInstance(finding.verdict())).count();
    }
}
