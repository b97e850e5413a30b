package org.etclane.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The words of a sentence, taken from the front. Commas only help the reader; "3s" is read as "3 s". */
final class Words {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d+(?:\\.\\d+)?)([a-z]+(?:/[a-z]+)?)");
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");

    private final List<String> words;
    private int next;

    Words(String sentence) {
        words = new ArrayList<>();
        for (String word : sentence.replace(',', ' ').replace('，', ' ').strip().split("\\s+")) {
            Matcher glued = NUMBER_AND_UNIT.matcher(word);
            if (glued.matches()) {
                words.add(glued.group(1));
                words.add(glued.group(2));
            } else if (!word.isEmpty()) {
                words.add(word);
            }
        }
    }

    Optional<String> peek() {
        return next < words.size() ? Optional.of(words.get(next)) : Optional.empty();
    }

    String take() {
        return words.get(next++);
    }

    int position() {
        return next;
    }

    void back(int position) {
        next = position;
    }

    boolean literal(String wanted) {
        boolean there = peek().filter(wanted::equalsIgnoreCase).isPresent();
        next += there ? 1 : 0;
        return there;
    }

    Stream<String> all() {
        return words.stream();
    }

    /** What is left, as one text. */
    String rest() {
        return String.join(" ", words.subList(next, words.size()));
    }

    Optional<Double> number(DoublePredicate allowed) {
        return peek().filter(word -> NUMBER.matcher(word).matches()).map(Double::parseDouble).filter(allowed::test).map(n -> {
            next++;
            return n;
        });
    }

    /** One of these, its name written with hyphens or underscores. */
    <T extends Enum<T>> Optional<T> one(T[] values) {
        for (T value : values) {
            if (peek().filter(word -> word.replace('_', '-').equalsIgnoreCase(Slot.name(value))).isPresent()) {
                next++;
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
