package org.etclane.sim.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.etclane.device.trace.PcapngReader;
import org.etclane.device.trace.PcapngReader.Result;
import org.etclane.sim.device.TraceReplay;
import org.etclane.sim.host.EndpointHost;
import org.etclane.sim.world.RealTimeScheduler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code scripts/sim replay}: a recorded trace speaks as the device did, on a serial port or a pseudo-terminal. */
@Command(name = "replay", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Plays a trace (pcapng, saved by lanectl trace LINK save FILE) as the device: what the device sent is sent again, as long",
            "after what went before it as then; where the lane spoke it waits for as many bytes, and tells what differs."},
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {" 0:played to the end, and the lane spoke at every place",
            " 1:the lane was silent where it had spoken", " 2:wrong options, or no trace", "70:the line could not be opened"})
final class ReplayCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "the trace")
    private Path file;

    @Option(names = "--line", paramLabel = "LINE", defaultValue = "pty",
            description = "path of a serial port; pty: a pseudo-terminal replay.tty in this folder; pty:LINK (default ${DEFAULT-VALUE})")
    private String line;

    @Option(names = "--baud", paramLabel = "BITS_PER_S", defaultValue = "115200", description = "8N1 (default ${DEFAULT-VALUE})")
    private int baud;

    @Override
    public Integer call() throws InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Result.Trace trace;
        Cable cable;
        try {
            cable = Cable.parse(line, Path.of("replay.tty").toAbsolutePath());
            switch (PcapngReader.read(Files.readAllBytes(file))) {
                case Result.Trace good -> trace = good;
                case Result.NoTrace(int offset, String reason) -> {
                    System.err.println(file + " " + reason + " (byte " + offset + ")");
                    return CommandLine.ExitCode.USAGE;
                }
            }
        } catch (IOException | IllegalArgumentException wrong) {
            System.err.println("cannot replay: " + wrong.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        return play(trace, cable, out);
    }

    private int play(Result.Trace trace, Cable cable, PrintStream out) throws InterruptedException {
        CompletableFuture<Void> end = new CompletableFuture<>();
        int[] missed = {0};
        try (RealTimeScheduler scheduler = new RealTimeScheduler("replay", end::completeExceptionally);
                EndpointHost<TraceReplay.Nothing, TraceReplay.Event> device = cable.attach("replay", new TraceReplay(trace.packets()), baud,
                        scheduler, event -> {
                            out.println(words(event));
                            missed[0] += event instanceof TraceReplay.Event.Missed ? 1 : 0;
                            if (event instanceof TraceReplay.Event.Finished) {
                                end.complete(null);
                            }
                        })) {
            device.start();
            out.println("Playing " + (trace.link().isEmpty() ? file : trace.link()) + " on " + device.description()
                    + "; end with Ctrl-C.");
            end.join();
            return missed[0] == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } catch (IOException cannot) {
            System.err.println("the line could not be opened: " + cannot.getMessage());
            return 70;
        }
    }

    private static String words(TraceReplay.Event event) {
        return switch (event) {
            case TraceReplay.Event.Sent s -> "%5d <- %s".formatted(s.packet(), s.bytes());
            case TraceReplay.Event.Same s -> "%5d -> as then".formatted(s.packet());
            case TraceReplay.Event.Different d -> "%5d -> %s%n      then %s".formatted(d.packet(), d.now(), d.then());
            case TraceReplay.Event.Missed m -> "%5d -> nothing for 5 s; then %s, now %s".formatted(m.packet(), m.then(), m.got());
            case TraceReplay.Event.Finished _ -> "end of the trace";
        };
    }
}
