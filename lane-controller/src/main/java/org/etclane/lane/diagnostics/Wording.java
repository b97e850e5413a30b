package org.etclane.lane.diagnostics;

import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.etclane.device.spi.Language;
import org.etclane.lane.core.LaneAlarm;
import org.etclane.lane.rules.SpecialEvent;

/** lanectl's words in one language, and how it writes times and amounts. Immutable. */
final class Wording {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

    private final Language language;
    private final ResourceBundle bundle;
    private final ZoneId zone;

    Wording(Language language, ZoneId zone) {
        this.language = language;
        this.zone = zone;
        this.bundle = bundle(language);
    }

    static ResourceBundle bundle(Language language) {
        return ResourceBundle.getBundle("org.etclane.lane.diagnostics.lanectl",
                language == Language.ZH ? Locale.CHINESE : Locale.ENGLISH,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** LC_ALL, LC_MESSAGES and LANG in the order of POSIX: Chinese when it begins with zh. */
    static Language ofEnvironment(Map<String, String> environment) {
        for (String name : new String[] {"LC_ALL", "LC_MESSAGES", "LANG"}) {
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return value.startsWith("zh") ? Language.ZH : Language.EN;
            }
        }
        return Language.EN;
    }

    Language language() {
        return language;
    }

    ResourceBundle bundle() {
        return bundle;
    }

    String get(String key, Object... arguments) {
        String pattern = bundle.getString(key);
        return arguments.length == 0 ? pattern : new MessageFormat(pattern, Locale.ROOT).format(arguments);
    }

    /** The word for a code that a snapshot carries; the code itself when there is none. */
    String code(String code) {
        return bundle.containsKey("code." + code) ? bundle.getString("code." + code) : code;
    }

    /** An alarm in words; the name itself when a newer lane has one that is not known here. */
    String alarm(String name) {
        return Stream.of(LaneAlarm.values()).filter(alarm -> alarm.name().equals(name)).findFirst()
                .map(alarm -> language == Language.ZH ? alarm.chinese() : alarm.english()).orElse(name);
    }

    /** A special event, named or numbered, as number and words. */
    Optional<String> event(String nameOrCode) {
        return Stream.of(SpecialEvent.values()).filter(event -> Integer.toString(event.code()).equals(nameOrCode)
                || event.name().equals(nameOrCode)).findFirst().map(event -> event.code() + " "
                + (language == Language.ZH ? event.chinese() : event.english()));
    }

    /** Local time of this console; "-" for never (0). */
    String time(long wallMillis) {
        return wallMillis == 0 ? "-" : TIME.format(Instant.ofEpochMilli(wallMillis).atZone(zone));
    }

    String amount(long fen) {
        return (fen < 0 ? "-" : "") + Math.abs(fen) / 100 + "." + "%02d".formatted(Math.abs(fen) % 100)
                + (language == Language.ZH ? " 元" : " CNY");
    }

    /** "3 d 04:05:06". */
    String duration(long ms) {
        long s = Math.max(0, ms) / 1000;
        String clock = "%02d:%02d:%02d".formatted(s / 3600 % 24, s / 60 % 60, s % 60);
        return s < 86_400 ? clock : s / 86_400 + (language == Language.ZH ? "天 " : " d ") + clock;
    }

    String mebibytes(long bytes) {
        return "%.1f MiB".formatted(bytes / 1048576.0);
    }
}
