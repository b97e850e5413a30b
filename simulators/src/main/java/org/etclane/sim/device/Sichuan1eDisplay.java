package org.etclane.sim.device;

import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.DisplayCommand.Colour;
import org.etclane.device.display.sichuan.Sichuan1eAnswer;
import org.etclane.device.display.sichuan.Sichuan1eFrame;
import org.etclane.device.display.sichuan.Sichuan1eSettings;

/** A display of Sichuan's "1E": answers the query only; its colour is red until told. Volume is taken and not heard here. */
final class Sichuan1eDisplay implements DisplayReaction<Sichuan1eFrame> {
    private final Sichuan1eSettings settings;
    private Colour colour = Colour.RED;

    Sichuan1eDisplay(Sichuan1eSettings settings) {
        this.settings = settings;
    }

    @Override
    public Optional<Bytes> react(Sichuan1eFrame frame, DisplayScreen screen) {
        switch (frame) {
            case Sichuan1eFrame.Query _ -> {
                return Optional.of(Sichuan1eAnswer.encode());
            }
            case Sichuan1eFrame.Clear _ -> screen.clear();
            case Sichuan1eFrame.SelfTest _ -> {
                screen.fill(Colour.YELLOW);
                screen.speak("系统正在加电自检");
            }
            case Sichuan1eFrame.Line line -> screen.row(line.row(), line.text(), colour);
            case Sichuan1eFrame.Screen whole -> screen.screen(whole.text(), colour);
            case Sichuan1eFrame.Phrase phrase -> screen.speak(phrase.index() < settings.phrases().size()
                    ? settings.phrases().get(phrase.index()) : "phrase " + phrase.index());
            case Sichuan1eFrame.Brightness brightness ->
                    screen.brightness(brightness.code() - (settings.brightnessAscii() ? '0' : 0));
            case Sichuan1eFrame.Volume _ -> { }
            case Sichuan1eFrame.Colour now -> colour = settings.colours().colour(now.code());
        }
        return Optional.empty();
    }

    @Override
    public Optional<Bytes> damaged() {
        return Optional.empty();
    }

    @Override
    public Bytes wrongAnswer() {
        return Bytes.of(0x0A, 0x65, 0x0A);
    }
}
