package org.etclane.sim.bench.vm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.etclane.lane.config.LaneConfig;
import org.etclane.sim.bench.Bench;

/** A lane process in the machine, of a user without rights but those of its groups. As {@link GuestConnection}, one thread at a time. */
final class GuestLane {
    private static final Duration STOPPING = Duration.ofSeconds(40);

    private final GuestConnection guest;
    private final String name;
    private final String file;
    private final Map<String, String> properties;
    private final String data;

    /** @param file of its configuration, in the machine; @param properties fill its variables */
    GuestLane(GuestConnection guest, String name, String file, Map<String, String> properties) {
        this.guest = guest;
        this.name = name;
        this.file = file;
        this.properties = Map.copyOf(properties);
        this.data = properties.get("etclane.data");
    }

    /** @return its process id */
    long start() throws IOException {
        return guest.ask(new AgentRequest.Start(name, asLaneUser(java("@" + GuestPaths.CONFIG + "/lane.jvm",
                "org.etclane.lane.runtime.LaneProcess " + file)), log()), AgentReply.Started.class).pid();
    }

    /** Of a short-lived program of ours in the machine, run as the lane's user. */
    static List<String> asLaneUser(String command) {
        return List.of("/bin/su", "-s", "/bin/sh", GuestPaths.LANE_USER, "-c", "exec " + command);
    }

    private String java(String options, String mainAndArguments) {
        String variables = properties.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(p -> "-D" + p.getKey() + "=" + p.getValue())
                .collect(Collectors.joining(" "));
        return GuestPaths.JAVA + " --enable-native-access=ALL-UNNAMED -Dfile.encoding=UTF-8 " + options + " " + variables + " -cp '"
                + GuestPaths.LIB + "/*' " + mainAndArguments;
    }

    /** SIGTERM. @return its exit code */
    int stop() throws IOException {
        guest.ask(new AgentRequest.Signal(name, false), AgentReply.Done.class);
        return awaitEnd();
    }

    int awaitEnd() throws IOException {
        return guest.ask(new AgentRequest.Await(name, STOPPING.toMillis()), AgentReply.Ended.class).exit();
    }

    /** A verb of its control socket; a missing node while it does not answer. */
    JsonNode ask(String verb) {
        try {
            return guest.askLane(LaneConfig.socketIn(Path.of(data)).toString(), verb);
        } catch (IOException notNow) {
            return MissingNode.getInstance();
        }
    }

    /** What it tells of one of its devices; a missing node while it does not answer. */
    JsonNode device(String section) {
        return ask("devices").valueStream().filter(device -> device.path("name").asText().equals(section)).findFirst()
                .orElse(MissingNode.getInstance());
    }

    /** @return what it told at last, whether or not in time */
    JsonNode awaitDevice(String section, Predicate<JsonNode> wanted, Duration atMost) throws InterruptedException {
        Bench.await(() -> wanted.test(device(section)), atMost);
        return device(section);
    }

    /** Its journal, copied out of the machine. It must have stopped. */
    void fetchJournal(Path into) throws IOException {
        Files.createDirectories(into);
        for (String path : guest.shell("find " + data + "/journal -type f").lines().toList()) {
            Files.write(into.resolve(Path.of(path).getFileName()), guest.fetch(path));
        }
    }

    /** Its log, copied out of the machine. */
    void fetchLog(Path into) throws IOException {
        Files.write(into, guest.fetch(log()));
    }

    String log() {
        return GuestPaths.DATA + "/" + name + ".log";
    }
}
