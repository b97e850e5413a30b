package org.etclane.lane.workbench.console;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.etclane.device.spi.Text;

/**
 * A line, taken apart. Words are parted by blanks (ASCII or full-width) and are not case-sensitive where they are names.
 *
 * @param verb  the first word, lower case; "" for an empty line
 * @param words those behind it
 * @param rest  all behind the verb, as typed
 */
record Typed(String verb, List<String> words, String rest) {
    private static final String BLANKS = "[\\s\\u3000]+";
    private static final int MS_PER_S = 1000;
    private static final int FEN_PER_YUAN = 100;

    /** Words that do not make sense: the verb does nothing. */
    static final class Misuse extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Text why;

        Misuse(String english, String chinese) {
            super(english);
            this.why = new Text(english, chinese);
        }

        Text why() {
            return why;
        }
    }

    static Typed of(String line) {
        String bare = line.replaceAll("^" + BLANKS + "|" + BLANKS + "$", "");
        String[] halves = bare.split(BLANKS, 2);
        String rest = halves.length > 1 ? halves[1] : "";
        return new Typed(halves[0].toLowerCase(Locale.ROOT), rest.isEmpty() ? List.of() : List.of(rest.split(BLANKS)), rest);
    }

    /** No more than so many words. */
    void atMost(int count) throws Misuse {
        if (words.size() > count) {
            throw new Misuse("\"" + words.get(count) + "\" is too much", "“" + words.get(count) + "”多余");
        }
    }

    Optional<String> word(int index) {
        return index < words.size() ? Optional.of(words.get(index)) : Optional.empty();
    }

    /** One of these, lower case. */
    String oneOf(int index, String... allowed) throws Misuse {
        String all = String.join(", ", allowed);
        String given = word(index).orElseThrow(() -> new Misuse("say one of: " + all, "请从中选一：" + all)).toLowerCase(Locale.ROOT);
        if (!List.of(allowed).contains(given)) {
            throw new Misuse("\"" + given + "\" is not one of: " + all, "“" + given + "”不在其中：" + all);
        }
        return given;
    }

    /** @param what for the message */
    int whole(int index, String what, int min, int max, int otherwise) throws Misuse {
        String given = word(index).orElse(Integer.toString(otherwise));
        if (!given.matches("\\d{1,9}") || Integer.parseInt(given) < min || Integer.parseInt(given) > max) {
            throw new Misuse(what + " is \"" + given + "\", allowed: " + min + " to " + max, what + "为“" + given + "”，允许" + min + "至" + max);
        }
        return Integer.parseInt(given);
    }

    /** Seconds, with decimals if wanted. */
    int ms(int index, String what, int maxSeconds, int otherwiseMs) throws Misuse {
        if (word(index).isEmpty()) {
            return otherwiseMs;
        }
        String given = words.get(index);
        BigDecimal limit = BigDecimal.valueOf(maxSeconds);
        if (!given.matches("\\d{1,6}(\\.\\d{1,3})?") || new BigDecimal(given).compareTo(limit) > 0) {
            throw new Misuse(what + " is \"" + given + "\", allowed: 0 to " + maxSeconds + " seconds",
                    what + "为“" + given + "”，允许0至" + maxSeconds + "秒");
        }
        return new BigDecimal(given).multiply(BigDecimal.valueOf(MS_PER_S)).intValue();
    }

    /** Yuan as they are written, "15.20". */
    long fen(int index, String what) throws Misuse {
        String given = word(index).orElseThrow(() -> new Misuse(what + " is missing", "缺少" + what));
        if (!given.matches("\\d{1,6}(\\.\\d{1,2})?")) {
            throw new Misuse(what + " is \"" + given + "\", allowed: yuan as 15.20", what + "为“" + given + "”，应为元，如15.20");
        }
        return new BigDecimal(given).multiply(BigDecimal.valueOf(FEN_PER_YUAN)).longValue();
    }

    /** The rest of the line, which must not be empty. */
    String text(String what) throws Misuse {
        if (rest.isEmpty()) {
            throw new Misuse(what + " is missing", "缺少" + what);
        }
        return rest;
    }

    /** The rest of the line cut at bars: one row each. */
    List<String> rows(String text) {
        List<String> rows = new ArrayList<>();
        for (String row : text.split("\\|", -1)) {
            rows.add(row.strip());
        }
        return List.copyOf(rows);
    }
}
