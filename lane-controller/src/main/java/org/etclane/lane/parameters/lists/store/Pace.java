package org.etclane.lane.parameters.lists.store;

import java.io.IOException;

/**
 * How fast a list may be read and written, so that the records' syncs and the lane find a disk and a core. Asked after every piece; the
 * waiting is the caller's own, who has a clock and a thread.
 */
@FunctionalInterface
public interface Pace {
    /** As fast as it goes. */
    Pace NONE = _ -> { };

    /**
     * So much has been moved; returns when more may be.
     *
     * @throws IOException to stop: whatever was begun is given up and leaves nothing behind
     */
    void moved(long bytes) throws IOException;
}
