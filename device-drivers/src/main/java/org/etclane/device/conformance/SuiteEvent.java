package org.etclane.device.conformance;

import java.util.List;
import org.etclane.device.spi.Text;

/** What a run tells. */
public sealed interface SuiteEvent {

    record ExerciseStarted(String id, Text title) implements SuiteEvent {
    }

    /**
     * Somebody is asked to do something (the device tells when it is done) or, with {@code question}, to say yes or no.
     *
     * @param atMostMs then the exercise is left out
     */
    record Asked(Text words, boolean question, long atMostMs) implements SuiteEvent {
    }

    /** With {@code id} {@link #THROUGHOUT} at the end: what is judged by the whole run. */
    record ExerciseEnded(String id, Text title, List<Finding> findings, List<String> said) implements SuiteEvent {
        public static final String THROUGHOUT = "throughout";

        public ExerciseEnded {
            findings = List.copyOf(findings);
            said = List.copyOf(said);
        }
    }

    /** Nothing more will be said or told. */
    record Finished() implements SuiteEvent {
    }
}
