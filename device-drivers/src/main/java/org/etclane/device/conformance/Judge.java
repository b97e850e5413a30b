package org.etclane.device.conformance;

import java.util.List;
import java.util.function.Function;

/**
 * Looks at what was said and comes to one verdict. Pure; asked once, when the exercise is over, also when it ended early.
 *
 * @param <F> frames of the device
 */
public record Judge<F>(Check check, Function<Transcript<F>, Outcome> verdict) {
    Finding judge(Transcript<F> seen) {
        return new Finding(check, verdict.apply(seen));
    }

    Finding notAsked(Verdict.NotAsked why) {
        return new Finding(check, new Outcome(why, List.of()));
    }
}
