package org.etclane.lane.diagnostics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etclane.device.conformance.ConformanceReport;
import org.etclane.device.conformance.Finding;
import org.etclane.device.conformance.Moves;
import org.etclane.device.conformance.Permissions;
import org.etclane.device.conformance.SuiteCommand;
import org.etclane.device.conformance.SuiteEvent;
import org.etclane.device.conformance.Verdict;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverRegistry;
import org.etclane.device.spi.LaneDirection;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;
import org.etclane.lane.runtime.WallClock;
import org.etclane.lane.workbench.DeviceTarget;
import org.etclane.lane.workbench.conformance.ConformanceSitting;
import org.etclane.lane.workbench.conformance.JsonReport;
import org.etclane.lane.workbench.conformance.MarkdownReport;
import org.etclane.lane.workbench.console.BenchKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code lanectl conformance KIND}: whether a device keeps its protocol, and in what it differs. */
@Command(name = "conformance", mixinStandardHelpOptions = true)
final class ConformanceVerb extends LaneCtl.Verb {
    private static final DateTimeFormatter IN_REPORT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final DateTimeFormatter IN_NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    private static final int MOST_ANSWERS = 10;

    @Parameters(index = "0", paramLabel = "KIND")
    String kind;

    @Option(names = "--config", paramLabel = "FILE")
    Path config;

    @Option(names = "--type", paramLabel = "TYPE")
    String type;

    @Option(names = "--set", paramLabel = "KEY=VALUE")
    List<String> settings = new ArrayList<>();

    @Option(names = "--port", paramLabel = "PATH|tcp:HOST:PORT")
    String port;

    @Option(names = "--lane", paramLabel = "entry|exit")
    String lane;

    @Option(names = "--allow", paramLabel = "arm,card,record", split = ",")
    List<String> allow = new ArrayList<>();

    @Option(names = "--unattended")
    boolean unattended;

