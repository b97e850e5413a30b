package org.etclane.lane.diagnostics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The verbs about parameter packages; all ask the running lane. */
final class ParameterVerbs {
    private static final int SHORT_HASH = 12;

    private ParameterVerbs() {
    }

    @Command(name = "parameters", mixinStandardHelpOptions = true, subcommands = {Held.class, Show.class, Load.class, Rollback.class})
    static final class ForSet extends LaneCtl.Verb {
        @Override
        public Integer call() throws IOException, LaneCtl.Failed {
            return held(ctl());
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true)
    static final class Held extends LaneCtl.Verb {
        @Override
        public Integer call() throws IOException, LaneCtl.Failed {
            return held(ctl());
        }
    }

    private static int held(LaneCtl ctl) throws IOException, LaneCtl.Failed {
        JsonNode status = ctl.ask(LaneCtl.request("parameters"));
        if (ctl.json) {
            ctl.print(status);
            return LaneCtl.ExitCode.OK.number;
        }
        Wording words = ctl.wording;
        String inForce = status.at("/inForce/id/sha256").asText();
        Table table = new Table().row((Object[]) words.get("parameters.columns").split("\\|"));
        JsonNode configured = status.path("configured");
        boolean begun = status.at("/inForce/number").asLong() == 0;
        table.row(configured.at("/id/version").asText(), "0", words.time(configured.path("effectiveAtMillis").longValue()),
                words.code(begun ? "parameters.in-force" : "parameters.before"), "-", words.code(configured.path("source").asText()),
                words.time(configured.path("receivedAtMillis").longValue()), configured.at("/id/sha256").asText().substring(0, SHORT_HASH));
        for (JsonNode set : status.path("held")) {
            String state = set.path("sha256").asText().equals(inForce) ? "parameters.in-force" : set.path("withdrawn").booleanValue()
                    ? "parameters.withdrawn" : set.path("number").asLong() > status.at("/inForce/number").asLong() ? "parameters.to-come"
                    : "parameters.before";
            table.row(set.path("version").asText(), set.path("number").asText(), words.time(set.path("effectiveAtMillis").longValue()),
                    words.code(state), set.path("signedBy").asText(), words.code(set.path("source").asText()),
                    words.time(set.path("receivedAtMillis").longValue()), set.path("sha256").asText().substring(0, SHORT_HASH));
        }
        ctl.print(table);
        return LaneCtl.ExitCode.OK.number;
    }

    @Command(name = "show", mixinStandardHelpOptions = true)
    static final class Show extends LaneCtl.Verb {
        @Override
        public Integer call() throws IOException, LaneCtl.Failed {
            JsonNode status = ctl().ask(LaneCtl.request("parameters"));
            if (ctl().json) {
                ctl().print(status);
                return LaneCtl.ExitCode.OK.number;
            }
            Wording words = ctl().wording;
            JsonNode set = status.path("inForce");
            String signedBy = set.path("signedBy").asText();
            ctl().print(new Table().row(words.get("parameters.set"), set.at("/id/version").asText() + "  " + set.at("/id/sha256").asText())
                    .row(words.get("parameters.number"), set.path("number").asText())
                    .row(words.get("parameters.effective"), words.time(set.path("effectiveAtMillis").longValue()))
                    .row(words.get("parameters.signed"), signedBy.isEmpty() ? words.get("parameters.unsigned") : signedBy)
                    .row(words.get("parameters.source"), words.code(set.path("source").asText()) + "  "
                            + words.time(set.path("receivedAtMillis").longValue()))
                    .row(words.get("parameters.next"), status.path("nextNumber").asText())
                    .row(words.get("parameters.keys"), status.path("trustedKeys").isEmpty() ? words.get("parameters.no-key")
                            : String.join(", ", RecordJson.texts(status.path("trustedKeys")))));
            ctl().out.println();
            Table tables = new Table().row((Object[]) words.get("parameters.table-columns").split("\\|"));
            status.path("tables").forEach(table -> tables.row(words.code("table." + table.path("name").asText()), table.path("version").asText(),
                    words.time(table.path("effectiveAtMillis").longValue()), table.path("sha256").asText()));
            ctl().print(tables);
            ctl().out.println();
            Table thresholds = new Table().row((Object[]) words.get("parameters.threshold-columns").split("\\|"));
            status.path("thresholds").properties().forEach(one -> thresholds.row(one.getKey(), one.getValue().asText()));
            ctl().print(thresholds);
            return LaneCtl.ExitCode.OK.number;
        }
    }

    /** FAULT_FOUND when the package is refused. */
    @Command(name = "load", mixinStandardHelpOptions = true)
    static final class Load extends LaneCtl.Verb {
        @Parameters(index = "0", paramLabel = "FILE")
        Path file;

        @Override
        public Integer call() throws IOException, LaneCtl.Failed {
            return report(ctl(), ctl().ask(LaneCtl.request("parameters-load").put("file", file.toAbsolutePath().normalize().toString())),
                    LaneCtl.ExitCode.FAULT_FOUND);
        }
    }

    /** REFUSED when there is nothing to go back to. */
    @Command(name = "rollback", mixinStandardHelpOptions = true)
    static final class Rollback extends LaneCtl.Verb {
        @Parameters(index = "0", arity = "0..1", paramLabel = "VERSION")
        String version;

        @Override
        public Integer call() throws IOException, LaneCtl.Failed {
            ObjectNode request = LaneCtl.request("parameters-rollback");
            return report(ctl(), ctl().ask(version == null ? request : request.put("version", version)), LaneCtl.ExitCode.REFUSED);
        }
    }

    private static int report(LaneCtl ctl, JsonNode report, LaneCtl.ExitCode whenRefused) {
        boolean done = report.path("problems").isEmpty();
        Wording words = ctl.wording;
        if (ctl.json) {
            ctl.print(report);
        } else if (done) {
            ctl.out.println(words.get("parameters.done." + report.path("what").asText(), report.path("version").asText(),
                    words.time(report.path("effectiveAtMillis").longValue())));
        } else {
            ctl.out.println(words.get("parameters.refused", Integer.toString(report.path("problems").size())));
            for (JsonNode problem : report.path("problems")) {
                ctl.out.println();
                OfflineVerbs.describe(ctl, new Problem(Problem.Kind.valueOf(problem.path("kind").asText()), problem.path("key").asText(),
                        problem.path("line").asInt(), problem.path("value").asText(), text(problem.path("what")), text(problem.path("allowed")),
                        text(problem.path("advice"))));
            }
        }
        return (done ? LaneCtl.ExitCode.OK : whenRefused).number;
    }

    private static Text text(JsonNode both) {
        return new Text(both.path("english").asText(), both.path("chinese").asText());
    }
}
