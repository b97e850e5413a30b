package org.etclane.lane.workbench.console;

import java.io.IOException;
import java.util.Optional;

/** Where an engineer sits: a terminal, or a script. Lines may be shown from any thread, also while one is being typed. */
public interface Seat extends AutoCloseable {

    /** The next line; empty when there will be none. Blocks. */
    Optional<String> read(String prompt) throws IOException;

    void show(String line);

    /** Called when a verb is to be given up, from any thread. */
    void onInterrupt(Runnable interrupt);

    /** Whether a person sits there who sees what failed. */
    boolean isPerson();

    @Override
    void close() throws IOException;
}
