package org.etclane.lane.runtime;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import org.etclane.device.AlarmCommand;
import org.etclane.device.BarrierCommand;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DisplayCommand;
import org.etclane.device.FogLightCommand;
import org.etclane.device.GuideBoardCommand;
import org.etclane.device.RsuCommand;
import org.etclane.device.ScaleCommand;
import org.etclane.device.SignalCommand;
import org.etclane.device.VoiceCommand;
import org.etclane.device.link.RunningDevice;
import org.etclane.device.spi.DeviceKind;
import org.etclane.lane.config.Phrases;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneEffect;
import org.etclane.lane.core.LaneEvent;
import org.etclane.lane.core.LaneState;
import org.etclane.lane.core.Observation;
import org.etclane.lane.journal.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the core's effects out: commands to the devices' threads, entries to the journal's, words to the display. Runs on the
 * lane loop and hands over only; nothing here blocks. Also hears the journal and reports back to the loop.
 */
final class LaneEffects implements EffectSink, Journal.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(LaneEffects.class);
    private static final int TICKETS_TIMED = 8192;

    private final RunningDevice<DeviceCommand> rsu;
    private final RunningDevice<DeviceCommand> io;
    private final RunningDevice<DeviceCommand> display;
    private final Optional<RunningDevice<DeviceCommand>> scale;
    private final Phrases phrases;
    private final StageTimes times;
    private final Ticks ticks;
    private final WallClock wall;
    private final LiveLines lines;
    private final StatusNotes notes;
    private final AtomicLongArray appendedNanos = new AtomicLongArray(TICKETS_TIMED);
    /** Journal thread only. */
    private long lastDurable;
    private volatile Journal journal;
    private volatile LaneLoop loop;
    private volatile Runnable newEntries = () -> { };

    LaneEffects(List<Wiring.Device> devices, Phrases phrases, StageTimes times, Ticks ticks, WallClock wall, LiveLines lines,
            StatusNotes notes) {
        rsu = agent(devices, DeviceKind.RSU).orElseThrow();
        io = agent(devices, DeviceKind.LANE_IO).orElseThrow();
        display = agent(devices, DeviceKind.DISPLAY).orElse(io);
        scale = agent(devices, DeviceKind.SCALE);
        this.phrases = phrases;
        this.times = times;
        this.ticks = ticks;
        this.wall = wall;
        this.lines = lines;
        this.notes = notes;
    }

    private static Optional<RunningDevice<DeviceCommand>> agent(List<Wiring.Device> devices, DeviceKind kind) {
        return devices.stream().filter(device -> device.kind() == kind).findFirst().map(Wiring.Device::agent);
    }

    /** Ties the knot: loop and journal report to each other through this object. Before anything starts. */
    void connect(LaneLoop laneLoop, Journal store, Runnable onNewEntries) {
        loop = laneLoop;
        journal = store;
        newEntries = onNewEntries;
    }

    @Override
    public void run(List<LaneEffect> effects, LaneState after) {
        for (LaneEffect effect : effects) {
            switch (effect) {
                case LaneEffect.Tell(DeviceCommand command) -> tell(command);
                case LaneEffect.Append(long ticket, JournalEntry entry) -> append(ticket, entry);
                case LaneEffect.Show(LaneEffect.Phrase phrase, LaneEffect.Words words) -> tell(phrases.render(phrase, words));
                case LaneEffect.Observe(Observation observation) -> observe(observation);
            }
        }
    }

    private void tell(DeviceCommand command) {
        boolean taken = switch (command) {
            case RsuCommand c -> rsu.offer(c);
            case BarrierCommand c -> io.offer(c);
            case SignalCommand c -> io.offer(c);
            case AlarmCommand c -> io.offer(c);
            case DisplayCommand c -> display.offer(c);
            case ScaleCommand c -> scale.map(agent -> agent.offer(c)).orElse(false);
            case VoiceCommand c -> io.offer(c);
            case GuideBoardCommand c -> io.offer(c);
            case FogLightCommand c -> io.offer(c);
        };
        if (!taken) {
            // the core finds out by silence: an unanswered RSU times out, an unconfirmed arm is told again
            LOG.warn("device queue full, not sent: {}", command);
        }
    }

    private void append(long ticket, JournalEntry entry) {
        appendedNanos.set(slot(ticket), ticks.nanos());
        lines.appended(entry);
        notes.appended(entry);
        if (!journal.append(ticket, entry)) {
            loop.offer(new LaneEvent.JournalFailed("the queue to the disk is full"));
        }
    }

    private void observe(Observation observation) {
        if (observation instanceof Observation.Transacted transacted) {
            times.record(StageTimes.Stage.TRANSACTION, LiveLines.spanNanos(transacted.timeline()));
        }
        lines.observe(observation, wall.millis());
        LOG.debug("{}", observation);
    }

    @Override
    public void durable(long ticket, long syncNanos) {
        loop.offer(new LaneEvent.Durable(ticket));
        long now = ticks.nanos();
        // a group makes several tickets durable at once; where the core has begun anew, far from the last one, only this is timed
        long inGroup = ticket - lastDurable;
        for (long durable = inGroup > 0 && inGroup < TICKETS_TIMED ? lastDurable + 1 : ticket; durable <= ticket; durable++) {
            times.record(StageTimes.Stage.JOURNAL, now - appendedNanos.get(slot(durable)));
        }
        lastDurable = ticket;
        times.record(StageTimes.Stage.SYNC, syncNanos);
        newEntries.run();
    }

    @Override
    public void rejected(long ticket, String reason) {
        loop.offer(new LaneEvent.JournalRejected(ticket, reason));
    }

    @Override
    public void failed(String reason) {
        LOG.error("the journal cannot write: {}", reason);
        loop.offer(new LaneEvent.JournalFailed(reason));
    }

    private static int slot(long ticket) {
        return Math.floorMod(ticket, TICKETS_TIMED);
    }
}
