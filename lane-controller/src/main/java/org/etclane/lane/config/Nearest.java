package org.etclane.lane.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.etclane.device.spi.Text;

/** What somebody may have meant: the known word with the fewest typing errors, when there are few enough. */
public final class Nearest {
    private Nearest() {
    }

    public static Optional<String> of(String written, List<String> known) {
        String plain = plain(written);
        return known.stream().min(Comparator.comparingInt(word -> distance(plain, plain(word))))
                .filter(word -> distance(plain, plain(word)) <= tolerated(word));
    }

    static Text advice(String written, List<String> known) {
        return of(written, known).map(near -> new Text("did you mean \"" + near + "\"?", "是否应为“" + near + "”？"))
                .orElse(new Text("write one of the allowed values", "请从允许的值中选择"));
    }

    private static int tolerated(String word) {
        return word.length() <= 3 ? 1 : Math.max(2, Math.min(3, word.length() / 3));
    }

    /** Hyphens, underscores and capitals are the commonest difference: they count nothing. */
    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /** Levenshtein distance. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
