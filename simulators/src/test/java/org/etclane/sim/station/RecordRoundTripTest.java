package org.etclane.sim.station;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.TransactionFacts;
import org.etclane.lane.station.RecordMessages;
import org.etclane.lane.station.RecordReader;
import org.etclane.lane.station.v1.Record;
import org.junit.jupiter.api.Test;

/** A record carries everything: what comes out is equal to what went in, facts of the transaction included. */
class RecordRoundTripTest {
    @Test
    void everyKindOfEntryComesBackEqual() throws Exception {
        List<JournalEntry> entries = new ArrayList<>(Entries.others(1));
        entries.add(Entries.settled(1, LaneKind.EXIT, 1250));
        entries.add(Entries.settled(2, LaneKind.ENTRY, 0, ""));
        entries.add(Entries.notDebited(3));
        entries.add(Entries.unknown(4));
        entries.add(Entries.reconciliation(4, 1250));
        for (JournalEntry entry : entries) {
            Optional<TransactionFacts> facts = entry instanceof JournalEntry.OfTransaction
                    ? Optional.of(Entries.facts(4, LaneKind.EXIT, 0xFFFFFFFFL)) : Optional.empty();
            Record read = Record.parseFrom(RecordMessages.toProto(77, entry, facts).toByteArray());
            assertEquals(77, read.getSequence());
            assertEquals(Optional.of(entry), RecordReader.entry(read));
            assertEquals(facts, RecordReader.facts(read));
        }
    }

    @Test
    void factsOfAnEntryHaveNoFee() {
        Optional<TransactionFacts> facts = Optional.of(Entries.facts(4, LaneKind.ENTRY, 0));
        assertEquals(facts, RecordReader.facts(RecordMessages.toProto(1, Entries.settled(4, LaneKind.ENTRY, 0), facts)));
    }

    @Test
    void anIntentIsNotForTheStation() {
        assertThrows(IllegalArgumentException.class,
                () -> RecordMessages.toProto(1, Entries.intended(1, LaneKind.EXIT, 5), Optional.empty()));
    }

    @Test
    void aWordFromTheFutureIsKeptButNotUnderstood() {
        Record strange = Record.newBuilder().setSequence(1).setAlarmChanged(
                org.etclane.lane.station.v1.AlarmChanged.newBuilder().setAlarm("VOLCANO")).build();
        assertEquals(Optional.empty(), RecordReader.entry(strange));
        assertEquals(Optional.empty(), RecordReader.entry(Record.newBuilder().setSequence(2).build()));
    }
}
