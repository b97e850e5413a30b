package org.etclane.device.conformance;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.etclane.device.Bytes;
import org.etclane.device.link.Endpoint;
import org.etclane.device.spi.Text;

/**
 * One run of a suite on one line. Starts when the line comes up for the first time; a line that breaks meanwhile is noted, and the
 * run goes on by its times. After {@link SuiteEvent.Finished} everything is ignored.
 *
 * <p>Bounded: at most {@value #MOST_ENTRIES} entries are kept; what comes beyond is still answered but not judged, and the report
 * says so.
 *
 * @param <F> frames of the device
 */
public final class SuiteRun<F> implements Endpoint<SuiteCommand, SuiteEvent> {
    static final int MOST_ENTRIES = 50_000;
    private static final int MOST_LINES = 60;
    private static final int MOST_BYTES_PER_LINE = 160;
    private static final long NEVER = Long.MAX_VALUE;
    private static final Text THROUGHOUT = new Text("The whole run", "全过程");

    private final Suite<F> suite;
    private final Permissions permissions;
    private final Ear<F> ear;
    private final long frameGapNanos;
    private final List<Entry<F>> entries = new ArrayList<>();
    private long dropped;
    private boolean started;
    private boolean finished;
    /** Which exercise, which step of it, where its entries begin, when the step is over. */
    private int exercise;
    private int step;
    private int firstEntry;
    private long stepEndsNanos = NEVER;
    private long frameEndsNanos = NEVER;

    public SuiteRun(Suite<F> suite, Permissions permissions) {
        this.suite = suite;
        this.permissions = permissions;
        this.ear = suite.ear().get();
        this.frameGapNanos = TimeUnit.MILLISECONDS.toNanos(ear.frameGapMs());
    }

    @Override
    public void linkUp(long nowNanos, Sink<SuiteEvent> sink) {
        ear.reset();
        add(new Entry.Up<>(nowNanos));
        if (!started) {
            started = true;
            exercise = -1;
            nextExercise(nowNanos, sink);
            advance(nowNanos, sink);
        }
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<SuiteEvent> sink) {
        ear.reset();
        frameEndsNanos = NEVER;
        if (started) {
            add(new Entry.Down<>(nowNanos, cause));
        }
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<SuiteEvent> sink) {
        if (!running()) {
            return;
        }
        add(new Entry.Chunk<>(nowNanos, Bytes.copyOf(buffer, 0, length)));
        frameEndsNanos = frameGapNanos == 0 ? NEVER : nowNanos + frameGapNanos;
        ear.feed(buffer, length, output(nowNanos, sink));
        advance(nowNanos, sink);
    }

    @Override
    public void command(long nowNanos, SuiteCommand command, Sink<SuiteEvent> sink) {
        if (!running()) {
            return;
        }
        switch (command) {
            case SuiteCommand.Skip _ when currentStep().map(Step::needsHand).orElse(false) ->
                    leaveOut(nowNanos, new Text("skipped by the person at the device", "现场人员跳过"), sink);
            case SuiteCommand.Skip _ -> { }
            case SuiteCommand.Answer(boolean yes) when currentStep().orElse(null) instanceof Step.Look<F> -> {
                add(new Entry.Answer<>(nowNanos, yes));
                nextStep(nowNanos, sink);
            }
            case SuiteCommand.Answer _ -> { }
            case SuiteCommand.Stop _ -> stop(nowNanos, sink);
        }
        advance(nowNanos, sink);
    }

    @Override
    public void due(long nowNanos, Sink<SuiteEvent> sink) {
        if (frameEndsNanos <= nowNanos) {
            frameEndsNanos = NEVER;
            ear.expire(output(nowNanos, sink));
        }
        advance(nowNanos, sink);
    }

    @Override
    public long nextDueNanos() {
        return running() ? Math.min(stepEndsNanos, frameEndsNanos) : NEVER;
    }

    public boolean finished() {
        return finished;
    }

    private boolean running() {
        return started && !finished;
    }

