package org.etclane.lane.parameters.lists.store;

import java.io.IOException;

/** Takes the entries of a delivered list in the order in which they stand there. */
interface EntrySink {
    /** @param rest see {@link ListRecord}; reason {@link ListRecord#REMOVED} in increments only */
    void put(long number, long rest) throws IOException;
}
