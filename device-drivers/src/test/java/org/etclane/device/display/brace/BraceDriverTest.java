package org.etclane.device.display.brace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.etclane.device.BarrierCommand;
import org.etclane.device.Bytes;
import org.etclane.device.DisplayCommand;
import org.etclane.device.display.ColourCodes;
import org.etclane.device.display.DisplayRig;
import org.etclane.device.display.DisplayTiming;
import org.etclane.device.display.TextMode;
import org.junit.jupiter.api.Test;

class BraceDriverTest {
    private static final String GOOD = "7b3101007d";

    private static BraceSettings settings(BraceProfile profile) {
        return BraceSettings.defaults("display", profile);
    }

    private static DisplayRig up(BraceSettings settings) {
        DisplayRig rig = new DisplayRig(new BraceDriver(settings));
        rig.up();
        rig.forget();
        return rig;
    }

    private static DisplayCommand.Show show(DisplayCommand.Colour colour, int vehicleClass, Optional<Long> balanceFen, String... lines) {
        return new DisplayCommand.Show(colour, List.of(lines), "请|走",
                Optional.of(new DisplayCommand.Fee(vehicleClass, 0, 3040, balanceFen)));
    }

    @Test
    void coloursOfTheText() {
        DisplayRig rig = up(settings(BraceProfile.QINGHAI).withScreen(1, 2, TextMode.ROWS));
        for (DisplayCommand.Colour colour : DisplayCommand.Colour.values()) {
            rig.command(show(colour, 1, Optional.empty(), "ab"));
        }
        assertEquals(List.of("7b33043131" + "61627d", "7b33043031" + "61627d", "7b33043231" + "61627d"), rig.sent);
    }

    @Test
    void rowsAreCutBetweenCharactersAndRowsTooManyAreLeftOut() {
        DisplayRig rig = up(settings(BraceProfile.QINGHAI).withScreen(2, 5, TextMode.ROWS));
        rig.command(show(DisplayCommand.Colour.RED, 1, Optional.empty(), "余额不足", "a", "b"));
        assertEquals(List.of("7b33073031d3e0b6ee207d", "7b33073032" + "61202020207d"), rig.sent);
    }

    @Test
    void wholeScreenInOneFrame() {
        DisplayRig rig = up(settings(BraceProfile.YUNNAN).withScreen(2, 4, TextMode.SCREEN));
        rig.command(show(DisplayCommand.Colour.GREEN, 1, Optional.empty(), "客1"));
        assertEquals(List.of("7b340c310000" + "bfcd3120" + "0a" + "20202020" + "7d"), rig.sent);
    }

    @Test
    void fixedFormForACarAndATruck() {
        DisplayRig rig = up(settings(BraceProfile.GUIZHOU).withScreen(5, 16, TextMode.FIXED_FORM));
        rig.command(show(DisplayCommand.Colour.GREEN, 1, Optional.of(96_960L)));
        rig.command(show(DisplayCommand.Colour.GREEN, 13, Optional.of(96_960L)));
        // 1 0 1|30.40|969.60|请/走|   and   1 1 3|30.40|969.60|0|0
        assertEquals(List.of("7b3617" + "3130" + "317c33302e34307c3936392e36307cc7eb2fd7df7c" + "7d",
                "7b3614" + "3131" + "337c33302e34307c3936392e36307c307c30" + "7d"), rig.sent);
    }

    @Test
    void aFormWithoutABalanceGoesAsRowsAndNoRepetitionSpeaks() {
        DisplayRig rig = up(settings(BraceProfile.GUIZHOU).withScreen(1, 4, TextMode.FIXED_FORM)
                .with(new DisplayTiming(false, 5000, 12_000, 10_000, 5000)));
        rig.command(show(DisplayCommand.Colour.GREEN, 1, Optional.empty(), "客1"));
        assertEquals(List.of("7b33063131bfcd31207d"), rig.sent);
        rig.command(show(DisplayCommand.Colour.GREEN, 1, Optional.of(0L), "客1"));
        assertTrue(rig.sent.getLast().startsWith("7b36"));
        rig.forget();
        rig.runFor(20_000);
        assertEquals(List.of("7b33063131bfcd31207d", "7b33063131bfcd31207d"), rig.sent);
    }

