package org.etclane.lane.diagnostics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.etclane.device.link.SerialPorts;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverRegistry;
import org.etclane.lane.config.DeviceExample;
import org.etclane.lane.config.EffectiveConfig;
import org.etclane.lane.config.LaneConfigLoader;
import org.etclane.device.spi.Problem;
import org.etclane.lane.config.SchemaWriter;
import org.etclane.device.spi.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs that need no running lane. */
final class OfflineVerbs {
    private OfflineVerbs() {
    }

    /** Enumerated ports, and those of the running lane or of a configuration, which may be pseudo-terminals. */
    @Command(name = "ports", mixinStandardHelpOptions = true)
    static final class Ports extends LaneCtl.Verb {
        @Option(names = "--config", paramLabel = "FILE")
        Path config;

        @Override
        public Integer call() {
            Map<String, String> usedBy = new LinkedHashMap<>();
            askLane(usedBy);
            readConfig(usedBy);
            List<SerialPorts.Port> ports = SerialPorts.list(usedBy.keySet());
            if (ctl().json) {
                ctl().print(json(ports, usedBy));
            } else if (ports.isEmpty()) {
                ctl().out.println(ctl().wording.get("ports.none"));
            } else {
                ctl().print(table(ports, usedBy));
            }
            return LaneCtl.ExitCode.OK.number;
        }

        private void askLane(Map<String, String> usedBy) {
            try {
                for (JsonNode device : ctl().ask(LaneCtl.request("devices"))) {
                    String path = device.path("line").asText().split(" ")[0];
                    if (path.startsWith("/")) {
                        usedBy.put(path, device.path("name").asText());
                    }
                }
            } catch (IOException | LaneCtl.Failed notRunning) {
                ctl().err.println(ctl().wording.get("ports.without-lane"));
            }
        }

        private void readConfig(Map<String, String> usedBy) {
            if (config != null && LaneConfigLoader.load(config) instanceof LaneConfigLoader.Loaded loaded) {
                loaded.config().devices().deviceByPort().forEach(usedBy::putIfAbsent);
            }
        }

        private Table table(List<SerialPorts.Port> ports, Map<String, String> usedBy) {
            Wording words = ctl().wording;
            Table table = new Table().row((Object[]) words.get("ports.columns").split("\\|"));
            for (SerialPorts.Port port : ports) {
                String target = port.target().equals(port.path()) ? "" : " -> " + port.target();
                table.row(port.path() + target, usedBy.getOrDefault(port.path(), "-"), access(port), holders(port),
                        port.description());
            }
            return table;
        }

        private String access(SerialPorts.Port port) {
            return ctl().wording.get(!port.exists() ? "ports.absent"
                    : port.readable() && port.writable() ? "ports.usable" : "ports.forbidden");
        }

        private String holders(SerialPorts.Port port) {
            List<String> names = new ArrayList<>();
            port.holders().seen().forEach(holder -> names.add(holder.command() + " (" + holder.pid() + ")"));
            String hidden = port.holders().hiddenProcesses() == 0 ? ""
                    : " " + ctl().wording.get("ports.hidden", Integer.toString(port.holders().hiddenProcesses()));
            return (names.isEmpty() ? ctl().wording.get("ports.free") : String.join(", ", names)) + hidden;
        }

