package org.etclane.lane.parameters.lists.store;

import java.io.IOException;

/** A file of ours is not what was written; the message says where. */
final class DamagedListException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedListException(String what) {
        super(what);
    }
}
