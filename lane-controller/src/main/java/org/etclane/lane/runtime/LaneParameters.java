package org.etclane.lane.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.etclane.device.spi.Language;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;
import org.etclane.lane.config.LaneConfig;
import org.etclane.lane.core.LaneAlarm;
import org.etclane.lane.core.LaneEvent;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.diagnostics.ParameterReport;
import org.etclane.lane.diagnostics.ParameterReport.What;
import org.etclane.lane.diagnostics.ParameterStatus;
import org.etclane.lane.parameters.ParameterSet;
import org.etclane.lane.parameters.RateTable;
import org.etclane.lane.parameters.RateTableFile;
import org.etclane.lane.parameters.pack.LaneFit;
import org.etclane.lane.parameters.pack.Sha256;
import org.etclane.lane.parameters.pack.TrustedKeys;
import org.etclane.lane.parameters.store.IncomingPackages;
import org.etclane.lane.parameters.store.ParameterStore;
import org.etclane.lane.parameters.store.ParameterStore.Change;
import org.etclane.lane.parameters.store.ParameterStore.Outcome;
import org.etclane.lane.parameters.store.StatusListTaker;
import org.etclane.lane.station.HeartbeatSource;
import org.etclane.lane.station.ParameterInbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lane's parameters at the edge: packages come from the station or from lanectl, are checked and kept, and the core is told when a
 * set comes into force. The store belongs to the housekeeping thread; packages on their way to the outbox thread; what others see
 * is published as snapshots.
 */
final class LaneParameters implements ParameterInbox {
    private static final Logger LOG = LoggerFactory.getLogger(LaneParameters.class);
    private static final String FROM_STATION = "station";

    private final ParameterStore store;
    private final ParameterSet bootstrap;
    private final IncomingPackages incoming;
    private final Path arriving;
    private final TrustedKeys keys;
    private final long maxBytes;
    private final WallClock wall;
    private final Executor housekeeping;
    private final Consumer<LaneEvent> lane;
    /** Housekeeping thread only. */
    private List<Problem> lastFailure = List.of();
    private volatile ParameterSet inForce;
    private volatile ParameterStatus published;

    /**
     * @param housekeeping the one thread of the store from now on
     * @param lane         hears what has changed; never blocks
     */
    LaneParameters(LaneConfig config, WallClock wall, Executor housekeeping, Consumer<LaneEvent> lane) throws LaneRuntime.CannotStart {
        this.wall = wall;
        this.housekeeping = housekeeping;
        this.lane = lane;
        maxBytes = (long) config.parameters().maxPackageMiB() << 20;
        arriving = config.parameterDirectory().resolve("incoming");
        incoming = new IncomingPackages(arriving);
        bootstrap = ParameterSet.bootstrap(rates(config.parameters().rateTable()), wall.millis());
        LaneFit fit = new LaneFit(config.lane().settings().station(), config.lane().laneNumber(), config.lane().kind() == LaneKind.EXIT,
                config.parameters().maxFeeFen(), config.parameters().maxDiscountPermille(), config.parameters().maxAheadDays());
        try {
            incoming.removeLeftovers();
            keys = TrustedKeys.load(config.parameters().trustedKeys());
            store = new ParameterStore(config.parameterDirectory(), bootstrap, fit, keys, StatusListTaker.NONE, wall.millis());
        } catch (IOException unusable) {
            throw new LaneRuntime.CannotStart("the parameters in " + config.parameterDirectory() + " cannot be used: " + unusable.getMessage());
        }
        publish();
    }

    private static RateTable rates(Path file) throws LaneRuntime.CannotStart {
        try {
            return switch (RateTableFile.parse(Files.readAllBytes(file))) {
                case RateTableFile.Result.Good(RateTable table) -> table;
                case RateTableFile.Result.Bad bad -> throw new LaneRuntime.CannotStart("no usable rate table: " + file + " is refused: "
                        + bad.problems() + "; put a good one there");
            };
        } catch (IOException unreadable) {
            throw new LaneRuntime.CannotStart("no usable rate table: " + file + " cannot be read (" + unreadable.getMessage()
                    + "); put a good one there");
        }
    }

