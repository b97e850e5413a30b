package org.etclane.lane.workbench.conformance;

import java.util.List;
import java.util.stream.Collectors;
import org.etclane.device.conformance.ConformanceReport;
import org.etclane.device.conformance.Finding;
import org.etclane.device.conformance.Measured;
import org.etclane.device.conformance.SuiteEvent.ExerciseEnded;
import org.etclane.device.conformance.Verdict;
import org.etclane.device.spi.Language;
import org.etclane.device.spi.Text;

/** A conformance report as Markdown, in one language. Pure. */
public final class MarkdownReport {
    private final ConformanceReport report;
    private final Language language;
    private final StringBuilder out = new StringBuilder();

    private MarkdownReport(ConformanceReport report, Language language) {
        this.report = report;
        this.language = language;
    }

    public static String of(ConformanceReport report, Language language) {
        return new MarkdownReport(report, language).render();
    }

    private String render() {
        line("# " + say("Conformance of ", "符合性测试：") + report.type());
        line("");
        line("| | |");
        line("|---|---|");
        line("| " + say("protocol", "协议") + " | " + cell(report.protocol()) + " |");
        line("| " + say("line", "线路") + " | " + cell(report.line()) + " |");
        line("| " + say("started", "开始时间") + " | " + cell(report.startedAt()) + " |");
        line("| " + say("result", "结果") + " | **" + summary() + "** |");
        found();
        checks();
        said();
        return out.toString();
    }

    /** One line for whoever looks at nothing else. */
    private String summary() {
        return (report.clean() ? say("clean", "正常") : say("not clean", "有问题")) + say(": ", "：")
                + List.of(report.count(Verdict.Passed.class) + say(" passed", "项通过"), report.count(Verdict.Failed.class) + say(" failed",
                "项不通过"),
                        report.count(Verdict.Quirk.class) + say(" quirks", "项差异"), report.count(Verdict.NotAsked.class)
                        + say(" not asked", "项未测"))
                        .stream().collect(Collectors.joining(say(", ", "，")));
    }

    private void found() {
        List<Finding> notClean = report.findings().stream().filter(one -> !one.clean()).toList();
        if (notClean.isEmpty()) {
            return;
        }
        line("");
        line("## " + say("What was found", "发现的问题"));
        line("");
        for (Finding one : notClean) {
            switch (one.verdict()) {
                case Verdict.Failed(Text expected, String came) -> line("- **" + one.check().id() + "** " + say("failed: ", "不通过：")
                        + one.check().title().in(language) + say(". Expected: ", "。应为：") + expected.in(language) + say("; came: ", "；实际：")
                        + came);
                case Verdict.Quirk(String name, Text meaning, Text setting) -> line("- **" + name + "** " + say("quirk: ", "差异：")
                        + meaning.in(language) + say(". Setting: ", "。对应设置：") + setting.in(language));
                case Verdict.Passed _, Verdict.NotAsked _ -> { }
            }
        }
    }

    private void checks() {
        for (ExerciseEnded exercise : report.exercises()) {
            line("");
            line("## " + exercise.title().in(language));
            line("");
            line("| " + say("check", "检查项") + " | | " + say("verdict", "结论") + " | " + say("measured", "实测") + " | " + say("source", "依据")
                    + " |");
            line("|---|---|---|---|---|");
            for (Finding one : exercise.findings()) {
                line("| `" + one.check().id() + "` | " + cell(one.check().title().in(language)) + " | " + cell(verdict(one.verdict()))
                        + " | "
                        + cell(one.outcome().measured().stream().map(this::measured).collect(Collectors.joining("; "))) + " | "
                        + cell(one.check().source()) + " |");
            }
        }
    }

    private String verdict(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Passed _ -> say("passed", "通过");
            case Verdict.Failed(Text expected, String came) -> say("**failed**: expected ", "**不通过**：应为") + expected.in(language)
                    + say("; came: ", "；实际：") + came;
            case Verdict.Quirk(String name, Text meaning, _) -> say("**quirk** ", "**差异** ") + name + say(": ", "：") + meaning.in(language);
            case Verdict.NotAsked(Text why) -> say("not asked: ", "未测：") + why.in(language);
        };
    }

    private String measured(Measured one) {
        String limits = one.limits().in(language);
        return one.what().in(language) + " " + one.tookMs() + " ms" + (limits.isEmpty() ? "" : " (" + limits + ")");
    }

    private void said() {
        line("");
        line("## " + say("What was said", "收发记录"));
        line("");
        line(say("Seconds since the exercise began; `->` asked, `<-` came.", "时间为该项开始后的秒数；`->`为发送，`<-`为接收。"));
        for (ExerciseEnded exercise : report.exercises()) {
            if (!exercise.said().isEmpty()) {
                line("");
                line("### " + exercise.title().in(language));
                line("");
                line("```");
                exercise.said().forEach(this::line);
                line("```");
            }
        }
    }

    private String say(String english, String chinese) {
        return new Text(english, chinese).in(language);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
