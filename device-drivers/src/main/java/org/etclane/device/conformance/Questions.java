package org.etclane.device.conformance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.etclane.device.spi.Text;

/**
 * One question of a protocol, and what can be asked with it of any device that answers: whether it does so every time, in time and
 * once; whether it comes back after half a frame; whether it looks at its check. An answer belongs to the last question before it.
 *
 * @param question   moves nothing
 * @param patienceMs an answer that comes later is late
 * @param quietMs    from an answer to the next question
 * @param isAnswer   which frames of the device are one
 * @param <F>        frames of the device
 */
public record Questions<F>(Say question, long patienceMs, long quietMs, Predicate<? super F> isAnswer) {
    /** So much later than it should an answer is still waited for. */
    private static final long LATE_MS = 1_500;
    /** A device that gives half a frame up at all does it in this time. */
    private static final long FORGET_MS = 1_500;
    private static final Text LONGEST = new Text("longest wait for an answer", "最长应答时间");
    private static final Text SHORTEST = new Text("shortest", "最短应答时间");

    // ---- several times over

    public List<Step<F>> steps(int times) {
        List<Step<F>> steps = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            steps.add(Step.send(question));
            steps.add(new Step.Await<>(patienceMs + LATE_MS, false, this::answeredLast));
            steps.add(new Step.Listen<>(quietMs));
        }
        return steps;
    }

    /**
     * Every question is answered.
     *
     * @param expected what an answer is
     * @param setting  which covers that some are not
     */
    public Outcome every(Transcript<F> seen, Text expected, Text setting) {
        int asked = asked(seen).size();
        int answered = waitsMs(seen).size();
        if (answered == asked) {
            return Outcome.passed();
        }
        if (answered == 0) {
            return Outcome.failed(expected.english() + " within " + patienceMs + " ms", patienceMs + "毫秒内" + expected.chinese(),
                    seen.stream().size() == 0 ? "nothing" : seen.stream().size() + " bytes, no answer");
        }
        return Outcome.quirk("answers-lost", "answered " + answered + " of " + asked + " questions", asked + "次查询应答" + answered + "次",
                setting.english(), setting.chinese());
    }

    /** @param setting that covers a longer wait */
    public Outcome inTime(Transcript<F> seen, Text setting) {
        List<Long> waits = waitsMs(seen);
        if (waits.isEmpty()) {
            return unanswered();
        }
        Measured longest = Measured.atMost(LONGEST, Collections.max(waits), patienceMs);
        Measured shortest = Measured.without(SHORTEST, Collections.min(waits));
        return longest.within() ? Outcome.passed(longest, shortest) : Outcome.quirk("answers-late", "takes up to " + longest.tookMs()
                + " ms to answer", "应答最长" + longest.tookMs() + "毫秒", setting.english(), setting.chinese()).and(longest, shortest);
    }

    /** @param setting that covers a second answer, or why none is needed */
    public Outcome once(Transcript<F> seen, Text setting) {
        if (waitsMs(seen).isEmpty()) {
            return unanswered();
        }
        boolean twice = asked(seen).stream().anyMatch(at -> answers(after(seen, at)).size() > 1);
        return twice ? Outcome.quirk("answers-twice", "answers one question twice", "一次查询应答两次", setting.english(), setting.chinese())
                : Outcome.passed();
    }

    // ---- what is wrong on the way to it

    /**
     * Half a frame, a pause, and then good questions. The references name no time after which a half is given up; a device that
     * swallows one question can be lived with, one that goes on swallowing cannot.
     *
     * @param half    of a frame that does nothing when it is completed by what follows
     * @param setting that covers a lost frame
     */
    public Exercise<F> halfFrame(Say half, String source, Text setting) {
        Check check = Check.of("half-frame.forgotten", "half a frame is forgotten, and the next one understood", "半帧被丢弃，其后的帧能正确识别", source);
        return new Exercise<>("half-frame", new Text("Half a frame, and later good questions", "半帧之后的正常查询"),
                List.of(new Judge<>(check, seen -> forgotten(seen, setting))),
                List.of(Step.send(half), new Step.Listen<>(FORGET_MS), Step.send(question), answer(),
                        new Step.Send<>(seen -> answeredLast(seen) ? Optional.empty() : Optional.of(question)), answer()),
                Reflex.none());
    }

    private Outcome forgotten(Transcript<F> seen, Text setting) {
        List<Integer> asked = asked(seen);
        if (answers(seen.wholeRun()).isEmpty()) {
            return unanswered();
        }
        if (!asked.isEmpty() && !answers(after(seen, asked.getFirst())).isEmpty()) {
            return Outcome.passed();
        }
        return answers(seen).isEmpty() ? Outcome.failed("a good question is answered", "应答其后的正常查询", "nothing, twice")
                : Outcome.quirk("half-frame-swallows", "loses the frame that follows half a one", "半帧之后的一帧丢失", setting.english(),
                        setting.chinese());
    }

    /** A frame with a wrong check gets no answer, and a good one after it does. */
    public Exercise<F> wrongCheck(Say wrong, String source) {
        Check check = Check.of("check.looked-at", "a question with a wrong check is not answered", "校验错误的查询不应答", source);
        return new Exercise<>("wrong-check", new Text("A question with a wrong check", "校验错误的查询"),
                List.of(new Judge<>(check, this::lookedAt)),
                List.of(Step.send(wrong), new Step.Listen<>(patienceMs), Step.send(question), answer(), new Step.Listen<>(quietMs)),
                Reflex.none());
    }

    private Outcome lookedAt(Transcript<F> seen) {
        List<Integer> asked = asked(seen);
        boolean good = !asked.isEmpty() && !answers(after(seen, asked.getFirst())).isEmpty();
        if (answers(seen.afterSent(0)).isEmpty()) {
            return good ? Outcome.passed() : Outcome.notAsked("no good question is answered either", "正常查询也无应答");
        }
        return Outcome.failed("no answer: the check was wrong", "不应答：校验错误", "an answer: the device does not look at the check");
    }

    // ---- parts

    /** Waits for the answer to the last thing that was sent; goes on without. */
    public Step<F> answer() {
        return new Step.Await<>(patienceMs, false, this::answeredLast);
    }

    public boolean answeredLast(Transcript<F> seen) {
        return !answers(seen.afterLastSent()).isEmpty();
    }

    private List<Entry.Came<F>> answers(Transcript<F> seen) {
        return seen.frames().stream().filter(came -> isAnswer.test(came.frame())).toList();
    }

    /** Where in the entries the question stands. */
    private List<Integer> asked(Transcript<F> seen) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < seen.entries().size(); i++) {
            if (seen.entries().get(i) instanceof Entry.Sent<F> sent && sent.said().equals(question)) {
                places.add(i);
            }
        }
        return places;
    }

    /** From that question to the next, whatever else was sent between them. */
    private Transcript<F> after(Transcript<F> seen, int place) {
        int next = asked(seen).stream().filter(other -> other > place).findFirst().orElse(seen.entries().size());
        return Transcript.of(seen.entries().subList(place + 1, next));
    }

    /** How long each question had to wait, those that were answered only. */
    private List<Long> waitsMs(Transcript<F> seen) {
        List<Long> waits = new ArrayList<>();
        for (int place : asked(seen)) {
            answers(after(seen, place)).stream().findFirst().ifPresent(came ->
                    waits.add(Transcript.msBetween(seen.entries().get(place), came)));
        }
        return waits;
    }

    private static Outcome unanswered() {
        return Outcome.notAsked("no question was answered", "无应答");
    }
}
