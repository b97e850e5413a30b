package org.etclane.device.trace;

import java.util.List;

/**
 * One direction of a line in words: pieces of the stream go in, a text for each frame comes out. Holds an unfinished frame and nothing
 * else; no bytes make it throw. One thread.
 */
@FunctionalInterface
public interface PieceReader {

    /**
     * @param piece as read or written; a frame may lie in several
     * @return in the order of the stream, for each frame that is complete now what it says, for bytes that make none the reason
     */
    List<String> read(byte[] piece);

    /** Nothing has come for a while: what waits will not be completed. @return as {@link #read} */
    default List<String> pause() {
        return List.of();
    }
}
