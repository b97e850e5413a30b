package org.etclane.device.display;

/**
 * Times of a display that is asked how it is.
 *
 * @param answerExpected the display answers the query. False: it is never asked and never waited for, and its health is that of
 *                       its line; nothing then tells a dead display from a living one
 * @param queryMs        between two queries; default 5000
 * @param silentMs       no answer for so long = display lost; default 12,000, two queries and a little
 * @param refreshMs      what is shown is sent again after so long, for displays that lose it (power, noise: there is no check
 *                       byte); 0 = never, the default
 * @param selfTestMs     a self-test has so long before what should be shown is sent again; default 5000
 */
public record DisplayTiming(boolean answerExpected, long queryMs, long silentMs, long refreshMs, long selfTestMs) {

    public static DisplayTiming defaults(boolean answerExpected) {
        return new DisplayTiming(answerExpected, 5000, 12_000, 0, 5000);
    }

    public void check(SettingsProblems problems) {
        problems.range("timing.queryMs", queryMs, 200, 600_000)
                .range("timing.silentMs", silentMs, queryMs + 100, 3_600_000)
                .expect(refreshMs == 0 || refreshMs >= 1000 && refreshMs <= 3_600_000,
                        "timing.refreshMs is " + refreshMs + ", allowed: 0 (never) or 1000–3600000")
                .range("timing.selfTestMs", selfTestMs, 100, 600_000);
    }
}