    @Option(names = "--report", paramLabel = "DIR")
    Path folder;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<DeviceKind> kinds = kinds();
        Permissions permissions = new Permissions(allowed(), !unattended);
        return switch (target(kinds)) {
            case DeviceTarget.Problems(List<Problem> list) ->
                    OfflineVerbs.problems(ctl(), config == null ? "conformance " + kind : config, list);
            case DeviceTarget.Found(DeviceTarget target) -> run(target, permissions);
        };
    }

    /** A device of a configuration, or what a console of {@code bringup} is for. */
    private List<DeviceKind> kinds() {
        return Stream.of(DeviceKind.values()).filter(one -> one.section().equals(kind)).findFirst().map(List::of)
                .or(() -> BenchKind.of(kind).map(BenchKind::devices)).orElseThrow(() -> wrong("conformance.no-kind", kind,
                        Stream.concat(Stream.of(DeviceKind.values()).map(DeviceKind::section), Stream.of(BenchKind.values())
                        .map(BenchKind::word))
                                .distinct().collect(Collectors.joining(", "))));
    }

    private Set<Moves> allowed() {
        List<Moves> known = Arrays.stream(Moves.values()).filter(Moves::needsLeave).toList();
        Set<Moves> all = EnumSet.noneOf(Moves.class);
        for (String word : allow) {
            all.add(known.stream().filter(one -> one.label().equals(word.strip())).findFirst().orElseThrow(() ->
                    wrong("conformance.no-leave",
                    word, known.stream().map(Moves::label).collect(Collectors.joining(", ")))));
        }
        return all;
    }

    private DeviceTarget.Result target(List<DeviceKind> kinds) {
        if (config == null == (type == null) || config != null && (port != null || !settings.isEmpty())) {
            throw wrong("bringup.which");
        }
        DriverRegistry drivers = DriverRegistry.load();
        DeviceTarget.Result result = config != null ? DeviceTarget.ofConfiguration(config, kinds, drivers)
                : DeviceTarget.ofType(type, settings, Optional.ofNullable(port), kinds, drivers);
        return result instanceof DeviceTarget.Found(DeviceTarget target) && lane != null ? new DeviceTarget.Found(target.in(direction()))
                : result;
    }

    private LaneDirection direction() {
        return Stream.of(LaneDirection.values()).filter(one -> one.name().equalsIgnoreCase(lane)).findFirst()
                .orElseThrow(() -> wrong("bringup.no-lane", lane));
    }

    private int run(DeviceTarget target, Permissions permissions) throws IOException, InterruptedException {
        LocalDateTime started = LocalDateTime.ofInstant(Instant.ofEpochMilli(WallClock.SYSTEM.millis()), target.lane().zone());
        Person person = new Person();
        if (permissions.attended()) {
            person.listen(ctl().in.script());
        }
        return switch (new ConformanceSitting(target, permissions, WallClock.SYSTEM::millis).run(ctl().devicesInUse(),
                started.format(IN_REPORT),
                person)) {
            case ConformanceSitting.Finished(ConformanceReport report) -> finished(report, started);
            case ConformanceSitting.NoSuite(Text why) -> ctl().say(LaneCtl.ExitCode.NOTHING_FOUND, "no-suite", "error.driver", words(why));
            case ConformanceSitting.InUse(Text why) -> ctl().say(LaneCtl.ExitCode.REFUSED, "in-use", "error.in-use", words(why));
            case ConformanceSitting.Failed(Text why) -> ctl().say(LaneCtl.ExitCode.FAULT_FOUND, "not-opened", "error.driver", words(why));
        };
    }

    private int finished(ConformanceReport report, LocalDateTime started) throws IOException {
        String json = JsonReport.of(report).toPrettyString();
        String markdown = MarkdownReport.of(report, ctl().wording.language());
        if (folder != null) {
            Files.createDirectories(folder);
            String name = "conformance-" + report.type() + "-" + started.format(IN_NAME);
            Files.writeString(folder.resolve(name + ".md"), markdown, StandardCharsets.UTF_8);
            Files.writeString(folder.resolve(name + ".json"), json + "\n", StandardCharsets.UTF_8);
            ctl().err.println(ctl().wording.get("conformance.written", folder.resolve(name + ".md").toString(), folder.resolve(name
                    + ".json")
                    .toString()));
        }
        if (ctl().json) {
            ctl().out.println(json);
        } else if (folder == null) {
            ctl().out.print(markdown);
        }
        return (report.clean() ? LaneCtl.ExitCode.OK : LaneCtl.ExitCode.FAULT_FOUND).number;
    }

    private String words(Text text) {
        return text.in(ctl().wording.language());
    }

    private ParameterException wrong(String key, Object... arguments) {
        return new ParameterException(spec.commandLine(), ctl().wording.get(key, arguments));
    }

    /** Who reads standard error and types skip, yes, no or stop. */
    private final class Person implements ConformanceSitting.Person {
        private final ArrayBlockingQueue<SuiteCommand> typed = new ArrayBlockingQueue<>(MOST_ANSWERS);

        void listen(Reader lines) {
            Thread.ofPlatform().daemon().name("conformance-keys").start(() -> {
                try (BufferedReader reader = new BufferedReader(lines)) {
                    reader.lines().forEach(this::type);
                } catch (IOException | UncheckedIOException gone) {
                    // nobody types any more: what is asked is left out when its time is over
                }
            });
        }

        private void type(String line) {
            switch (line.strip().toLowerCase(Locale.ROOT)) {
                case "skip", "s", "跳过" -> typed.offer(new SuiteCommand.Skip());
                case "yes", "y", "是" -> typed.offer(new SuiteCommand.Answer(true));
                case "no", "n", "否" -> typed.offer(new SuiteCommand.Answer(false));
                case "stop", "quit", "停止" -> typed.offer(new SuiteCommand.Stop());
                default -> say(ctl().wording.get("conformance.words"));
            }
        }

        @Override
        public Optional<SuiteCommand> said() {
            return Optional.ofNullable(typed.poll());
        }

        @Override
        public void show(SuiteEvent event) {
            switch (event) {
                case SuiteEvent.ExerciseStarted(_, Text title) -> say(words(title) + " ...");
                case SuiteEvent.Asked(Text asked, boolean question, long atMostMs) -> say(">>> " + words(asked) + " "
                        + ctl().wording.get(question ? "conformance.answer" : "conformance.do", Long.toString(atMostMs / 1000)));
                case SuiteEvent.ExerciseEnded ended -> ended.findings().forEach(one -> say("    " + mark(one) + " " + one.check().id()
                        + (one.name().equals(one.check().id()) ? "" : " " + one.name()) + "  " + words(one.check().title())));
                case SuiteEvent.Finished _ -> { }
            }
        }

        private String mark(Finding finding) {
            return ctl().wording.get(switch (finding.verdict()) {
                case Verdict.Passed _ -> "conformance.passed";
                case Verdict.Failed _ -> "conformance.failed";
                case Verdict.Quirk _ -> "conformance.quirk";
                case Verdict.NotAsked _ -> "conformance.not-asked";
            });
        }

        private void say(String line) {
            ctl().err.println(line);
            ctl().err.flush();
        }
    }
}
