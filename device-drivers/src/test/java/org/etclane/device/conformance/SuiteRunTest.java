package org.etclane.device.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.etclane.device.Bytes;
import org.etclane.device.conformance.SuiteEvent.ExerciseEnded;
import org.etclane.device.link.Endpoint;
import org.etclane.device.spi.Text;
import org.junit.jupiter.api.Test;

/** With a protocol of letters: every upper-case letter is a frame, a digit is none, a lower-case letter waits for one more byte. */
class SuiteRunTest implements Endpoint.Sink<SuiteEvent> {
    private static final long MS = 1_000_000L;
    private static final Text TITLE = new Text("title", "标题");
    private static final Step<String> ASK = Step.send(Say.of("ask", new byte[] {'?'}));

    private final List<String> sent = new ArrayList<>();
    private final List<SuiteEvent> events = new ArrayList<>();
    private final List<String> malformed = new ArrayList<>();

    private static final class Letters implements Ear<String> {
        private String waiting = "";

        @Override
        public void feed(byte[] buffer, int length, Output<String> out) {
            for (int i = 0; i < length; i++) {
                String letter = waiting + (char) buffer[i];
                boolean begun = Character.isLowerCase((char) buffer[i]);
                waiting = begun ? letter : "";
                if (!begun && Character.isDigit((char) buffer[i])) {
                    out.malformed(Bytes.of(buffer[i]), "digit");
                } else if (!begun) {
                    out.frame(letter, Bytes.copyOf(letter.getBytes(StandardCharsets.US_ASCII)));
                }
            }
        }

        @Override
        public void reset() {
            waiting = "";
        }

        @Override
        public long frameGapMs() {
            return 50;
        }

        @Override
        public void expire(Output<String> out) {
            if (!waiting.isEmpty()) {
                out.malformed(Bytes.copyOf(waiting.getBytes(StandardCharsets.US_ASCII)), "not finished");
                waiting = "";
            }
        }
    }

    private static Judge<String> judge(String id, Moves moves, Function<Transcript<String>, Outcome> verdict) {
        return new Judge<>(Check.of(id, "title", "标题", "nowhere §1").moving(moves), verdict);
    }

    private static Judge<String> passing(String id) {
        return judge(id, Moves.NOTHING, _ -> Outcome.passed());
    }

    private static Exercise<String> exercise(String id, Judge<String> judge, List<Step<String>> steps) {
        return new Exercise<>(id, TITLE, List.of(judge), steps, Reflex.none());
    }

    private SuiteRun<String> run(Permissions permissions, List<Exercise<String>> exercises, List<Judge<String>> throughout) {
        return new SuiteRun<>(new Suite<>("letters", Letters::new, word -> word, exercises, throughout), permissions);
    }

    @SafeVarargs
    private SuiteRun<String> run(Exercise<String>... exercises) {
        return run(Permissions.all(), List.of(exercises), List.of());
    }

    private void hear(SuiteRun<String> run, long atMs, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        run.received(atMs * MS, bytes, bytes.length, this);
    }

    @Override
    public void send(byte[] frame) {
        sent.add(new String(frame, StandardCharsets.US_ASCII));
    }

    @Override
    public void emit(SuiteEvent event) {
        events.add(event);
    }

    @Override
    public void malformed(byte[] raw, String reason) {
        malformed.add(reason);
    }

    private List<ExerciseEnded> ended() {
        return events.stream().filter(ExerciseEnded.class::isInstance).map(ExerciseEnded.class::cast).toList();
    }

    private Verdict verdict(int n) {
        return ended().get(n).findings().getFirst().verdict();
    }

    @Test
    void anAnswerThatComesLetsTheExerciseGoOnAtOnce() {
        SuiteRun<String> run = run(exercise("one", judge("took", Moves.NOTHING, seen -> Outcome.passed(Measured.atMost(TITLE,
                Transcript.msBetween(seen.sent().getFirst(), seen.frames().getFirst()), 500))), List.of(ASK,
                new Step.Await<>(500, true, seen -> !seen.frames().isEmpty()))));
        run.linkUp(0, this);
        assertEquals(List.of("?"), sent);
        assertEquals(500 * MS, run.nextDueNanos());
        hear(run, 120, "A");
        assertEquals(120, ended().getFirst().findings().getFirst().outcome().measured().getFirst().tookMs());
        assertEquals(new SuiteEvent.Finished(), events.getLast());
        assertEquals(Long.MAX_VALUE, run.nextDueNanos());
        assertEquals(List.of("    0.000 -> ask  3f", "    0.120 <- A  41"), ended().getFirst().said());
    }

