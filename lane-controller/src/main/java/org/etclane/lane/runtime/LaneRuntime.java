package org.etclane.lane.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.DriverException;
import org.etclane.lane.config.LaneConfig;
import org.etclane.lane.config.Phrases;
import org.etclane.lane.config.StationSection;
import org.etclane.lane.core.LaneAlarm;
import org.etclane.lane.core.LaneEvent;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneMode;
import org.etclane.lane.core.LaneMachine;
import org.etclane.lane.core.Moment;
import org.etclane.lane.core.StartFacts;
import org.etclane.lane.core.Step;
import org.etclane.lane.journal.Journal;
import org.etclane.lane.journal.JournalOpener;
import org.etclane.lane.journal.JournalSettings;
import org.etclane.lane.parameters.ParameterSet;
import org.etclane.lane.station.HeartbeatSource;
import org.etclane.lane.station.LinkClock;
import org.etclane.lane.station.ParameterInbox;
import org.etclane.lane.station.StationCommand;
import org.etclane.lane.station.StationLink;
import org.etclane.lane.station.StationLinkSettings;
import org.etclane.lane.station.StationListener;
import org.etclane.lane.station.TlsFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running lane: everything wired from its configuration. Starting order: records are recovered first, then the core starts
 * from them, then the devices are opened, then the station; outputs are touched by none of it. Stopping goes the other way and
 * leaves the arm where it is.
 */
public final class LaneRuntime implements AutoCloseable {
    public static final String VERSION = "0.1.0";
    private static final Logger LOG = LoggerFactory.getLogger(LaneRuntime.class);
    private static final long HOUSEKEEPING_MS = 1000;

