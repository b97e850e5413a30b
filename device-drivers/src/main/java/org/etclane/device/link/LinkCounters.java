package org.etclane.device.link;

/** The running numbers behind {@link LinkStatistics}. Agent thread only. */
final class LinkCounters {
    private long changedNanos;
    private long downs;
    private String lastCause = "";
    private long lastReceivedNanos;
    private long bytesIn;
    private long chunksIn;
    private long events;
    private long bytesOut;
    private long framesOut;
    private long framesRefused;
    private long malformed;
    private String lastReason = "";
    private long lastReasonRepeats;
    private long failures;

    void changed(long atNanos) {
        changedNanos = atNanos;
    }

    void lost(long atNanos, String cause) {
        changedNanos = atNanos;
        downs++;
        lastCause = cause;
    }

    void received(long atNanos, int count) {
        lastReceivedNanos = atNanos;
        bytesIn += count;
        chunksIn++;
    }

    void sent(int count, boolean taken) {
        if (taken) {
            bytesOut += count;
            framesOut++;
        } else {
            framesRefused++;
        }
    }

    void event() {
        events++;
    }

    long events() {
        return events;
    }

    void failed() {
        failures++;
    }

    void malformed(String reason) {
        malformed++;
        lastReasonRepeats = reason.equals(lastReason) ? lastReasonRepeats + 1 : 1;
        lastReason = reason;
    }

    LinkStatistics snapshot(boolean up, long overflows, long commandsRefused) {
        return new LinkStatistics(up, changedNanos, downs, lastCause, lastReceivedNanos, bytesIn, chunksIn, events, bytesOut,
                framesOut, framesRefused, malformed, lastReason, lastReasonRepeats, overflows, commandsRefused, failures);
    }
}
