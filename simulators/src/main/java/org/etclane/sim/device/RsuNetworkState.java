package org.etclane.sim.device;

import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.rsu.network.LaneFrame;
import org.etclane.sim.card.ApduResponse;

/** Where a simulated RSU of variant B stands. All times are nanoseconds. */
sealed interface RsuNetworkState {

    /** Deaf until it has started. */
    record Booting(long untilNanos) implements RsuNetworkState {
    }

    /** Waits for C0, then for C4; {@code initialised} tells for which. */
    record Closed(boolean initialised) implements RsuNetworkState {
    }

    record Searching(long beaconAtNanos) implements RsuNetworkState {
    }

    record OnAir(Dialogue dialogue, AirStep step, long untilNanos) implements RsuNetworkState {
    }

    /** {@code bytes} is the frame that the lane has to answer. */
    record AwaitingLane(Dialogue dialogue, int frame, int errorCode, byte[] bytes, int repeatsLeft, long repeatAtNanos,
            long untilNanos) implements RsuNetworkState {
    }

    /** Silent for everything. */
    record Hung(long untilNanos) implements RsuNetworkState {
    }

    /** When the state ends by itself or something is repeated. */
    default long dueNanos() {
        return switch (this) {
            case Closed _ -> Long.MAX_VALUE;
            case Booting booting -> booting.untilNanos();
            case Searching searching -> searching.beaconAtNanos();
            case OnAir onAir -> onAir.untilNanos();
            case AwaitingLane waiting -> waiting.repeatsLeft() > 0 ? Math.min(waiting.repeatAtNanos(), waiting.untilNanos())
                    : waiting.untilNanos();
            case Hung hung -> hung.untilNanos();
        };
    }

    /** The dialogue that the lane knows of. */
    default Optional<Dialogue> opened() {
        return switch (this) {
            case OnAir onAir -> Optional.of(onAir.dialogue()).filter(Dialogue::opened);
            case AwaitingLane waiting -> Optional.of(waiting.dialogue());
            case Booting _, Closed _, Searching _, Hung _ -> Optional.empty();
        };
    }

    /** Hears the lane and sends heartbeats. */
    default boolean isInitialised() {
        return switch (this) {
            case Closed closed -> closed.initialised();
            case Searching _, OnAir _, AwaitingLane _ -> true;
            case Booting _, Hung _ -> false;
        };
    }

    /** One piece of work on air; it takes effect when its time is over. */
    sealed interface AirStep {
        record Find() implements AirStep {
        }

        /** Vehicle and card: variant B tells them together. */
        record Read() implements AirStep {
        }

        record OpenPurchase(LaneFrame.C6Debit asked) implements AirStep {
        }

        /** The debit is on its way to the card; {@code answerNanos} is how long the answer will take. */
        record DebitSent(LaneFrame.C6Debit asked, RsuAir.Attempt attempt, long answerNanos) implements AirStep {
        }

        /** The card has acted; its answer is on the way. */
        record DebitAnswered(RsuAir.Attempt attempt, ApduResponse answer) implements AirStep {
        }

        /** {@code cardSerial} 0 when the lane does not know it. */
        record FetchProof(int cardSerial) implements AirStep {
        }

        record Release() implements AirStep {
        }

        /** Nobody answers any more; when the retries are over, {@code frame} reports {@code errorCode}. */
        record GiveUp(int frame, int errorCode, Optional<RsuAir.Attempt> tried) implements AirStep {
        }

        /** A good result, held back. */
        record Late(Bytes b5) implements AirStep {
        }

        /** A stop that comes now waits for the result: the card may be about to lose money. */
        default boolean holdsStop() {
            return switch (this) {
                case OpenPurchase _, DebitSent _, DebitAnswered _, FetchProof _, Late _ -> true;
                case GiveUp(int frame, _, _) -> frame != 0xB4;
                case Find _, Read _, Release _ -> false;
            };
        }
    }
}
