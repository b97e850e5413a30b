package org.etclane.lane.diagnostics;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.etclane.device.trace.TracedBytes;
import org.etclane.lane.journal.Journal;

/**
 * What a running lane lets the control socket see and do. Implemented by the runtime, called from the diagnostics thread only.
 * Every snapshot is immutable and already published: no call here waits for the lane loop. {@link #records}, {@link #record}
 * and {@link #outbox} may read the record store over the store's own read connection.
 */
public interface LaneControl {

    LaneStatus status();

    List<DeviceStatus> devices();

    /** Newest first. The filter is a transaction id, a part of one, or a plate. */
    List<Journal.Stored> records(int limit, Optional<String> filter);

    /** All entries of one transaction in order; empty when there is none. */
    List<Journal.Stored> record(String transactionId);

    OutboxStatus outbox();

    /** Where the lane's own time goes, since the start. */
    List<StageTime> stages();

    /**
     * Keeps more of what goes over a link than the last bytes, which are always kept, or stops it.
     *
     * @return what was done, in words
     * @throws IllegalArgumentException for a link that does not exist, naming those that do
     */
    String setTrace(String link, boolean on);

    /**
     * The last lines of a link's trace, oldest first, with what the bytes mean where its driver tells.
     *
     * @throws IllegalArgumentException for a link that does not exist, naming those that do
     */
    List<String> showTrace(String link, int lines);

    /** All that the trace of a link holds, oldest first, with the time of day of each piece. As {@link #showTrace}. */
    List<TracedBytes> trace(String link);

    /** Completes with what was done; completes exceptionally with {@link RefusedException} when the lane may not open. */
    CompletableFuture<String> openLane(String by);

    /** As {@link #openLane}. */
    CompletableFuture<String> closeLane(String reason, String by);

    /** Somebody has looked: no vehicle stands between trigger loop and arm. The queue starts anew. As {@link #openLane}. */
    CompletableFuture<String> declareZoneEmpty(String by);

    ParameterStatus parameters();

    /** Checks a parameter package and keeps it. @param file absolute; read by the lane. Completes with what became of it */
    CompletableFuture<ParameterReport> loadParameters(Path file, String by);

    /** Goes back to the named set that was in force, or to the one before. Completes with what became of it. */
    CompletableFuture<ParameterReport> rollBackParameters(Optional<String> version, String by);

    /**
     * From now on every line goes to the sink, from whatever thread publishes it; the sink never blocks and never throws.
     *
     * @return ends it; closing twice does nothing
     */
    Watch watch(Consumer<LaneSnapshotLine> sink);

    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** The lane understood the request and does not do it; the message says why. */
    final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public RefusedException(String why) {
            super(why);
        }
    }
}
