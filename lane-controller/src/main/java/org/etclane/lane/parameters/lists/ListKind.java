package org.etclane.lane.parameters.lists;

/** What a status list is about. Each kind is a list of its own, with its own versions (lane-rules.md §10, heartbeat). */
public enum ListKind {
    CARD(1), OBU(2);

    private final int code;

    ListKind(int code) {
        this.code = code;
    }

    /** In our own files and in the binary section: 1 card, 2 OBU. */
    public int code() {
        return code;
    }
}
