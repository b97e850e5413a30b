package org.etclane.device.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.etclane.device.Bytes;
import org.etclane.device.link.LinkTrace;
import org.etclane.device.link.LinkTrace.Direction;
import org.etclane.device.link.LinkTrace.Entry;
import org.junit.jupiter.api.Test;

/** On a protocol of one's own: a frame is what ends in a full stop. */
class TraceWordsTest {
    private static final long MS = 1_000_000L;
    private final LinkTrace trace = new LinkTrace(100);

    private static final class Sentences implements PieceReader {
        private String begun = "";

        @Override
        public List<String> read(byte[] piece) {
            List<String> complete = new ArrayList<>();
            for (char letter : new String(piece, StandardCharsets.UTF_8).toCharArray()) {
                begun += letter;
                if (letter == '!') {
                    throw new IllegalStateException("made up");
                }
                if (letter == '.') {
                    complete.add("says " + begun);
                    begun = "";
                }
            }
            return complete;
        }

        @Override
        public List<String> pause() {
            List<String> given = begun.isEmpty() ? List.of() : List.of("gives up " + begun);
            begun = "";
            return given;
        }
    }

    private void said(long atMs, Direction direction, String text, String note) {
        trace.record(atMs * MS, direction, text.getBytes(StandardCharsets.UTF_8), note);
    }

    private List<String> notes() {
        return notes(() -> Optional.of(new LineReader(new Sentences(), new Sentences())));
    }

    private List<String> notes(Supplier<Optional<LineReader>> readers) {
        return TraceWords.explained(trace.snapshot(), readers).stream().map(Entry::note).toList();
    }

    @Test
    void theWordsStandWhereTheFrameIsComplete() {
        said(0, Direction.IN, "one", "");
        said(1, Direction.OUT, "ask.", "refused");
        said(2, Direction.IN, ".two.th", "");
        said(3, Direction.IN, "ree.", "");
        assertEquals(List.of("", "refused; says ask.", "says one. | says two.", "says three."), notes());
    }

    @Test
    void withoutAReaderTheTraceStaysAsItIs() {
        said(0, Direction.IN, "one.", "");
        assertEquals(trace.snapshot(), TraceWords.explained(trace.snapshot(), Optional::empty));
    }

    @Test
    void whatWasHalfReceivedEndsWithTheLine() {
        said(0, Direction.IN, "half", "");
        said(1, Direction.NOTE, "", "down: unplugged");
        said(2, Direction.NOTE, "", "up /dev/ttyS0");
        said(3, Direction.IN, "new.", "");
        assertEquals(List.of("", "down: unplugged", "up /dev/ttyS0", "says new."), notes());
    }

    @Test
    void anotherNoteEndsNothing() {
        said(0, Direction.IN, "wh", "");
        said(1, Direction.NOTE, "xy", "malformed: up side down");
        said(2, Direction.IN, "ole.", "");
        assertEquals(List.of("", "malformed: up side down", "says whole."), notes());
    }

    @Test
    void afterAPauseWhatHasBegunIsGivenUpWhereItStands() {
        said(0, Direction.IN, "lost", "");
        said(100, Direction.OUT, "ask.", "");
        said(499, Direction.IN, "lost too", "");
        said(999, Direction.IN, "found.", "");
        assertEquals(List.of("", "says ask.", "gives up lostlost too", "says found."), notes());
    }

    @Test
    void aReaderThatFailsCostsWordsAndNoBytes() {
        said(0, Direction.IN, "one.", "");
        said(1, Direction.IN, "bang!", "");
        said(2, Direction.IN, "two.", "");
        List<String> notes = notes();
        assertEquals("says one.", notes.get(0));
        assertTrue(notes.get(1).startsWith("not explained from here on") && notes.get(1).contains("made up"), notes::toString);
        assertEquals("", notes.get(2));
        List<String> none = notes(() -> {
            throw new IllegalStateException("no such thing");
        });
        assertTrue(none.get(0).contains("no such thing") && none.get(1).isEmpty(), none::toString);
    }

    @Test
    void wordsAreFitForATerminalAndOfBoundedLength() {
        said(0, Direction.IN, "\u001b[31mred\r\n.", "");
        said(1, Direction.IN, "车".repeat(400) + ".", "");
        assertEquals("says ·[31mred··.", notes().getFirst());
        assertEquals("says " + "车".repeat(295) + " …", notes().getLast());
    }

    @Test
    void packetsHaveTheTimeOfDay() {
        said(5, Direction.OUT, "a.", "");
        assertEquals(List.of(new TracedBytes(1_000 + 5 * MS, Direction.OUT, Bytes.of('a', '.'), "")), TraceWords.packets(trace.snapshot(), 1_000));
    }
}
