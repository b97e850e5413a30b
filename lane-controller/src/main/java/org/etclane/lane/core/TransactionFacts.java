package org.etclane.lane.core;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.CardFile;
import org.etclane.device.ObuInfo;
import org.etclane.device.VehicleFile;
import org.etclane.device.card.IssueFile;
import org.etclane.lane.parameters.SetId;
import org.etclane.lane.rules.FeeDecision;

/**
 * Everything known when the lane decides to debit or to write an entry. Recorded whole before the command leaves, so that
 * anybody can recompute the decision.
 *
 * @param transactionId 37 characters: lane id 21, batch YYYYMMDDHH 10, serial 6 (lane-rules.md §10); never used twice
 * @param passageId     36 characters: "01", card network 4, card number 16, entry time yyyyMMddHHmmss 14
 * @param vehicleNumber the lane's own running number of the vehicle in the passage queue
 * @param fee           present at an exit
 * @param purchaseTime  lane-local time that enters the TAC
 * @param transit       the 40 bytes written to the card
 * @param rawFrames     the B2, B3 and B4 frames as read
 * @param parameters    the set that it was decided by; empty in entries from before there were sets
 */
public record TransactionFacts(String transactionId, String passageId, LaneKind kind, long vehicleNumber, ObuInfo obu,
        VehicleFile vehicle, CardFile card, IssueFile issue, Optional<FeeDecision> fee, long amountFen,
        LocalDateTime purchaseTime, Bytes transit, List<Bytes> rawFrames, Timeline timeline, long wallMillis,
        Optional<SetId> parameters) {
    public TransactionFacts {
        rawFrames = List.copyOf(rawFrames);
    }
}
