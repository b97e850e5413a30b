package org.etclane.device.conformance;

/** One check and what it came to. */
public record Finding(Check check, Outcome outcome) {
    public Verdict verdict() {
        return outcome.verdict();
    }

    /** Neither failed nor a quirk. */
    public boolean clean() {
        return switch (verdict()) {
            case Verdict.Passed _, Verdict.NotAsked _ -> true;
            case Verdict.Failed _, Verdict.Quirk _ -> false;
        };
    }

    /** By which name a reader looks it up: the quirk's, else the check's. */
    public String name() {
        return switch (verdict()) {
            case Verdict.Quirk quirk -> quirk.name();
            case Verdict.Passed _, Verdict.NotAsked _, Verdict.Failed _ -> check.id();
        };
    }
}
