package org.etclane.lane.config;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.etclane.device.DisplayCommand;
import org.etclane.device.spi.Checked;
import org.etclane.device.spi.Key;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;

/** One text of the display. Placeholders: {plate} {class} {fee} {balance} {reason}. */
@Checked(PhraseText.Showable.class)
public record PhraseText(
        @Key(en = "Chinese, one element per row", zh = "中文，每行一项", rows = 6) List<String> zh,
        @Key(en = "English, one element per row", zh = "英文，每行一项", otherwise = "", rows = 6) List<String> en,
        @Key(en = "for displays with one small field: three Chinese characters", zh = "小字段用语，三个汉字", otherwise = "", gbkBytes = 6)
                String shortText,
        @Key(en = "colour; without it green for a vehicle that may pass, red otherwise", zh = "颜色，缺省放行为绿、否则为红")
                Optional<DisplayCommand.Colour> colour) {
    static final Charset GBK = Charset.forName("GBK");
    static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    static final Set<String> PLACEHOLDERS = Set.of("plate", "class", "fee", "balance", "reason");

    static final class Showable implements Checked.Check {
        @Override
        public void check(Checked.Values values, Checked.Report report) {
            for (String rows : new String[] {"zh", "en"}) {
                for (Object row : values.get(rows, List.class).orElse(List.of())) {
                    check(rows, (String) row, report);
                }
            }
            values.get("shortText", String.class).ifPresent(text -> check("shortText", text, report));
        }

        private static void check(String name, String text, Checked.Report report) {
            Matcher matcher = PLACEHOLDER.matcher(text);
            while (matcher.find()) {
                if (!PLACEHOLDERS.contains(matcher.group(1))) {
                    report.problem(Problem.Kind.NOT_ALLOWED, name,
                            new Text("has the unknown placeholder " + matcher.group(), "含未知占位符" + matcher.group()),
                            new Text("{plate}, {class}, {fee}, {balance}, {reason}", "{plate}、{class}、{fee}、{balance}、{reason}"),
                            Nearest.advice(matcher.group(1), List.copyOf(PLACEHOLDERS)));
                }
            }
            if (!GBK.newEncoder().canEncode(text)) {
                report.problem(Problem.Kind.WRONG_FORM, name,
                        new Text("has characters that a display cannot show: " + text, "含费显无法显示的字符：" + text),
                        new Text("characters of GBK", "GBK字符"), new Text("leave out symbols such as emoji", "去掉表情等符号"));
            }
        }
    }
}
