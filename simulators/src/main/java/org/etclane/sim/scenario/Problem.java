package org.etclane.sim.scenario;

import java.util.List;
import java.util.stream.Collectors;
import org.etclane.device.spi.Language;
import org.etclane.device.spi.Text;

/**
 * One thing wrong in a scenario or a sentence.
 *
 * @param where   file and place in it; empty for a sentence from the console
 * @param value   as written, "" when nothing is
 * @param allowed what may stand there
 * @param advice  what to do
 */
public record Problem(String where, String value, Text what, Text allowed, Text advice) {

    Problem at(String place) {
        return new Problem(place, value, what, allowed, advice);
    }

    public String in(Language language) {
        boolean chinese = language == Language.ZH;
        StringBuilder words = new StringBuilder(where);
        if (!value.isEmpty()) {
            words.append(where.isEmpty() ? "" : " = ").append('"').append(value).append('"');
        }
        words.append(words.isEmpty() ? "" : chinese ? "：" : ": ").append(what.in(language));
        words.append(part(chinese ? "；允许：" : "; allowed: ", allowed.in(language)));
        return words.append(part(chinese ? "；建议：" : "; advice: ", advice.in(language))).toString();
    }

    private static String part(String label, String text) {
        return text.isEmpty() ? "" : label + text;
    }

    /** One per line. */
    public static String in(Language language, List<Problem> problems) {
        return problems.stream().map(p -> p.in(language)).collect(Collectors.joining("\n"));
    }
}
