package org.etclane.device.display.brace;

import java.util.Collections;
import java.util.List;
import org.etclane.device.display.ColourCodes;
import org.etclane.device.display.DisplayTiming;
import org.etclane.device.display.SettingsProblems;
import org.etclane.device.display.TextMode;

/**
 * One display of the brace family as it hangs at its site. All but the profile's letters are unconfirmed and therefore here;
 * {@link #defaults} is what is known of each profile. A record that makes no sense is refused with every reason at once.
 *
 * @param name             device name in events
 * @param profile          whose letters it speaks
 * @param rows             rows of its screen, 1–9; default 5, Yunnan 4
 * @param bytesPerRow      bytes of GBK that fit a row, 2–64; default 16, the limit of Guizhou and Yunnan displays of one maker,
 *                         taken for Qinghai too; Shandong 24 (192 dots)
 * @param textMode         default {@link TextMode#ROWS}. A fixed form may make the display speak the amount (Guizhou from 0.5 yuan);
 *                         repetitions go as rows, so that it speaks once
 * @param colours          default red '0', green '1', yellow '2'
 * @param brightnessLevels manual steps, 1–9; default 5, Yunnan 8
 * @param amountVoice      default decimal yuan, Qinghai six digits
 * @param phrases          the recorded phrases in the order of their numbers, at most 10; a phrase is said when the lane's text is
 *                         equal to it. Default for Qinghai and Guizhou those of one maker, for Yunnan none
 * @param volume           told before whatever is said, 1–5; 0 leaves the display's own, the default
 * @param timing           Shandong: nothing is expected by default; with {@code answerExpected} the version is asked for
 */
public record BraceSettings(String name, BraceProfile profile, int rows, int bytesPerRow, TextMode textMode, ColourCodes colours,
                            int brightnessLevels, AmountVoice amountVoice, List<String> phrases, int volume,
                            DisplayTiming timing) {
    /** 8N1; displays can be set from 9600 to 115200. */
    public static final int DEFAULT_BAUD = 9600;

    private static final List<String> USUAL_PHRASES =
            List.of("您好！欢迎行驶高速公路", "请出示通行卡", "谢谢合作！祝您一路平安", "交易不成功，请走人工车道");

    public BraceSettings {
        phrases = phrases == null ? null : Collections.unmodifiableList(List.copyOf(phrases));
        check(name, profile, rows, bytesPerRow, textMode, colours, brightnessLevels, amountVoice, phrases, volume, timing);
    }

    public static BraceSettings defaults(String name, BraceProfile profile) {
        boolean spoken = profile == BraceProfile.QINGHAI || profile == BraceProfile.GUIZHOU;
        return new BraceSettings(name, profile, profile.rows, profile == BraceProfile.SHANDONG ? 24 : 16, TextMode.ROWS,
                ColourCodes.ZERO_ONE_TWO, profile.brightnessLevels,
                profile == BraceProfile.QINGHAI ? AmountVoice.KIND_AND_FIVE_DIGITS_FEN : AmountVoice.DECIMAL_YUAN,
                spoken ? USUAL_PHRASES : List.of(), 0, DisplayTiming.defaults(profile != BraceProfile.SHANDONG));
    }

    public BraceSettings withScreen(int newRows, int newBytesPerRow, TextMode newTextMode) {
        return new BraceSettings(name, profile, newRows, newBytesPerRow, newTextMode, colours, brightnessLevels, amountVoice,
                phrases, volume, timing);
    }

    public BraceSettings withVoice(AmountVoice newAmountVoice, List<String> newPhrases, int newVolume) {
        return new BraceSettings(name, profile, rows, bytesPerRow, textMode, colours, brightnessLevels, newAmountVoice, newPhrases,
                newVolume, timing);
    }

    public BraceSettings with(DisplayTiming newTiming) {
        return new BraceSettings(name, profile, rows, bytesPerRow, textMode, colours, brightnessLevels, amountVoice, phrases, volume,
                newTiming);
    }

    private static void check(String name, BraceProfile profile, int rows, int bytesPerRow, TextMode textMode, ColourCodes colours,
                              int brightnessLevels, AmountVoice amountVoice, List<String> phrases, int volume, DisplayTiming timing) {
        SettingsProblems problems = new SettingsProblems()
                .expect(name != null && !name.isBlank(), "name is empty, allowed: any text")
                .expect(profile != null && textMode != null && amountVoice != null && phrases != null && timing != null,
                        "profile, textMode, amountVoice, phrases or timing is missing")
                .range("rows", rows, 1, 9)
                .range("bytesPerRow", bytesPerRow, 2, 64)
                .range("brightnessLevels", brightnessLevels, 1, 9)
                .range("volume", volume, 0, 5)
                .colours(colours);
        if (textMode == TextMode.SCREEN) {
            problems.range("rows × (bytesPerRow + 1) in textMode SCREEN", (long) rows * (bytesPerRow + 1), 1, 252);
        }
        if (textMode == TextMode.FIXED_FORM && profile != null) {
            problems.expect(profile.has(BraceCommand.FIXED_FORM), "textMode is FIXED_FORM, which " + profile
                    + " does not have; allowed: ROWS, SCREEN");
        }
        if (phrases != null) {
            problems.range("number of phrases", phrases.size(), 0, 10);
        }
        if (timing != null) {
            timing.check(problems);
        }
        problems.refuse();
    }
}
