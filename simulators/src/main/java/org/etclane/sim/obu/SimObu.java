package org.etclane.sim.obu;

import org.etclane.device.ObuId;

/** A simulated on-board unit with its files and card. */
public final class SimObu {
    private final ObuId id;

    public SimObu(ObuId id) {
        this.id = id;
    }

    public ObuId id() {
        return id;
    }
}
