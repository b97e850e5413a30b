package org.etclane.sim.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java program as a process of its own, with the bench's Java and class path. Dies with the bench. */
final class JavaChild {
    private static final long STOP_SECONDS = 20;

    private final List<String> command;
    private final Path log;
    private volatile Process process;

    /** @param log what the program prints is added to this file */
    JavaChild(List<String> javaOptions, String mainClass, List<String> arguments, Path log) {
        this.log = log;
        command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(javaOptions);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(mainClass);
        command.addAll(arguments);
    }

    void start() throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly(), "child-end"));
        process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString()))).start();
    }

    boolean alive() {
        return process != null && process.isAlive();
    }

    /** SIGKILL: no shutdown hook, no flush. Waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, and SIGKILL when it does not end in time. */
    void stop() throws InterruptedException {
        if (process == null) {
            return;
        }
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            kill();
        }
    }

    /** Until it ends by itself. @return its exit code */
    int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    long pid() {
        return process.pid();
    }

    Path log() {
        return log;
    }

    /** The end of what a process printed. */
    static String lastWords(Path log) throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    /** A figure of {@code /proc/PID/status}, "VmRSS" or "VmHWM", in MiB; 0 where there is no such file. */
    static double memoryMiB(long pid, String figure) throws IOException {
        Path status = Path.of("/proc/" + pid + "/status");
        return Files.exists(status) ? memoryMiB(Files.readAllLines(status), figure) : 0;
    }

    static double memoryMiB(List<String> status, String figure) {
        return status.stream().filter(line -> line.startsWith(figure + ":")).findFirst()
                .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0).orElse(0.0);
    }
}
