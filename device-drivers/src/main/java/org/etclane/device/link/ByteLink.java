package org.etclane.device.link;

import java.util.Optional;

/**
 * A byte line to a device: serial port, TCP connection or an in-memory pair. Opens itself again with back-off after it went
 * down, until closed.
 */
public interface ByteLink extends AutoCloseable {

    /** Starts; the listener is called from the link's own receive thread. Call once. */
    void start(Listener listener);

    /**
     * Queues a frame for the send thread. Never blocks.
     *
     * @return false when the bounded queue is full or the link is down: the frame is not sent
     */
    boolean offer(byte[] frame);

    /**
     * Closes the line at once and opens it again after a short back-off; the listener hears {@code down(cause)}. For a stream
     * that cannot be trusted any more. Thread-safe, never blocks; without effect while the line is down.
     */
    void restart(String cause);

    /** Why the line is down just now, of the latest attempt to open it; empty while it is up. Thread-safe. */
    Optional<String> trouble();

    /** What the line is, for messages: "/dev/ttyS0 115200 8N1". */
    String description();

    /** Stops threads and releases the line. Idempotent. */
    @Override
    void close();

    /** Called on the link's receive thread, one call at a time; must not block, throw, nor close the link. */
    interface Listener {
        void up(long atNanos);

        /** {@code chunk} is a fresh array; {@code atNanos} was taken when the read returned. */
        void bytes(long atNanos, byte[] chunk);

        /**
         * Once per loss, and once at the start when the first attempt to open failed; attempts that fail later are not
         * reported again (see {@link ByteLink#trouble()}).
         */
        void down(long atNanos, String cause);
    }
}
