package org.etclane.device.display.sichuan;

import java.util.List;
import org.etclane.device.display.ColourCodes;
import org.etclane.device.display.DisplayTiming;
import org.etclane.device.display.SettingsProblems;
import org.etclane.device.display.TextMode;

/**
 * One display of Sichuan's MTC protocol "1E". All of it has one source (fee-displays.md). A row is 16 bytes, fixed by the frame.
 *
 * @param name             device name in events
 * @param rows             1–8; default 4, four rows of 16 bytes being the 64 of a whole screen
 * @param textMode         {@link TextMode#ROWS} (default) or {@link TextMode#SCREEN}, which needs four rows
 * @param checkByte        default {@link CheckByte#ALWAYS}
 * @param replaceEndByte   a character whose GBK holds 7D is replaced, because a display that looks for the end byte would cut the
 *                         frame there; only rare characters outside GB 2312 and '}' itself are met. Default true
 * @param colours          default red '1', yellow '2', green '3'
 * @param brightnessLevels manual steps, 1–9; default 8
 * @param brightnessAscii  the step is a digit and not a binary number; default false
 * @param phrases          recorded phrases in the order of their numbers, at most 8, "" for one that is not to be said; default those
 *                         four of one maker that name no amount
 * @param volume           told before whatever is said, 1–5; 0 leaves the display's own, the default
 */
public record Sichuan1eSettings(String name, int rows, TextMode textMode, CheckByte checkByte, boolean replaceEndByte,
                                ColourCodes colours, int brightnessLevels, boolean brightnessAscii, List<String> phrases,
                                int volume, DisplayTiming timing) {
    /** 8N1. */
    public static final int DEFAULT_BAUD = 115_200;

    public Sichuan1eSettings {
        phrases = phrases == null ? null : List.copyOf(phrases);
        SettingsProblems problems = new SettingsProblems()
                .expect(name != null && !name.isBlank(), "name is empty, allowed: any text")
                .expect(checkByte != null && phrases != null && timing != null, "checkByte, phrases or timing is missing")
                .range("rows", rows, 1, 8)
                .expect(textMode == TextMode.ROWS || textMode == TextMode.SCREEN && rows == 4, "textMode is " + textMode + " with "
                        + rows + " rows, allowed: ROWS, or SCREEN with 4 rows")
                .range("brightnessLevels", brightnessLevels, 1, 9)
                .range("number of phrases", phrases == null ? 0 : phrases.size(), 0, 8)
                .range("volume", volume, 0, 5)
                .colours(colours);
        if (timing != null) {
            timing.check(problems);
        }
        problems.refuse();
    }

    public static Sichuan1eSettings defaults(String name) {
        return new Sichuan1eSettings(name, 4, TextMode.ROWS, CheckByte.ALWAYS, true, ColourCodes.ONE_THREE_TWO, 8, false,
                List.of("", "", "", "", "谢谢合作，祝您一路平安", "月票车，请通行", "免费车，请通行", "车辆闯关"), 0,
                DisplayTiming.defaults(true));
    }

    public Sichuan1eSettings with(DisplayTiming newTiming) {
        return new Sichuan1eSettings(name, rows, textMode, checkByte, replaceEndByte, colours, brightnessLevels, brightnessAscii,
                phrases, volume, newTiming);
    }

    public Sichuan1eSettings withWire(TextMode newTextMode, CheckByte newCheckByte, boolean newReplaceEndByte) {
        return new Sichuan1eSettings(name, rows, newTextMode, newCheckByte, newReplaceEndByte, colours, brightnessLevels,
                brightnessAscii, phrases, volume, timing);
    }

    public Sichuan1eSettings withVolume(int newVolume) {
        return new Sichuan1eSettings(name, rows, textMode, checkByte, replaceEndByte, colours, brightnessLevels, brightnessAscii,
                phrases, newVolume, timing);
    }
}
