package org.etclane.lane.diagnostics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Console;
import java.io.FileOutputStream;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.etclane.device.spi.DriverException;
import org.etclane.device.spi.Language;
import org.etclane.lane.workbench.PortGuard;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The console program: looks into the running lane and operates it through its control socket, and checks configurations and
 * serial ports without it. Exit codes: {@link ExitCode}. One process per question; nothing here runs inside the lane.
 */
@Command(name = "lanectl", versionProvider = LaneCtl.Version.class, mixinStandardHelpOptions = true,
    subcommands = {LaneVerbs.Status.class,
    LaneVerbs.Devices.class, LaneVerbs.Watch.class, RecordVerbs.Records.class, LaneVerbs.Outbox.class, LaneVerbs.Lane.class,
    ParameterVerbs.ForSet.class, OfflineVerbs.Ports.class, LaneVerbs.Trace.class, OfflineVerbs.Config.class, BringupVerb.class,
    ConformanceVerb.class})
public final class LaneCtl {
    private static final String LOG_LEVEL = "etclane.log.level";

    @Option(names = "--json", scope = ScopeType.INHERIT)
    boolean json;

    @Option(names = "--lang", scope = ScopeType.INHERIT, paramLabel = "zh|en")
    String language;

    @Option(names = "--data", scope = ScopeType.INHERIT, paramLabel = "DIR")
    Path data;

    @Option(names = "--socket", scope = ScopeType.INHERIT, paramLabel = "FILE")
    Path socket;

    final Input in;
    final PrintWriter out;
    final PrintWriter err;
    final Wording wording;
    private final LaneFinder finder;

