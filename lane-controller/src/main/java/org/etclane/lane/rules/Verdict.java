package org.etclane.lane.rules;

import org.etclane.device.Bytes;
import org.etclane.device.card.IssueFile;

/** What the rules say about a vehicle whose OBU and card have been read. */
public sealed interface Verdict {
    record Refused(Refusal refusal) implements Verdict {
    }

    /** Exit: debit {@code fee.payableFen()} (0 is a legal amount) and write {@code transit} (40 bytes) to the card. */
    record Charge(IssueFile issue, FeeDecision fee, String passageId, Bytes transit) implements Verdict {
    }

    /** Entry: write {@code transit} (40 bytes) to the card. */
    record Enter(IssueFile issue, String passageId, Bytes transit) implements Verdict {
    }
}
