package org.etclane.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.etclane.device.spi.Text;

/**
 * One form of a sentence or of a part of it: words in small letters stand for themselves, words in capitals are {@link Slot}s.
 *
 * @param form    "cut LINE for SECONDS"
 * @param meaning for {@code help}
 * @param make    from the values of the slots, in their order
 */
record Rule<T>(String form, Text meaning, Function<List<Object>, T> make) {

    static <T> Rule<T> of(String form, String english, String chinese, Function<List<Object>, T> make) {
        return new Rule<>(form, new Text(english, chinese), make);
    }

    /**
     * How far a rule fits.
     *
     * @param result  present when all of it does
     * @param taken   words that fit
     * @param wanted  what should have come next when it does not
     */
    record Fit<T>(Optional<T> result, int taken, Text wanted) {
    }

    /** Takes its words when all of it fits; else leaves them as they are. */
    Fit<T> fit(Words words) {
        int before = words.position();
        List<Object> values = new ArrayList<>();
        for (String part : form.split(" ")) {
            boolean slot = Character.isUpperCase(part.charAt(0));
            Optional<?> value = slot ? Slot.valueOf(part).read(words) : words.literal(part) ? Optional.of(part) : Optional.empty();
            if (value.isEmpty()) {
                int taken = words.position() - before;
                words.back(before);
                return new Fit<>(Optional.empty(), taken, slot ? Slot.valueOf(part).allowed() : new Text(part, part));
            }
            if (slot) {
                values.add(value.get());
            }
        }
        return new Fit<>(Optional.of(make.apply(values)), words.position() - before, Text.NONE);
    }

    String verb() {
        return form.split(" ")[0];
    }
}
