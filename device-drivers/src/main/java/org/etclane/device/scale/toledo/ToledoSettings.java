package org.etclane.device.scale.toledo;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.scale.LoadSettings;

/**
 * Everything about one Toledo indicator that its site decides or its makers do differently. {@link #defaults} gives the documented
 * defaults, the {@code with} methods change one group. A record that makes no sense is refused with every reason at once.
 *
 * @param name           device name in events
 * @param checksum       the indicator sends the 18th byte; default true
 * @param tareField      the indicator sends the tare; default true. Without it a net weight cannot be made gross, and is not used
 * @param unitFromStatus bit 4 of status B says kg (1) or lb (0); default false: kilograms whatever it says
 * @param zeroCharacter  default NONE: zero is never sent
 * @param partialMs      a frame that has not gone on for so long is given up; default 200
 * @param load           when a weight counts; default as for any scale but 3 equal readings, because there is a motion flag
 */
public record ToledoSettings(String name, boolean checksum, boolean tareField, boolean unitFromStatus, ZeroCharacter zeroCharacter,
        long partialMs, LoadSettings load) {

    /** How Z is sent. */
    public enum ZeroCharacter { NONE, PLAIN, WITH_CR_LF }

    public ToledoSettings {
        List<String> found = new ArrayList<>();
        if (name == null || name.isBlank()) {
            found.add("name is empty, allowed: any text");
        }
        if (zeroCharacter == null) {
            found.add("zeroCharacter is missing, give one of the allowed words");
        }
        LoadSettings.range(found, "partialMs", partialMs, 20, 5000);
        load.check(found);
        if (!found.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", found));
        }
    }

    public static ToledoSettings defaults(String name) {
        LoadSettings load = LoadSettings.defaults();
        return new ToledoSettings(name, true, true, false, ZeroCharacter.NONE, 200,
                new LoadSettings(load.emptyKg(), 3, load.stableWithinKg(), load.liveMs(), load.silentMs(), load.gapMs()));
    }

    public ToledoSettings withChecksum(boolean on) {
        return new ToledoSettings(name, on, tareField, unitFromStatus, zeroCharacter, partialMs, load);
    }

    public ToledoSettings withTareField(boolean on) {
        return new ToledoSettings(name, checksum, on, unitFromStatus, zeroCharacter, partialMs, load);
    }

    public ToledoSettings withUnitFromStatus(boolean on) {
        return new ToledoSettings(name, checksum, tareField, on, zeroCharacter, partialMs, load);
    }

    public ToledoSettings with(ZeroCharacter character) {
        return new ToledoSettings(name, checksum, tareField, unitFromStatus, character, partialMs, load);
    }

    public ToledoSettings with(LoadSettings newLoad) {
        return new ToledoSettings(name, checksum, tareField, unitFromStatus, zeroCharacter, partialMs, newLoad);
    }
}
