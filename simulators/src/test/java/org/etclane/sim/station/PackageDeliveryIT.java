package org.etclane.sim.station;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.etclane.device.spi.Language;
import org.etclane.lane.parameters.ParameterSet;
import org.etclane.lane.parameters.RateTable;
import org.etclane.lane.parameters.RateTableFile;
import org.etclane.lane.parameters.StationKey;
import org.etclane.lane.parameters.TableKind;
import org.etclane.lane.parameters.pack.LaneFit;
import org.etclane.lane.parameters.pack.PackageManifest.Contents;
import org.etclane.lane.parameters.pack.PackageWriter;
import org.etclane.lane.parameters.pack.TrustedKeys;
import org.etclane.lane.parameters.store.IncomingPackages;
import org.etclane.lane.parameters.store.ParameterStore;
import org.etclane.lane.parameters.store.StatusListTaker;
import org.etclane.lane.station.LinkClock;
import org.etclane.lane.station.ParameterInbox;
import org.etclane.lane.station.StationStatus;
import org.etclane.lane.station.TlsFiles;
import org.etclane.lane.station.v1.ParameterKind;
import org.etclane.lane.station.v1.ParameterResult;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.psam.TacVerifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parameter packages from the reference station to a lane, over real TLS on loopback, with everything that breaks on the way. */
class PackageDeliveryIT {
    private static final StationKey HERE = new StationKey("3702", 3);
    private static final long EFFECTIVE = 1_780_000_000_000L;

    @TempDir
    Path directory;
    private TlsFiles laneTls;
    private StationServerSettings settings;
    private StationServer server;
    private KeyPair key;
    private DiskInbox inbox;
    private final MemoryJournal journal = new MemoryJournal(UUID.randomUUID().toString());

    /** What the lane has for packages, without a lane: the files on the way, and the store. */
    private static final class DiskInbox implements ParameterInbox {
        private final IncomingPackages incoming;
        private final ParameterStore store;
        /** Offsets at which a connection began to fill a file. */
        final List<Long> begun = new CopyOnWriteArrayList<>();
        final AtomicLong bytes = new AtomicLong();

        DiskInbox(Path folder, Path trusted) throws IOException {
            incoming = new IncomingPackages(folder.resolve("incoming"));
            RateTable rates = new RateTable("configured", "00", 0, 0, Map.of());
            store = new ParameterStore(folder, ParameterSet.bootstrap(rates, 0), LaneFit.of(HERE, 1, true), TrustedKeys.load(List.of(trusted)),
                    StatusListTaker.NONE, EFFECTIVE);
        }

        @Override
        public long maxBytes() {
            return 8 << 20;
        }

        @Override
        public long begin(String sha256, long size) throws IOException {
            long offset = incoming.begin(sha256, size);
            begun.add(offset);
            return offset;
        }

        @Override
        public void append(String sha256, long offset, ByteBuffer content) throws IOException {
            bytes.addAndGet(content.remaining());
            incoming.append(sha256, offset, content);
        }

        @Override
        public void finish(String sha256, Consumer<List<String>> verdict) throws IOException {
            verdict.accept(switch (store.accept(incoming.finish(sha256), "station", EFFECTIVE)) {
                case ParameterStore.Outcome.Refused refused -> refused.problems().stream().map(one -> one.in(Language.EN)).toList();
                case ParameterStore.Outcome.Accepted _, ParameterStore.Outcome.HeldAlready _, ParameterStore.Outcome.ListsTaken _ -> List.of();
            });
        }

        String due() {
            store.due(EFFECTIVE);
            return store.inForce().id().version();
        }
    }

    @BeforeEach
    void prepare() throws Exception {
        TestCertificates certificates = TestCertificates.in(directory.resolve("tls"), Instant.now());
        laneTls = certificates.lane(Entries.LANE);
        settings = StationServerSettings.onLoopback(certificates.station(), Set.of(Entries.LANE), "jdbc:h2:" + directory.resolve("station"));
        server = new StationServer(settings, new TacVerifier(PurseKeys.TEST)::verify);
        key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        inbox = inbox();
    }

