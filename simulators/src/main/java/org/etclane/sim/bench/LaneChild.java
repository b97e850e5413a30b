package org.etclane.sim.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.etclane.lane.runtime.LaneProcess;

/**
 * The lane as a process of its own, started from a configuration file with the bench's Java and class path. Dies with the bench.
 * Not thread-safe but for {@link #strike} and {@link #alive}.
 */
public final class LaneChild {
    private static final long STOP_SECONDS = 20;

    private final Path config;
    private final Path log;
    private final List<String> javaOptions;
    private final Map<String, String> properties;
    private final Thread deathWithBench = new Thread(this::strike, "lane-child-end");
    private List<String> wrapper = List.of();
    private String mainClass = LaneProcess.class.getName();
    private volatile Process process;

    /** @param properties system properties that fill the configuration's variables */
    public LaneChild(Path config, Path log, List<String> javaOptions, Map<String, String> properties) {
        this.config = config;
        this.log = log;
        this.javaOptions = javaOptions;
        this.properties = properties;
    }

    /** From the next start on: this command in front of the JVM's, for limits set by a shell. It has to {@code exec} the rest. */
    public void wrapIn(List<String> command) {
        wrapper = List.copyOf(command);
    }

    /** From the next start on: a program that runs the lane and something beside it, with the same argument. */
    void runAs(String main) {
        mainClass = main;
    }

    public void start() throws IOException {
        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        // its own, also where a test's configuration stands before it on the class path
        command.add("-Dlogback.configurationFile=logback.xml");
        command.addAll(javaOptions);
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(mainClass);
        command.add(config.toString());
        if (process == null) {
            Runtime.getRuntime().addShutdownHook(deathWithBench);
        }
        process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString()))).start();
    }

    public boolean alive() {
        return process != null && process.isAlive();
    }

    /** SIGKILL: no shutdown hook, no flush. Returns at once; any thread. */
    public void strike() {
        Process now = process;
        if (now != null) {
            now.destroyForcibly();
        }
    }

    /** Until the process has ended. @return its exit code */
    public int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    /** SIGKILL, and waits until it is gone. */
    public void kill() throws InterruptedException {
        strike();
        awaitEnd();
    }

    /** SIGTERM; SIGKILL when it does not end in time. @return true when it ended by itself */
    public boolean stop() throws InterruptedException {
        if (process == null) {
            return true;
        }
        process.destroy();
        if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            return true;
        }
        kill();
        return false;
    }

    public long pid() {
        return process.pid();
    }

    public Path log() {
        return log;
    }

    /** Everything that the lane has said so far, over all its starts. */
    public List<String> logLines() throws IOException {
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }
}