    final LaneConfig config;
    final Journal journal;
    final LaneLoop loop;
    final StageTimes times = new StageTimes();
    final LiveLines lines = new LiveLines();
    final StatusNotes notes;
    final List<Wiring.Device> devices;
    final DevicesHealth health = new DevicesHealth();
    final WallClock wall;
    final long startedWallMillis;
    final Optional<StationLink> station;
    private final LaneMachine machine;
    final Ticks ticks;
    final LaneParameters parameters;
    private final ScheduledExecutorService housekeeping = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("housekeeping").daemon().priority(Thread.MIN_PRIORITY).factory());
    final FaultDumps dumps;
    private final Step firstStep;
    /** Why the record store forbids to open, until somebody has taken note. */
    private volatile Optional<String> setAside;
    private volatile boolean journalFailed;
    private volatile boolean closing;

    /** Why a lane cannot be started at all; the message says what to do. */
    public static final class CannotStart extends Exception {
        private static final long serialVersionUID = 1L;

        public CannotStart(String message) {
            super(message);
        }
    }

    public LaneRuntime(LaneConfig config, Ticks ticks, WallClock wall) throws CannotStart {
        this.config = config;
        this.ticks = ticks;
        this.wall = wall;
        startedWallMillis = wall.millis();
        notes = new StatusNotes(startedWallMillis);
        parameters = new LaneParameters(config, wall, housekeeping, this::offerToLane);
        ParameterSet begunWith = parameters.inForce();
        DriverContext context = Wiring.context(config.lane().settings(), wall);
        new WarmUp(ticks, wall).run(config.lane().settings(), begunWith.rates(), () -> DryRsu.of(config.devices().rsu(), context),
                config.data().resolve("warm-up"));
        dumps = new FaultDumps(config.traceDirectory(), config.lane().settings().zone(), ticks, wall, housekeeping);
        machine = new LaneMachine(config.lane().settings());
        devices = wire(new Wiring(context, this::deviceSpoke, this::driverFailed, times.line(), config.diagnostics().traceEntries()));
        LaneEffects effects = new LaneEffects(devices, new Phrases(config.display()), times, ticks, wall, lines, notes);
        loop = new LaneLoop(new LaneKernel(machine, effects, config.diagnostics().blackBoxEvents()), ticks, wall, times);
        OpenedJournal opened = open(new WatchingListener(effects));
        journal = opened.journal();
        station = station(config.station());
        effects.connect(loop, journal, () -> station.ifPresent(StationLink::wake));
        setAside = opened.setAside();
        firstStep = machine.start(facts(), begunWith, new Moment(ticks.nanos(), wall.millis()));
    }

    private List<Wiring.Device> wire(Wiring wiring) throws CannotStart {
        try {
            return wiring.wire(config.devices());
        } catch (DriverException unusable) {
            throw new CannotStart(unusable.getMessage());
        }
    }

    /** @param setAside why the lane must stay closed because of its record store */
    private record OpenedJournal(Journal journal, Optional<String> setAside) {
    }

    private OpenedJournal open(Journal.Listener listener) throws CannotStart {
        Path directory = config.journalDirectory();
        JournalSettings d = JournalSettings.defaults();
        JournalSettings settings = new JournalSettings(config.journal().queue(), d.groupLimit(), d.ackDelayMs(),
                config.journal().retentionDays(), d.purgeBatch(), d.purgeEveryMs(), d.cacheKb());
        return switch (JournalOpener.open(directory, settings, listener)) {
            case JournalOpener.Ready(Journal ready, Optional<String> setAside) -> new OpenedJournal(ready, setAside);
            case JournalOpener.SetAside(Journal fresh, Path where, String cause) -> new OpenedJournal(fresh,
                    Optional.of("the record store was damaged (" + cause + ") and lies untouched in " + where));
            case JournalOpener.LockedByOther(String reason) -> throw new CannotStart("the record store in " + directory
                    + " is in use by another process (" + reason + "): stop that lane first");
            case JournalOpener.Unusable(String reason) -> throw new CannotStart("no record store can be had in " + directory + ": "
                    + reason);
        };
    }

    private StartFacts facts() {
        long recentMillis = config.lane().recentMinutes() * 60_000L;
        Journal.Recovery r = journal.recover(wall.millis() - recentMillis);
        if (!r.open().isEmpty()) {
            LOG.warn("{} transactions were open when the lane stopped", r.open().size());
        }
        return new StartFacts(r.open().stream().map(o -> new StartFacts.Open(o.facts(), o.unknownRecorded())).toList(),
                r.recent().stream().map(t -> new StartFacts.Settled(t.facts(), t.passageEnded())).toList(), r.lastBatch(),
                r.lastSerial(), r.lastVehicleNumber(), setAside.map(why -> new LaneMode.Closed(why, LaneMode.Closed.BY_RECORD_STORE))
                        .or(() -> r.lastMode().flatMap(LaneRuntime::closedByPeople)));
    }

    private static Optional<LaneMode.Closed> closedByPeople(JournalEntry.LaneModeChanged last) {
        return Optional.of(new LaneMode.Closed(last.reason(), last.by())).filter(c -> last.mode().equals("CLOSED") && c.byPeople());
    }

    private Optional<StationLink> station(StationSection section) {
        if (!section.enabled()) {
            return Optional.empty();
        }
        TlsFiles tls = new TlsFiles(section.certificates().orElseThrow(), section.privateKey().orElseThrow(),
                section.trusted().orElseThrow());
        StationLinkSettings d = StationLinkSettings.defaults(section.host(), section.port(), config.lane().laneId(), VERSION, tls);
        StationLinkSettings settings = new StationLinkSettings(section.host(), section.port(),
                section.serverName().orElse(section.host()), config.lane().laneId(), VERSION, tls, section.windowRecords(),
                section.uploadRecords(), section.heartbeatMs(), section.backOffMinMs(), section.backOffMaxMs(),
                section.connectTimeoutMs(), d.outboxPollMs());
        return Optional.of(new StationLink(settings, journal, new FromStation(), this::heartbeat, LinkClock.system(),
                RandomGenerator.getDefault()));
    }

    /** Returns at once; the lane works from here on. */
    public void start() {
        loop.start(firstStep);
        parameters.tellTroubles();
        setAside.ifPresent(why -> loop.offer(new LaneEvent.AlarmReported(LaneAlarm.DATABASE_SET_ASIDE, true, why)));
        devices.forEach(device -> device.agent().start());
        station.ifPresent(StationLink::start);
        housekeeping.scheduleWithFixedDelay(this::housekeep, HOUSEKEEPING_MS, HOUSEKEEPING_MS, TimeUnit.MILLISECONDS);
    }

    private void deviceSpoke(DeviceEvent event) {
        if (closing) {
            return;
        }
        if (event instanceof HealthEvent h) {
            boolean faultBegins = health.heard(h, wall.millis());
            LOG.info("device {} is {} {}", h.device(), h.state(), h.cause());
            if (faultBegins) {
                devices.stream().filter(d -> d.name().equals(h.device())).forEach(d -> dumps.failed(d, h.cause()));
            }
        }
        loop.offer(new LaneEvent.DeviceSpoke(event));
    }

    private void driverFailed(Throwable bug) {
        loop.offer(new LaneEvent.AlarmReported(LaneAlarm.INTERNAL, true, "driver failed: " + bug));
    }

    private void offerToLane(LaneEvent event) {
        loop.offer(event);
    }

    private void housekeep() {
        try {
            parameters.activateDue();
            reviveJournal();
        } catch (RuntimeException unexpected) { // a scheduled task that throws is never run again
            LOG.error("housekeeping failed", unexpected);
        }
    }

    private void reviveJournal() {
        if (!journalFailed) {
            return;
        }
        StartFacts facts;
        try {
            facts = facts();
        } catch (RuntimeException stillFailing) { // disk errors surface as unchecked; try again next second
            LOG.debug("the journal does not write yet: {}", stillFailing.toString());
            return;
        }
        journalFailed = false;
        LOG.info("the journal writes again; the lane starts anew from its records");
        loop.restart(() -> machine.start(facts, parameters.inForce(), new Moment(ticks.nanos(), wall.millis())));
        // what the devices said before the restart is not repeated by them: ask again by taking their lines down and up
        devices.forEach(device -> device.agent().restart("lane starts anew after the journal came back"));
    }

    private HeartbeatSource.Content heartbeat() {
        var state = loop.state();
        return new HeartbeatSource.Content(state.mode() instanceof LaneMode.Open ? "OPEN" : "CLOSED",
                devices.stream().map(d -> {
                    DevicesHealth.Seen seen = health.of(d.name(), "not heard yet", startedWallMillis);
                    return new HeartbeatSource.Device(d.name(), seen.state().name(), seen.cause());
                }).toList(),
                parameters.heartbeat(state.parameters()),
                state.alarms().keySet().stream().map(Enum::name).sorted().toList());
    }

    /**
     * Opens the lane; a record store that was set aside counts as seen from here on.
     *
     * @return why it cannot be opened
     */
    Optional<String> openLane(String by) {
        if (!loop.state().journalWorks()) {
            return Optional.of("records cannot be written; the lane opens by itself when they can");
        }
        try {
            if (JournalOpener.acknowledgeSetAside(config.journalDirectory(), by, wall.millis())) {
                LOG.warn("{} has taken note of the record store that was set aside", by);
            }
        } catch (java.io.IOException cannotNote) {
            // the lane opens all the same, on an order that is on record; after a restart it will ask again
            LOG.error("the note about the record store that was set aside cannot be removed", cannotNote);
        }
        setAside = Optional.empty();
        loop.offer(new LaneEvent.LaneOpened(by));
        return Optional.empty();
    }

    @Override
    public void close() {
        closing = true;
        housekeeping.shutdownNow();
        // nothing is decided any more: lines that are being closed must not look like lines that were lost
        loop.close();
        station.ifPresent(StationLink::close);
        devices.forEach(device -> device.agent().close());
        journal.close();
    }

    /** Notes a failure on its way to the core, so that housekeeping knows to try again. */
    private final class WatchingListener implements Journal.Listener {
        private final LaneEffects effects;

        WatchingListener(LaneEffects effects) {
            this.effects = effects;
        }

        @Override
        public void durable(long ticket, long syncNanos) {
            effects.durable(ticket, syncNanos);
        }

        @Override
        public void rejected(long ticket, String reason) {
            effects.rejected(ticket, reason);
        }

        @Override
        public void failed(String reason) {
            journalFailed = true;
            effects.failed(reason);
        }
    }

    private final class FromStation implements StationListener {
        @Override
        public void onCommand(StationCommand command) {
            String by = "station, " + command.operator();
            switch (command) {
                case StationCommand.OpenLane c -> {
                    Optional<String> refusal = openLane(by);
                    station.orElseThrow().answer(c.commandId(), refusal.isEmpty(), refusal.orElse("opening"));
                }
                case StationCommand.CloseLane c -> {
                    loop.offer(new LaneEvent.LaneClosed(c.reason(), by));
                    station.orElseThrow().answer(c.commandId(), true, "closing");
                }
            }
        }

        @Override
        public ParameterInbox parameters() {
            return parameters;
        }

        @Override
        public void onSecurityEvent(String detail) {
            LOG.warn("security event: {}", detail);
            loop.offer(new LaneEvent.AlarmReported(LaneAlarm.SECURITY, true, detail));
            loop.offer(new LaneEvent.AlarmReported(LaneAlarm.SECURITY, false, ""));
        }

        @Override
        public void onConnected() {
            LOG.info("station connected");
            lines.publish(new org.etclane.lane.diagnostics.LaneSnapshotLine(wall.millis(),
                    org.etclane.lane.diagnostics.LaneSnapshotLine.What.STATION_UP, "station", Map.of()));
        }

        @Override
        public void onDisconnected(String cause) {
            LOG.warn("station not connected: {}", cause);
            lines.publish(new org.etclane.lane.diagnostics.LaneSnapshotLine(wall.millis(),
                    org.etclane.lane.diagnostics.LaneSnapshotLine.What.STATION_DOWN, "station", Map.of("cause", cause)));
        }
    }
}
