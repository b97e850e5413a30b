package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.etclane.device.DisplayCommand;
import org.etclane.device.DisplayCommand.Brightness;
import org.etclane.device.DisplayCommand.Clear;
import org.etclane.device.DisplayCommand.Lamp;
import org.etclane.device.DisplayCommand.Lights;
import org.etclane.device.DisplayCommand.Say;
import org.etclane.device.DisplayCommand.SelfTest;
import org.etclane.device.display.TextMode;
import org.etclane.device.display.brace.BraceProfile;
import org.etclane.device.display.brace.BraceSettings;
import org.etclane.device.display.sichuan.CheckByte;
import org.etclane.device.display.sichuan.Sichuan1dSettings;
import org.etclane.device.display.sichuan.Sichuan1eSettings;
import org.junit.jupiter.api.Test;

/** What a driver sees at the exit (service-standard.md §8.1.4: class, amount, balance), one picture per profile. */
class FeeDisplayPictureTest {
    private static final String ROWS_16 = """
            +----------------+
            |测A12345 客1    | green
            |金额 30.40 元   | green
            |余额 969.60 元  | green
            |一路平安        | green
            """;

    private static void tellAll(FeeDisplayBench bench) {
        bench.tell(FeeDisplayBench.EXIT_FEE, new Lights(Lamp.GREEN, true), new Brightness(60), new Say("", Optional.of(3040L)));
    }

    @Test
    void qinghai() {
        FeeDisplayBench bench = FeeDisplayBench.brace(BraceProfile.QINGHAI);
        tellAll(bench);
        assertEquals(ROWS_16 + """
                |                |
                +----------------+
                lamp green, flash on, brightness 3
                heard 您好请交费30.40元
                """, bench.display.picture().render());
    }

    @Test
    void guizhouWithItsOwnForm() {
        FeeDisplayBench bench = FeeDisplayBench.brace(BraceSettings.defaults("display", BraceProfile.GUIZHOU)
                .withScreen(5, 16, TextMode.FIXED_FORM));
        bench.tell(FeeDisplayBench.EXIT_FEE);
        assertEquals("""
                +----------------+
                |车型: 1 型      | green
                |金额:30.40元    | green
                |余额:969.60元   | green
                |请通行          | green
                |                |
                +----------------+
                lamp off, flash off, brightness automatic
                heard 您好请交费30.40元
                """, bench.display.picture().render());
    }

    @Test
    void guizhouInRows() {
        FeeDisplayBench bench = FeeDisplayBench.brace(BraceProfile.GUIZHOU);
        tellAll(bench);
        assertEquals(ROWS_16 + """
                |                |
                +----------------+
                lamp green, flash on, brightness 3
                heard 您好请交费30.40元
                """, bench.display.picture().render());
    }

    @Test
    void yunnan() {
        FeeDisplayBench bench = FeeDisplayBench.brace(BraceProfile.YUNNAN);
        tellAll(bench);
        assertEquals(ROWS_16 + """
                +----------------+
                lamp green, flash on, brightness 5
                heard 您好请交费30.40元
                """, bench.display.picture().render());
    }

    @Test
    void shandongHasNoVoice() {
        FeeDisplayBench bench = FeeDisplayBench.brace(BraceProfile.SHANDONG);
        tellAll(bench);
        assertEquals("""
                +------------------------+
                |测A12345 客1            | green
                |金额 30.40 元           | green
                |余额 969.60 元          | green
                |一路平安                | green
                |                        |
                +------------------------+
                lamp green, flash on, brightness 3
                """, bench.display.picture().render());
    }

    @Test
    void sichuan1eHasNoLights() {
        FeeDisplayBench bench = FeeDisplayBench.sichuan1e(Sichuan1eSettings.defaults("display"));
        tellAll(bench);
        bench.tell(new Say("免费车，请通行", Optional.empty()));
        assertEquals(ROWS_16 + """
                +----------------+
                lamp off, flash off, brightness 5
                heard 免费车，请通行
                """, bench.display.picture().render());
    }

