package org.etclane.lane.parameters.lists;

/** One list of one kind, immutable. Any thread. */
public interface StatusList {
    /** @param key of this list's kind */
    ListAnswer find(ListKey key);

    ListVersion version();

    ListSize size();
}
