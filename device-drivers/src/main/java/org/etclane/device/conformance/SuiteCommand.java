package org.etclane.device.conformance;

/** What the person at the device tells a run. */
public sealed interface SuiteCommand {

    /** "I cannot do that": the exercise that asks is left out. Without effect while nobody is asked. */
    record Skip() implements SuiteCommand {
    }

    /** Answer to a question. Without effect while none is open. */
    record Answer(boolean yes) implements SuiteCommand {
    }

    /** Ends the run; what has not been asked is reported so. */
    record Stop() implements SuiteCommand {
    }
}
