package org.etclane.device.wim.ff;

import org.etclane.device.Bytes;

/** What a meter says. {@code time} is the seven bytes that begin every answer. */
public sealed interface FfAnswer {
    FfCommand command();

    /** Answer to 0 to 3. */
    record Vehicle(FfCommand command, FfRecord record) implements FfAnswer {
    }

    /** Answer to 0 to 3 with a right check whose record contradicts itself. */
    record Unreadable(FfCommand command, String reason) implements FfAnswer {
    }

    /** @param count buffered vehicles, 0–255 */
    record A4Count(Bytes time, int count) implements FfAnswer {
        @Override
        public FfCommand command() {
            return FfCommand.C4_COUNT;
        }
    }

    /** @param mask bits of {@link FfState} */
    record A5State(Bytes time, int mask) implements FfAnswer {
        @Override
        public FfCommand command() {
            return FfCommand.C5_STATE;
        }
    }

    /** The newest vehicle of the meter's queue has backed out. Not an answer. */
    record A6Reversed(Bytes payload) implements FfAnswer {
        @Override
        public FfCommand command() {
            return FfCommand.C6_REVERSED;
        }
    }

    /** Answer to 7, 8 and 11. @param done 1; anything else is a failure */
    record Done(FfCommand command, Bytes time, boolean done) implements FfAnswer {
    }
}
