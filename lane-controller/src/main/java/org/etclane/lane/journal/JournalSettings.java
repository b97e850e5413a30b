package org.etclane.lane.journal;

/**
 * How the journal works.
 *
 * @param queueCapacity  entries that may wait for the writer; one more is refused
 * @param groupLimit     most entries in one commit
 * @param ackDelayMs     how long an acknowledgement waits for a group commit to ride on before it gets one of its own
 * @param retentionDays  acknowledged entries older than this are removed
 * @param purgeBatch     most entries removed in one commit
 * @param purgeEveryMs   pause between two looks for old entries; removing happens only when nothing else waits
 * @param cacheKb        page cache of the database
 */
public record JournalSettings(int queueCapacity, int groupLimit, int ackDelayMs, int retentionDays, int purgeBatch,
        int purgeEveryMs, int cacheKb) {

    public JournalSettings {
        if (queueCapacity < 1 || groupLimit < 1 || ackDelayMs < 0 || retentionDays < 0 || purgeBatch < 1 || purgeEveryMs < 1
                || cacheKb < 256) {
            throw new IllegalArgumentException("queueCapacity, groupLimit, purgeBatch and purgeEveryMs from 1, ackDelayMs and"
                    + " retentionDays from 0, cacheKb from 256");
        }
    }

    public static JournalSettings defaults() {
        return new JournalSettings(1024, 256, 200, 60, 200, 60_000, 8192);
    }
}
