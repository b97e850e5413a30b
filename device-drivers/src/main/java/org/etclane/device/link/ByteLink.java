package org.etclane.device.link;

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

    /** What the line is, for messages: "/dev/ttyS0 115200 8N1". */
    String description();

    /** Stops threads and releases the line. Idempotent. */
    @Override
    void close();

    interface Listener {
        void up(long atNanos);

        /** {@code chunk} is a fresh array; {@code atNanos} was taken when the read returned. */
        void bytes(long atNanos, byte[] chunk);

        void down(long atNanos, String cause);
    }
}
