package org.etclane.lane.parameters.lists.store;

import java.io.IOException;

/** Entries one after the other, without an object for each. One thread. */
interface RecordCursor {
    /** @return false at the end */
    boolean next() throws IOException;

    /** Of the entry that {@link #next} went to. */
    long number();

    /** See {@link ListRecord}. */
    long rest();
}
