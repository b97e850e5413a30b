package org.etclane.sim.device;

import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.DisplayCommand.Colour;
import org.etclane.device.DisplayCommand.Lamp;
import org.etclane.device.display.sichuan.Sichuan1dAnswer;
import org.etclane.device.display.sichuan.Sichuan1dFrame;
import org.etclane.device.display.sichuan.Sichuan1dSettings;

/**
 * A display of Sichuan's "1D": answers every frame, the heartbeat only when set so. A text has the colour of the lamp, green at
 * first; a blank in front clears, a '0' in front restarts it, as one firmware does.
 */
final class Sichuan1dDisplay implements DisplayReaction<Sichuan1dFrame> {
    private final Sichuan1dSettings settings;
    private Colour colour = Colour.GREEN;

    Sichuan1dDisplay(Sichuan1dSettings settings) {
        this.settings = settings;
    }

    @Override
    public Optional<Bytes> react(Sichuan1dFrame frame, DisplayScreen screen) {
        Sichuan1dAnswer answer = switch (frame) {
            case Sichuan1dFrame.Text text -> text(text, screen);
            case Sichuan1dFrame.Light light -> light(light, screen);
            case Sichuan1dFrame.Brightness brightness -> {
                screen.brightness(brightness.level() + 1);
                yield Sichuan1dAnswer.DONE;
            }
            case Sichuan1dFrame.Heartbeat _ -> Sichuan1dAnswer.DONE;
        };
        boolean silent = frame instanceof Sichuan1dFrame.Heartbeat && !settings.timing().heartbeatAnswered();
        return silent ? Optional.empty() : Optional.of(answer.encode());
    }

    @Override
    public Optional<Bytes> damaged() {
        return Optional.of(wrongAnswer());
    }

    @Override
    public Bytes wrongAnswer() {
        return Sichuan1dAnswer.BAD_FRAME.encode();
    }

    private Sichuan1dAnswer text(Sichuan1dFrame.Text text, DisplayScreen screen) {
        if (text.row() > 0 && text.text().size() > Sichuan1dFrame.ROW_BYTES) {
            return Sichuan1dAnswer.TOO_LONG;
        }
        switch (text.text().u8(0)) {
            case ' ' -> {
                if (text.row() == 0) {
                    screen.clear();
                } else {
                    screen.row(text.row(), Bytes.EMPTY, colour);
                }
            }
            case '0' -> {
                screen.clear();
                screen.lamp(Lamp.OFF);
                screen.flash(false);
                colour = Colour.GREEN;
            }
            default -> {
                if (text.row() == 0) {
                    screen.screen(text.text(), colour);
                } else {
                    screen.row(text.row(), text.text(), colour);
                }
            }
        }
        return Sichuan1dAnswer.DONE;
    }

    private Sichuan1dAnswer light(Sichuan1dFrame.Light light, DisplayScreen screen) {
        switch (light) {
            case RED -> {
                colour = Colour.RED;
                screen.lamp(Lamp.RED);
            }
            case GREEN -> {
                colour = Colour.GREEN;
                screen.lamp(Lamp.GREEN);
            }
            case FLASH_ON -> screen.flash(true);
            case FLASH_OFF -> screen.flash(false);
        }
        return Sichuan1dAnswer.DONE;
    }
}
