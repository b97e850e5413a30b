package org.etclane.sim.station;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.station.LinkClock;
import org.etclane.lane.station.StationCommand;
import org.etclane.lane.station.StationStatus;
import org.etclane.lane.station.TlsFiles;
import org.etclane.lane.station.v1.CloseLane;
import org.etclane.lane.station.v1.Command;
import org.etclane.lane.station.v1.CommandResult;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.psam.TacVerifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lane and reference station over real TLS on loopback. */
class StationLinkIT {
    private static final TacCheck TACS = new TacVerifier(PurseKeys.TEST)::verify;

    @TempDir
    Path directory;
    private TestCertificates certificates;
    private TlsFiles laneTls;
    private StationServerSettings settings;
    private StationServer server;
    private final String ledger = UUID.randomUUID().toString();
    private final MemoryJournal journal = new MemoryJournal(ledger);

    @BeforeEach
    void certificates() {
        certificates = TestCertificates.in(directory.resolve("tls"), Instant.now());
        laneTls = certificates.lane(Entries.LANE);
        settings = StationServerSettings.onLoopback(certificates.station(), Set.of(Entries.LANE),
                "jdbc:h2:" + directory.resolve("station"));
        server = new StationServer(settings, TACS);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void assertAllArrivedOnceInOrder() {
        Await.until("all records acknowledged", () -> journal.statistics().pendingForStation() == 0);
        assertEquals(journal.forStation(), server.ledger().sequences(Entries.LANE, ledger));
        assertEquals(0, server.summary().conflicts());
    }

    @Test
    void recordsArriveWithTheirFactsAndTheirTacIsGood() {
        Entries.traffic(journal, 1, 20);
        journal.append(0, Entries.intended(90, LaneKind.ENTRY, 0));
        journal.append(0, Entries.settled(90, LaneKind.ENTRY, 0, ""));
        Entries.others(91).forEach(entry -> journal.append(0, entry));
        try (LaneRig lane = LaneRig.started(server.start(), laneTls, journal)) {
            assertAllArrivedOnceInOrder();
            LedgerSummary summary = server.summary();
            assertEquals(21, summary.settled());
            assertEquals(20 * 100 + 210, summary.settledExitFen());
            assertEquals(20, summary.tacGood());
            assertEquals(0, summary.tacBad());
            LedgerRow first = server.ledger().transactions().getFirst();
            assertEquals("37011601233233444455", first.cardNumber());
            assertEquals(1, first.cardSerial());
            assertEquals(LedgerRow.State.SETTLED, first.state());
            assertEquals(List.of(), lane.security);
        }
    }

    @Test
    void newRecordsAreSentWhenTheLinkIsWoken() {
        try (LaneRig lane = LaneRig.started(server.start(), laneTls, journal)) {
            Await.until("up", () -> lane.link.status().state() == StationStatus.State.UP);
            for (int number = 1; number <= 30; number++) {
                Entries.traffic(journal, number, 1);
                lane.link.wake();
            }
            assertAllArrivedOnceInOrder();
            assertEquals(journal.forStation().getLast(), lane.link.status().acknowledgedSequence());
        }
    }

    @Test
    void nothingNewMeansNoPollingFasterThanStated() throws Exception {
        try (LaneRig lane = LaneRig.started(server.start(), laneTls, journal)) {
            Await.until("up", () -> lane.link.status().state() == StationStatus.State.UP);
            int before = journal.outboxCalls();
            long from = System.nanoTime();
            Await.until("two polls", () -> journal.outboxCalls() >= before + 3);
            assertTrue(System.nanoTime() - from >= TimeUnit.MILLISECONDS.toNanos(1900), "3 polls of 1 s need more than 1.9 s");
        }
    }

    @Test
    void linkDownForTheWholeRunThenUpDeliversEverythingOnceAndInOrder() {
        int port = server.start();
        server.stop();
        server = new StationServer(settings.withPort(port), TACS);
        try (LaneRig lane = LaneRig.started(port, laneTls, journal)) {
            for (int number = 1; number <= 500; number++) {
                Entries.traffic(journal, number, 1);
                lane.link.wake();
            }
            Await.until("waiting", () -> lane.link.status().state() == StationStatus.State.WAITING);
            Await.until("all of them counted: the outbox is read on a thread of its own", () -> lane.link.status().pendingRecords() == 571);
            assertEquals(0, server.ledger().sequences(Entries.LANE, ledger).size());
            server.start();
            assertAllArrivedOnceInOrder();
            assertEquals(0, server.summary().redelivered());
            assertEquals(1, lane.connected.size());
        }
    }

    @Test
    void crashBetweenCommitAndAcknowledgementIsAnsweredWithExists() {
        AtomicInteger uploads = new AtomicInteger();
        server = new StationServer(settings, TACS, LinkClock.system(), (lane, last) -> uploads.incrementAndGet() % 3 == 1);
        Entries.traffic(journal, 1, 100);
        try (LaneRig lane = LaneRig.started(server.start(), laneTls, journal)) {
            assertAllArrivedOnceInOrder();
            assertTrue(server.summary().redelivered() >= 16, "the first upload came twice");
            assertEquals(100, server.summary().settled());
            assertTrue(lane.connected.size() >= 2);
        }
    }

    @Test
    void stationStoppedAndStartedAgainOnTheSameDatabaseGoesOn() {
        Entries.traffic(journal, 1, 50);
        int port = server.start();
        try (LaneRig lane = LaneRig.started(port, laneTls, journal)) {
            Await.until("first part", () -> journal.statistics().pendingForStation() == 0);
            server.stop();
            Await.until("link lost", () -> lane.link.status().state() != StationStatus.State.UP);
            Entries.traffic(journal, 51, 50);
            server = new StationServer(settings.withPort(port), TACS);
            server.start();
            assertAllArrivedOnceInOrder();
            assertEquals(100, server.summary().settled());
        }
    }

    @Test
    void laneThatForgotItsAcknowledgementsSendsAgainAndNothingDoubles() {
        Entries.traffic(journal, 1, 50);
        int port = server.start();
        try (LaneRig lane = LaneRig.started(port, laneTls, journal)) {
            Await.until("all", () -> journal.statistics().pendingForStation() == 0);
        }
        journal.forgetAcknowledgement(10);
        try (LaneRig lane = LaneRig.started(port, laneTls, journal)) {
            assertAllArrivedOnceInOrder();
            assertTrue(server.summary().redelivered() > 40);
            assertEquals(50, server.summary().settled());
        }
    }

    @Test
    void unknownOutcomesAreResolvedOnceAndContradictionsAreKeptAside() {
        for (int number = 1; number <= 5; number++) {
            journal.append(0, Entries.intended(number, LaneKind.EXIT, 500));
        }
        journal.append(0, Entries.unknown(1));
        journal.append(0, Entries.settled(1, LaneKind.EXIT, 500));
        journal.append(0, Entries.unknown(2));
        journal.append(0, Entries.notDebited(2));
        journal.append(0, Entries.unknown(3));
        journal.append(0, Entries.reconciliation(3, 500));
        journal.append(0, Entries.unknown(4));
        journal.append(0, Entries.settled(5, LaneKind.EXIT, 500, "00000000"));
        journal.append(0, Entries.settled(5, LaneKind.EXIT, 700));
        journal.append(0, Entries.refused(6));
        try (LaneRig lane = LaneRig.started(server.start(), laneTls, journal)) {
            Await.until("all", () -> journal.statistics().pendingForStation() == 0);
            LedgerSummary summary = server.summary();
            assertEquals(5, summary.transactions());
            assertEquals(2, summary.settled());
            assertEquals(1000, summary.settledExitFen());
            assertEquals(1, summary.notDebited());
            assertEquals(1, summary.reconciliation());
            assertEquals(1, summary.unknown());
            assertEquals(1, summary.conflicts());
            assertEquals(1, summary.tacGood());
            assertEquals(1, summary.tacBad());
            Await.until("the lane hears of the conflict",
                    () -> lane.security.stream().anyMatch(one -> one.contains("record 14")));
            assertTrue(summary.text().contains("1 kept aside"));
        }
    }

    @Test
    void commandsAreCarriedOutOnceAndNotKeptForLater() throws Exception {
        try (LaneRig lane = LaneRig.started(server.start(), laneTls, journal)) {
            Await.until("up", () -> server.connectedLanes().contains(Entries.LANE));
            assertTrue(server.openLane(Entries.LANE, "shift leader", "start of shift").get(30, TimeUnit.SECONDS).getDone());
            Command close = Command.newBuilder().setCommandId("c-1").setOperator("shift leader")
                    .setCloseLane(CloseLane.newBuilder().setReason("accident")).build();
            CommandResult first = server.sendCommand(Entries.LANE, close).get(30, TimeUnit.SECONDS);
            assertEquals(first, server.sendCommand(Entries.LANE, close).get(30, TimeUnit.SECONDS));
            assertEquals(2, lane.commands.size());
            assertEquals(new StationCommand.CloseLane("c-1", "shift leader", "accident"), lane.commands.get(1));
            assertFalse(server.closeLane(Entries.LANE, "x", " ").get(30, TimeUnit.SECONDS).getDone());
            assertEquals(2, lane.commands.size());
        }
        Await.until("gone", () -> server.connectedLanes().isEmpty());
        assertThrows(ExecutionException.class, () -> server.openLane(Entries.LANE, "x", "late").get(30, TimeUnit.SECONDS));
    }

    @Test
    void clockOffsetIsMeasuredAndHeartbeatShowsTheLane() {
        int port = server.start();
        LinkClock slow = new LinkClock(() -> System.currentTimeMillis() - 90_000, System::nanoTime);
        try (LaneRig lane = new LaneRig(LaneRig.settings(port, Entries.LANE, laneTls), journal, slow)) {
            lane.link.start();
            Await.until("offset", () -> lane.link.status().clockOffsetMs().isPresent());
            OptionalLong offset = lane.link.status().clockOffsetMs();
            assertEquals(90_000, offset.getAsLong(), 1000);
            Await.until("told", () -> server.lastHeartbeat(Entries.LANE).filter(beat -> beat.getClockOffsetKnown()).isPresent());
            var beat = server.lastHeartbeat(Entries.LANE).orElseThrow();
            assertEquals("OPEN", beat.getLaneMode());
            assertEquals("rsu", beat.getDevices(0).getDevice());
            assertEquals("2026-04", beat.getParameters(0).getVersion());
            assertEquals("RSU_DOWN", beat.getAlarms(0));
        }
    }

    @Test
    void aSecondConnectionOfTheSameLaneReplacesTheFirst() {
        int port = server.start();
        try (LaneRig first = LaneRig.started(port, laneTls, journal)) {
            Await.until("up", () -> first.link.status().state() == StationStatus.State.UP);
            try (LaneRig second = LaneRig.started(port, laneTls, new MemoryJournal(ledger))) {
                Await.until("second up", () -> !second.connected.isEmpty());
                Await.until("first told", () -> first.security.stream().anyMatch(one -> one.contains("REPLACED")));
            }
        }
    }
}
