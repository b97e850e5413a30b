package org.etclane.sim.bench.vm;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.bench.BenchReport;
import org.etclane.sim.bench.DeviceChoice;
import org.etclane.sim.bench.Traffic;
import org.etclane.sim.station.TestCertificates;
import org.etclane.sim.world.DriverHabits;
import org.etclane.sim.world.VehicleMix;

/** The whole of {@code scripts/vm-bench}: parts, image, machine, proofs, report. Blocking. */
public final class VmBench {
    private static final Duration BOOT = Duration.ofMinutes(4);
    private static final Duration CHECKS = Duration.ofMinutes(5);
    private static final double PATIENCE_S = 60;

    /**
     * @param house    the project's folder
     * @param vehicles through each lane, at least 3
     */
    public record Settings(Path house, int vehicles, double ratePerHour, long seed) {
        /** Everything that this bench writes. */
        public Path folder() {
            return house.resolve("simulators/target/vm");
        }
    }

    private final Settings settings;
    private final Consumer<String> out;
    private final Path run;
    private final Map<String, String> machine = new LinkedHashMap<>();
    private final List<Proof> proofs = new ArrayList<>();
    private final Map<String, BenchReport> runs = new LinkedHashMap<>();

    private interface Stage {
        void run() throws IOException, InterruptedException;
    }

    /** @param out progress, line by line */
    public VmBench(Settings settings, Consumer<String> out) {
        this.settings = settings;
        this.out = out;
        this.run = settings.folder().resolve("run");
    }

    /** @throws IOException when the machine cannot be made or does not come up */
    public VmReport run() throws IOException, InterruptedException {
        out.accept("making the parts, in " + settings.folder());
        Workshop.Parts parts = new Workshop(settings.folder(), out).make();
        int serialStation = DeviceChoice.freePort();
        int gpioStation = DeviceChoice.freePort();
        LanePlan.Ports ports = new LanePlan.Ports(DeviceChoice.freePort(), DeviceChoice.freePort(), DeviceChoice.freePort(),
                DeviceChoice.freePort());
        LanePlan serial = LanePlan.serial(settings.house(), run, ports, serialStation, traffic("default", settings.seed()));
        LanePlan gpio = LanePlan.gpio(settings.house(), run, ports, gpioStation, traffic("legal", settings.seed() + 1));
        TestCertificates certificates = TestCertificates.in(run.resolve("certificates"), Instant.now());
        Path image = image(parts, certificates, List.of(serial, gpio));
        try (GuestConnection guest = new GuestConnection(); Qemu qemu = new Qemu(new Qemu.Machine(parts.kernel(), image,
                run.resolve("console.log"), ports.uarts(), guest.port()), run.resolve("qemu.log"))) {
            out.accept("starting the machine; its console is " + run.resolve("console.log"));
            AgentReply.Hello hello = guest.await(BOOT, qemu::mustLive);
            machine.put("kernel", hello.kernel() + ", QEMU by plain emulation, 2 processors");
            machine.put("Java", hello.java());
            machine.put("up after", "%.0f s".formatted(hello.upSeconds()));
            out.accept("the machine is up");
            stage(LanePlan.SERIAL, () -> {
                try (LaneTrial trial = new LaneTrial(serial, run, guest, certificates.station(), serialStation, 0, out)) {
                    collect(LanePlan.SERIAL, trial, () -> runs.put(LanePlan.SERIAL, new SerialProofs(trial).run()));
                }
            });
            stage(LanePlan.GPIO, () -> {
                try (LaneTrial trial = new LaneTrial(gpio, run, guest, certificates.station(), gpioStation, 1, out)) {
                    collect(LanePlan.GPIO, trial, () -> runs.put(LanePlan.GPIO, new GpioProofs(trial).run()));
                }
            });
            stage("provider", () -> proofs.addAll(checks(guest)));
            stage("kernel", () -> proofs.add(kernelLog(guest)));
        }
        return new VmReport(machine, LanePlan.SETTINGS, proofs, runs);
    }

