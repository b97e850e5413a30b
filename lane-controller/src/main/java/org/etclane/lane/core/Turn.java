package org.etclane.lane.core;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.AlarmCommand;
import org.etclane.device.DeviceCommand;
import org.etclane.lane.core.LaneEffect.Phrase;
import org.etclane.lane.core.LaneEffect.Words;
import org.etclane.lane.parameters.ParameterSet;

/**
 * One step in the making: the state opened up, and the effects gathered so far. Lives inside a single call of
 * {@link LaneMachine#step} and never leaves it, so the step as a whole stays a pure function.
 */
final class Turn {
    final LaneSettings settings;
    final Moment now;
    final List<LaneEffect> effects = new ArrayList<>();

    LaneMode mode;
    boolean journalWorks;
    Sensors sensors;
    Dialogue dialogue;
    PassageQueue queue;
    BarrierState barrier;
    List<OpenOutcome> openOutcomes;
    List<Recent> recents;
    IdSequence ids;
    long lastTicket;
    List<Pending> pending;
    ParameterSet parameters;
    Optional<LaneEvent.ParametersActivated> newParameters;
    Optional<Boolean> passLight;
    Optional<Boolean> canopyLight;
    Map<LaneAlarm, String> alarms;
    Optional<Phrase> resting;
    long displayUntilNanos;
    long sounderUntilNanos;
    long inferUntilNanos;
    boolean zoneUnsure;
    LaneCounters counters;
    WeighQueue weighing;

    Turn(LaneSettings settings, LaneState state, Moment now) {
        this.settings = settings;
        this.now = now;
        mode = state.mode();
        journalWorks = state.journalWorks();
        sensors = state.sensors();
        dialogue = state.dialogue();
        queue = state.queue();
        barrier = state.barrier();
        openOutcomes = new ArrayList<>(state.openOutcomes());
        recents = new ArrayList<>(state.recents());
        ids = state.ids();
        lastTicket = state.lastTicket();
        pending = new ArrayList<>(state.pending());
        parameters = state.parameters();
        newParameters = state.newParameters();
        passLight = state.passLight();
        canopyLight = state.canopyLight();
        alarms = new EnumMap<>(LaneAlarm.class);
        alarms.putAll(state.alarms());
        resting = state.resting();
        displayUntilNanos = state.displayUntilNanos();
        sounderUntilNanos = state.sounderUntilNanos();
        inferUntilNanos = state.inferUntilNanos();
        zoneUnsure = state.zoneUnsure();
        counters = state.counters();
        weighing = state.weighing();
    }

    LaneState freeze(long nextDueNanos) {
        return new LaneState(mode, journalWorks, sensors, dialogue, queue, barrier, openOutcomes, recents, ids, lastTicket, pending,
                parameters, newParameters, passLight, canopyLight, alarms, resting, displayUntilNanos, sounderUntilNanos,
                inferUntilNanos, zoneUnsure, counters, weighing, nextDueNanos);
    }

    void tell(DeviceCommand command) {
        effects.add(new LaneEffect.Tell(command));
    }

    /**
     * Once the journal has failed nothing more is written by this state: what is on the disk is found out at the next start, and
     * an entry that slipped in after that would contradict it.
     *
     * @return the ticket
     */
    long append(JournalEntry entry) {
        lastTicket++;
        if (journalWorks) {
            effects.add(new LaneEffect.Append(lastTicket, entry));
        }
        return lastTicket;
    }

    /** Parameters change here and nowhere else: no dialogue is open, or the next one is just about to begin. */
    void betweenDialogues() {
        newParameters.ifPresent(next -> {
            newParameters = Optional.empty();
            if (!next.set().id().equals(parameters.id())) {
                take(next.set(), next.cause());
            }
        });
    }

    /** Every record from here on was made with this set in force. */
    void take(ParameterSet set, String cause) {
        parameters = set;
        append(new JournalEntry.ParametersActivated(set.id(), set.version().number(), set.version().effectiveAtMillis(),
                set.version().signedBy(), cause, now.wallMillis()));
    }

    void observe(Observation observation) {
        effects.add(new LaneEffect.Observe(observation));
    }

    void ignore(String what, String reason) {
        counters = counters.ignoredOne();
        observe(new Observation.Ignored(what, reason));
    }

    void show(Phrase phrase, Words words) {
        effects.add(new LaneEffect.Show(phrase, words));
        resting = Optional.empty();
        displayUntilNanos = now.nanos() + settings.displayHoldMs() * 1_000_000L;
    }

    /** Nobody is spoken to: what the lane says to whoever comes, until that changes. */
    void rest(Phrase phrase) {
        effects.add(new LaneEffect.Show(phrase, Words.NONE));
        resting = Optional.of(phrase);
        displayUntilNanos = Long.MAX_VALUE;
    }

    void raiseAlarm(LaneAlarm alarm, String detail, boolean audible) {
        if (alarms.putIfAbsent(alarm, detail) == null) {
            append(new JournalEntry.AlarmChanged(alarm, true, detail, now.wallMillis()));
        }
        if (audible) {
            soundAlarm();
        }
    }

    void clearAlarm(LaneAlarm alarm) {
        if (alarms.remove(alarm) != null) {
            append(new JournalEntry.AlarmChanged(alarm, false, "", now.wallMillis()));
        }
    }

    /** Something that happened rather than lasts: on record, and over. */
    void noteAlarm(LaneAlarm alarm, String detail) {
        append(new JournalEntry.AlarmChanged(alarm, true, detail, now.wallMillis()));
        append(new JournalEntry.AlarmChanged(alarm, false, "", now.wallMillis()));
    }

    void soundAlarm() {
        if (sounderUntilNanos == Long.MAX_VALUE) {
            tell(new AlarmCommand(true, true));
        }
        sounderUntilNanos = now.nanos() + settings.alarmMs() * 1_000_000L;
    }

    LocalDateTime laneTime() {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(now.wallMillis()), settings.zone()).withNano(0);
    }

    String nextId() {
        ids = ids.next(laneTime());
        return ids.transactionId(settings.laneId());
    }
}