    @Test
    void volumeComesBeforeWhatIsSaid() {
        DisplayRig rig = up(settings(BraceProfile.GUIZHOU).withVoice(AmountVoice.DECIMAL_YUAN, List.of("a", "b"), 3));
        rig.command(new DisplayCommand.Say("b", Optional.empty()), new DisplayCommand.Say("b", Optional.of(100L)));
        assertEquals(List.of("7b3901337d", "7b3701317d", "7b3901337d", "7b4204312e30307d"), rig.sent);
        rig.forget();
        rig.command(new DisplayCommand.Say("not recorded", Optional.empty()), new DisplayCommand.Say("b", Optional.of(-1L)));
        assertEquals(List.of(), rig.sent);
    }

    @Test
    void aTruncatedAmountIsNeverSaid() {
        DisplayRig rig = up(settings(BraceProfile.QINGHAI));
        rig.command(new DisplayCommand.Say("", Optional.of(99_999L)));
        assertEquals(List.of("7b42063039393939397d"), rig.sent);
        rig.forget();
        rig.command(new DisplayCommand.Say("", Optional.of(100_000L)));
        assertEquals(List.of(), rig.sent);
    }

    @Test
    void brightnessIsRoundedUpToTheDisplaysSteps() {
        DisplayRig rig = up(settings(BraceProfile.YUNNAN));
        for (int percent : new int[] {1, 12, 13, 99, 100}) {
            rig.command(new DisplayCommand.Brightness(percent));
        }
        assertEquals(List.of("7b3801317d", "7b3801317d", "7b3801327d", "7b3801387d", "7b3801387d"), rig.sent);
        assertThrows(IllegalArgumentException.class, () -> new DisplayCommand.Brightness(101));
    }

    @Test
    void aOneWayDisplayIsNeverAskedAndStaysUp() {
        DisplayRig rig = new DisplayRig(new BraceDriver(settings(BraceProfile.QINGHAI).with(DisplayTiming.defaults(false))));
        rig.up();
        rig.command(new DisplayCommand.Clear());
        rig.runFor(3_600_000);
        assertEquals(List.of("7b35007d"), rig.sent);
        rig.receive("7b3101017d");
        assertEquals(List.of("UP"), rig.said);
        rig.down("unplugged");
        rig.up();
        assertEquals(List.of("UP", "DOWN unplugged", "UP"), rig.said);
    }

    @Test
    void shandongAnswersItsVersionWhenToldSo() {
        DisplayRig rig = new DisplayRig(new BraceDriver(settings(BraceProfile.SHANDONG).with(DisplayTiming.defaults(true))));
        rig.up();
        assertEquals(List.of("7b3201007d"), rig.sent);
        rig.receive("39 4b 31 30");
        assertEquals(List.of("UP"), rig.said);
        rig.runFor(12_000);
        assertEquals(List.of("UP", "DOWN no answer to the query for 12000 ms"), rig.said);
    }

    @Test
    void contentIsSentWithoutWaitingForAnAnswerAndAlsoWhenLost() {
        DisplayRig rig = up(settings(BraceProfile.QINGHAI));
        rig.command(new DisplayCommand.Clear());
        assertEquals(List.of("7b35007d"), rig.sent);
        rig.runFor(13_000);
        assertEquals(List.of("DOWN no answer to the query for 12000 ms"), rig.said);
        rig.forget();
        rig.command(new DisplayCommand.Clear());
        assertEquals(List.of("7b35007d"), rig.sent);
    }

    @Test
    void theLatestWishesAreSentWhenTheLineComesBack() {
        DisplayRig rig = up(settings(BraceProfile.QINGHAI).withScreen(1, 2, TextMode.ROWS));
        rig.command(new DisplayCommand.Lights(DisplayCommand.Lamp.GREEN, false), new DisplayCommand.Clear());
        rig.down("unplugged");
        rig.command(show(DisplayCommand.Colour.RED, 1, Optional.empty(), "ab"), new DisplayCommand.Say("请出示通行卡", Optional.empty()));
        rig.runFor(60_000);
        rig.forget();
        rig.up();
        assertEquals(List.of("7b31007d", "7b4101017d", "7b3304303161627d"), rig.sent, "and nothing that was to be said then");
    }