        private static ArrayNode json(List<SerialPorts.Port> ports, Map<String, String> usedBy) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (SerialPorts.Port port : ports) {
                ObjectNode node = (ObjectNode) RecordJson.of(port);
                node.put("device", usedBy.get(port.path()));
                array.add(node);
            }
            return array;
        }
    }

    @Command(name = "config", mixinStandardHelpOptions = true, subcommands = {Check.class, Show.class, Schema.class, Example.class})
    static final class Config extends LaneCtl.Verb {
        @Override
        public Integer call() {
            throw LaneVerbs.missing(spec);
        }
    }

    @Command(name = "check", mixinStandardHelpOptions = true)
    static final class Check extends LaneCtl.Verb {
        @Parameters(index = "0", paramLabel = "FILE")
        Path file;

        @Override
        public Integer call() {
            return switch (LaneConfigLoader.load(file)) {
                case LaneConfigLoader.Loaded ignored -> {
                    if (ctl().json) {
                        ctl().print(JsonNodeFactory.instance.objectNode().put("ok", true).set("problems",
                                JsonNodeFactory.instance.arrayNode()));
                    } else {
                        ctl().out.println(ctl().wording.get("config.good", file.toString()));
                    }
                    yield LaneCtl.ExitCode.OK.number;
                }
                case LaneConfigLoader.Problems(List<Problem> list) -> problems(ctl(), file, list);
            };
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true)
    static final class Show extends LaneCtl.Verb {
        @Parameters(index = "0", paramLabel = "FILE")
        Path file;

        @Override
        public Integer call() {
            return switch (LaneConfigLoader.load(file)) {
                case LaneConfigLoader.Loaded loaded -> {
                    if (ctl().json) {
                        ctl().print(EffectiveConfig.json(loaded.config()));
                    } else {
                        ctl().out.print(EffectiveConfig.yaml(loaded.config()));
                    }
                    yield LaneCtl.ExitCode.OK.number;
                }
                case LaneConfigLoader.Problems(List<Problem> list) -> problems(ctl(), file, list);
            };
        }
    }

    @Command(name = "schema", mixinStandardHelpOptions = true)
    static final class Schema extends LaneCtl.Verb {
        @Override
        public Integer call() {
            ctl().out.print(SchemaWriter.schema());
            return LaneCtl.ExitCode.OK.number;
        }
    }

    /** The section of a device with every key, to be copied; without a type the types that there are. */
    @Command(name = "example", mixinStandardHelpOptions = true)
    static final class Example extends LaneCtl.Verb {
        @Parameters(index = "0", arity = "0..1", paramLabel = "TYPE")
        String type;

        @Override
        public Integer call() {
            DriverRegistry drivers = DriverRegistry.load();
            if (type == null) {
                types(drivers);
                return LaneCtl.ExitCode.OK.number;
            }
            return switch (DeviceExample.of(type, drivers, ctl().wording.language())) {
                case DeviceExample.Written(String yaml) -> {
                    ctl().out.print(yaml);
                    yield LaneCtl.ExitCode.OK.number;
                }
                case DeviceExample.UnknownType(Problem problem) -> {
                    describe(ctl(), problem);
                    yield LaneCtl.ExitCode.NOTHING_FOUND.number;
                }
            };
        }

        private void types(DriverRegistry drivers) {
            Table table = new Table().row((Object[]) ctl().wording.get("config.types").split("\\|"));
            drivers.types().forEach(name -> table.row(name, drivers.provider(name).kinds().stream().sorted()
                    .map(DeviceKind::section).collect(Collectors.joining(", "))));
            ctl().print(table);
        }
    }

    /** @param subject what they are problems of: a file, or what was typed */
    static int problems(LaneCtl ctl, Object subject, List<Problem> list) {
        if (ctl.json) {
            ObjectNode document = JsonNodeFactory.instance.objectNode().put("ok", false);
            ArrayNode array = document.putArray("problems");
            list.forEach(problem -> array.add(json(problem, ctl)));
            ctl.print(document);
            return LaneCtl.ExitCode.FAULT_FOUND.number;
        }
        Wording words = ctl.wording;
        ctl.out.println(words.get("config.bad", subject.toString(), Integer.toString(list.size())));
        for (Problem problem : list) {
            ctl.out.println();
            describe(ctl, problem);
        }
        return LaneCtl.ExitCode.FAULT_FOUND.number;
    }

    static void describe(LaneCtl ctl, Problem problem) {
        Wording words = ctl.wording;
        String place = problem.line() > 0 ? words.get("config.line", Integer.toString(problem.line())) + "  " : "";
        String value = problem.value().isEmpty() ? "" : " = " + problem.value();
        ctl.out.println(place + problem.key() + value);
        ctl.out.println("    " + problem.what().in(words.language()));
        part(ctl, "config.allowed", problem.allowed());
        part(ctl, "config.advice", problem.advice());
    }

    private static void part(LaneCtl ctl, String label, Text text) {
        if (!text.english().isEmpty()) {
            ctl.out.println("    " + ctl.wording.get(label) + text.in(ctl.wording.language()));
        }
    }

    private static ObjectNode json(Problem problem, LaneCtl ctl) {
        return JsonNodeFactory.instance.objectNode().put("kind", problem.kind().name()).put("key", problem.key())
                .put("line", problem.line()).put("value", problem.value())
                .put("what", problem.what().in(ctl.wording.language()))
                .put("allowed", problem.allowed().in(ctl.wording.language()))
                .put("advice", problem.advice().in(ctl.wording.language()));
    }
}
