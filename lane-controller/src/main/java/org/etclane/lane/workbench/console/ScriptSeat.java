package org.etclane.lane.workbench.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.util.Optional;

/** A script: one verb per line, each shown before what comes of it. */
public final class ScriptSeat implements Seat {
    private final BufferedReader in;
    private final PrintWriter out;

    /** Closes neither of them. */
    public ScriptSeat(Reader in, PrintWriter out) {
        this.in = new BufferedReader(in);
        this.out = out;
    }

    @Override
    public Optional<String> read(String prompt) throws IOException {
        Optional<String> line = Optional.ofNullable(in.readLine());
        line.filter(text -> !text.isBlank()).ifPresent(text -> show(prompt + text));
        return line;
    }

    @Override
    public void show(String line) {
        out.println(line);
        out.flush();
    }

    /** A script that is interrupted ends. */
    @Override
    public void onInterrupt(Runnable interrupt) {
    }

    @Override
    public boolean isPerson() {
        return false;
    }

    @Override
    public void close() {
    }
}