    @Test
    void anAnswerThatIsNeededAndDoesNotComeEndsTheExercise() {
        SuiteRun<String> run = run(exercise("one", judge("came", Moves.NOTHING, seen -> seen.frames().isEmpty()
                ? Outcome.failed("A", "A", "nothing") : Outcome.passed()), List.of(ASK, new Step.Await<>(500, true, seen -> !seen.frames()
                .isEmpty()),
                ASK)), exercise("two", passing("two"), List.of(ASK, new Step.Await<>(500, false, _ -> false), ASK)));
        run.linkUp(0, this);
        run.due(500 * MS, this);
        assertEquals(new Verdict.Failed(new Text("A", "A"), "nothing"), verdict(0));
        assertEquals(List.of("?", "?"), sent);
        run.due(1000 * MS, this);
        assertEquals(List.of("?", "?", "?"), sent); // not needed: it goes on
        assertTrue(run.finished());
    }

    @Test
    void nothingThatNeedsLeaveIsSentWithoutIt() {
        List<Exercise<String>> exercises = new ArrayList<>();
        for (Moves moves : Moves.values()) {
            exercises.add(exercise(moves.label(), judge(moves.label(), moves, _ -> Outcome.passed()),
                    List.of(Step.send(Say.of(moves.label(), moves.label().getBytes(StandardCharsets.US_ASCII))))));
        }
        run(Permissions.unattended(Moves.ARM), exercises, List.of()).linkUp(0, this);
        assertEquals(List.of("nothing", "display", "light", "arm"), sent);
        assertEquals(List.of("record", "card"), ended().stream().filter(one -> one.findings().getFirst()
                .verdict() instanceof Verdict.NotAsked)
                .map(ExerciseEnded::id).toList());
        assertTrue(((Verdict.NotAsked) verdict(5)).why().english().contains("--allow card"));
    }

    @Test
    void whatMovesTwoThingsNeedsLeaveForBoth() {
        Exercise<String> both = new Exercise<>("both", TITLE, List.of(judge("record", Moves.RECORD, _ -> Outcome.passed()),
                judge("card", Moves.CARD, _ -> Outcome.passed())), List.of(ASK), Reflex.none());
        run(Permissions.unattended(Moves.CARD), List.of(both), List.of()).linkUp(0, this);
        assertEquals(List.of(), sent);
        run(Permissions.unattended(Moves.CARD, Moves.RECORD), List.of(both), List.of()).linkUp(0, this);
        assertEquals(List.of("?"), sent);
    }

    @Test
    void whatAPersonIsAskedCanBeDoneAnsweredAndSkipped() {
        Step<String> act = new Step.Act<>(new Text("press", "按"), 60_000, seen -> !seen.frames().isEmpty());
        Step<String> look = new Step.Look<>(new Text("green?", "绿？"), 60_000);
        SuiteRun<String> run = run(exercise("act", passing("act"), List.of(act)),
                exercise("look", judge("look", Moves.NOTHING, seen -> seen.answer().orElseThrow() ? Outcome.passed()
                        : Outcome.failed("green", "绿", "not")), List.of(look)),
                exercise("skipped", passing("skipped"), List.of(act)), exercise("nobody", passing("nobody"), List.of(look)),
                exercise("unseen", judge("unseen", Moves.NOTHING, _ -> Outcome.failed("A", "A", "nothing")), List.of(act)));
        run.linkUp(0, this);
        run.command(1, new SuiteCommand.Answer(true), this); // nobody asked for a yes
        assertEquals(new SuiteEvent.Asked(new Text("press", "按"), false, 60_000), events.getLast());
        hear(run, 1000, "A");
        run.command(2000 * MS, new SuiteCommand.Answer(false), this);
        assertEquals(new Verdict.Failed(new Text("green", "绿"), "not"), verdict(1));
        run.command(3000 * MS, new SuiteCommand.Skip(), this);
        assertTrue(verdict(2) instanceof Verdict.NotAsked);
        run.due(63_000 * MS, this);
        assertTrue(verdict(3) instanceof Verdict.NotAsked);
        run.due(123_000 * MS, this);
        assertTrue(verdict(4) instanceof Verdict.Failed); // somebody was asked and did not skip it
        assertTrue(run.finished());
    }

