package org.etclane.device.conformance;

import java.util.List;
import java.util.function.Function;

/** Whether every byte that came in the whole run belongs to a good frame. */
public final class Readable {
    private Readable() {
    }

    public static <F> Judge<F> judge(String source) {
        return judge(source, Readable::outcome);
    }

    /** As {@link #judge(String)}, for a protocol that can tell what it is in place of bad frames. */
    public static <F> Judge<F> judge(String source, Function<Transcript<F>, Outcome> verdict) {
        return new Judge<>(Check.of("frames.readable", "every byte belongs to a good frame", "所有字节均属完好帧", source), verdict);
    }

    public static <F> Outcome outcome(Transcript<F> seen) {
        return outcome(seen, seen.bad());
    }

    /** Of a stream that was running before anybody listened: what came before its first frame may be half of one. */
    public static <F> Outcome streamed(Transcript<F> seen) {
        List<Entry.Came<F>> frames = seen.frames();
        return outcome(seen, frames.isEmpty() ? seen.bad() : seen.bad().stream()
                .filter(bad -> bad.atNanos() > frames.getFirst().atNanos()).toList());
    }

    private static <F> Outcome outcome(Transcript<F> seen, List<Entry.Bad<F>> bad) {
        if (!bad.isEmpty()) {
            return Outcome.failed("good frames only", "仅有完好帧", bad.size() + " times bytes that make no frame, first: "
                    + bad.getFirst().reason() + " (" + bad.getFirst().raw() + ")");
        }
        return seen.frames().isEmpty() ? Outcome.notAsked("nothing came", "无数据") : Outcome.passed();
    }
}
