package org.etclane.lane.workbench.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etclane.device.AlarmCommand;
import org.etclane.device.DisplayCommand;
import org.etclane.device.DisplayCommand.Colour;
import org.etclane.device.DisplayCommand.Lamp;
import org.etclane.device.FogLightCommand;
import org.etclane.device.GuideBoardCommand;
import org.etclane.device.HealthEvent;
import org.etclane.device.InputEvent;
import org.etclane.device.SignalCommand;
import org.etclane.device.VoiceCommand;
import org.junit.jupiter.api.Test;

/** Display, lights, alarm and voice: what is typed reaches the device as the command that it means. */
class OutputConsolesTest {
    private static final long SETTLE_MS = ConsoleSession.SETTLE_MS;
    private static final AlarmCommand OFF = new AlarmCommand(false, false);

    @Test
    void textsColoursAndFees() {
        Sitting sitting = new Sitting(new DisplayConsole()).up();
        sitting.types("text 测A12345 客1 | 金额 \"15.20\" | ").tells(new DisplayCommand.Show(Colour.GREEN, List.of("测A12345 客1", "金额 \"15.20\"", ""),
                "测A123", Optional.empty())).after(SETTLE_MS).ok().says("look at the display");
        sitting.types("colour red").tells(new DisplayCommand.Show(Colour.RED, List.of("测A12345 客1", "金额 \"15.20\"", ""), "测A123", Optional.empty()))
                .after(SETTLE_MS).ok();
        sitting.types("fee 1 15.20 984.80").tells(new DisplayCommand.Show(Colour.RED, List.of("车型 1", "金额 15.20 元", "余额 984.80 元"), "车型 1",
                Optional.of(new DisplayCommand.Fee(1, 0, 1520, Optional.of(98_480L))))).after(SETTLE_MS).ok();
        sitting.types("clear").tells(new DisplayCommand.Clear()).after(SETTLE_MS).ok();
        sitting.types("text").failed().says("ROW is missing").types("fee 1 free").failed().types("fee 0 1").failed().tells();
    }

    @Test
    void whatElseADisplayHas() {
        Sitting sitting = new Sitting(new DisplayConsole()).up();
        sitting.types("brightness 60").tells(new DisplayCommand.Brightness(60)).after(SETTLE_MS).ok();
        sitting.types("brightness 101").failed().tells();
        sitting.types("lamp red flash").tells(new DisplayCommand.Lights(Lamp.RED, true)).after(SETTLE_MS).ok();
        sitting.types("lamp off").tells(new DisplayCommand.Lights(Lamp.OFF, false)).after(SETTLE_MS).ok();
        sitting.types("lamp red blink").failed().tells();
        sitting.types("selftest").tells(new DisplayCommand.SelfTest()).after(SETTLE_MS).ok();
        sitting.types("say 祝您 一路平安").tells(new DisplayCommand.Say("祝您 一路平安", Optional.empty())).after(SETTLE_MS).ok();
    }

    @Test
    void theTestPictureGoesThroughTheColoursAndEndsDark() {
        Sitting sitting = new Sitting(new DisplayConsole()).up();
        sitting.types("pattern 3");
        List<Colour> colours = new ArrayList<>();
        for (int step = 0; step < 4; step++) {
            DisplayCommand.Show shown = assertInstanceOf(DisplayCommand.Show.class, sitting.told.getLast());
            assertEquals(step + 1, sitting.told.size());
            assertEquals(4, shown.lines().size());
            assertTrue(step == 3 || shown.lines().stream().allMatch("■■■■■■■■"::equals), shown::toString);
            colours.add(shown.colour());
            sitting.isBusy().after(3_000);
        }
        assertEquals(List.of(Colour.GREEN, Colour.RED, Colour.YELLOW, Colour.GREEN), colours);
        assertEquals(new DisplayCommand.Clear(), sitting.told.getLast());
        sitting.after(SETTLE_MS).ok();
        sitting.types("pattern").interrupts().failed().after(60_000);
        assertEquals(1, sitting.told.size());
        sitting.types("pattern").hears(new HealthEvent("dev", sitting.nanos(), HealthEvent.State.DOWN, "unplugged")).failed().after(60_000);
        assertEquals(1, sitting.told.size());
    }

    @Test
    void lightsAreComparedWithWhatTheLampsShow() {
        Sitting sitting = new Sitting(new LightsConsole()).up();
        sitting.types("show").ok().says("reports no lamp");
        sitting.types("pass green").tells(new SignalCommand.PassLight(true)).after(200)
                .hears(new InputEvent("dev", sitting.nanos(), InputEvent.Input.PASS_GREEN, true)).after(SETTLE_MS).ok().says("pass light green: yes");
        sitting.types("pass red").tells(new SignalCommand.PassLight(false)).after(SETTLE_MS).failed().says("reports it green all the same");
        sitting.types("canopy green").tells(new SignalCommand.CanopyLight(true)).after(SETTLE_MS).ok(); // not reported: taken as sent
        sitting.types("show").ok().says("pass light green: yes");
    }

    @Test
    void fogLightAndGuideBoard() {
        Sitting sitting = new Sitting(new LightsConsole()).up();
        sitting.types("fog flash").tells(new FogLightCommand(true, true)).after(SETTLE_MS).ok();
        sitting.types("fog off").tells(new FogLightCommand(false, false)).after(SETTLE_MS).ok();
        sitting.types("board ETC专用|一车一杆").tells(new GuideBoardCommand.Show(Colour.GREEN, List.of("ETC专用", "一车一杆"))).after(SETTLE_MS).ok();
        sitting.types("board clear").tells(new GuideBoardCommand.Clear()).after(SETTLE_MS).ok();
    }

    @Test
    void anAlarmEndsWithTheTrialOrWithTheSession() {
        Sitting sitting = new Sitting(new AlarmConsole()).up();
        sitting.types("test 5").tells(new AlarmCommand(true, true)).after(4_999).tells().after(1).tells(OFF).after(SETTLE_MS).ok();
        sitting.types("on light").tells(new AlarmCommand(false, true)).after(SETTLE_MS).ok();
        sitting.session.end(sitting.nanos(), sitting);
        sitting.tells(OFF);
        sitting.session.end(sitting.nanos(), sitting);
        sitting.tells();
        sitting.types("test 5").tells(new AlarmCommand(true, true)).interrupts().tells(OFF).failed().after(60_000).tells();
        sitting.types("on loudly").failed().tells();
        sitting.types("off").tells(OFF).after(SETTLE_MS).ok();
        sitting.hears(new InputEvent("dev", sitting.nanos(), InputEvent.Input.FOOT_ALARM, true)).says("foot alarm: yes");
    }

    @Test
    void voiceGoesToTheLoudspeakerOrToTheDisplay() {
        Sitting io = new Sitting(new VoiceConsole(false)).up();
        io.types("say 请减速").tells(new VoiceCommand("请减速")).after(SETTLE_MS).ok();
        io.types("display 您好").tells(new DisplayCommand.Say("您好", Optional.empty())).after(SETTLE_MS).ok();
        Sitting display = new Sitting(new VoiceConsole(true)).up();
        display.types("say 您好").tells(new DisplayCommand.Say("您好", Optional.empty())).after(SETTLE_MS).ok();
        display.types("amount 15.20").tells(new DisplayCommand.Say("", Optional.of(1520L))).after(SETTLE_MS).ok();
        display.types("amount dear").failed().types("say").failed().types("display 您好").failed().tells();
    }
}
