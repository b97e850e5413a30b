package org.etclane.device.display.sichuan;

import org.etclane.device.display.SettingsProblems;
import org.etclane.device.display.TextMode;

/**
 * One display of Sichuan's ETC protocol "1D". All of it has one source (fee-displays.md).
 *
 * @param name             device name in events
 * @param rows             1–6; default 6
 * @param bytesPerRow      2–24; default 24
 * @param textMode         {@link TextMode#ROWS} (default) or {@link TextMode#SCREEN}, then rows × bytesPerRow is at most 145
 * @param colourByLight    a text's colour is sent as the light of that colour (yellow as red) in front of it, and the lane's own lamp
 *                         commands are not sent. Default false, because that light may be the one that vehicles obey: then a
 *                         text has the colour that the lamp has
 * @param brightnessLevels 1–8; default 8
 */
public record Sichuan1dSettings(String name, int rows, int bytesPerRow, TextMode textMode, boolean colourByLight,
                                int brightnessLevels, Timing timing) {
    /** 8N1. Not in the source; taken from its sister protocol 1E. */
    public static final int DEFAULT_BAUD = 115_200;

    /**
     * @param answerExpected    every frame but the heartbeat is answered, and the next one waits for that; default true. False: all is
     *                          sent as it comes, and health is that of the line
     * @param answerTimeoutMs   default 500
     * @param retries           further sends of an unanswered frame; default 2
     * @param heartbeatMs       a heartbeat when nothing was sent for so long; default 30,000, because a display that hears nothing (one
     *                          firmware: for 300 s) shows "lane closed"
     * @param heartbeatAnswered the heartbeat is answered too, so that it shows whether the display lives; default false
     * @param refreshMs         what is shown is sent again after so long: it takes back a "lane closed" and, where heartbeats are not
     *                          answered, shows whether the display lives; 0 = never, default 60,000
     */
    public record Timing(boolean answerExpected, long answerTimeoutMs, int retries, long heartbeatMs, boolean heartbeatAnswered,
                         long refreshMs) {
    }

    public Sichuan1dSettings {
        SettingsProblems problems = new SettingsProblems()
                .expect(name != null && !name.isBlank(), "name is empty, allowed: any text")
                .range("rows", rows, 1, 6)
                .range("bytesPerRow", bytesPerRow, 2, Sichuan1dFrame.ROW_BYTES)
                .expect(textMode == TextMode.ROWS || textMode == TextMode.SCREEN,
                        "textMode is " + textMode + ", allowed: ROWS, SCREEN")
                .range("brightnessLevels", brightnessLevels, 1, 8)
                .expect(timing != null, "timing is missing");
        if (textMode == TextMode.SCREEN) {
            problems.range("rows × bytesPerRow in textMode SCREEN", (long) rows * bytesPerRow, 1, Sichuan1dFrame.SCREEN_BYTES);
        }
        if (timing != null) {
            problems.range("timing.answerTimeoutMs", timing.answerTimeoutMs, 10, 10_000)
                    .range("timing.retries", timing.retries, 0, 20)
                    .range("timing.heartbeatMs", timing.heartbeatMs, 1000, 3_600_000)
                    .expect(timing.refreshMs == 0 || timing.refreshMs >= 1000 && timing.refreshMs <= 3_600_000,
                            "timing.refreshMs is " + timing.refreshMs + ", allowed: 0 (never) or 1000–3600000");
        }
        problems.refuse();
    }

    public static Sichuan1dSettings defaults(String name) {
        return new Sichuan1dSettings(name, 6, 24, TextMode.ROWS, false, 8, new Timing(true, 500, 2, 30_000, false, 60_000));
    }

    public Sichuan1dSettings with(Timing newTiming) {
        return new Sichuan1dSettings(name, rows, bytesPerRow, textMode, colourByLight, brightnessLevels, newTiming);
    }

    public Sichuan1dSettings with(TextMode newTextMode, boolean newColourByLight) {
        return new Sichuan1dSettings(name, rows, bytesPerRow, newTextMode, newColourByLight, brightnessLevels, timing);
    }
}