    private Ear.Output<F> output(long nowNanos, Sink<SuiteEvent> sink) {
        return new Ear.Output<>() {
            @Override
            public void frame(F frame, Bytes raw) {
                heard(nowNanos, new Entry.Came<>(nowNanos, frame, raw), sink);
            }

            @Override
            public void malformed(Bytes raw, String reason) {
                add(new Entry.Bad<>(nowNanos, raw, reason));
                sink.malformed(raw.toArray(), reason);
            }
        };
    }

    private void heard(long nowNanos, Entry.Came<F> frame, Sink<SuiteEvent> sink) {
        add(frame);
        if (running()) {
            current().reflex().answer(seen(), frame).ifPresent(say -> say(nowNanos, say, sink));
        }
    }

    private void say(long nowNanos, Say say, Sink<SuiteEvent> sink) {
        add(new Entry.Sent<>(nowNanos, say));
        sink.send(say.wire().toArray());
    }

    private void add(Entry<F> entry) {
        if (entries.size() < MOST_ENTRIES) {
            entries.add(entry);
        } else {
            dropped++;
        }
    }

    // ---- exercises and steps

    private Exercise<F> current() {
        return suite.exercises().get(exercise);
    }

    private Optional<Step<F>> currentStep() {
        return step < current().steps().size() ? Optional.of(current().steps().get(step)) : Optional.empty();
    }

    private Transcript<F> seen() {
        return Transcript.from(entries, firstEntry);
    }

    private void advance(long nowNanos, Sink<SuiteEvent> sink) {
        boolean moved = running();
        while (moved && running()) {
            Optional<Step<F>> now = currentStep();
            if (now.isEmpty()) {
                judge(nowNanos, sink);
            } else {
                moved = tried(now.get(), nowNanos, sink);
            }
        }
    }

    /** @return false when the step has to wait */
    private boolean tried(Step<F> now, long nowNanos, Sink<SuiteEvent> sink) {
        boolean over = stepEndsNanos <= nowNanos;
        switch (now) {
            case Step.Send<F>(var words) -> {
                Optional<Say> say = words.apply(seen());
                if (say.isPresent()) {
                    say(nowNanos, say.get(), sink);
                    nextStep(nowNanos, sink);
                } else {
                    judge(nowNanos, sink);
                }
                return true;
            }
            case Step.Await<F> await -> {
                if (await.until().test(seen()) || over && !await.needed()) {
                    nextStep(nowNanos, sink);
                } else if (over) {
                    judge(nowNanos, sink);
                } else {
                    return false;
                }
                return true;
            }
            case Step.Listen<F> _ -> {
                if (over) {
                    nextStep(nowNanos, sink);
                }
                return over;
            }
            case Step.Act<F> act -> {
                if (act.until().test(seen())) {
                    nextStep(nowNanos, sink);
                } else if (over) {
                    judge(nowNanos, sink);
                } else {
                    return false;
                }
                return true;
            }
            case Step.Look<F> look -> {
                if (over) {
                    leaveOut(nowNanos, nobodySaid(look.atMostMs()), sink);
                }
                return over;
            }
        }
    }

    private static Text nobodySaid(long ms) {
        long seconds = TimeUnit.MILLISECONDS.toSeconds(ms);
        return new Text("nobody answered within " + seconds + " s", seconds + "秒内无人回答");
    }

    private void nextStep(long nowNanos, Sink<SuiteEvent> sink) {
        step++;
        enterStep(nowNanos, sink);
    }

    private void enterStep(long nowNanos, Sink<SuiteEvent> sink) {
        long forMs = currentStep().map(entered -> switch (entered) {
            case Step.Send<F> _ -> 0L;
            case Step.Await<F> await -> await.atMostMs();
            case Step.Listen<F> listen -> listen.forMs();
            case Step.Act<F> act -> asked(act.request(), false, act.atMostMs(), sink);
            case Step.Look<F> look -> asked(look.question(), true, look.atMostMs(), sink);
        }).orElse(0L);
        stepEndsNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(forMs);
    }

    private static long asked(Text words, boolean question, long atMostMs, Sink<SuiteEvent> sink) {
        sink.emit(new SuiteEvent.Asked(words, question, atMostMs));
        return atMostMs;
    }

