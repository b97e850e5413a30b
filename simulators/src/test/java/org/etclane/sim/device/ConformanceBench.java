package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.etclane.device.conformance.ConformanceReport;
import org.etclane.device.conformance.Finding;
import org.etclane.device.conformance.Permissions;
import org.etclane.device.conformance.Suite;
import org.etclane.device.conformance.SuiteCommand;
import org.etclane.device.conformance.SuiteEvent;
import org.etclane.device.conformance.SuiteRun;
import org.etclane.device.conformance.Verdict;
import org.etclane.device.link.Endpoint;
import org.etclane.sim.fault.LineFault;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.host.VirtualLine;
import org.etclane.sim.world.VirtualScheduler;

/**
 * Runs a suite against a simulated device on a line in virtual time, with a person at the device.
 *
 * @param <D> what the device can be told
 */
final class ConformanceBench<D> {
    private static final long MS = 1_000_000L;
    private static final long LONGEST_MS = 30 * 60_000L;

    final VirtualScheduler time;
    final List<SuiteEvent.ExerciseEnded> ended = new ArrayList<>();
    private final SuiteRun<?> run;
    private final VirtualLine<SuiteCommand, SuiteEvent, D, ?> line;
    private BiConsumer<ConformanceBench<D>, SuiteEvent.Asked> person = (bench, _) -> bench.tell(new SuiteCommand.Skip());

    <F> ConformanceBench(VirtualScheduler time, Suite<?> suite, Permissions permissions, LinePace pace, Endpoint<D, F> device) {
        this.time = time;
        this.run = new SuiteRun<>(suite, permissions);
        this.line = new VirtualLine<>(time, pace, run, this::hear, device, (F _) -> { });
    }

    /** What the person does when asked; without one everything is skipped. */
    ConformanceBench<D> with(BiConsumer<ConformanceBench<D>, SuiteEvent.Asked> newPerson) {
        person = newPerson;
        return this;
    }

    void tell(SuiteCommand command) {
        line.command(command);
    }

    /** What the line does to what the device says. */
    ConformanceBench<D> fault(LineFault fault) {
        line.faultToDriver(fault);
        return this;
    }

    void order(D command) {
        line.commandDevice(command);
    }

    void after(long ms, Runnable act) {
        time.at(time.nowNanos() + ms * MS, act);
    }

    private void hear(SuiteEvent event) {
        switch (event) {
            // not within the run's own call
            case SuiteEvent.Asked asked -> after(1, () -> person.accept(this, asked));
            case SuiteEvent.ExerciseEnded end -> ended.add(end);
            case SuiteEvent.ExerciseStarted _, SuiteEvent.Finished _ -> { }
        }
    }

    /** To the end of the run. */
    ConformanceReport report() {
        line.plug();
        for (long ms = 0; !run.finished() && ms < LONGEST_MS; ms += 100) {
            time.runFor(100 * MS);
        }
        assertTrue(run.finished(), () -> "the run does not end; so far " + ended);
        return new ConformanceReport("simulated", "", "in memory", "", ended);
    }

    /** Nothing wrong and nothing odd; with {@code everything}, nothing left out either. */
    static void assertClean(ConformanceReport report, boolean everything) {
        assertEquals(List.of(), report.findings().stream().filter(one -> !one.clean()).toList(), () -> said(report));
        if (everything) {
            assertEquals(List.of(), report.findings().stream().filter(one -> one.verdict() instanceof Verdict.NotAsked).toList());
        }
        assertTrue(report.count(Verdict.Passed.class) > 0);
    }

    /** Found under this name: of a quirk, or of a check that failed. */
    static void assertFound(String name, ConformanceReport report) {
        assertTrue(report.findings().stream().anyMatch(one -> !one.clean() && one.name().equals(name)),
                () -> name + " is not among " + report.findings().stream().filter(one -> !one.clean()).map(Finding::name).toList()
                        + "\n" + said(report));
    }

    static String said(ConformanceReport report) {
        StringBuilder all = new StringBuilder();
        report.exercises().forEach(one -> {
            all.append(one.id()).append('\n');
            one.findings().forEach(finding -> all.append("  ").append(finding.check().id()).append(' ').append(finding.verdict())
                    .append('\n'));
            one.said().forEach(words -> all.append("    ").append(words).append('\n'));
        });
        return all.toString();
    }
}
