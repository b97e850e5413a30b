package org.etclane.sim.station;

/** The database did not do what was asked; nothing of the request is stored. */
public final class StoreFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoreFailure(Exception cause) {
        super(cause.getMessage(), cause);
    }
}
