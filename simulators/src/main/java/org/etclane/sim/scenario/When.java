package org.etclane.sim.scenario;

/** When a step is done. */
public sealed interface When {
    /** What may happen to a vehicle that a step waits for. */
    enum Moment {
        /** Its front comes onto the trigger loop. */
        ENTERS("enters"),
        /** The antenna has told the lane of its OBU. */
        FOUND("is found"),
        /** Its card has lost the money. */
        DEBITED("is debited"),
        /** Its result has been acknowledged by the lane. */
        PAID("has paid"),
        /** Its driver has read that he may not pass. */
        REFUSED("is refused"),
        /** Its rear is behind the arm. */
        PASSES("passes"),
        /** It is no longer on the road. */
        LEAVES("leaves");

        private final String words;

        Moment(String words) {
            this.words = words;
        }

        /** As a sentence says it after the plate. */
        public String words() {
            return words;
        }
    }

    /** Seconds after the start of the scenario. */
    record At(double seconds) implements When {
    }

    /** Seconds after the step before this one. */
    record After(double seconds) implements When {
    }

    /** The first time that this happens to the vehicle. */
    record Once(String plate, Moment moment) implements When {
    }
}
