package org.etclane.device.link;

/**
 * A device at work, as the lane sees it: what runs a driver on its line. {@link DeviceAgent} does for every line of bytes.
 *
 * @param <C> commands
 */
public interface RunningDevice<C> extends AutoCloseable {
    /** The device's configured name. */
    String name();

    /** Starts threads, opens the line. Call once. */
    void start();

    /**
     * Queues a command. Never blocks; any thread.
     *
     * @return false when the bounded queue is full: the command is not carried out
     */
    boolean offer(C command);

    /** Takes the line down and up again. Never blocks; any thread. */
    void restart(String cause);

    /** What the line is, for messages: "/dev/ttyS0 115200 8N1". */
    String description();

    /** The last bytes of the line, always; more of them once it is switched on. */
    LinkTrace trace();

    LinkStatistics statistics();

    /** Stops threads and releases the line. Idempotent. */
    @Override
    void close();
}
