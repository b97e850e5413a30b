package org.etclane.lane.workbench.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * A terminal: history (kept per kind of device below the user's home), completion of verbs and of what may follow them, Ctrl-C gives the
 * open verb up. What the device says appears above the line that is being typed.
 */
final class JLineSeat implements Seat {
    /** A word that confirms must be typed each time, so no arrow key may bring it back. */
    private static final String NOT_REMEMBERED = "confirm*";

    private final Terminal terminal;
    private final LineReader reader;

    /** @param history file, made when it is not there; one that cannot be written is done without */
    JLineSeat(List<Verb> verbs, Path history) throws IOException {
        terminal = TerminalBuilder.builder().system(true).encoding(StandardCharsets.UTF_8).build();
        LineReaderBuilder builder = LineReaderBuilder.builder().terminal(terminal).completer(completer(verbs)).parser(plainParser())
                .variable(LineReader.HISTORY_IGNORE, NOT_REMEMBERED).option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
        reader = (usable(history) ? builder.variable(LineReader.HISTORY_FILE, history) : builder).build();
    }

    /** Texts may hold quotes and backslashes, and no line goes on in the next one. */
    private static DefaultParser plainParser() {
        DefaultParser parser = new DefaultParser();
        parser.setQuoteChars(new char[0]);
        parser.setEscapeChars(new char[0]);
        return parser;
    }

    private static boolean usable(Path history) {
        try {
            Files.createDirectories(history.toAbsolutePath().getParent());
            return Files.notExists(history) ? Files.isWritable(history.toAbsolutePath().getParent()) : Files.isWritable(history);
        } catch (IOException noFolder) {
            return false;
        }
    }

    private static Completer completer(List<Verb> verbs) {
        return (reader, line, candidates) -> {
            if (line.wordIndex() == 0) {
                verbs.forEach(verb -> candidates.add(new Candidate(verb.name())));
            } else if (line.wordIndex() == 1 && line.words().getFirst().equals("help")) {
                verbs.forEach(verb -> candidates.add(new Candidate(verb.name())));
            } else if (line.wordIndex() == 1 && !line.words().getFirst().equals("confirm")) {
                verbs.stream().filter(verb -> verb.name().equals(line.words().getFirst()))
                        .forEach(verb -> verb.words().forEach(word -> candidates.add(new Candidate(word))));
            }
        };
    }

    @Override
    public Optional<String> read(String prompt) {
        while (true) {
            try {
                return Optional.of(reader.readLine(prompt));
            } catch (UserInterruptException again) {
                show(""); // Ctrl-C while typing drops the line
            } catch (EndOfFileException end) {
                return Optional.empty();
            }
        }
    }

    @Override
    public void show(String line) {
        reader.printAbove(line);
    }

    /** While a line is typed JLine takes Ctrl-C itself. */
    @Override
    public void onInterrupt(Runnable interrupt) {
        terminal.handle(Terminal.Signal.INT, signal -> interrupt.run());
    }

    @Override
    public boolean isPerson() {
        return true;
    }

    @Override
    public void close() throws IOException {
        reader.getHistory().save();
        terminal.close();
    }
}