    @Test
    void halfAnAnswerIsForgottenWhenTheLineGoes() {
        DisplayRig rig = up(settings(BraceProfile.QINGHAI));
        rig.receive("7b3101");
        rig.down("unplugged");
        rig.up();
        rig.receive("007d");
        assertEquals(List.of("DOWN unplugged"), rig.said);
        rig.runFor(300);
        rig.receive(GOOD);
        assertEquals("UP", rig.said.getLast());
    }

    @Test
    void halfAnAnswerThatIsNotContinuedDoesNotSpoilTheNext() {
        DisplayRig rig = up(settings(BraceProfile.QINGHAI));
        rig.receive("7b31");
        rig.runFor(250);
        rig.receive(GOOD);
        assertEquals(List.of("UP"), rig.said);
        assertTrue(rig.malformed.contains("frame not finished in time"), rig.malformed.toString());
    }

    @Test
    void aDisplayThatReportsAFaultIsDoubtfulUntilItReportsNone() {
        DisplayRig rig = up(settings(BraceProfile.QINGHAI));
        rig.receive(GOOD);
        rig.receive("7b3101017d");
        rig.receive("7b3101017d");
        rig.receive(GOOD);
        assertEquals(List.of("UP", "DEGRADED display reports a fault of its own (state 01)", "UP"), rig.said);
    }

    @Test
    void noiseMakesNoHealthAndNoException() {
        for (long seed = 1; seed <= 20; seed++) {
            DisplayRig rig = up(settings(BraceProfile.QINGHAI));
            byte[] noise = new byte[4096];
            new Random(seed).nextBytes(noise);
            for (int i = 0; i < noise.length; i += 7) {
                rig.receive(Bytes.copyOf(noise, i, Math.min(i + 7, noise.length)).hex());
            }
            assertEquals(List.of(), rig.said, "seed " + seed);
            rig.runFor(300);
            rig.receive(GOOD);
            assertEquals(List.of("UP"), rig.said, "seed " + seed);
        }
    }

    @Test
    void aNewTextEndsTheSelfTest() {
        DisplayRig rig = up(settings(BraceProfile.SHANDONG).withScreen(1, 2, TextMode.ROWS));
        rig.command(new DisplayCommand.SelfTest());
        rig.runFor(1000);
        rig.command(show(DisplayCommand.Colour.RED, 1, Optional.empty(), "ab"));
        rig.runFor(60_000);
        assertEquals(List.of("7b3101037d", "7b3304303161627d"), rig.sent);
    }

    @Test
    void commandsOfOtherDevicesAreAMistakeOfTheWiring() {
        assertThrows(IllegalArgumentException.class, () -> up(settings(BraceProfile.QINGHAI)).command(BarrierCommand.RAISE));
    }

    @Test
    void settingsThatMakeNoSenseAreRefusedWithEveryReason() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> new BraceSettings(" ",
                BraceProfile.YUNNAN, 0, 65, TextMode.FIXED_FORM, new ColourCodes('0', '{', '2'), 10, AmountVoice.DECIMAL_YUAN,
                Collections.nCopies(11, "x"), 6, new DisplayTiming(true, 5000, 5000, 5, 50)));
        for (String key : List.of("name", "rows is 0, allowed: 1–9", "bytesPerRow is 65", "FIXED_FORM", "colours", "brightnessLevels is 10",
                "phrases is 11", "volume is 6", "timing.silentMs is 5000, allowed: 5100", "timing.refreshMs is 5", "timing.selfTestMs")) {
            assertTrue(refused.getMessage().contains(key), key + " in " + refused.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> settings(BraceProfile.QINGHAI).withScreen(9, 64, TextMode.SCREEN));
        assertThrows(IllegalArgumentException.class, () -> new BraceSettings("display", null, 1, 2, null, null, 1, null, null, 0, null));
    }
}
