package org.etclane.device.ldi;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.etclane.device.AlarmCommand;
import org.etclane.device.Bytes;
import org.etclane.device.DisplayCommand;
import org.etclane.device.DisplayCommand.Colour;
import org.etclane.device.FogLightCommand;
import org.etclane.device.GuideBoardCommand;
import org.etclane.device.SignalCommand;
import org.etclane.device.VoiceCommand;

/**
 * What the lane wants, as orders to modules, and the levels (lights, texts, alarm) that a module gets when it comes. A kind of which the
 * lane has no module gives no order. Part of {@link LdiHub}.
 */
final class LdiOutputs {
    private static final Charset GBK = Charset.forName("GBK");
    /** Ten Chinese characters (§8, E6 01). */
    private static final int LINE_BYTES = 20;
    /** Keeps 1B under 480 bytes for small devices (§12 row 27). */
    private static final int TEXT_BYTES = 400;
    private static final int FOR_EVER = 0;

    private final LdiSettings settings;
    private final LdiSettings.Habits habits;
    private final Map<LdiModule, LdiControl> levels = new HashMap<>();

    LdiOutputs(LdiSettings settings) {
        this.settings = settings;
        this.habits = settings.habits();
    }

    Optional<LdiControl> level(LdiModule module) {
        return Optional.ofNullable(levels.get(module));
    }

    void forget() {
        levels.clear();
    }

    Optional<LdiControl> signal(SignalCommand command) {
        return switch (command) {
            case SignalCommand.PassLight(boolean green) -> light(LdiModuleType.PASS_LIGHT, green);
            case SignalCommand.CanopyLight(boolean green) -> light(LdiModuleType.CANOPY_LIGHT, green);
        };
    }

    private Optional<LdiControl> light(LdiModuleType type, boolean green) {
        return module(type).map(m -> level(new LdiControl.Light(m, green ? LdiControl.GREEN : LdiControl.RED)));
    }

    /** One module sounds and flashes: either means on. */
    Optional<LdiControl> alarm(AlarmCommand command) {
        return module(LdiModuleType.ALARM).map(m -> level(new LdiControl.SoundAlarm(m, command.sound() || command.light() ? 1 : 0,
                habits.alarmWorkMode(), FOR_EVER)));
    }

    Optional<LdiControl> display(DisplayCommand command) {
        return switch (command) {
            case DisplayCommand.Content content -> module(LdiModuleType.FEE_DISPLAY).map(m -> level(content(m, content)));
            case DisplayCommand.Say say -> voice(new VoiceCommand(say.text()));
            case DisplayCommand.Brightness _, DisplayCommand.SelfTest _, DisplayCommand.Lights _ -> Optional.empty(); // E6 has no such order
        };
    }

    private LdiControl content(LdiModule module, DisplayCommand.Content content) {
        return switch (content) {
            case DisplayCommand.Show show -> new LdiControl.ShowText(module, colour(show.colour()), habits.fontSize(), habits.fontLine(),
                    FOR_EVER, lines(show.lines(), habits.displayLines(), LINE_BYTES));
            case DisplayCommand.Clear _ -> new LdiControl.ClearText(module, 0);
        };
    }

    Optional<LdiControl> board(GuideBoardCommand command) {
        return module(LdiModuleType.GUIDE_BOARD).map(m -> level(switch (command) {
            case GuideBoardCommand.Show show -> new LdiControl.ShowBoard(m, colour(show.colour()), habits.fontSize(), 0, FOR_EVER,
                    habits.boardFormat(), lines(show.lines(), Integer.MAX_VALUE, TEXT_BYTES));
            case GuideBoardCommand.Clear _ -> new LdiControl.ClearText(m, 0);
        }));
    }

    Optional<LdiControl> fog(FogLightCommand command) {
        return module(LdiModuleType.FOG_LIGHT).map(m -> level(new LdiControl.Fog(m, command.on() ? 1 : 0,
                command.on() && command.flashing() ? habits.fogFlashWorkMode() : 0)));
    }

    /** No level: a module that comes later says nothing. */
    Optional<LdiControl> voice(VoiceCommand command) {
        return module(LdiModuleType.VOICE).map(m -> new LdiControl.Speak(m, 0, cut(command.text(), TEXT_BYTES)));
    }

    Optional<LdiModule> module(LdiModuleType type) {
        return settings.modules().stream().filter(m -> m.type() == type).map(LdiSettings.Module::id).findFirst();
    }

    private LdiControl level(LdiControl control) {
        levels.put(control.module(), control);
        return control;
    }

    private static int colour(Colour colour) {
        return switch (colour) {
            case GREEN -> LdiControl.GREEN;
            case RED -> LdiControl.RED;
            case YELLOW -> LdiControl.YELLOW;
        };
    }

    /** {@code _} separates lines, so one inside a text becomes a hyphen. */
    private static Bytes lines(List<String> lines, int most, int lineBytes) {
        String joined = lines.stream().limit(most).map(line -> new String(cut(line.replace('_', '-'), lineBytes).toArray(), GBK))
                .collect(Collectors.joining("_"));
        return cut(joined, TEXT_BYTES);
    }

    /** GBK, cut between characters; a character that GBK lacks becomes '?'. */
    private static Bytes cut(String text, int mostBytes) {
        ByteArrayOutputStream fitting = new ByteArrayOutputStream();
        for (int codePoint : text.codePoints().toArray()) {
            byte[] one = Character.toString(codePoint).getBytes(GBK);
            if (fitting.size() + one.length > mostBytes) {
                break;
            }
            fitting.writeBytes(one);
        }
        return Bytes.copyOf(fitting.toByteArray());
    }
}
