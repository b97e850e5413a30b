package org.etclane.sim.scenario;

import java.util.Optional;
import org.etclane.device.ObuId;
import org.etclane.lane.core.JournalEntry;

/**
 * A record of the lane, wherever it was read.
 *
 * @param obu of its transaction, when it belongs to one
 */
public record LaneRecord(JournalEntry entry, Optional<ObuId> obu) {
}
