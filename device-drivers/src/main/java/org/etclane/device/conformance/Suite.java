package org.etclane.device.conformance;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Everything that is asked of the devices of one protocol. Immutable; holds nothing of a run, so it may be run any number of times.
 *
 * @param protocol   in words, with what its settings chose: "RSU serial, profile ef04"
 * @param ear        makes one for each run
 * @param words      a frame in a few words, for reports
 * @param exercises  in this order
 * @param throughout judged at the end by everything that was said in the whole run
 * @param <F>        frames of the device
 */
public record Suite<F>(String protocol, Supplier<Ear<F>> ear, Function<F, String> words, List<Exercise<F>> exercises,
        List<Judge<F>> throughout) {
    public Suite {
        exercises = List.copyOf(exercises);
        throughout = List.copyOf(throughout);
        Set<String> ids = new HashSet<>();
        Stream.concat(exercises.stream().flatMap(one -> one.judges().stream()), throughout.stream()).map(judge -> judge.check().id())
                .filter(id -> !ids.add(id)).findFirst().ifPresent(twice -> {
                    throw new IllegalArgumentException("two checks have the id " + twice);
                });
    }

    /** In the order of the report. */
    public List<Check> checks() {
        return Stream.concat(exercises.stream().flatMap(one -> one.judges().stream()), throughout.stream()).map(Judge::check).toList();
    }
}