    private LaneCtl(Input in, PrintWriter out, PrintWriter err, Wording wording, LaneFinder finder) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.wording = wording;
        this.finder = finder;
    }

    /**
     * What is typed.
     *
     * @param terminal a person sits at both ends; {@code script} is not read then
     */
    record Input(Reader script, boolean terminal) {
        static final Input NONE = new Input(Reader.nullReader(), false);
    }

    /** What scripts may rely on. */
    enum ExitCode {
        OK(0), FAULT_FOUND(1), USAGE(2), NOT_RUNNING(3), REFUSED(4), NOTHING_FOUND(5), NO_ACCESS(6), NO_ANSWER(7);

        final int number;

        ExitCode(int number) {
            this.number = number;
        }
    }

    public static void main(String[] arguments) {
        // edge: a console program writes to its console, in UTF-8 whatever the locale says
        PrintWriter out = new PrintWriter(new OutputStreamWriter(new FileOutputStream(FileDescriptor.out),
                StandardCharsets.UTF_8));
        PrintWriter err = new PrintWriter(new OutputStreamWriter(new FileOutputStream(FileDescriptor.err),
                StandardCharsets.UTF_8));
        if (System.getProperty(LOG_LEVEL) == null) {
            System.setProperty(LOG_LEVEL, "ERROR"); // whoever asks is told by the answer; the log is for lanes
        }
        Console console = System.console();
        Input in = new Input(new InputStreamReader(System.in, StandardCharsets.UTF_8), console != null && console.isTerminal());
        int code = run(arguments, in, out, err, System.getenv(), Path.of(System.getProperty("etclane.root", "")).toAbsolutePath());
        out.flush();
        err.flush();
        System.exit(code);
    }

    static int run(String[] arguments, PrintWriter out, PrintWriter err, Map<String, String> environment, Path root) {
        return run(arguments, Input.NONE, out, err, environment, root);
    }

    /** @param root folder below which lanes keep their data when neither --data nor --socket is given */
    static int run(String[] arguments, Input in, PrintWriter out, PrintWriter err, Map<String, String> environment, Path root) {
        Wording wording = new Wording(language(arguments, environment), ZoneId.systemDefault());
        LaneCtl ctl = new LaneCtl(in, out, err, wording, new LaneFinder(root, environment));
        CommandLine line = new CommandLine(ctl);
        line.setResourceBundle(wording.bundle());
        line.setOut(out).setErr(err);
        line.setExecutionExceptionHandler((failure, command, parsed) -> ctl.failed(failure));
        if (arguments.length == 0) {
            line.usage(out);
            return ExitCode.USAGE.number;
        }
        int code = line.execute(arguments);
        out.flush();
        err.flush();
        return code;
    }

    /** Looked at before the command line is taken apart, because help and errors need it already. */
    private static Language language(String[] arguments, Map<String, String> environment) {
        List<String> all = List.of(arguments);
        int at = all.indexOf("--lang");
        String written = at >= 0 && at + 1 < all.size() ? all.get(at + 1)
                : all.stream().filter(one -> one.startsWith("--lang=")).findFirst().map(one -> one.substring(7)).orElse("");
        return switch (written) {
            case "zh" -> Language.ZH;
            case "en" -> Language.EN;
            default -> Wording.ofEnvironment(environment);
        };
    }

    /** A request that the lane answered with something else than a result. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;
        private final String code;

        Failed(String code, String message) {
            super(message);
            this.code = code;
        }
    }

    /** @throws Failed when the lane says no */
    JsonNode ask(ObjectNode request) throws IOException, Failed {
        try (ControlClient client = connect()) {
            return result(client.ask(request)).get("result");
        }
    }

    ControlClient connect() throws IOException {
        return ControlClient.connect(finder.socket(socket, data));
    }

    /** What the lanes that run here, and let this user look, have on their lines; empty without any. */
    List<PortGuard.InUse> devicesInUse() {
        List<PortGuard.InUse> all = new ArrayList<>();
        try {
            for (Path one : finder.sockets(socket, data)) {
                try (ControlClient client = ControlClient.connect(one)) {
                    result(client.ask(request("devices"))).path("result").forEach(device -> all.add(new PortGuard.InUse(one.toString(),
                            device.path("name").asText(), device.path("line").asText())));
                } catch (IOException | Failed silent) {
                    // no lane there, or another user's: its ports are still seen to be held
                }
            }
        } catch (IOException noFolder) {
            err.println(noFolder.getMessage());
        }
        return all;
    }

    static JsonNode result(JsonNode answer) throws Failed {
        if (!answer.path("ok").booleanValue()) {
            throw new Failed(answer.path("error").asText(), answer.path("message").asText());
        }
        return answer;
    }

    static ObjectNode request(String verb) {
        return JsonNodeFactory.instance.objectNode().put("verb", verb);
    }

    void print(JsonNode document) {
        out.println(document.toPrettyString());
    }

    void print(Table table) {
        table.lines().forEach(out::println);
    }

    private int failed(Exception failure) throws Exception {
        return switch (failure) {
            case ControlClient.NotRunning absent -> say(ExitCode.NOT_RUNNING, "not-running", "error.not-running",
                    absent.getMessage());
            case ControlClient.NotAllowed denied -> say(ExitCode.NO_ACCESS, "not-permitted", "error.no-access",
                    denied.getMessage());
            case LaneFinder.Several several -> say(ExitCode.USAGE, "several-lanes", "error.several", several.getMessage());
            case Failed refused -> switch (refused.code) {
                case "refused" -> say(ExitCode.REFUSED, refused.code, "error.refused", refused.getMessage());
                case "not-permitted" -> say(ExitCode.NO_ACCESS, refused.code, "error.answered", refused.getMessage());
                case "bad-argument", "unknown-verb" -> say(ExitCode.USAGE, refused.code, "error.answered", refused.getMessage());
                default -> say(ExitCode.NO_ANSWER, refused.code, "error.answered", refused.getMessage());
            };
            case DriverException unusable -> say(ExitCode.FAULT_FOUND, "driver-failed", "error.driver", unusable.getMessage());
            case IOException broken -> say(ExitCode.NO_ANSWER, "no-answer", "error.no-answer",
                    String.valueOf(broken.getMessage()));
            default -> throw failure;
        };
    }

    /** The words for people on standard error; with --json the document on standard output, where a script reads it. */
    int say(ExitCode code, String error, String key, String detail) {
        if (json) {
            print(JsonNodeFactory.instance.objectNode().put("ok", false).put("error", error)
                    .put("message", wording.get(key, detail)));
        } else {
            err.println(wording.get(key, detail));
        }
        return code.number;
    }

    /** As the jar says; unpacked classes do not know. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = LaneCtl.class.getPackage().getImplementationVersion();
            return new String[] {"etclane " + (version == null ? "(not packaged)" : version)};
        }
    }

    /** Every verb: knows the program it belongs to. */
    abstract static class Verb implements Callable<Integer> {
        @Spec
        CommandSpec spec;

        LaneCtl ctl() {
            return (LaneCtl) spec.root().userObject();
        }
    }
}
