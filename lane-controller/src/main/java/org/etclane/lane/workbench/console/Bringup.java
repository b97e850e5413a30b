package org.etclane.lane.workbench.console;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.etclane.device.DeviceCommand;
import org.etclane.device.link.SerialPorts;
import org.etclane.device.spi.DriverException;
import org.etclane.device.spi.Language;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.spi.Text;
import org.etclane.lane.workbench.DeviceTarget;
import org.etclane.lane.workbench.PortGuard;
import org.etclane.lane.workbench.Workbench;

/** One sitting with one device, from the look who has it until the line is given back. Blocks on the caller's thread. */
public final class Bringup {
    private static final long OPENING_MS = 5_000;

    private final BenchKind kind;
    private final DeviceTarget target;
    private final Language language;
    private final boolean yes;
    private final LongSupplier wallMillis;

    /**
     * @param yes        confirms what may be confirmed that way; never a barrier
     * @param wallMillis milliseconds since 1970, for labels
     */
    public Bringup(BenchKind kind, DeviceTarget target, Language language, boolean yes, LongSupplier wallMillis) {
        this.kind = kind;
        this.target = target;
        this.language = language;
        this.yes = yes;
        this.wallMillis = wallMillis;
    }

    /** How it ended. */
    public sealed interface End {
    }

    /** @param failures lines that failed */
    public record Finished(int failures) implements End {
    }

    /** Somebody else has the device. */
    public record InUse(Text why) implements End {
    }

    /** The line did not open. */
    public record NotOpened(Text why) implements End {
    }

    /** Makes the seat, once the device is open. */
    @FunctionalInterface
    public interface Seats {
        /** @param verbs for completion */
        Seat seat(Completion verbs) throws IOException;
    }

    /** What a terminal completes. */
    public static final class Completion {
        private final List<Verb> verbs;

        private Completion(List<Verb> verbs) {
            this.verbs = verbs;
        }

        /** A terminal with these. @param history see {@code JLineSeat} */
        public Seat terminal(Path history) throws IOException {
            return new JLineSeat(verbs, history);
        }
    }

    /**
     * Until the seat has no more lines, or one of them is {@code quit}.
     *
     * @param lane devices of lanes that run here
     * @throws DriverException when the driver or its line cannot be made
     */
    public End run(List<PortGuard.InUse> lane, Seats seats) throws IOException, InterruptedException {
        Optional<Text> held = PortGuard.inTheWay(target.link(), lane);
        if (held.isPresent()) {
            return new InUse(held.get());
        }
        BenchConsole console = kind.console(target, () -> LocalDateTime.ofInstant(Instant.ofEpochMilli(wallMillis.getAsLong()),
                target.lane().zone()));
        ConsoleSession session = new ConsoleSession(console, target.name(), language, yes, System.nanoTime());
        Slate slate = new Slate();
        try (ConsoleLoop loop = new ConsoleLoop(session, slate::line, target.device());
                Workbench<DeviceCommand> bench = Workbench.ofDriver(target, wallMillis, loop.listener())) {
            return switch (bench.open(OPENING_MS)) {
                case Workbench.Shut(String cause) -> shut(cause);
                case Workbench.Open(String line) -> sit(session, loop, bench, line, slate, seats);
            };
        }
    }

    private End shut(String cause) {
        Text why = new Text("the device's line does not open: " + cause, "设备线路打不开：" + cause);
        boolean held = target.link() instanceof LinkChoice.Serial(var line) && SerialPorts.holders(line.path()).seen().stream()
                .anyMatch(holder -> holder.pid() != ProcessHandle.current().pid());
        return held ? new InUse(new Text(why.english() + ". End that program, or stop the lane, first", why.chinese() + "。请先结束该程序或停止车道"))
                : new NotOpened(why);
    }

    private End sit(ConsoleSession session, ConsoleLoop loop, Workbench<DeviceCommand> bench, String line, Slate slate, Seats seats)
            throws IOException, InterruptedException {
        try (Seat seat = seats.seat(new Completion(session.verbs()))) {
            slate.seat = seat;
            seat.show(new Text(target.type() + " on " + line + ". help tells the verbs, quit ends.", target.type() + "，" + line
                    + "。help查看命令，quit退出。").in(language));
            seat.onInterrupt(loop::interrupt);
            atExit(new Thread(loop::close, "bench-end"));
            loop.start(bench);
            Optional<String> typed = seat.read(prompt());
            while (typed.isPresent()) {
                loop.type(typed.get());
                typed = loop.quit() ? Optional.empty() : seat.read(prompt());
            }
            loop.close();
            return new Finished(seat.isPerson() ? 0 : loop.failures());
        }
    }

    /** The serial library has its own order at the end; without a serial port it need not even be loaded. */
    private void atExit(Thread last) {
        if (target.link() instanceof LinkChoice.Serial) {
            SerialPorts.beforePortsCloseAtExit(last);
        } else {
            Runtime.getRuntime().addShutdownHook(last);
        }
    }

    private String prompt() {
        return kind.word() + "> ";
    }

    /** Where the loop writes: it is made before there is a seat, and starts after. */
    private static final class Slate {
        private volatile Seat seat;

        void line(String text) {
            seat.show(text);
        }
    }
}
