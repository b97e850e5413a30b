package org.etclane.lane.parameters.lists;

import java.util.Optional;

/** The lists of both kinds that are in force together. */
public record StatusLists(Optional<StatusList> cards, Optional<StatusList> obus) implements ListLookup {
    private static final ListAnswer NO_LIST = new ListAnswer.NoList();

    @Override
    public ListAnswer find(ListKey key) {
        Optional<StatusList> list = of(key.kind());
        return list.isPresent() ? list.get().find(key) : NO_LIST;
    }

    @Override
    public Optional<ListVersion> version(ListKind kind) {
        return of(kind).map(StatusList::version);
    }

    private Optional<StatusList> of(ListKind kind) {
        return switch (kind) {
            case CARD -> cards;
            case OBU -> obus;
        };
    }
}
