package org.etclane.sim.bench.vm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.etclane.sim.bench.ControlSocket;

/** What {@link GuestAgentMain} can do. One thread; the wires have their own. */
final class GuestWork implements AutoCloseable {
    private final String bench;
    private final Map<String, Process> running = new HashMap<>();
    private Optional<GpioWires> wires = Optional.empty();

    /** @param bench the host outside */
    GuestWork(String bench) {
        this.bench = bench;
    }

    /** Never throws: what fails is told. */
    AgentReply answer(String line) {
        try {
            return answer(AgentCodec.request(line));
        } catch (IOException | IllegalArgumentException failed) {
            return new AgentReply.Failed(failed.getMessage() == null ? failed.toString() : failed.getMessage());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new AgentReply.Failed("interrupted");
        }
    }

    private AgentReply answer(AgentRequest request) throws IOException, InterruptedException {
        return switch (request) {
            case AgentRequest.Run(List<String> command, long patienceMs) -> run(command, patienceMs);
            case AgentRequest.Start(String name, List<String> command, String log) -> start(name, command, log);
            case AgentRequest.Signal(String name, boolean hard) -> signal(named(name), hard);
            case AgentRequest.Await(String name, long patienceMs) -> named(name).waitFor(patienceMs, TimeUnit.MILLISECONDS)
                    ? new AgentReply.Ended(named(name).exitValue()) : new AgentReply.Failed(name + " has not ended within " + patienceMs + " ms");
            case AgentRequest.Ask(String socket, String verb) -> new AgentReply.Said(ask(socket, verb));
            case AgentRequest.Fetch(String file) -> new AgentReply.Contents(Files.readAllBytes(Path.of(file)));
            case AgentRequest.Wire(int port, String chip, var lines) -> {
                if (wires.isPresent()) {
                    throw new IllegalArgumentException("the lines are joined already");
                }
                Socket road = GuestAgentMain.call(bench, port);
                road.setTcpNoDelay(true);
                GpioWires joined = new GpioWires(new SysfsLines(Path.of(chip)), lines, road.getInputStream(), road.getOutputStream());
                joined.start();
                wires = Optional.of(joined);
                yield new AgentReply.Done();
            }
            case AgentRequest.StrikeAtRise(var output, String name) -> {
                Process victim = named(name);
                wires.orElseThrow(() -> new IllegalArgumentException("the lines are not joined yet"))
                        .strikeAtRise(output, victim::destroyForcibly);
                yield new AgentReply.Done();
            }
        };
    }

    private static JsonNode ask(String socket, String verb) throws IOException {
        return ControlSocket.ask(Path.of(socket), verb);
    }

    private static AgentReply run(List<String> command, long patienceMs) throws IOException, InterruptedException {
        Path output = Files.createTempFile("run", ".txt");
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
            process.getOutputStream().close();
            if (!process.waitFor(patienceMs, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                return new AgentReply.Failed(command + " did not end within " + patienceMs + " ms");
            }
            return new AgentReply.Ran(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }

    private AgentReply start(String name, List<String> command, String log) throws IOException {
        Process before = running.get(name);
        if (before != null && before.isAlive()) {
            throw new IllegalArgumentException(name + " runs already");
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log))).start();
        running.put(name, process);
        return new AgentReply.Started(process.pid());
    }

    private static AgentReply signal(Process process, boolean hard) {
        if (hard) {
            process.destroyForcibly();
        } else {
            process.destroy();
        }
        return new AgentReply.Done();
    }

    private Process named(String name) {
        Process process = running.get(name);
        if (process == null) {
            throw new IllegalArgumentException("nothing was started as " + name + ", there are " + running.keySet());
        }
        return process;
    }

    @Override
    public void close() throws IOException {
        running.values().forEach(Process::destroyForcibly);
        if (wires.isPresent()) {
            wires.get().close();
        }
    }
}
