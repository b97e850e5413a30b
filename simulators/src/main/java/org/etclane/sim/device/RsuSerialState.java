package org.etclane.sim.device;

import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.rsu.serial.Ef04;
import org.etclane.device.rsu.serial.LaneFrame;
import org.etclane.sim.card.ApduResponse;

/** Where a simulated serial RSU stands. All times are nanoseconds. */
sealed interface RsuSerialState {

    /** Not powered yet: the line has never been up. */
    record Off() implements RsuSerialState {
    }

    record Booting(long untilNanos) implements RsuSerialState {
    }

    /** Power-up frame sent; repeated until C0. */
    record PoweredUp(long repeatAtNanos) implements RsuSerialState {
    }

    /** C0 answered; the C1 that starts the search is awaited. */
    record Initialised() implements RsuSerialState {
    }

    record Searching(long beaconAtNanos) implements RsuSerialState {
    }

    record OnAir(Dialogue dialogue, AirStep step, long untilNanos) implements RsuSerialState {
    }

    /** {@code bytes} is the frame that the lane has to answer. */
    record AwaitingLane(Dialogue dialogue, int frame, int errorCode, byte[] bytes, long untilNanos) implements RsuSerialState {
    }

    /** Silent for everything. */
    record Hung(long untilNanos) implements RsuSerialState {
    }

    /** When the state ends by itself. */
    default long dueNanos() {
        return switch (this) {
            case Off _, Initialised _ -> Long.MAX_VALUE;
            case Booting booting -> booting.untilNanos();
            case PoweredUp up -> up.repeatAtNanos();
            case Searching searching -> searching.beaconAtNanos();
            case OnAir onAir -> onAir.untilNanos();
            case AwaitingLane waiting -> waiting.untilNanos();
            case Hung hung -> hung.untilNanos();
        };
    }

    /** The dialogue that the lane knows of. */
    default Optional<Dialogue> opened() {
        return switch (this) {
            case OnAir onAir -> Optional.of(onAir.dialogue()).filter(Dialogue::opened);
            case AwaitingLane waiting -> Optional.of(waiting.dialogue());
            case Off _, Booting _, PoweredUp _, Initialised _, Searching _, Hung _ -> Optional.empty();
        };
    }

    /** One piece of work on air; it takes effect when its time is over. */
    sealed interface AirStep {
        record Find() implements AirStep {
        }

        record ReadVehicle() implements AirStep {
        }

        record ReadCard() implements AirStep {
        }

        record WriteEntry(LaneFrame.C3WriteEntry asked) implements AirStep {
        }

        record OpenPurchase(LaneFrame.C6Debit asked) implements AirStep {
        }

        /** The debit is on its way to the card; {@code answerNanos} is how long the answer will take. */
        record DebitSent(RsuAir.Attempt attempt, long answerNanos) implements AirStep {
        }

        /** The card has acted; its answer is on the way. */
        record DebitAnswered(RsuAir.Attempt attempt, ApduResponse answer) implements AirStep {
        }

        /** {@code cardSerial} 0 when the lane does not know it. */
        record FetchProof(int cardSerial) implements AirStep {
        }

        /** The card's newest purse records. */
        record ReadRecords(int count) implements AirStep {
        }

        /** Read a piece of EF04 and clear it. */
        record TakeEf04(int offset, int length) implements AirStep {
        }

        record Release() implements AirStep {
        }

        /** Nobody answers any more; when the retries are over, {@code frame} reports {@code errorCode}. */
        record GiveUp(int frame, int errorCode) implements AirStep {
        }

        /** A good result, held back. */
        record Late(Bytes b5) implements AirStep {
        }

        /** A stop that comes now waits for the result: the card may be about to lose money. */
        default boolean holdsStop() {
            return switch (this) {
                case WriteEntry _, OpenPurchase _, DebitSent _, DebitAnswered _, FetchProof _, ReadRecords _, TakeEf04 _,
                     Late _ -> true;
                case GiveUp(int frame, _) -> frame >= 0xB5;
                case Find _, ReadVehicle _, ReadCard _, Release _ -> false;
            };
        }
    }
}