    @Test
    void unattendedNobodyIsAsked() {
        run(Permissions.unattended(), List.of(exercise("look", passing("look"), List.of(new Step.Look<>(TITLE, 10)))), List.of())
                .linkUp(0, this);
        assertTrue(verdict(0) instanceof Verdict.NotAsked);
        assertFalse(events.stream().anyMatch(SuiteEvent.Asked.class::isInstance));
    }

    @Test
    void reflexesAnswerWhateverStepIsOn() {
        SuiteRun<String> run = run(new Exercise<>("one", TITLE, List.of(passing("one")), List.of(new Step.Listen<>(100)),
                (seen, came) -> came.frame().equals("A") ? Optional.of(Say.of("a" + seen.frames().size(), new byte[] {'!'}))
                : Optional.empty()));
        run.linkUp(0, this);
        hear(run, 10, "ABA");
        assertEquals(List.of("!", "!"), sent);
        hear(run, 101, "A"); // the exercise is over, but nobody has said so yet
        assertEquals(List.of("!", "!", "!"), sent);
        assertTrue(run.finished());
        hear(run, 102, "A");
        assertEquals(3, sent.size());
    }

    @Test
    void theWholeRunIsJudgedAtTheEnd() {
        Judge<String> all = judge("all", Moves.NOTHING, seen -> seen.bad().isEmpty() ? Outcome.passed()
                : Outcome.failed("letters", "字母", seen.bad().size() + " of " + seen.stream().size() + " bytes"));
        SuiteRun<String> run = run(Permissions.all(), List.of(exercise("one", passing("one"), List.of(new Step.Listen<>(100)))),
                List.of(all));
        run.linkUp(0, this);
        hear(run, 1, "A1");
        hear(run, 2, "x");
        assertEquals(52 * MS, run.nextDueNanos()); // the begun frame's time
        run.due(52 * MS, this);
        run.due(100 * MS, this);
        assertEquals(List.of("digit", "not finished"), malformed);
        assertEquals(new Verdict.Failed(new Text("letters", "字母"), "2 of 3 bytes"), verdict(1));
        assertEquals(ExerciseEnded.THROUGHOUT, ended().getLast().id());
    }

    @Test
    void aBrokenLineIsNotedAndNothingHalfReceivedIsKept() {
        SuiteRun<String> run = run(exercise("one", passing("one"), List.of(new Step.Listen<>(100))));
        run.linkDown(0, "cannot be opened", this);
        assertEquals(Long.MAX_VALUE, run.nextDueNanos()); // not begun
        run.linkUp(0, this);
        hear(run, 1, "x");
        run.linkDown(2 * MS, "pulled", this);
        run.linkUp(3 * MS, this);
        hear(run, 4, "A");
        run.due(100 * MS, this);
        assertEquals(List.of("    0.001 -- line down: pulled", "    0.002 -- line up", "    0.003 <- A  41"),
                ended().getFirst().said());
    }

    @Test
    void aStoppedRunSaysWhatWasNotAsked() {
        SuiteRun<String> run = run(exercise("one", passing("one"), List.of(new Step.Listen<>(100))), exercise("two", passing("two"),
                List.of(ASK)));
        run.linkUp(0, this);
        run.command(1, new SuiteCommand.Stop(), this);
        assertTrue(verdict(0) instanceof Verdict.NotAsked && verdict(1) instanceof Verdict.NotAsked);
        assertTrue(run.finished());
        assertEquals(List.of(), sent);
    }

    @Test
    void aFloodIsAnsweredButNotKept() {
        SuiteRun<String> run = run(Permissions.all(), List.of(new Exercise<>("one", TITLE, List.of(judge("one", Moves.NOTHING,
                seen -> Outcome.failed("few", "少", "" + seen.entries().size()))), List.of(new Step.Listen<>(100)), Reflex.none())),
                List.of(passing("all")));
        run.linkUp(0, this);
        String letters = "A".repeat(1000);
        for (int i = 0; i < 100; i++) {
            hear(run, 1, letters);
        }
        run.due(100 * MS, this);
        assertEquals("" + (SuiteRun.MOST_ENTRIES - 1), ((Verdict.Failed) verdict(0)).came());
        assertEquals(61, ended().getFirst().said().size());
        assertEquals(1, ended().getLast().said().size());
    }

    @Test
    void twoChecksWithOneNameAndUnreadableNamesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> run(exercise("one", passing("same"), List.of()), exercise("two",
                passing("same"), List.of())));
        assertThrows(IllegalArgumentException.class, () -> passing("Not so"));
        assertThrows(IllegalArgumentException.class, () -> new Exercise<String>("none", TITLE, List.of(), List.of(), Reflex.none()));
    }
}
