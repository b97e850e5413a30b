package org.etclane.sim.station;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.etclane.lane.core.JournalEntry;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.journal.Journal;
import org.etclane.lane.journal.JournalOpener;
import org.etclane.lane.journal.JournalSettings;
import org.etclane.lane.station.LinkClock;
import org.etclane.lane.station.TlsFiles;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.psam.TacVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lane's real journal on disk, the link and the station together. */
class JournalUploadIT {
    @TempDir
    Path directory;
    private final AtomicLong durable = new AtomicLong();
    private final AtomicReference<Runnable> wake = new AtomicReference<>(() -> { });
    private final List<Long> forStation = new ArrayList<>();
    private long ticket;

    private Journal open() {
        Journal journal = assertInstanceOf(JournalOpener.Ready.class,
                JournalOpener.open(directory.resolve("lane"), JournalSettings.defaults(), new Journal.Listener() {
                    @Override
                    public void durable(long upTo, long syncNanos) {
                        durable.set(upTo);
                        wake.get().run();
                    }

                    @Override
                    public void rejected(long refused, String reason) {
                        throw new AssertionError(reason);
                    }

                    @Override
                    public void failed(String reason) {
                        throw new AssertionError(reason);
                    }
                })).journal();
        journal.recover(0);
        return journal;
    }

    private void append(Journal journal, JournalEntry entry) {
        ticket++;
        if (!(entry instanceof JournalEntry.Intended)) {
            forStation.add(ticket);
        }
        assertTrue(journal.append(ticket, entry));
    }

    private void traffic(Journal journal, int first, int count) {
        for (int number = first; number < first + count; number++) {
            append(journal, Entries.intended(number, LaneKind.EXIT, 100 + number));
            append(journal, Entries.settled(number, LaneKind.EXIT, 100 + number));
            append(journal, Entries.refused(number));
            long last = ticket;
            Await.until("durable", () -> durable.get() >= last);
        }
    }

    @Test
    void linkDownForTheRunThenUpThenLaneAndStationRestartedAllRecordsOnceAndInOrder() {
        TestCertificates certificates = TestCertificates.in(directory.resolve("tls"), Instant.now());
        TlsFiles laneTls = certificates.lane(Entries.LANE);
        AtomicInteger uploads = new AtomicInteger();
        StationServerSettings settings = StationServerSettings.onLoopback(certificates.station(), Set.of(Entries.LANE),
                "jdbc:h2:" + directory.resolve("station"));
        int port;
        try (StationServer reserve = new StationServer(settings, new TacVerifier(PurseKeys.TEST)::verify)) {
            port = reserve.start();
        }
        try (StationServer station = new StationServer(settings.withPort(port), new TacVerifier(PurseKeys.TEST)::verify,
                LinkClock.system(), (lane, last) -> uploads.incrementAndGet() % 4 == 0)) {
            String ledger;
            try (Journal journal = open(); LaneRig lane = LaneRig.started(port, laneTls, journal)) {
                wake.set(lane.link::wake);
                traffic(journal, 1, 60);
                ledger = journal.ledgerId();
                assertEquals(List.of(), station.ledger().sequences(Entries.LANE, ledger));
                station.start();
                Await.until("half of it", () -> station.ledger().sequences(Entries.LANE, ledger).size() > 60);
            }
            // the lane has stopped in the middle of the upload, the station goes too
            station.stop();
            wake.set(() -> { });
            try (Journal journal = open(); LaneRig lane = LaneRig.started(port, laneTls, journal)) {
                wake.set(lane.link::wake);
                traffic(journal, 61, 20);
                station.start();
                traffic(journal, 81, 20);
                Await.until("all acknowledged on disk", () -> journal.statistics().pendingForStation() == 0);
                assertEquals(ledger, journal.ledgerId());
            }
            assertEquals(forStation, station.ledger().sequences(Entries.LANE, ledger));
            LedgerSummary summary = station.summary();
            assertEquals(100, summary.settled());
            assertEquals(100 * 100 + 5050, summary.settledExitFen());
            assertEquals(100, summary.tacGood());
            assertEquals(0, summary.conflicts());
        }
    }
}
