package org.etclane.lane.diagnostics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.etclane.device.Bytes;
import org.etclane.device.link.LinkTrace.Direction;
import org.etclane.device.trace.PcapngWriter;
import org.etclane.device.trace.TracedBytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The verbs that ask the running lane, but for the records. */
final class LaneVerbs {
    private LaneVerbs() {
    }

    /** FAULT_FOUND when an alarm is active. */
    @Command(name = "status", mixinStandardHelpOptions = true)
    static final class Status extends LaneCtl.Verb {
        @Override
        public Integer call() throws IOException, LaneCtl.Failed {
            JsonNode status = ctl().ask(LaneCtl.request("status"));
            if (ctl().json) {
                ctl().print(status);
            } else {
                new StatusView(ctl().wording, ctl().out).show(status);
            }
            return (status.path("alarms").isEmpty() ? LaneCtl.ExitCode.OK : LaneCtl.ExitCode.FAULT_FOUND).number;
        }
    }

    /** FAULT_FOUND when a device is not UP. */
    @Command(name = "devices", mixinStandardHelpOptions = true)
    static final class Devices extends LaneCtl.Verb {
        @Override
        public Integer call() throws IOException, LaneCtl.Failed {
            JsonNode devices = ctl().ask(LaneCtl.request("devices"));
            if (ctl().json) {
                ctl().print(devices);
            } else {
                table(devices);
            }
            boolean allUp = StreamSupport.stream(devices.spliterator(), false)
                    .allMatch(device -> device.path("state").asText().equals("UP"));
            return (allUp ? LaneCtl.ExitCode.OK : LaneCtl.ExitCode.FAULT_FOUND).number;
        }

        private void table(JsonNode devices) {
            Wording words = ctl().wording;
            Table table = new Table().row((Object[]) words.get("devices.columns").split("\\|"));
            devices.forEach(device -> {
                JsonNode link = device.path("link");
                table.row(device.path("name").asText(), device.path("type").asText(), device.path("line").asText(),
                        words.code("state." + device.path("state").asText()),
                                words.time(device.path("sinceWallMillis").longValue()), device.path("faults").asText(),
                        link.path("framesIn").asText(), link.path("framesOut").asText(), link.path("malformed").asText(),
                        link.path("dropped").asText(), link.path("reconnects").asText(),
                        words.time(link.path("lastHeardWallMillis").longValue()),
                        words.get(link.path("traceOn").booleanValue() ? "on" : "off"), device.path("cause").asText());
            });
            ctl().print(table);
            devices.forEach(device -> {
                if (device.hasNonNull("dump")) {
                    ctl().out.println(words.get("devices.dump", device.path("name").asText(), device.path("dump").asText()));
                }
            });
        }
    }

    @Command(name = "watch", mixinStandardHelpOptions = true)
    static final class Watch extends LaneCtl.Verb {
        @Option(names = "--count", defaultValue = "0", paramLabel = "N")
        long count;

        @Override
        public Integer call() throws IOException {
            try (ControlClient client = ctl().connect()) {
                WatchView view = new WatchView(ctl().wording);
                long[] shown = {0};
                if (!ctl().json) {
                    ctl().err.println(ctl().wording.get("watch.started"));
                    ctl().err.flush();
                }
                client.watch(LaneCtl.request("watch"), answer -> {
                    JsonNode line = answer.path("line");
                    ctl().out.println(ctl().json ? line.toString() : view.line(line));
                    ctl().out.flush();
                    if (++shown[0] == count) {
                        client.close();
                    }
                });
                return ended(count, shown[0]);
            } catch (java.nio.channels.ClosedChannelException enough) {
                return LaneCtl.ExitCode.OK.number;
            }
        }

        /** The lane went away while it was watched. */
        private int ended(long wanted, long shown) {
            return wanted > 0 && shown >= wanted ? LaneCtl.ExitCode.OK.number
                    : ctl().say(LaneCtl.ExitCode.NOT_RUNNING, "ended", "error.ended", "");
        }
    }

    @Command(name = "outbox", mixinStandardHelpOptions = true)
    static final class Outbox extends LaneCtl.Verb {
        @Override
        public Integer call() throws IOException, LaneCtl.Failed {
            JsonNode outbox = ctl().ask(LaneCtl.request("outbox"));
            if (ctl().json) {
                ctl().print(outbox);
                return LaneCtl.ExitCode.OK.number;
            }
            Wording words = ctl().wording;
            JsonNode oldest = outbox.path("oldestPendingWallMillis");
            ctl().print(new Table()
                    .row(words.get("outbox.station"), words.get(outbox.path("connected").booleanValue()
                            ? "connected" : "disconnected")
                            + (outbox.path("lastError").asText().isEmpty() ? "" : ": " + outbox.path("lastError").asText()))
                    .row(words.get("outbox.ledger"), outbox.path("ledgerId").asText())
                    .row(words.get("outbox.last"), outbox.path("lastSequence").asText())
                    .row(words.get("outbox.acknowledged"), outbox.path("acknowledgedSequence").asText())
                    .row(words.get("outbox.pending"), outbox.path("pending").asText())
                    .row(words.get("outbox.oldest"), oldest.isNull() ? "-" : words.time(oldest.longValue())));
            if (!outbox.path("head").isEmpty()) {
                ctl().out.println();
                ctl().print(RecordVerbs.table(outbox.path("head"), words));
            }
            return LaneCtl.ExitCode.OK.number;
        }
    }

