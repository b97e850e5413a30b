package org.etclane.sim.station;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.station.LinkClock;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.psam.TacVerifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reference station on a real PostgreSQL, started here for the test; skipped with a reason when there is none. */
class PostgresStationIT {
    private static Path base;
    private static Path bin;
    private static int port;

    @TempDir
    Path directory;

    @BeforeAll
    static void startPostgres() throws Exception {
        Optional<Path> found = binaries();
        skipUnless(found.isPresent(), "no PostgreSQL binaries under /usr/lib/postgresql, /usr/pgsql-* or /usr/local/pgsql");
        bin = found.get();
        boolean root = "root".equals(System.getProperty("user.name"));
        skipUnless(!root || run(List.of("id", "postgres")) == 0, "running as root and there is no user postgres");
        base = Files.createTempDirectory(Path.of("/tmp"), "etclane-pg");
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        skipUnless(postgres("initdb", "-D", data(), "-U", "station", "-A", "trust", "-E", "UTF8", "--locale=C") == 0,
                "initdb failed, see " + base);
        skipUnless(postgres("pg_ctl", "-D", data(), "-w", "-l", base.resolve("log").toString(), "-o",
                "-h 127.0.0.1 -p " + port + " -k " + base, "start") == 0, "PostgreSQL did not start, see " + base);
    }

    @AfterAll
    static void stopPostgres() throws Exception {
        if (base != null && Files.exists(base.resolve("data"))) {
            postgres("pg_ctl", "-D", data(), "-w", "-m", "immediate", "stop");
            try (Stream<Path> files = Files.walk(base)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            } catch (UncheckedIOException notOurs) {
                System.err.println("left behind: " + base);
            }
        }
    }

    private static String data() {
        return base.resolve("data").toString();
    }

    private static void skipUnless(boolean possible, String reason) {
        if (!possible) {
            System.err.println("PostgresStationIT skipped: " + reason);
        }
        Assumptions.assumeTrue(possible, reason);
    }

    private static Optional<Path> binaries() throws IOException {
        List<Path> places = new ArrayList<>(List.of(Path.of("/usr/local/pgsql/bin")));
        for (String parent : List.of("/usr/lib/postgresql", "/usr")) {
            if (Files.isDirectory(Path.of(parent))) {
                try (Stream<Path> versions = Files.list(Path.of(parent))) {
                    versions.filter(path -> parent.endsWith("postgresql") || path.getFileName().toString().startsWith("pgsql-"))
                            .sorted(Comparator.reverseOrder()).map(path -> path.resolve("bin")).forEach(places::add);
                }
            }
        }
        return places.stream().filter(place -> Files.isExecutable(place.resolve("initdb"))
                && Files.isExecutable(place.resolve("pg_ctl"))).findFirst();
    }

    /** As the user postgres when we are root: PostgreSQL refuses to run as root. */
    private static int postgres(String program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(bin.resolve(program).toString());
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static int run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .directory(Path.of("/tmp").toFile()).start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return -1;
        }
        return process.exitValue();
    }

    @Test
    void everythingWorksAsOnTheEmbeddedDatabase() throws Exception {
        TestCertificates certificates = TestCertificates.in(directory, Instant.now());
        AtomicInteger uploads = new AtomicInteger();
        StationServerSettings settings = new StationServerSettings("127.0.0.1", 0, certificates.station(), Set.of(Entries.LANE),
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "station", "", 256, 5000);
        MemoryJournal journal = new MemoryJournal(UUID.randomUUID().toString());
        Entries.traffic(journal, 1, 100);
        journal.append(0, Entries.intended(200, LaneKind.EXIT, 500));
        journal.append(0, Entries.unknown(200));
        journal.append(0, Entries.reconciliation(200, 500));
        journal.append(0, Entries.settled(100, LaneKind.EXIT, 999));
        Entries.others(300).forEach(entry -> journal.append(0, entry));
        try (StationServer server = new StationServer(settings, new TacVerifier(PurseKeys.TEST)::verify, LinkClock.system(),
                (lane, last) -> uploads.incrementAndGet() == 2)) {
            try (LaneRig lane = LaneRig.started(server.start(), certificates.lane(Entries.LANE), journal)) {
                Await.until("all", () -> journal.statistics().pendingForStation() == 0);
                LedgerSummary summary = server.summary();
                assertEquals(100, summary.settled());
                assertEquals(100 * 100 + 5050, summary.settledExitFen());
                assertEquals(100, summary.tacGood());
                assertEquals(1, summary.reconciliation());
                assertEquals(1, summary.conflicts());
                assertTrue(summary.redelivered() > 0);
                assertEquals(journal.forStation().size() - 1, summary.records());
                assertEquals(101, server.ledger().transactions().size());
            }
            server.stop();
            server.start();
            assertEquals(100, server.summary().settled());
        }
    }
}