    private DiskInbox inbox() throws IOException {
        Path pem = Files.writeString(directory.resolve("office.pem"), "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getEncoder().encodeToString(key.getPublic().getEncoded()) + "\n-----END PUBLIC KEY-----\n");
        return new DiskInbox(directory.resolve("parameters"), pem);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Path pack(long number, int trips) throws Exception {
        Map<RateTable.Trip, Long> fees = new ConcurrentHashMap<>();
        for (int i = 0; i < trips; i++) {
            fees.put(new RateTable.Trip(new StationKey("3701", i / 4), HERE, 1 + i % 4), 100L + i);
        }
        byte[] rates = RateTableFile.encode(new RateTable("rates-" + number, "", EFFECTIVE, 50, fees));
        byte[] file = new PackageWriter(Contents.SET, "set-" + number, number, "test office", EFFECTIVE, EFFECTIVE)
                .table(TableKind.RATES, "rates.csv", "rates-" + number, EFFECTIVE, rates).sign(key.getPrivate());
        return Files.write(directory.resolve("set-" + number + ".etcp"), file);
    }

    private static ParameterResult result(CompletableFuture<ParameterResult> coming) throws Exception {
        return coming.get(120, TimeUnit.SECONDS);
    }

    @Test
    void aPackageArrivesInChunksAndIsKept() throws Exception {
        try (LaneRig lane = LaneRig.started(server.start(), laneTls, journal, inbox)) {
            Path file = pack(1, 60_000);
            assertTrue(Files.size(file) > 4 * (1 << 18), "more than the window");
            ParameterResult result = result(server.deliverPackage(Entries.LANE, file));
            assertTrue(result.getAccepted(), result.toString());
            assertEquals("set-1", inbox.due());
            assertEquals(60_000, inbox.store.inForce().rates().feeFenByTrip().size());
            assertTrue(result(server.deliverPackage(Entries.LANE, file)).getAccepted(), "the same again is known");
            assertEquals(List.of(), lane.security);
            Await.until("all records too", () -> journal.statistics().pendingForStation() == 0);
        }
    }

    @Test
    void aBrokenConnectionGoesOnWhereItWas() throws Exception {
        AtomicLong sent = new AtomicLong();
        server = new StationServer(settings, new TacVerifier(PurseKeys.TEST)::verify, LinkClock.system(), new StationFaults() {
            @Override
            public boolean loseAcknowledgement(String lane, long lastSequence) {
                return false;
            }

            @Override
            public boolean breakAfterChunk(String lane, long offset) {
                return sent.incrementAndGet() % 3 == 0;
            }
        });
        try (LaneRig lane = LaneRig.started(server.start(), laneTls, journal, inbox)) {
            Path file = pack(1, 200_000);
            ParameterResult result = result(server.deliverPackage(Entries.LANE, file));
            assertTrue(result.getAccepted(), result.toString());
            assertEquals("set-1", inbox.due());
            assertTrue(lane.connected.size() > 2, "it was to break a few times");
            assertTrue(inbox.begun.stream().anyMatch(offset -> offset > 0), inbox.begun.toString());
            assertEquals(Files.size(file), inbox.bytes.get(), "no byte is written twice");
        }
    }

    @Test
    void aLaneThatStartsAnewGoesOnWhereItWas() throws Exception {
        AtomicLong sent = new AtomicLong();
        server = new StationServer(settings, new TacVerifier(PurseKeys.TEST)::verify, LinkClock.system(), new StationFaults() {
            @Override
            public boolean loseAcknowledgement(String lane, long lastSequence) {
                return false;
            }

            @Override
            public boolean breakAfterChunk(String lane, long offset) {
                return sent.incrementAndGet() == 3;
            }
        });
        int port = server.start();
        Path file = pack(1, 200_000);
        CompletableFuture<ParameterResult> coming;
        try (LaneRig lane = LaneRig.started(port, laneTls, journal, inbox)) {
            coming = server.deliverPackage(Entries.LANE, file);
            Await.until("begun", () -> inbox.bytes.get() > 0);
        }
        long before = inbox.bytes.get();
        inbox = inbox();
        try (LaneRig lane = LaneRig.started(port, laneTls, journal, inbox)) {
            assertTrue(result(coming).getAccepted());
            assertEquals("set-1", inbox.due());
            assertTrue(inbox.begun.getFirst() >= before || before == Files.size(file), inbox.begun + " after " + before);
        }
    }

    @Test
    void aPackageForALaneThatIsAwayWaitsForIt() throws Exception {
        int port = server.start();
        CompletableFuture<ParameterResult> first = server.deliverPackage(Entries.LANE, pack(1, 3));
        CompletableFuture<ParameterResult> second = server.deliverPackage(Entries.LANE, pack(2, 3));
        try (LaneRig lane = LaneRig.started(port, laneTls, journal, inbox)) {
            assertTrue(result(first).getAccepted());
            assertTrue(result(second).getAccepted());
            assertEquals("set-2", inbox.due());
        }
    }

    @Test
    void whatIsWrongIsToldToTheStationAndTheSetInForceStays() throws Exception {
        try (LaneRig lane = LaneRig.started(server.start(), laneTls, journal, inbox)) {
            assertTrue(result(server.deliverPackage(Entries.LANE, pack(5, 3))).getAccepted());
            assertEquals("set-5", inbox.due());
            ParameterResult older = result(server.deliverPackage(Entries.LANE, pack(4, 3)));
            assertFalse(older.getAccepted());
            assertTrue(older.getProblems(0).contains("is not newer"), older.toString());
            byte[] flipped = Files.readAllBytes(pack(6, 3));
            flipped[flipped.length - 1500] ^= 1;
            ParameterResult damaged = result(server.deliverPackage(Entries.LANE, Files.write(directory.resolve("f.etcp"), flipped)));
            assertTrue(damaged.getProblems(0).contains("SHA-256"), damaged.toString());
            key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            ParameterResult foreign = result(server.deliverPackage(Entries.LANE, pack(7, 3)));
            assertTrue(foreign.getProblems(0).contains("none of the trusted keys"), foreign.toString());
            assertEquals("set-5", inbox.due());
            Await.until("lane's event", () -> lane.security.stream().anyMatch(one -> one.contains("trusted keys")));
            Await.until("station's event", () -> server.ledger().securityEvents().stream()
                    .anyMatch(event -> event.code().equals("LANE_REPORT") && event.detail().contains("trusted keys")));
            assertEquals(StationStatus.State.UP, lane.link.status().state());
            assertEquals(1, lane.connected.size());
        }
    }

    @Test
    void offersThatCannotBeGoodAreNotWanted() throws Exception {
        try (LaneRig lane = LaneRig.started(server.start(), laneTls, journal, inbox)) {
            Await.until("up", () -> server.connectedLanes().contains(Entries.LANE));
            byte[] table = "etclane-rate-table,1\n".getBytes(StandardCharsets.UTF_8);
            String sha256 = RateTableFile.sha256(table);
            assertTrue(result(server.offer(Entries.LANE, ParameterKind.RATE_TABLE, "x", sha256, table)).getProblems(0).contains("unsigned"));
            assertTrue(result(server.offer(Entries.LANE, ParameterKind.PARAMETER_PACKAGE, "x", "no hash", table)).getProblems(0).contains("sha256"));
            assertTrue(result(server.offer(Entries.LANE, ParameterKind.PARAMETER_PACKAGE, "x", sha256, new byte[9 << 20])).getProblems(0)
                    .contains("allowed 1 to"));
            assertFalse(result(server.offer(Entries.LANE, ParameterKind.PARAMETER_PACKAGE, "x", sha256, table)).getAccepted(), "no package at all");
        }
    }
}
