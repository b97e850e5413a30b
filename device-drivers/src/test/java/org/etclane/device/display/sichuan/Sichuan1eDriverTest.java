package org.etclane.device.display.sichuan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.etclane.device.DisplayCommand;
import org.etclane.device.display.ColourCodes;
import org.etclane.device.display.DisplayRig;
import org.etclane.device.display.DisplayTiming;
import org.etclane.device.display.TextMode;
import org.junit.jupiter.api.Test;

class Sichuan1eDriverTest {
    private static final Sichuan1eSettings DEFAULTS = Sichuan1eSettings.defaults("display");

    private static DisplayRig up(Sichuan1eSettings settings) {
        DisplayRig rig = new DisplayRig(new Sichuan1eDriver(settings));
        rig.up();
        rig.forget();
        return rig;
    }

    private static DisplayCommand show(String... lines) {
        return new DisplayCommand.Show(DisplayCommand.Colour.RED, List.of(lines), "", Optional.empty());
    }

    @Test
    void oneFrameForTheWholeScreen() {
        DisplayRig rig = up(DEFAULTS.withWire(TextMode.SCREEN, CheckByte.NEVER, true));
        rig.command(show("客1", "", "ab"));
        assertEquals(List.of("7b41317d", "7b34" + "bfcd31" + "20".repeat(29) + "6162" + "20".repeat(30) + "7d"), rig.sent);
    }

    @Test
    void charactersThatWouldCutTheFrameAreReplacedUnlessToldOtherwise() {
        DisplayRig rig = up(DEFAULTS.withWire(TextMode.ROWS, CheckByte.NEVER, true));
        rig.command(show("a亇}"));
        assertEquals("7b3331" + "613fa3fd" + "20".repeat(12) + "7d", rig.sent.get(1));
        rig = up(DEFAULTS.withWire(TextMode.ROWS, CheckByte.NEVER, false));
        rig.command(show("a亇}"));
        assertEquals("7b3331" + "61817d7d" + "20".repeat(12) + "7d", rig.sent.get(1));
    }

    @Test
    void volumeBeforeAPhraseAndNoPhraseWithoutText() {
        DisplayRig rig = up(DEFAULTS.withVolume(2).withWire(TextMode.ROWS, CheckByte.NEVER, true));
        rig.command(new DisplayCommand.Say("车辆闯关", Optional.empty()));
        assertEquals(List.of("7b39327d", "7b37377d"), rig.sent);
        rig.forget();
        rig.command(new DisplayCommand.Say("", Optional.empty()), new DisplayCommand.Say("", Optional.of(100L)));
        assertEquals(List.of(), rig.sent);
    }

    @Test
    void brightnessAsADigit() {
        Sichuan1eSettings ascii = new Sichuan1eSettings("display", 4, TextMode.ROWS, CheckByte.NEVER, true, ColourCodes.ONE_THREE_TWO, 8,
                true, List.of(), 0, DisplayTiming.defaults(true));
        DisplayRig rig = up(ascii);
        rig.command(new DisplayCommand.Brightness(0), new DisplayCommand.Brightness(100));
        assertEquals(List.of("7b38307d", "7b38387d"), rig.sent);
    }

    @Test
    void settingsThatMakeNoSenseAreRefusedWithEveryReason() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> new Sichuan1eSettings("", 9,
                TextMode.FIXED_FORM, null, true, null, 0, false, null, 9, null));
        for (String key : List.of("name", "rows is 9", "textMode is FIXED_FORM", "checkByte", "colours", "brightnessLevels", "volume is 9")) {
            assertTrue(refused.getMessage().contains(key), key + " in " + refused.getMessage());
        }
    }
}
