package org.etclane.lane.station;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where parameter packages from the station go. All but {@link #maxBytes} on the thread "outbox", may write to disk. What is thrown
 * ends the download and is told to the station.
 */
public interface ParameterInbox {
    /** A larger package is not wanted. Any thread. */
    long maxBytes();

    /**
     * A package is offered.
     *
     * @return how many bytes of it are here from an earlier connection, at most {@code size}
     */
    long begin(String sha256, long size) throws IOException;

    /** The next bytes, at the end of what is here. */
    void append(String sha256, long offset, ByteBuffer bytes) throws IOException;

    /**
     * Nothing is missing: it is to be checked and kept.
     *
     * @param verdict to be called once, from any thread: what is wrong, or nothing when the package is kept durably
     */
    void finish(String sha256, Consumer<List<String>> verdict) throws IOException;
}