    private void nextExercise(long nowNanos, Sink<SuiteEvent> sink) {
        exercise++;
        step = 0;
        firstEntry = entries.size();
        if (exercise == suite.exercises().size()) {
            finish(sink);
            return;
        }
        Optional<Verdict.NotAsked> refused = permissions.refuses(current());
        if (refused.isPresent()) {
            notAsked(refused.get(), sink);
            nextExercise(nowNanos, sink);
        } else {
            sink.emit(new SuiteEvent.ExerciseStarted(current().id(), current().title()));
            enterStep(nowNanos, sink);
        }
    }

    private void judge(long nowNanos, Sink<SuiteEvent> sink) {
        Transcript<F> seen = seen();
        sink.emit(new SuiteEvent.ExerciseEnded(current().id(), current().title(),
                current().judges().stream().map(judge -> judge.judge(seen)).toList(), said(seen)));
        nextExercise(nowNanos, sink);
    }

    private void leaveOut(long nowNanos, Text why, Sink<SuiteEvent> sink) {
        notAsked(new Verdict.NotAsked(why), sink);
        nextExercise(nowNanos, sink);
    }

    private void notAsked(Verdict.NotAsked why, Sink<SuiteEvent> sink) {
        sink.emit(new SuiteEvent.ExerciseEnded(current().id(), current().title(),
                current().judges().stream().map(judge -> judge.notAsked(why)).toList(), said(seen())));
    }

    private void stop(long nowNanos, Sink<SuiteEvent> sink) {
        Verdict.NotAsked why = new Verdict.NotAsked(new Text("the run was stopped before", "测试提前结束"));
        while (exercise < suite.exercises().size()) {
            notAsked(why, sink);
            exercise++;
            firstEntry = entries.size();
        }
        finish(sink);
    }

    private void finish(Sink<SuiteEvent> sink) {
        finished = true;
        if (!suite.throughout().isEmpty()) {
            Transcript<F> all = Transcript.of(entries);
            sink.emit(new SuiteEvent.ExerciseEnded(SuiteEvent.ExerciseEnded.THROUGHOUT, THROUGHOUT,
                    suite.throughout().stream().map(judge -> judge.judge(all)).toList(),
                    dropped == 0 ? List.of() : List.of(dropped + " more pieces came and were not looked at")));
        }
        sink.emit(new SuiteEvent.Finished());
    }

    // ---- in words

    private List<String> said(Transcript<F> seen) {
        List<String> lines = new ArrayList<>();
        for (Entry<F> entry : seen.entries()) {
            words(entry).ifPresent(words -> lines.add(String.format(Locale.ROOT, "%9.3f %s",
                    Transcript.msBetween(seen.entries().getFirst(), entry) / 1000.0, words)));
        }
        int more = lines.size() - MOST_LINES;
        if (more <= 0) {
            return lines;
        }
        List<String> kept = new ArrayList<>(lines.subList(0, MOST_LINES));
        kept.add("… " + more);
        return kept;
    }

    private Optional<String> words(Entry<F> entry) {
        return switch (entry) {
            case Entry.Sent<F>(_, Say(String what, Bytes wire)) -> Optional.of("-> " + what + "  " + hex(wire));
            case Entry.Chunk<F> _ -> Optional.empty();
            case Entry.Came<F>(_, F frame, Bytes raw) -> Optional.of("<- " + suite.words().apply(frame) + "  " + hex(raw));
            case Entry.Bad<F>(_, Bytes raw, String reason) -> Optional.of("<- not understood: " + reason + "  " + hex(raw));
            case Entry.Down<F>(_, String cause) -> Optional.of("-- line down: " + cause);
            case Entry.Up<F> _ -> Optional.of("-- line up");
            case Entry.Answer<F>(_, boolean yes) -> Optional.of("-- answered: " + (yes ? "yes" : "no"));
        };
    }

    private static String hex(Bytes bytes) {
        int shown = Math.min(bytes.size(), MOST_BYTES_PER_LINE);
        return HexFormat.of().formatHex(bytes.slice(0, shown).toArray()) + (shown < bytes.size() ? "… (" + bytes.size() + " bytes)" : "");
    }
}
