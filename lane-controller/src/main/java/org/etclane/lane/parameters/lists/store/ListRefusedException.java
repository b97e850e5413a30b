package org.etclane.lane.parameters.lists.store;

import java.io.IOException;

/** A delivered list is not taken; the message says why and names the place. */
public final class ListRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    public ListRefusedException(String why) {
        super(why);
    }
}
