package org.etclane.device.gpio.line;

import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.DigitalStateChangeEvent;

/** A change of an input that knows when it happened, which Pi4J's own event does not. */
public final class StampedStateChange extends DigitalStateChangeEvent<DigitalInput> {
    private final long atNanos;
    private final boolean lostBefore;

    /**
     * @param atNanos    monotonic, of the clock of {@link System#nanoTime}
     * @param lostBefore edges between the event before and this one were lost
     */
    public StampedStateChange(DigitalInput source, DigitalState state, long atNanos, boolean lostBefore) {
        super(source, state);
        this.atNanos = atNanos;
        this.lostBefore = lostBefore;
    }

    public long atNanos() {
        return atNanos;
    }

    public boolean lostBefore() {
        return lostBefore;
    }
}
