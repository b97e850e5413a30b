package org.etclane.device.scale;

import java.util.List;

/**
 * When a weight counts.
 *
 * @param emptyKg        up to this (either sign) nothing is on the platform; default 200
 * @param stableReadings so many equal readings in a row are at rest, and as many empty ones end a load; default 5 (one source)
 * @param stableWithinKg readings that differ by so much from the first of them are equal; default 0
 * @param liveMs         a weight that is not at rest is told at most once in so long; default 200
 * @param silentMs       no reading for so long: device lost; default 3000
 * @param gapMs          no reading for so long while a load is on: one vehicle may have left and another come, so it is not known
 *                       whose load it is; default 1000
 */
public record LoadSettings(int emptyKg, int stableReadings, int stableWithinKg, long liveMs, long silentMs, long gapMs) {
    private static final long USUAL_GAP_MS = 1000;

    /** With the usual gap. */
    public LoadSettings(int emptyKg, int stableReadings, int stableWithinKg, long liveMs, long silentMs) {
        this(emptyKg, stableReadings, stableWithinKg, liveMs, silentMs, USUAL_GAP_MS);
    }

    public static LoadSettings defaults() {
        return new LoadSettings(200, 5, 0, 200, 3000);
    }

    /** Adds what makes no sense, with key, value and what is allowed. */
    public void check(List<String> found) {
        range(found, "load.emptyKg", emptyKg, 0, 5000);
        range(found, "load.stableReadings", stableReadings, 1, 100);
        range(found, "load.stableWithinKg", stableWithinKg, 0, 1000);
        range(found, "load.liveMs", liveMs, 0, 60_000);
        range(found, "load.silentMs", silentMs, 500, 600_000);
        range(found, "load.gapMs", gapMs, 100, 600_000);
    }

    /** For the settings records of the protocols too. */
    public static void range(List<String> found, String key, long value, long least, long most) {
        if (value < least || value > most) {
            found.add(key + " is " + value + ", allowed: " + least + "–" + most);
        }
    }
}
