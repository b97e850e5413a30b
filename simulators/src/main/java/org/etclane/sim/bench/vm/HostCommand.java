package org.etclane.sim.bench.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Programs of this machine, run to their end. */
final class HostCommand {
    private HostCommand() {
    }

    /** @param output both streams */
    record Result(int exit, String output) {
        boolean good() {
            return exit == 0;
        }
    }

    /**
     * @param log holds the output meanwhile and afterwards
     * @throws IOException when the program is not there, or does not end in time
     */
    static Result run(Path folder, Path log, Duration patience, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())).redirectOutput(log.toFile()).start();
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IOException(String.join(" ", command) + " did not end within " + patience.toSeconds() + " s; its output is in " + log);
        }
        return new Result(process.exitValue(), Files.readString(log));
    }

    /** The program's path when it is on PATH or in a folder for administrators; else empty. */
    static Optional<Path> find(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin";
        return Arrays.stream(path.split(":")).filter(folder -> !folder.isBlank()).map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable).findFirst();
    }
}
