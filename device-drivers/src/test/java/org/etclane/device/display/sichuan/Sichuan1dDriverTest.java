package org.etclane.device.display.sichuan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.etclane.device.BarrierCommand;
import org.etclane.device.DisplayCommand;
import org.etclane.device.display.DisplayRig;
import org.etclane.device.display.TextMode;
import org.junit.jupiter.api.Test;

class Sichuan1dDriverTest {
    private static final Sichuan1dSettings DEFAULTS = Sichuan1dSettings.defaults("display");
    private static final Sichuan1dSettings ONE_WAY =
            DEFAULTS.with(new Sichuan1dSettings.Timing(false, 500, 2, 30_000, false, 0));
    private static final String DONE = "0a000d";

    private static DisplayRig up(Sichuan1dSettings settings) {
        DisplayRig rig = new DisplayRig(new Sichuan1dDriver(settings));
        rig.up();
        rig.sent.clear();
        return rig;
    }

    private static DisplayCommand show(String... lines) {
        return new DisplayCommand.Show(DisplayCommand.Colour.RED, List.of(lines), "", Optional.empty());
    }

    private static String row(int row, String hex) {
        return "0a000" + row + hex + "20".repeat(24 - hex.length() / 2) + "0d";
    }

    @Test
    void aOneWayDisplayIsNeverWaitedForAndStaysUp() {
        DisplayRig rig = up(ONE_WAY);
        rig.command(show("a"), new DisplayCommand.Clear());
        assertEquals(7, rig.sent.size());
        rig.receive("0a020d");
        rig.runFor(600_000);
        assertEquals(List.of("UP"), rig.said);
        assertEquals(20, rig.sent.stream().filter("0a500d"::equals).count(), "a heartbeat every 30 s");
    }

    @Test
    void firstBytesThatAreCommandsAreNeverSentByAccident() {
        DisplayRig rig = up(ONE_WAY);
        rig.command(show("0.00 元", " 5", "\u200B05", "   ", "5"));
        assertEquals(List.of(row(1, "a3b02e303020d4aa"), row(2, "a1a135"), row(3, "a3b035"), row(4, ""), row(5, "35"), row(6, "")),
                rig.sent);
    }

    @Test
    void wholeScreenNeverBeginsWithABlank() {
        DisplayRig rig = up(new Sichuan1dSettings("display", 2, 4, TextMode.SCREEN, false, 8, ONE_WAY.timing()));
        rig.command(show("", "ab"), show("0", "0"), show("客"));
        assertEquals(List.of("0a0000" + "a1a12020" + "61622020" + "0d", "0a0000" + "a3b02020" + "30202020" + "0d",
                "0a0000" + "bfcd2020" + "20202020" + "0d"), rig.sent);
    }

    @Test
    void rowsAreCutAtTwentyFourBytesBetweenCharacters() {
        DisplayRig rig = up(ONE_WAY);
        rig.command(show("a" + "余".repeat(12)));
        assertEquals("0a000161" + "d3e0".repeat(11) + "20" + "0d", rig.sent.getFirst());
    }

    @Test
    void colourByLightSendsTheLightBeforeTheTextAndNoLampOfTheLane() {
        DisplayRig rig = up(ONE_WAY.with(TextMode.ROWS, true));
        rig.command(show("a"));
        assertEquals("0a360d", rig.sent.getFirst());
        rig.sent.clear();
        rig.command(new DisplayCommand.Lights(DisplayCommand.Lamp.GREEN, true));
        assertEquals(List.of("0a380d"), rig.sent);
    }

    @Test
    void aNewerTextReplacesWhatIsNotSentYet() {
        DisplayRig rig = up(DEFAULTS);
        rig.command(show("old", "old", "old"));
        rig.command(show("1", "2"));
        assertEquals(List.of(row(1, "6f6c64")), rig.sent);
        for (int i = 0; i < 10; i++) {
            rig.receive(DONE);
        }
        assertEquals(List.of(row(1, "6f6c64"), row(1, "31"), row(2, "32"), row(3, ""), row(4, ""), row(5, ""), row(6, "")), rig.sent);
        assertEquals(3, rig.malformed.stream().filter("answer to nothing"::equals).count());
    }

    @Test
    void whatWaitsIsBounded() {
        DisplayRig rig = up(DEFAULTS);
        for (int i = 0; i < 10_000; i++) {
            rig.command(show("a" + i), new DisplayCommand.Brightness(50), new DisplayCommand.Lights(DisplayCommand.Lamp.RED, false));
        }
        int answers = 0;
        while (answers < 100 && rig.malformed.isEmpty()) {
            rig.receive(DONE);
            answers++;
        }
        assertEquals(1 + 6 + 1 + 2 + 1, answers, "the one under way, then the last of each kind, then none");
    }

    @Test
    void anAnsweredHeartbeatShowsWhetherTheDisplayLives() {
        DisplayRig rig = new DisplayRig(new Sichuan1dDriver(
                DEFAULTS.with(new Sichuan1dSettings.Timing(true, 500, 1, 10_000, true, 0))));
        rig.up();
        assertEquals(List.of("0a500d"), rig.sent);
        rig.receive(DONE);
        assertEquals(List.of("UP"), rig.said);
        rig.runFor(11_000);
        assertEquals(List.of("UP", "DOWN no answer after 2 sends"), rig.said);
        rig.runFor(9_600);
        rig.receive(DONE);
        assertEquals("UP", rig.said.getLast());
    }

    @Test
    void commandsWhileTheLineIsDownAreTheFirstThingAfterIt() {
        DisplayRig rig = up(DEFAULTS);
        rig.command(show("old"));
        rig.down("unplugged");
        rig.command(new DisplayCommand.Clear());
        rig.forget();
        rig.runFor(90_000);
        assertEquals(List.of(), rig.sent);
        rig.up();
        assertEquals(List.of("0a500d", "0a0000200d"), rig.sent);
        rig.receive(DONE);
        assertEquals(List.of("UP"), rig.said);
    }

    @Test
    void halfAnAnswerIsForgottenWhenTheLineGoes() {
        DisplayRig rig = up(DEFAULTS);
        rig.command(new DisplayCommand.Clear());
        rig.receive("0a00");
        rig.down("unplugged");
        rig.up();
        rig.receive("0d");
        assertEquals(List.of("DOWN unplugged"), rig.said);
    }

    @Test
    void commandsOfOtherDevicesAreAMistakeOfTheWiring() {
        assertThrows(IllegalArgumentException.class, () -> up(DEFAULTS).command(BarrierCommand.RAISE));
    }

    @Test
    void settingsThatMakeNoSenseAreRefusedWithEveryReason() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> new Sichuan1dSettings("", 7, 25,
                TextMode.FIXED_FORM, true, 9, new Sichuan1dSettings.Timing(true, 1, -1, 10, true, 5)));
        for (String key : List.of("name", "rows is 7", "bytesPerRow is 25", "textMode", "brightnessLevels is 9", "timing.answerTimeoutMs",
                "timing.retries", "timing.heartbeatMs", "timing.refreshMs is 5")) {
            assertTrue(refused.getMessage().contains(key), key + " in " + refused.getMessage());
        }
        assertEquals(144, DEFAULTS.with(TextMode.SCREEN, false).rows() * DEFAULTS.bytesPerRow(), "6 × 24 fits the 145 of a screen");
    }
}
