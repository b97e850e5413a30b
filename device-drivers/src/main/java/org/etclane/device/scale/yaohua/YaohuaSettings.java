package org.etclane.device.scale.yaohua;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.scale.LoadSettings;
import org.etclane.device.scale.Reading;

/**
 * Everything about one XK3190 that its site decides or its documents leave open. {@link #defaults} gives the documented defaults,
 * the {@code with} methods change one group. A record that makes no sense is refused with every reason at once.
 *
 * @param name        device name in events
 * @param mode        what the indicator is set to send; default CONTINUOUS_0
 * @param unit        what the display counts; default KILOGRAM
 * @param address     A–Z for 1–26, command mode and zero; default A
 * @param zeroCommand default NONE: zero is never sent
 * @param load        when a weight counts
 * @param timing      command mode
 */
public record YaohuaSettings(String name, Mode mode, Reading.Unit unit, char address, ZeroCommand zeroCommand, LoadSettings load,
        Timing timing) {

    /** The layout, because its number differs between models (weighing.md §1.2). */
    public enum Mode { CONTINUOUS_0, EQUALS_LOW_FIRST, EQUALS_HIGH_FIRST, COMMANDS }

    /** NONE; 30H as on model A22; F as on RS-485 truck scales, where other models send an amount. */
    public enum ZeroCommand {
        NONE(' '), A22('0'), RS485('F');

        final char letter;

        ZeroCommand(char letter) {
            this.letter = letter;
        }
    }

    /**
     * @param pollMs          command mode: from one request to the next; default 200
     * @param answerTimeoutMs default 300: 20 bytes take 170 ms at 1200 baud
     * @param partialMs       a frame that has not gone on for so long is given up; default 200
     */
    public record Timing(long pollMs, long answerTimeoutMs, long partialMs) {
    }

    public YaohuaSettings {
        List<String> found = new ArrayList<>();
        if (name == null || name.isBlank()) {
            found.add("name is empty, allowed: any text");
        }
        if (mode == null || unit == null || zeroCommand == null) {
            found.add("mode, unit or zeroCommand is missing, give one of the allowed words");
        }
        LoadSettings.range(found, "address", address, 'A', 'Z');
        load.check(found);
        LoadSettings.range(found, "timing.pollMs", timing.pollMs, 20, 10_000);
        LoadSettings.range(found, "timing.answerTimeoutMs", timing.answerTimeoutMs, 20, 10_000);
        LoadSettings.range(found, "timing.partialMs", timing.partialMs, 20, 5000);
        if (!found.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", found));
        }
    }

    public static YaohuaSettings defaults(String name) {
        return new YaohuaSettings(name, Mode.CONTINUOUS_0, Reading.Unit.KILOGRAM, 'A', ZeroCommand.NONE, LoadSettings.defaults(),
                new Timing(200, 300, 200));
    }

    public YaohuaSettings with(Mode newMode) {
        return new YaohuaSettings(name, newMode, unit, address, zeroCommand, load, timing);
    }

    public YaohuaSettings with(Reading.Unit newUnit) {
        return new YaohuaSettings(name, mode, newUnit, address, zeroCommand, load, timing);
    }

    public YaohuaSettings withAddress(char letter) {
        return new YaohuaSettings(name, mode, unit, letter, zeroCommand, load, timing);
    }

    public YaohuaSettings with(ZeroCommand command) {
        return new YaohuaSettings(name, mode, unit, address, command, load, timing);
    }

    public YaohuaSettings with(LoadSettings newLoad) {
        return new YaohuaSettings(name, mode, unit, address, zeroCommand, newLoad, timing);
    }

    public YaohuaSettings with(Timing newTiming) {
        return new YaohuaSettings(name, mode, unit, address, zeroCommand, load, newTiming);
    }
}
