package org.etclane.lane.workbench.console;

import java.util.List;
import org.etclane.device.spi.Text;

/**
 * One thing that can be typed.
 *
 * @param name      the first word of the line
 * @param arguments as shown in help, "" for none
 * @param words     what may follow, for completion; empty when that is free
 * @param needs     of the device or of the engineer
 * @param confirm   word of the {@link Confirmation} that must have been typed, "" for none
 */
record Verb(String name, String arguments, Text help, List<String> examples, List<String> words, Needs needs, String confirm) {

    enum Needs {
        /** Works whatever the device does. */
        NOTHING,
        /** The device has said how it is, and is not down. */
        DEVICE
    }

    /** For the device. */
    static Verb device(String name, String arguments, Text help, String... examples) {
        return new Verb(name, arguments, help, List.of(examples), List.of(), Needs.DEVICE, "");
    }

    /** Looks only. */
    static Verb plain(String name, String arguments, Text help, String... examples) {
        return new Verb(name, arguments, help, List.of(examples), List.of(), Needs.NOTHING, "");
    }

    Verb of(String... followers) {
        return new Verb(name, arguments, help, examples, List.of(followers), needs, confirm);
    }

    Verb after(String word) {
        return new Verb(name, arguments, help, examples, words, needs, word);
    }

    /** "cycle [N] [PAUSE]". */
    String usage() {
        return arguments.isEmpty() ? name : name + " " + arguments;
    }
}