    @Test
    void sichuan1dTakesTheColourOfItsLamp() {
        FeeDisplayBench bench = FeeDisplayBench.sichuan1d(Sichuan1dSettings.defaults("display"));
        tellAll(bench);
        bench.tell(new Lights(Lamp.RED, false), FeeDisplayBench.REFUSAL);
        assertEquals("""
                +------------------------+
                |测A12345                | red
                |卡余额不足              | red
                |请走人工车道            | red
                |                        |
                |                        |
                |                        |
                +------------------------+
                lamp red, flash off, brightness 5
                """, bench.display.picture().render());
    }

    @Test
    void sichuan1dWithTheColourSentAsLight() {
        FeeDisplayBench bench = FeeDisplayBench.sichuan1d(Sichuan1dSettings.defaults("display").with(TextMode.SCREEN, true));
        bench.tell(FeeDisplayBench.REFUSAL);
        assertEquals(DisplayCommand.Colour.RED, bench.display.picture().rows().getFirst().colour());
        bench.tell(FeeDisplayBench.EXIT_FEE);
        assertEquals(FeeDisplayBench.EXIT_FEE.lines(), bench.display.picture().texts());
        assertEquals(DisplayCommand.Colour.GREEN, bench.display.picture().rows().getFirst().colour());
        assertEquals("UP", bench.health.getLast());
    }

    @Test
    void aRefusalLeavesNothingOfTheFeeAndAClearNothingAtAll() {
        for (FeeDisplayBench bench : List.of(FeeDisplayBench.brace(BraceProfile.QINGHAI), FeeDisplayBench.brace(BraceProfile.SHANDONG),
                FeeDisplayBench.brace(BraceSettings.defaults("display", BraceProfile.YUNNAN).withScreen(4, 16, TextMode.SCREEN)),
                FeeDisplayBench.sichuan1e(Sichuan1eSettings.defaults("display")),
                FeeDisplayBench.sichuan1e(Sichuan1eSettings.defaults("display").withWire(TextMode.SCREEN, CheckByte.NEVER, true)),
                FeeDisplayBench.sichuan1d(Sichuan1dSettings.defaults("display")))) {
            bench.tell(FeeDisplayBench.EXIT_FEE);
            assertEquals(FeeDisplayBench.EXIT_FEE.lines(), bench.display.picture().texts());
            bench.tell(FeeDisplayBench.REFUSAL);
            assertEquals(FeeDisplayBench.REFUSAL.lines(), bench.display.picture().texts());
            bench.tell(new Clear());
            assertEquals(List.of(), bench.display.picture().texts());
        }
    }

    @Test
    void aSelfTestFillsTheScreenAndThenTheTextIsBack() {
        FeeDisplayBench bench = FeeDisplayBench.brace(BraceProfile.SHANDONG);
        bench.tell(FeeDisplayBench.EXIT_FEE);
        bench.tell(new SelfTest());
        assertEquals("|########################| yellow", bench.display.picture().render().lines().skip(1).findFirst().orElseThrow());
        bench.run(6000);
        assertEquals(FeeDisplayBench.EXIT_FEE.lines(), bench.display.picture().texts());
        assertEquals(Optional.empty(), bench.display.picture().fill());
    }

    @Test
    void amountsThatBeginWithAZeroDoNotRestartA1dDisplay() {
        FeeDisplayBench bench = FeeDisplayBench.sichuan1d(Sichuan1dSettings.defaults("display"));
        bench.tell(new DisplayCommand.Show(DisplayCommand.Colour.GREEN, List.of("测A12345", "0.00 元"), "", Optional.empty()));
        assertEquals(List.of("测A12345", "０.00 元"), bench.display.picture().texts());
    }

    @Test
    void aDisplayOfFixedFieldsIsShownRowByRow() {
        DisplayCommand.Show show = new DisplayCommand.Show(DisplayCommand.Colour.GREEN, List.of("请通行"), "请通行",
                Optional.of(new DisplayCommand.Fee(1, 0, 1520, Optional.of(96_905L))));
        assertEquals("""
                +----------------+
                |请通行          | green
                |车型 1          | green
                |金额 15.20      | green
                |余额 969.05     | green
                +----------------+
                lamp off, flash off, brightness automatic
                """, DisplayPicture.of(Optional.of(show)).render());
        assertEquals(List.of(), DisplayPicture.of(Optional.empty()).texts());
    }
}