    private void publish() {
        inForce = store.inForce();
        Map<String, Long> thresholds = new LinkedHashMap<>();
        inForce.thresholds().all().forEach((name, value) -> thresholds.put(name.key(), value));
        published = new ParameterStatus(inForce.version(), inForce.tables(), thresholds, bootstrap.version(), store.held(),
                store.highestNumber() + 1, keys.names());
    }

    /** Any thread. */
    ParameterSet inForce() {
        return inForce;
    }

    /** Any thread. */
    ParameterStatus status() {
        return published;
    }

    /** Any thread. @param decidedBy the set that the core has taken */
    List<HeartbeatSource.Parameter> heartbeat(ParameterSet decidedBy) {
        List<HeartbeatSource.Parameter> held = new java.util.ArrayList<>();
        if (decidedBy.version().number() == 0) {
            held.add(new HeartbeatSource.Parameter(decidedBy.id().version(), decidedBy.version().effectiveAtMillis(), decidedBy.id().sha256(), true));
        }
        published.held().stream().filter(set -> !set.withdrawn()).forEach(set -> held.add(new HeartbeatSource.Parameter(set.version(),
                set.effectiveAtMillis(), set.sha256(), set.sha256().equals(decidedBy.id().sha256()))));
        return held;
    }

    /** What was wrong when the lane started. Once the lane hears. */
    void tellTroubles() {
        store.troubles().forEach(trouble -> LOG.error("{}", trouble));
        if (!store.troubles().isEmpty()) { // an alarm keeps the detail that it was raised with
            lane.accept(new LaneEvent.AlarmReported(LaneAlarm.PARAMETERS_LOST, true, String.join("; ", store.troubles())));
        }
    }

    /** Housekeeping thread. */
    void activateDue() {
        changed(store.due(wall.millis()), "effective time");
    }

    private void changed(Change change, String cause) {
        switch (change) {
            case Change.None() -> { }
            case Change.Activated(ParameterSet set) -> {
                publish();
                LOG.info("parameter set {} is in force: {}", set.id(), cause);
                lane.accept(new LaneEvent.ParametersActivated(set, cause));
                lane.accept(new LaneEvent.AlarmReported(LaneAlarm.PARAMETERS_LOST, false, ""));
                lane.accept(new LaneEvent.AlarmReported(LaneAlarm.PARAMETER_REJECTED, false, ""));
            }
            case Change.Failed(String version, List<Problem> problems) -> {
                publish();
                if (!problems.equals(lastFailure)) { // looked at every second
                    LOG.error("parameter set {} does not come into force: {}", version, words(problems));
                    lastFailure = problems;
                }
                lane.accept(new LaneEvent.AlarmReported(LaneAlarm.PARAMETER_REJECTED, true, version + ": " + words(problems).getFirst()));
            }
        }
    }

    private Outcome accept(Path file, String source) {
        Outcome outcome = store.accept(file, source, wall.millis());
        publish();
        switch (outcome) {
            case Outcome.Accepted(var set) -> {
                LOG.info("parameter set {} of {} is kept, in force from {} ms on", set.version(), source, set.effectiveAtMillis());
                lane.accept(new LaneEvent.AlarmReported(LaneAlarm.PARAMETER_REJECTED, false, ""));
                activateDue();
            }
            case Outcome.HeldAlready(var set) -> lane.accept(new LaneEvent.AlarmReported(LaneAlarm.PARAMETER_REJECTED, false, ""));
            case Outcome.ListsTaken(String version) -> LOG.info("status lists {} of {} are kept", version, source);
            case Outcome.Refused(List<Problem> problems) -> LOG.warn("a parameter package of {} is refused: {}", source, words(problems));
        }
        return outcome;
    }

    private static List<String> words(List<Problem> problems) {
        return problems.stream().map(problem -> problem.in(Language.EN)).toList();
    }

