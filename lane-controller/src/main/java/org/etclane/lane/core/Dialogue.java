package org.etclane.lane.core;

import java.util.List;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.CardFile;
import org.etclane.device.ObuId;
import org.etclane.device.ObuInfo;
import org.etclane.device.VehicleFile;

/** Where the conversation with the OBU in front of the antenna stands. */
public sealed interface Dialogue {

    record Searching() implements Dialogue {
    }

    /** Found, asked for the vehicle file. {@code repeats}: how often a failed step was asked for again. */
    record ReadingVehicle(ObuInfo obu, List<Bytes> frames, Timeline timeline, int repeats) implements Dialogue {
    }

    record ReadingCard(ObuInfo obu, VehicleFile vehicle, List<Bytes> frames, Timeline timeline, int repeats) implements Dialogue {
    }

    /** Read and found good, but no vehicle has reached the zone yet. */
    record AwaitingVehicle(Read read, long deadlineNanos) implements Dialogue {
    }

    /** The intent is on its way to the disk; nothing has been sent. */
    record AwaitingIntent(TransactionFacts facts, long ticket, long cardReadNanos) implements Dialogue {
    }

    /** The debit is sent: from here on money may have moved. */
    record AwaitingOutcome(TransactionFacts facts, Timeline timeline, long deadlineNanos) implements Dialogue {
    }

    /** The debit was sent without an answer: asking for its proof. {@code recorded}: the unknown outcome is on record. */
    record FetchingTac(TransactionFacts facts, Timeline timeline, int attempt, boolean recorded, Optional<CardFile> seen,
            long deadlineNanos) implements Dialogue {
    }

    /** The outcome is on its way to the disk; the RSU waits for its acknowledgement. */
    record RecordingOutcome(TransactionFacts facts, long ticket) implements Dialogue {
    }

    /** All that was read of one OBU and card. */
    record Read(ObuInfo obu, VehicleFile vehicle, CardFile card, List<Bytes> frames, Timeline timeline) {
    }

    /** The OBU spoken with, or {@link ObuId#NONE}. */
    default ObuId partner() {
        return switch (this) {
            case Searching() -> ObuId.NONE;
            case ReadingVehicle d -> d.obu().id();
            case ReadingCard d -> d.obu().id();
            case AwaitingVehicle d -> d.read().obu().id();
            case AwaitingIntent d -> d.facts().obu().id();
            case AwaitingOutcome d -> d.facts().obu().id();
            case FetchingTac d -> d.facts().obu().id();
            case RecordingOutcome d -> d.facts().obu().id();
        };
    }

    default long dueNanos() {
        return switch (this) {
            case AwaitingVehicle(_, long deadline) -> deadline;
            case AwaitingOutcome(_, _, long deadline) -> deadline;
            case FetchingTac d -> d.deadlineNanos();
            case Searching() -> Long.MAX_VALUE;
            case ReadingVehicle _, ReadingCard _, AwaitingIntent _, RecordingOutcome _ -> Long.MAX_VALUE;
        };
    }
}
