package org.etclane.sim.bench.vm;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.etclane.sim.bench.BenchReport;

/** The lane on UARTs: antenna on ttyS1, I/O controller on ttyS2, over jSerialComm and the kernel's own serial driver. */
final class SerialProofs {
    private static final Duration PORTS = Duration.ofSeconds(90);

    private final LaneTrial trial;

    SerialProofs(LaneTrial trial) {
        this.trial = trial;
    }

    BenchReport run() throws IOException, InterruptedException {
        long pid = trial.startLane();
        lineSettings();
        ports(pid);
        trial.letCome(trial.plan().traffic().vehicles());
        boolean gone = trial.awaitGone();
        trial.awaitSettled();
        String counters = trial.guest().shell("cat /proc/tty/driver/serial");
        int exit = trial.lane().stop();
        BenchReport report = trial.report();
        trial.proof("whole exit transactions over UARTs, purses, lane journal and station agree",
                gone && report.ok() && report.transactions() > 0, Words.of(report));
        counters(counters);
        trial.proof("the lane ends when it is told to", exit == 0 || exit == 143, "exit code " + exit + " after SIGTERM");
        return report;
    }

    private void lineSettings() throws IOException {
        String rsu = speed(GuestPaths.RSU_PORT);
        String io = speed(GuestPaths.IO_PORT);
        trial.proof("the kernel runs the ports at the configured speed, raw, 8N1", rsu.startsWith("115200") && io.startsWith("9600")
                && raw(rsu) && raw(io), GuestPaths.RSU_PORT + " " + rsu + "; " + GuestPaths.IO_PORT + " " + io);
    }

    /** "115200 cs8 -parenb -cstopb -icanon -echo". */
    private String speed(String port) throws IOException {
        String told = trial.guest().shell("stty -a -F " + port);
        StringBuilder words = new StringBuilder(told.replaceFirst("(?s).*?speed (\\d+) baud.*", "$1"));
        for (String flag : told.split("\\s+")) {
            if (flag.matches("cs\\d|-?(parenb|cstopb|icanon|echo|crtscts|ixon);?")) {
                words.append(' ').append(flag.replace(";", ""));
            }
        }
        return words.toString();
    }

    private static boolean raw(String words) {
        return words.contains("cs8") && words.contains("-parenb") && words.contains("-cstopb") && words.contains("-icanon")
                && words.contains("-echo");
    }

    private void ports(long pid) throws IOException {
        String command = GuestPaths.JAVA + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx64m --enable-native-access=ALL-UNNAMED"
                + " -Dfile.encoding=UTF-8 -cp '" + GuestPaths.LIB + "/*' org.etclane.lane.diagnostics.LaneCtl --lang en ports";
        String told = trial.guest().run(PORTS, GuestLane.asLaneUser(command).toArray(String[]::new)).output();
        boolean held = told.lines().anyMatch(line -> line.contains(GuestPaths.RSU_PORT) && line.contains(Long.toString(pid)));
        trial.proof("lanectl ports lists the UARTs and who holds them", held && told.contains(GuestPaths.IO_PORT),
                told.lines().filter(line -> line.contains("ttyS")).map(line -> line.strip().replaceAll("\\s+", " "))
                        .reduce((a, b) -> a + " | " + b).orElse(told));
    }

    private void counters(String text) {
        Map<Integer, UartCounters.Port> ports = UartCounters.parse(text);
        UartCounters.Port rsu = ports.get(1);
        UartCounters.Port io = ports.get(2);
        boolean clean = rsu != null && io != null && rsu.clean() && io.clean() && rsu.receivedBytes() > 0 && io.receivedBytes() > 0
                && rsu.uart().startsWith("16550") && io.uart().startsWith("16550");
        trial.proof("the serial driver lost and damaged nothing", clean, "ttyS1 " + rsu + "; ttyS2 " + io);
    }
}
