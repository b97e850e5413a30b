package org.etclane.lane.config;

import java.nio.CharBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import org.etclane.device.DisplayCommand;
import org.etclane.device.spi.Language;
import org.etclane.lane.core.LaneEffect;
import org.etclane.lane.rules.SpecialEvent;

/**
 * The words of the fee display (service-standard.md: §8.1.4 class and amount, Appendix B wording). Pure; immutable; any thread.
 * Built-in texts hold unless the configuration has its own for a phrase or a reason.
 */
public final class Phrases {
    /** Bytes of GBK in the small field of a fixed-form display. */
    public static final int SHORT_BYTES = 6;

    private final Language language;
    private final Map<LaneEffect.Phrase, PhraseText> phrases;
    private final Map<SpecialEvent, PhraseText> reasons;

    public Phrases(DisplaySection display) {
        language = display.language();
        phrases = new EnumMap<>(BuiltInPhrases.PHRASES);
        phrases.putAll(display.phrases());
        reasons = new EnumMap<>(BuiltInPhrases.REASONS);
        reasons.putAll(display.reasons());
    }

    /** What the display shall show. Rows that become empty are left out. */
    public DisplayCommand.Show render(LaneEffect.Phrase phrase, LaneEffect.Words words) {
        PhraseText text = phrases.get(phrase);
        // a credit card has no balance to show: then the row that would name it is left out, not its word alone
        List<String> lines = rows(text).stream().filter(row -> words.balanceFen().isPresent() || !row.contains("{balance}"))
                .map(row -> fill(row, words)).filter(row -> !row.isBlank()).toList();
        String shortText = shortText(text, words);
        return new DisplayCommand.Show(text.colour().orElse(colour(phrase)), lines, shortText, fee(phrase, words));
    }

    /** "12.34 元" or "12.34 CNY". */
    String amount(long fen) {
        String sign = fen < 0 ? "-" : "";
        long size = Math.abs(fen);
        return sign + size / 100 + "." + "%02d".formatted(size % 100) + (language == Language.ZH ? " 元" : " CNY");
    }

    /** The longest beginning that takes at most so many bytes in GBK; never half a character. */
    static String cut(String text, int bytes) {
        int end = 0;
        int used = 0;
        while (end < text.length()) {
            int next = text.offsetByCodePoints(end, 1);
            used += PhraseText.GBK.encode(CharBuffer.wrap(text, end, next)).remaining();
            if (used > bytes) {
                break;
            }
            end = next;
        }
        return text.substring(0, end);
    }

    private List<String> rows(PhraseText text) {
        return language == Language.EN && !text.en().isEmpty() ? text.en() : text.zh();
    }

    private String shortText(PhraseText text, LaneEffect.Words words) {
        String ofReason = words.event().map(reasons::get).map(PhraseText::shortText).orElse("");
        String filled = fill(text.shortText().replace("{reason}", ofReason), words);
        return cut(filled, SHORT_BYTES);
    }

    private String fill(String row, LaneEffect.Words words) {
        Matcher matcher = PhraseText.PLACEHOLDER.matcher(row);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value(matcher.group(1), words)));
        }
        matcher.appendTail(filled);
        return filled.toString();
    }

    private String value(String placeholder, LaneEffect.Words words) {
        return switch (placeholder) {
            case "plate" -> words.plate();
            case "class" -> words.vehicleClass() == 0 ? "" : vehicleClass(words.vehicleClass());
            case "fee" -> amount(words.amountFen());
            case "balance" -> words.balanceFen().map(this::amount).orElse("");
            case "reason" -> words.event().map(this::reason).orElse("");
            default -> ""; // the configuration check lets no other name through
        };
    }

    private String reason(SpecialEvent event) {
        PhraseText own = reasons.get(event);
        if (own != null && !rows(own).isEmpty()) {
            return String.join(language == Language.ZH ? "" : " ", rows(own));
        }
        return language == Language.ZH ? event.chinese() : event.english();
    }

    /** JT/T 489: 1–4 passenger (客), 11–16 goods (货), 21–26 special purpose (专). */
    private String vehicleClass(int code) {
        if (code >= 1 && code <= 4) {
            return language == Language.ZH ? "客" + code : "class P" + code;
        }
        if (code >= 11 && code <= 16) {
            return language == Language.ZH ? "货" + (code - 10) : "class G" + (code - 10);
        }
        if (code >= 21 && code <= 26) {
            return language == Language.ZH ? "专" + (code - 20) : "class S" + (code - 20);
        }
        return language == Language.ZH ? "车型" + code : "class " + code;
    }

    private static DisplayCommand.Colour colour(LaneEffect.Phrase phrase) {
        return switch (phrase) {
            case IDLE, PAID, ENTERED, ALREADY_PAID -> DisplayCommand.Colour.GREEN;
            case REFUSED, LANE_CLOSED, FAULT -> DisplayCommand.Colour.RED;
        };
    }

    private static Optional<DisplayCommand.Fee> fee(LaneEffect.Phrase phrase, LaneEffect.Words words) {
        return switch (phrase) {
            case PAID, ALREADY_PAID -> Optional.of(new DisplayCommand.Fee(words.vehicleClass(), 0, words.amountFen(),
                    words.balanceFen()));
            case IDLE, ENTERED, REFUSED, LANE_CLOSED, FAULT -> Optional.empty();
        };
    }
}
