package org.etclane.lane.journal;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.etclane.lane.core.JournalEntry;

/**
 * The stored name of each kind of entry. The names are part of the file format: they never change and are never reused, whatever
 * the classes come to be called.
 */
enum EntryKind {
    INTENDED("intended", JournalEntry.Intended.class, 1),
    SETTLED("settled", JournalEntry.Settled.class, 2),
    NOT_DEBITED("not-debited", JournalEntry.NotDebited.class, 3),
    OUTCOME_UNKNOWN("outcome-unknown", JournalEntry.OutcomeUnknown.class, 4),
    RECONCILIATION("reconciliation", JournalEntry.Reconciliation.class, 5),
    REFUSED("refused", JournalEntry.Refused.class, 0),
    PASSAGE_ENDED("passage-ended", JournalEntry.PassageEnded.class, 0),
    WEIGHT_UNPAIRED("weight-unpaired", JournalEntry.WeightUnpaired.class, 0),
    ARM_MOVED("arm-moved", JournalEntry.ArmMoved.class, 0),
    ALARM_CHANGED("alarm-changed", JournalEntry.AlarmChanged.class, 0),
    LANE_MODE_CHANGED("lane-mode-changed", JournalEntry.LaneModeChanged.class, 0),
    PARAMETERS_ACTIVATED("parameters-activated", JournalEntry.ParametersActivated.class, 0);

    private static final Map<String, EntryKind> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EntryKind::storedName, Function.identity()));

    private final String storedName;
    private final Class<? extends JournalEntry> type;
    private final int onceNo;

    EntryKind(String storedName, Class<? extends JournalEntry> type, int onceNo) {
        this.storedName = storedName;
        this.type = type;
        this.onceNo = onceNo;
    }

    String storedName() {
        return storedName;
    }

    Class<? extends JournalEntry> type() {
        return type;
    }

    /** Numbers the kinds of which a transaction has at most one; stored, so never changed. Empty for all others. */
    OptionalLong onceNo() {
        return onceNo == 0 ? OptionalLong.empty() : OptionalLong.of(onceNo);
    }

    /** Every kind but the intent goes to the station: an intent alone moves no money. */
    boolean forStation() {
        return this != INTENDED;
    }

    static EntryKind of(JournalEntry entry) {
        return switch (entry) {
            case JournalEntry.Intended _ -> INTENDED;
            case JournalEntry.Settled _ -> SETTLED;
            case JournalEntry.NotDebited _ -> NOT_DEBITED;
            case JournalEntry.OutcomeUnknown _ -> OUTCOME_UNKNOWN;
            case JournalEntry.Reconciliation _ -> RECONCILIATION;
            case JournalEntry.Refused _ -> REFUSED;
            case JournalEntry.PassageEnded _ -> PASSAGE_ENDED;
            case JournalEntry.WeightUnpaired _ -> WEIGHT_UNPAIRED;
            case JournalEntry.ArmMoved _ -> ARM_MOVED;
            case JournalEntry.AlarmChanged _ -> ALARM_CHANGED;
            case JournalEntry.LaneModeChanged _ -> LANE_MODE_CHANGED;
            case JournalEntry.ParametersActivated _ -> PARAMETERS_ACTIVATED;
        };
    }

    /** @throws UnreadableEntryException when this program does not know the kind */
    static EntryKind named(String storedName) {
        EntryKind kind = BY_NAME.get(storedName);
        if (kind == null) {
            throw new UnreadableEntryException("unknown kind of entry: " + storedName, null);
        }
        return kind;
    }
}
