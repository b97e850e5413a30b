package org.etclane.lane.core;

import org.etclane.lane.rules.SpecialEvent;

/** What to do once a journal ticket is durable. */
public sealed interface Pending {
    long ticket();

    TransactionFacts facts();

    /** The intent is on disk: the debit may leave. */
    record SendDebit(long ticket, TransactionFacts facts) implements Pending {
    }

    /** The settlement is on disk: acknowledge, let the vehicle go. */
    record Conclude(long ticket, TransactionFacts facts, JournalEntry.Settled settled) implements Pending {
    }

    /** It is on record that no money moved: the OBU may try again. */
    record GiveUp(long ticket, TransactionFacts facts, SpecialEvent event) implements Pending {
    }
}
