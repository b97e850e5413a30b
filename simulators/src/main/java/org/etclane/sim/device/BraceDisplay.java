package org.etclane.sim.device;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.DisplayCommand.Colour;
import org.etclane.device.DisplayCommand.Lamp;
import org.etclane.device.display.GbkText;
import org.etclane.device.display.brace.AmountVoice;
import org.etclane.device.display.brace.BraceAnswer;
import org.etclane.device.display.brace.BraceFrame;
import org.etclane.device.display.brace.BraceProfile;
import org.etclane.device.display.brace.BraceSettings;

/**
 * A display of the brace family. Its own form and sentences are those of one maker; volume is taken and not heard here. A red
 * bit wins over a green one.
 */
final class BraceDisplay implements DisplayReaction<BraceFrame> {
    private static final Bytes VERSION = Bytes.copyOf("FX_SIM_1.0".getBytes(StandardCharsets.US_ASCII));
    private static final long LEAST_SPOKEN_FEN = 50;
    private static final Colour[] FILLS = {Colour.RED, Colour.GREEN, Colour.YELLOW};

    private final BraceSettings settings;

    BraceDisplay(BraceSettings settings) {
        this.settings = settings;
    }

    @Override
    public Optional<Bytes> react(BraceFrame frame, DisplayScreen screen) {
        switch (frame) {
            case BraceFrame.Query _ -> {
                return Optional.of(BraceAnswer.encode(0));
            }
            case BraceFrame.Version _ -> {
                return Optional.of(VERSION);
            }
            case BraceFrame.SelfTest _ -> {
                screen.fill(Colour.YELLOW);
                screen.speak("系统正在自检");
            }
            case BraceFrame.Fill fill -> screen.fill(FILLS[Math.floorMod(fill.colour() - 1, FILLS.length)]);
            case BraceFrame.Line line -> screen.row(line.row(), line.text(), settings.colours().colour(line.colour()));
            case BraceFrame.Screen whole -> screen.screen(whole.text(), settings.colours().colour(whole.colour()));
            case BraceFrame.Clear _ -> screen.clear();
            case BraceFrame.ClearRow clear -> screen.row(clear.row(), Bytes.EMPTY, Colour.RED);
            case BraceFrame.FixedForm form -> form(form, screen);
            case BraceFrame.Phrase phrase -> screen.speak(phrase.index() < settings.phrases().size()
                    ? settings.phrases().get(phrase.index()) : "phrase " + phrase.index());
            case BraceFrame.Brightness brightness -> screen.brightness(brightness.level());
            case BraceFrame.Volume _ -> { }
            case BraceFrame.Lights lights -> lights(lights.bits(), screen);
            case BraceFrame.SayAmount say -> settings.amountVoice().decode(say.amount()).ifPresent(fen -> amount(fen, screen));
        }
        return Optional.empty();
    }

    @Override
    public Optional<Bytes> damaged() {
        return Optional.empty();
    }

    /** Shandong has no answer that means a fault, so it is one that means nothing. */
    @Override
    public Bytes wrongAnswer() {
        return settings.profile() == BraceProfile.SHANDONG ? Bytes.of(0x00, 0x01, 0x02) : BraceAnswer.encode(1);
    }

    private void form(BraceFrame.FixedForm form, DisplayScreen screen) {
        String[] field = GbkText.decode(form.fields()).split("\\|", -1);
        if (field.length != 5) {
            return;
        }
        Colour colour = settings.colours().colour(form.colour());
        screen.clear();
        screen.row(1, GbkText.encode("车型: " + field[0] + " 型"), colour);
        screen.row(2, GbkText.encode("金额:" + field[1] + "元"), colour);
        screen.row(3, GbkText.encode("余额:" + field[2] + "元"), colour);
        if (form.truck()) {
            screen.row(4, GbkText.encode(nothing(field[3]) ? "" : "总重:" + field[3] + "吨"), colour);
            screen.row(5, GbkText.encode(nothing(field[4]) ? "" : "超重:" + field[4] + "吨"), colour);
        } else {
            screen.row(4, GbkText.encode(field[3]), colour);
            screen.row(5, GbkText.encode(field[4]), colour);
        }
        AmountVoice.DECIMAL_YUAN.decode(GbkText.encode(field[1])).ifPresent(fen -> amount(fen, screen));
    }

    private static boolean nothing(String tonnes) {
        return tonnes.matches("0(\\.0\\d?)?");
    }

    private static void amount(long fen, DisplayScreen screen) {
        if (fen >= LEAST_SPOKEN_FEN) {
            String part = fen % 100 == 0 ? "" : ".%02d".formatted(fen % 100);
            screen.speak("您好请交费" + fen / 100 + part + "元");
        }
    }

    private static void lights(int bits, DisplayScreen screen) {
        boolean red = (bits & BraceFrame.Lights.RED) != 0;
        screen.lamp(red ? Lamp.RED : (bits & BraceFrame.Lights.GREEN) != 0 ? Lamp.GREEN : Lamp.OFF);
        screen.flash((bits & BraceFrame.Lights.FLASH) != 0);
    }
}
