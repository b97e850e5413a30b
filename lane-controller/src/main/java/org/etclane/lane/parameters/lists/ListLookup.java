package org.etclane.lane.parameters.lists;

import java.util.Optional;

/**
 * The status lists in force, as one immutable snapshot: what the rules ask between two events. The same key gives the same answer
 * for as long as the snapshot lives. An implementation may read a page of a mapped file for the one card in a hundred that is listed or
 * looks like it; it takes no lock and changes nothing. Any thread.
 */
public interface ListLookup {
    /** A lane without lists. */
    ListLookup NONE = new ListLookup() {
        @Override
        public ListAnswer find(ListKey key) {
            return new ListAnswer.NoList();
        }

        @Override
        public Optional<ListVersion> version(ListKind kind) {
            return Optional.empty();
        }
    };

    ListAnswer find(ListKey key);

    /** Empty when there is no list of this kind. */
    Optional<ListVersion> version(ListKind kind);
}
