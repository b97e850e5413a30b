package org.etclane.sim.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The lane as a process of its own, started from a configuration file with the bench's Java and class path. */
public final class LaneChild {
    private static final long STOP_SECONDS = 20;

    private final Path config;
    private final Path log;
    private final List<String> javaOptions;
    private final Map<String, String> properties;
    private Process process;

    /** @param properties system properties that fill the configuration's variables */
    public LaneChild(Path config, Path log, List<String> javaOptions, Map<String, String> properties) {
        this.config = config;
        this.log = log;
        this.javaOptions = javaOptions;
        this.properties = properties;
    }

    public void start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(javaOptions);
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("org.etclane.lane.runtime.LaneProcess");
        command.add(config.toString());
        process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString()))).start();
    }

    public boolean alive() {
        return process != null && process.isAlive();
    }

    /** SIGKILL: no shutdown hook, no flush. Waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, and SIGKILL when it does not end in time. */
    public void stop() throws InterruptedException {
        if (process == null) {
            return;
        }
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            kill();
        }
    }

    public long pid() {
        return process.pid();
    }

    public Path log() {
        return log;
    }
}
