package org.etclane.sim.device;

import java.time.LocalDateTime;
import org.etclane.device.wim.AxleCodeScheme;

/**
 * What one simulated FF meter is like, where the reference leaves it open.
 *
 * @param capacity        vehicles that it can hold; the next one pushes the oldest out
 * @param mostAxles       axles that it can count: of a longer vehicle the rest is missing
 * @param reversalRemoves a vehicle that backs out takes its record with it, when that is still there
 * @param answerMs        from a command to its answer
 * @param codes           scheme of its group codes
 * @param sevenSetsClock  command 7 sets the clock; else it sets the scale to zero
 * @param clockStart      what its clock shows at nanosecond 0
 */
public record FfMeterSimSettings(int capacity, int mostAxles, boolean reversalRemoves, long answerMs, AxleCodeScheme codes,
        boolean sevenSetsClock, LocalDateTime clockStart) {

    public static FfMeterSimSettings defaults() {
        return new FfMeterSimSettings(10, 15, true, 20, AxleCodeScheme.NINE, true, LocalDateTime.of(2026, 5, 12, 10, 30));
    }

    public FfMeterSimSettings withCapacity(int vehicles) {
        return new FfMeterSimSettings(vehicles, mostAxles, reversalRemoves, answerMs, codes, sevenSetsClock, clockStart);
    }

    public FfMeterSimSettings withReversalRemoves(boolean removes) {
        return new FfMeterSimSettings(capacity, mostAxles, removes, answerMs, codes, sevenSetsClock, clockStart);
    }

    public FfMeterSimSettings withSevenSetsClock(boolean clock) {
        return new FfMeterSimSettings(capacity, mostAxles, reversalRemoves, answerMs, codes, clock, clockStart);
    }
}
