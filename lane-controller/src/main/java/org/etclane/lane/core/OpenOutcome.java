package org.etclane.lane.core;

/**
 * A debit whose outcome is unknown: an ordinary state with its own way out.
 *
 * @param recorded      the {@code OutcomeUnknown} entry is in the journal
 * @param deadlineNanos when the lane stops hoping to read the card again
 */
public record OpenOutcome(TransactionFacts facts, boolean recorded, long deadlineNanos) {
}
