package org.etclane.lane.workbench.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.etclane.device.conformance.ConformanceProvider;
import org.etclane.device.conformance.ConformanceReport;
import org.etclane.device.conformance.Permissions;
import org.etclane.device.conformance.Suite;
import org.etclane.device.conformance.SuiteCommand;
import org.etclane.device.conformance.SuiteEvent;
import org.etclane.device.conformance.SuiteRun;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.DriverException;
import org.etclane.device.spi.Text;
import org.etclane.lane.workbench.BenchQueue;
import org.etclane.lane.workbench.BenchQueue.Heard;
import org.etclane.lane.workbench.DeviceTarget;
import org.etclane.lane.workbench.PortGuard;
import org.etclane.lane.workbench.Workbench;

/** One run of a suite on one device, from the look who has it until the line is given back. Blocks on the caller's thread. */
public final class ConformanceSitting {
    private static final long OPENING_MS = 5_000;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** A run tells a few events for each exercise, and each has an end. */
    private static final int MOST_EVENTS = 1_000;

    private final DeviceTarget target;
    private final Permissions permissions;
    private final LongSupplier wallMillis;

    /** @param wallMillis milliseconds since 1970, for labels on the wire */
    public ConformanceSitting(DeviceTarget target, Permissions permissions, LongSupplier wallMillis) {
        this.target = target;
        this.permissions = permissions;
        this.wallMillis = wallMillis;
    }

    /** How it ended. */
    public sealed interface End {
    }

    public record Finished(ConformanceReport report) implements End {
    }

    /** The driver offers no suite. */
    public record NoSuite(Text why) implements End {
    }

    /** Somebody else has the device. */
    public record InUse(Text why) implements End {
    }

    /** The line did not open, or the suite has a bug. */
    public record Failed(Text why) implements End {
    }

    /** The person at the device, if any. Called on the sitting's thread; must not block. */
    public interface Person {
        void show(SuiteEvent event);

        /** What the person has said since the last call. */
        Optional<SuiteCommand> said();
    }

    /**
     * Until every exercise is over.
     *
     * @param lane      devices of lanes that run here
     * @param startedAt wall time, as the report is to show it
     * @throws DriverException when the driver, its line or its suite cannot be made
     */
    public End run(List<PortGuard.InUse> lane, String startedAt, Person person) throws InterruptedException {
        Optional<Suite<?>> suite = ConformanceProvider.suite(target.device(), new DriverContext(target.lane().direction(), target.lane()
                .zone(),
                wallMillis));
        if (suite.isEmpty()) {
            return new NoSuite(new Text(target.type() + " has no conformance suite: its driver offers none",
                    target.type() + "没有符合性测试：其驱动未提供"));
        }
        Optional<Text> held = PortGuard.inTheWay(target.link(), lane);
        if (held.isPresent()) {
            return new InUse(held.get());
        }
        return run(suite.get(), startedAt, person);
    }

    private <F> End run(Suite<F> suite, String startedAt, Person person) throws InterruptedException {
        BenchQueue<Heard<SuiteEvent>> heard = new BenchQueue<>(MOST_EVENTS);
        try (Workbench<SuiteCommand> bench = Workbench.ofEndpoint(target, new SuiteRun<>(suite, permissions), BenchQueue.listener(heard))) {
            return switch (bench.open(OPENING_MS)) {
                case Workbench.Shut(String cause) -> new Failed(new Text("the device's line does not open: " + cause, "设备线路打不开：" + cause));
                case Workbench.Open(String line) -> listen(suite, bench, heard, line, startedAt, person);
            };
        }
    }

    private End listen(Suite<?> suite, Workbench<SuiteCommand> bench, BenchQueue<Heard<SuiteEvent>> heard, String line, String startedAt,
            Person person) throws InterruptedException {
        List<SuiteEvent.ExerciseEnded> ended = new ArrayList<>();
        while (true) {
            person.said().ifPresent(bench::offer);
            Optional<Heard<SuiteEvent>> next = heard.poll(LOOK_NANOS);
            if (next.isEmpty()) {
                continue;
            }
            switch (next.get()) {
                case Heard.Bug<SuiteEvent>(Throwable bug) -> {
                    return new Failed(new Text("the suite of " + target.type() + " failed: " + bug, target.type() + "的测试出错：" + bug));
                }
                case Heard.Event<SuiteEvent>(SuiteEvent event) -> {
                    person.show(event);
                    switch (event) {
                        case SuiteEvent.ExerciseEnded end -> ended.add(end);
                        case SuiteEvent.Finished _ -> {
                            return new Finished(new ConformanceReport(target.type(), suite.protocol(), line, startedAt, ended));
                        }
                        case SuiteEvent.ExerciseStarted _, SuiteEvent.Asked _ -> { }
                    }
                }
            }
        }
    }
}
