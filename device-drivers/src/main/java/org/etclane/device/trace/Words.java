package org.etclane.device.trace;

import java.nio.charset.Charset;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.etclane.device.Bytes;

/** How the readers of all protocols write what they have in common. Pure. */
public final class Words {
    private static final Charset GBK = Charset.forName("GBK");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private Words() {
    }

    /** "15.20 yuan". */
    public static String yuan(long fen) {
        return (fen < 0 ? "-" : "") + Math.abs(fen) / 100 + "." + "%02d".formatted(Math.abs(fen) % 100) + " yuan";
    }

    /** "plate 测A12345", "no plate". */
    public static String plate(String text) {
        return text.isBlank() ? "no plate" : "plate " + text;
    }

    public static String time(LocalDateTime time) {
        return TIME.format(time);
    }

    /** "3 bytes make no frame: BCC wrong". */
    public static String noFrame(int bytes, String reason) {
        return bytes + (bytes == 1 ? " byte makes" : " bytes make") + " no frame: " + reason;
    }

    /** The text as it is shown, in quotation marks. */
    public static String gbk(Bytes text) {
        return "\"" + new String(text.toArray(), GBK) + "\"";
    }

    /** "RAISE_AND_HOLD" as "raise and hold". */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Joined by commas; for none the other words. */
    public static String list(Collection<String> all, String none) {
        return all.isEmpty() ? none : all.stream().collect(Collectors.joining(", "));
    }
}