    private Traffic traffic(String mix, long seed) throws IOException {
        return new Traffic(LaneKind.EXIT, settings.vehicles(), settings.ratePerHour(), seed, VehicleMix.resolve(mix),
                DriverHabits.DEFAULT.withPatienceS(PATIENCE_S), Map.of());
    }

    private Path image(Workshop.Parts parts, TestCertificates certificates, List<LanePlan> lanes) throws IOException, InterruptedException {
        Path libraries = settings.house().resolve("simulators/target/lib");
        List<Path> jars;
        try (Stream<Path> all = Files.list(libraries)) {
            jars = all.filter(path -> path.toString().endsWith(".jar")).toList();
        }
        List<String> ldd = new ArrayList<>(List.of("ldd", parts.runtime().resolve("bin/java").toString()));
        try (Stream<Path> all = Files.walk(parts.runtime().resolve("lib"))) {
            all.filter(path -> path.toString().endsWith(".so")).map(Path::toString).sorted().forEach(ldd::add);
        }
        String resolved = HostCommand.run(run, run.resolve("ldd.log"), Duration.ofMinutes(1), ldd).output();
        GuestImage image = new GuestImage(parts, jars, settings.house().resolve("config"), GuestImage.libraries(resolved, parts.runtime()));
        for (LanePlan lane : lanes) {
            lane.addTo(image, certificates.lane(lane.config().lane().laneId()));
        }
        image.add(GpioRefusals.FILE, GuestImage.resource("refused-lane.yaml"));
        Path file = run.resolve("image.cpio");
        image.write(file);
        out.accept("  first file system of the machine: %d MiB".formatted(Files.size(file) >> 20));
        return file;
    }

    /** What goes wrong in one stage is a proof that failed, not the end of the others. */
    private void stage(String name, Stage stage) throws InterruptedException {
        out.accept(name);
        try {
            stage.run();
        } catch (IOException | IllegalStateException | IllegalArgumentException broken) {
            out.accept("  broken off: " + broken.getMessage());
            proofs.add(new Proof(name, "carried through", false, String.valueOf(broken.getMessage())));
        }
    }

    /** Its proofs count however it ends. */
    private void collect(String name, LaneTrial trial, Stage work) throws IOException, InterruptedException {
        try {
            work.run();
        } finally {
            proofs.addAll(trial.proofs());
        }
    }

    private static List<Proof> checks(GuestConnection guest) throws IOException {
        AgentReply.Ran ran = guest.run(CHECKS, GuestPaths.JAVA, "-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "-Detclane.log.level=ERROR", "-Dstdout.encoding=UTF-8", "-cp", GuestPaths.LIB + "/*",
                GpioChecksMain.class.getName(), GuestPaths.PROBE, GuestPaths.PROBE_WIRES, "probe");
        String told = ran.output().lines().filter(line -> line.startsWith(GpioChecksMain.MARK)).findFirst()
                .orElseThrow(() -> new IOException("the checks ended with " + ran.exit() + ": " + ran.output()));
        return new JsonMapper().readValue(told.substring(GpioChecksMain.MARK.length()), new TypeReference<>() { });
    }

    /** A chip that is unplugged while it is in use makes the kernel itself complain; what comes before that counts. */
    private static Proof kernelLog(GuestConnection guest) throws IOException {
        List<String> log = guest.shell("dmesg").lines().toList();
        int unplugged = 0;
        while (unplugged < log.size() && !log.get(unplugged).contains("REMOVING GPIOCHIP WITH GPIOS STILL REQUESTED")) {
            unplugged++;
        }
        List<String> complaints = log.subList(0, unplugged).stream().filter(VmBench::complaint).toList();
        long later = log.subList(unplugged, log.size()).stream().filter(VmBench::complaint).count();
        return new Proof("kernel", "its log has no bug, warning or oops until a chip in use is unplugged", complaints.isEmpty(),
                (complaints.isEmpty() ? "nothing" : String.join(" | ", complaints)) + "; after the unplugging " + later
                        + " lines of the kernel's own about it");
    }

    private static boolean complaint(String line) {
        return line.matches(".*\\b(BUG|WARNING|Oops)\\b.*");
    }
}
