package org.etclane.lane.parameters.lists.store;

/** A whole list, or changes to the list before (全量, 增量). */
public enum ListForm {
    FULL(1), INCREMENT(2);

    private final int code;

    ListForm(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
