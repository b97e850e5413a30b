package org.etclane.device.link;

/**
 * What has happened on a device's link since the start; an immutable snapshot. Times are monotonic nanoseconds.
 *
 * @param up                   whether the line is open now
 * @param changedNanos         since when it is up or down; 0 before the link has said anything
 * @param downs                how often it was lost (or could not be opened at the start)
 * @param lastCause            of the last loss, or why it cannot be opened now; empty when it was never down
 * @param lastReceivedNanos    when bytes last came, 0 for never
 * @param chunksIn             reads that brought {@code bytesIn}
 * @param events               what the protocol side made of them
 * @param framesRefused        not sent: line down or its queue full
 * @param malformed            pieces of the stream that made no frame
 * @param lastMalformedReason  of the last one, empty for none
 * @param lastMalformedRepeats how often in a row the reason was the same, so that a noisy line is one line in a log
 * @param overflows            how often received bytes found the inbox full, each a restart of the link
 * @param commandsRefused      commands that found the inbox full
 * @param failures             exceptions of the protocol side, each a bug and a restart of the link
 */
public record LinkStatistics(boolean up, long changedNanos, long downs, String lastCause, long lastReceivedNanos,
        long bytesIn, long chunksIn, long events, long bytesOut, long framesOut, long framesRefused,
        long malformed, String lastMalformedReason, long lastMalformedRepeats,
        long overflows, long commandsRefused, long failures) {

    static final LinkStatistics NONE = new LinkStatistics(false, 0, 0, "", 0, 0, 0, 0, 0, 0, 0, 0, "", 0, 0, 0, 0);

    LinkStatistics withCause(String cause) {
        return new LinkStatistics(up, changedNanos, downs, cause, lastReceivedNanos, bytesIn, chunksIn, events, bytesOut,
                framesOut, framesRefused, malformed, lastMalformedReason, lastMalformedRepeats, overflows, commandsRefused,
                failures);
    }
}