    /** Any thread. The file stays where it is. */
    CompletableFuture<ParameterReport> load(Path file, String by) {
        return onHousekeeping(() -> {
            Path copy = arriving.resolve("loaded");
            try {
                Files.createDirectories(arriving);
                if (!Files.isRegularFile(file) || Files.size(file) > maxBytes) {
                    return refused("", new Text("is no file that the lane can read, or too large", "车道进程无法读取，或文件过大"), new Text("at most "
                            + maxBytes + " bytes (parameters.maxPackageMiB)", "不超过" + maxBytes + "字节（parameters.maxPackageMiB）"), file);
                }
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException unreadable) {
                return refused("", new Text("cannot be read by the lane: " + unreadable, "车道进程无法读取：" + unreadable), Text.NONE, file);
            }
            return switch (accept(copy, "file, " + by)) {
                case Outcome.Accepted(var set) -> new ParameterReport(What.ACCEPTED, set.version(), set.effectiveAtMillis(), List.of());
                case Outcome.HeldAlready(var set) -> new ParameterReport(What.HELD_ALREADY, set.version(), set.effectiveAtMillis(), List.of());
                case Outcome.ListsTaken(String version) -> new ParameterReport(What.LISTS_TAKEN, version, 0, List.of());
                case Outcome.Refused(List<Problem> problems) -> new ParameterReport(What.REFUSED, "", 0, problems);
            };
        });
    }

    private static ParameterReport refused(String version, Text what, Text allowed, Path file) {
        return new ParameterReport(What.REFUSED, version, 0, List.of(new Problem(Problem.Kind.UNREADABLE, "file", 0, file.toString(), what, allowed,
                Text.NONE)));
    }

    /** Any thread. */
    CompletableFuture<ParameterReport> rollback(Optional<String> version, String by) {
        return onHousekeeping(() -> {
            Change change = store.rollback(version, wall.millis());
            return switch (change) {
                case Change.Activated(ParameterSet set) -> {
                    changed(change, "rolled back by " + by);
                    yield new ParameterReport(What.ROLLED_BACK, set.id().version(), set.version().effectiveAtMillis(), List.of());
                }
                case Change.Failed(String target, List<Problem> problems) -> new ParameterReport(What.REFUSED, target, 0, problems);
                case Change.None() -> throw new IllegalStateException("a rollback is done or refused");
            };
        });
    }

    private <T> CompletableFuture<T> onHousekeeping(java.util.function.Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, housekeeping);
        } catch (RejectedExecutionException stopping) {
            return CompletableFuture.failedFuture(stopping);
        }
    }

    @Override
    public long maxBytes() {
        return maxBytes;
    }

    @Override
    public long begin(String sha256, long size) throws IOException {
        return incoming.begin(sha256, size);
    }

    @Override
    public void append(String sha256, long offset, ByteBuffer bytes) throws IOException {
        incoming.append(sha256, offset, bytes);
    }

    @Override
    public void finish(String sha256, Consumer<List<String>> verdict) throws IOException {
        Path whole = incoming.finish(sha256);
        onHousekeeping(() -> arrived(whole, sha256)).whenComplete((problems, failure) -> verdict.accept(failure == null ? problems
                : List.of("the lane could not check it: " + failure.getMessage())));
    }

    private List<String> arrived(Path whole, String announced) {
        List<String> problems;
        try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.READ)) {
            String actual = Sha256.of(channel, 0, channel.size());
            problems = actual.equals(announced) ? List.of() : List.of("hash is " + actual + ", announced " + announced);
        } catch (IOException unreadable) {
            problems = List.of("the lane cannot read it: " + unreadable.getMessage());
        }
        if (!problems.isEmpty()) {
            whole.toFile().delete(); // what stays is overwritten by the next of its name
        } else if (accept(whole, FROM_STATION) instanceof Outcome.Refused(List<Problem> found)) {
            problems = words(found);
        }
        if (!problems.isEmpty()) {
            lane.accept(new LaneEvent.AlarmReported(LaneAlarm.PARAMETER_REJECTED, true, problems.getFirst()));
        }
        return problems;
    }
}
