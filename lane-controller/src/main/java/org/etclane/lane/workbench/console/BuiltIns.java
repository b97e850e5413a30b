package org.etclane.lane.workbench.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.etclane.device.HealthEvent;
import org.etclane.device.link.LinkStatistics;
import org.etclane.device.spi.Language;
import org.etclane.device.spi.Text;
import org.etclane.lane.config.Nearest;

/** What every console can tell of itself and of its line. Pure. */
final class BuiltIns {
    private static final List<String> SHORT = List.of("?", "exit");
    private static final double NANOS_PER_S = 1e9;
    private static final int USAGE_COLUMNS = 24;

    private final List<Verb> own;
    private final List<Confirmation> confirmations;
    private final Language language;

    BuiltIns(List<Verb> own, List<Confirmation> confirmations, Language language) {
        this.own = own;
        this.confirmations = confirmations;
        this.language = language;
    }

    private List<Verb> common() {
        List<Verb> common = new ArrayList<>();
        if (!confirmations.isEmpty()) {
            String[] words = confirmations.stream().map(Confirmation::word).toArray(String[]::new);
            common.add(Verb.plain("confirm", "WORD", new Text("says that you have looked and want it: " + String.join(", ", words),
                    "确认已查看现场并同意执行：" + String.join("、", words))).of(words));
        }
        common.add(Verb.plain("status", "", new Text("the device's state and its line's counters", "设备状态与线路计数")));
        common.add(Verb.plain("settings", "", new Text("every key of the device with its value in force", "设备全部配置项")));
        common.add(Verb.plain("trace", "[N]", new Text("the last N pieces that went over the line (20)", "线路上最近N段数据（20）"), "trace 50"));
        common.add(Verb.plain("wait", "[S]", new Text("waits S seconds (1), for scripts", "等待S秒（1），用于脚本"), "wait 2.5"));
        common.add(Verb.plain("help", "[VERB]", new Text("this, or one verb with examples", "本帮助，或某一命令的示例"), "help trace"));
        common.add(Verb.plain("quit", "", new Text("ends", "退出")));
        return common;
    }

    List<Verb> all() {
        List<Verb> all = new ArrayList<>(own);
        all.addAll(common());
        return all;
    }

    boolean knows(String word) {
        return SHORT.contains(word) || common().stream().anyMatch(verb -> verb.name().equals(word));
    }

    Text unknown(String word) {
        List<String> names = all().stream().map(Verb::name).toList();
        return Nearest.of(word, names).map(near -> new Text("there is no verb \"" + word + "\"; did you mean \"" + near + "\"?",
                "没有命令“" + word + "”，是否应为“" + near + "”？")).orElseGet(() -> new Text("there is no verb \"" + word + "\"; there are: "
                + String.join(", ", names), "没有命令“" + word + "”，可用：" + String.join("、", names)));
    }

    Text unknownConfirmation(String given) {
        String words = String.join(", ", confirmations.stream().map(Confirmation::word).toList());
        return new Text("\"" + given + "\" confirms nothing; here are to be confirmed: " + words, "“" + given + "”不是确认词，可用：" + words);
    }

    void help(Typed typed, Consumer<String> out) throws Typed.Misuse {
        typed.atMost(1);
        Optional<String> asked = typed.word(0);
        if (asked.isEmpty()) {
            all().forEach(verb -> out.accept(line(verb)));
            return;
        }
        Verb verb = all().stream().filter(one -> one.name().equals(asked.get())).findFirst().orElseThrow(() -> {
            Text why = unknown(asked.get());
            return new Typed.Misuse(why.english(), why.chinese());
        });
        out.accept(line(verb));
        verb.examples().forEach(example -> out.accept("    " + example));
        confirmations.stream().filter(one -> one.word().equals(verb.confirm())).forEach(one -> out.accept("    "
                + new Text("first: confirm ", "须先：confirm ").in(language) + one.word() + "  (" + one.about().in(language) + ")"));
    }

    private String line(Verb verb) {
        return "  " + verb.usage() + " ".repeat(Math.max(2, USAGE_COLUMNS - verb.usage().length())) + verb.help().in(language);
    }

    void status(Optional<HealthEvent> health, LinkStatistics line, long nowNanos, Consumer<String> out) {
        out.accept(health.map(said -> EventWords.both(EventWords.health(said), since(nowNanos - said.atNanos())))
                .orElse(new Text("the device has not said how it is", "设备尚未报告状态")).in(language));
        out.accept((line.up() ? new Text("line open", "线路已打开") : new Text("line closed: " + line.lastCause(), "线路未打开：" + line.lastCause()))
                .in(language));
        out.accept(new Text("in %d bytes, out %d frames, not understood %d, lost %d times".formatted(line.bytesIn(), line.framesOut(),
                line.malformed(), line.downs()), "收%d字节，发%d帧，未识别%d，断线%d次".formatted(line.bytesIn(), line.framesOut(), line.malformed(),
                line.downs())).in(language));
        if (line.malformed() > 0) {
            out.accept(new Text("not understood last: ", "最近未识别：").in(language) + line.lastMalformedReason());
        }
    }

    private static Text since(long nanos) {
        String seconds = "%.1f".formatted(nanos / NANOS_PER_S);
        return new Text(", since " + seconds + " s", "，已" + seconds + "秒");
    }
}