    @Command(name = "lane", mixinStandardHelpOptions = true, subcommands = {Open.class, Close.class, Empty.class})
    static final class Lane extends LaneCtl.Verb {
        @Override
        public Integer call() {
            throw missing(spec);
        }
    }

    @Command(name = "open", mixinStandardHelpOptions = true)
    static final class Open extends LaneCtl.Verb {
        @Override
        public Integer call() throws IOException, LaneCtl.Failed {
            return done(ctl(), ctl().ask(LaneCtl.request("open")));
        }
    }

    @Command(name = "empty", mixinStandardHelpOptions = true)
    static final class Empty extends LaneCtl.Verb {
        @Override
        public Integer call() throws IOException, LaneCtl.Failed {
            return done(ctl(), ctl().ask(LaneCtl.request("zone-empty")));
        }
    }

    @Command(name = "close", mixinStandardHelpOptions = true)
    static final class Close extends LaneCtl.Verb {
        @Option(names = "--reason", required = true, paramLabel = "TEXT")
        String reason;

        @Override
        public Integer call() throws IOException, LaneCtl.Failed {
            return done(ctl(), ctl().ask(LaneCtl.request("close").put("reason", reason)));
        }
    }

    @Command(name = "trace", mixinStandardHelpOptions = true)
    static final class Trace extends LaneCtl.Verb {
        @Parameters(index = "0", paramLabel = "LINK")
        String link;

        @Parameters(index = "1", paramLabel = "on|off|show|save")
        String action;

        @Parameters(index = "2", arity = "0..1", paramLabel = "FILE")
        Path file;

        @Option(names = "--lines", defaultValue = "100", paramLabel = "N")
        int lines;

        @Override
        public Integer call() throws IOException, LaneCtl.Failed {
            return switch (action) {
                case "on", "off" -> done(ctl(), ctl().ask(asking("trace-set").put("on", action.equals("on"))));
                case "show" -> show(ctl().ask(asking("trace-show").put("lines", lines)));
                case "save" -> save(ctl().ask(asking("trace-packets")));
                default -> throw new ParameterException(spec.commandLine(), ctl().wording.get("error.trace-action", action));
            };
        }

        private ObjectNode asking(String verb) {
            if (action.equals("save") == (file == null)) {
                throw new ParameterException(spec.commandLine(), ctl().wording.get("error.trace-file"));
            }
            return LaneCtl.request(verb).put("link", link);
        }

        private int save(JsonNode packets) throws IOException {
            List<TracedBytes> traced = new ArrayList<>();
            packets.forEach(p -> traced.add(new TracedBytes(p.path("wallNanos").asLong(), Direction.valueOf(p.path("direction").asText()),
                    Bytes.fromHex(p.path("bytes").asText()), p.path("comment").asText())));
            if (traced.isEmpty()) {
                ctl().err.println(ctl().wording.get("error.trace-empty", link));
                return LaneCtl.ExitCode.NOTHING_FOUND.number;
            }
            Files.write(file, PcapngWriter.write(link, "lane " + link, traced));
            ctl().out.println(ctl().wording.get("trace.saved", file, traced.size()));
            return LaneCtl.ExitCode.OK.number;
        }

        private int show(JsonNode traced) {
            if (ctl().json) {
                ctl().print(traced);
            } else {
                traced.forEach(line -> ctl().out.println(line.asText()));
            }
            return LaneCtl.ExitCode.OK.number;
        }
    }

    static ParameterException missing(CommandSpec spec) {
        LaneCtl ctl = (LaneCtl) spec.root().userObject();
        return new ParameterException(spec.commandLine(), ctl.wording.get("error.verb-missing",
                String.join(", ", spec.subcommands().keySet())));
    }

    private static int done(LaneCtl ctl, JsonNode words) {
        if (ctl.json) {
            ctl.print(LaneCtl.request("").removeAll().put("ok", true).put("done", words.asText()));
        } else {
            ctl.out.println(words.asText());
        }
        return LaneCtl.ExitCode.OK.number;
    }
}
