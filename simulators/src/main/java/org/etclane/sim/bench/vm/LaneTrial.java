package org.etclane.sim.bench.vm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.etclane.lane.station.TlsFiles;
import org.etclane.sim.bench.Bench;
import org.etclane.sim.bench.BenchReport;
import org.etclane.sim.bench.LaneFiles;
import org.etclane.sim.bench.LaneJournal;
import org.etclane.sim.bench.Roadside;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.psam.TacVerifier;
import org.etclane.sim.station.StationServer;
import org.etclane.sim.station.StationServerSettings;

/**
 * A lane in the machine at work: road, devices and station outside, started and joined to it; at the end the ledgers compared.
 * Collects proofs. One thread.
 */
final class LaneTrial implements AutoCloseable {
    static final Duration READY = Duration.ofSeconds(150);
    private static final Duration PER_VEHICLE = Duration.ofSeconds(90);
    private static final Duration SETTLED = Duration.ofSeconds(120);

    private final LanePlan plan;
    private final Path run;
    private final GuestConnection guest;
    private final Roadside roadside;
    private final StationServer station;
    private final GuestLane lane;
    private final List<Proof> proofs = new ArrayList<>();
    private final Consumer<String> out;
    private int come;

    /**
     * @param run    folder for everything of this run
     * @param series of its OBUs and cards, see {@link org.etclane.sim.bench.Fleet}
     */
    LaneTrial(LanePlan plan, Path run, GuestConnection guest, TlsFiles stationTls, int stationPort, int series, Consumer<String> out)
            throws IOException {
        this.plan = plan;
        this.run = run;
        this.guest = guest;
        this.out = out;
        station = new StationServer(StationServerSettings.onLoopback(stationTls, Set.of(plan.config().lane().laneId()),
                "jdbc:h2:file:" + run.resolve("station-" + plan.name())).withPort(stationPort), new TacVerifier(PurseKeys.TEST)::verify);
        roadside = new Roadside(plan.traffic(), plan.config(), LaneFiles.rates(plan.config()), plan.wiring(), plan.cables(), series,
                line -> out.accept("  " + line));
        lane = new GuestLane(guest, plan.name(), plan.file(), plan.properties());
        station.start();
        roadside.start();
    }

    /** The lane process, for the first time or again; returns when it takes vehicles. @return its process id */
    long startLane() throws IOException, InterruptedException {
        long began = System.nanoTime();
        roadside.expectSearching();
        long pid = lane.start();
        if (!roadside.awaitSearching(READY) || !Bench.await(this::open, READY)) {
            throw new IOException("the lane does not take vehicles after " + READY.toSeconds() + " s; it says " + lane.ask("status"));
        }
        out.accept("  the lane on %s takes vehicles, %.0f s after its start".formatted(plan.name(), (System.nanoTime() - began) / 1e9));
        return pid;
    }

    /** Its devices answer, so that its outputs are what it wants them to be. */
    private boolean open() {
        JsonNode devices = lane.ask("devices");
        return !devices.isEmpty() && devices.valueStream().allMatch(device -> device.path("state").asText().equals("UP"))
                && lane.ask("status").path("lights").path("canopyGreen").asBoolean();
    }

    /** The next so many vehicles; returns at once. */
    void letCome(int vehicles) {
        come += vehicles;
        roadside.letCome(vehicles);
    }

    /** @return whether everybody who has come so far has left */
    boolean awaitGone() throws InterruptedException {
        long notYetCome = plan.traffic().vehicles() - come;
        return Bench.await(() -> roadside.outstanding() <= notYetCome, PER_VEHICLE.multipliedBy(Math.max(1, come)));
    }

    /** Until nothing waits for the station. */
    void awaitSettled() throws InterruptedException {
        Bench.await(() -> lane.ask("outbox").path("pending").asLong(1) == 0 && station.summary().unknown() == 0, SETTLED);
    }

    /** The ledgers. The lane must have stopped. */
    BenchReport report() throws IOException {
        Path journal = run.resolve("journal-" + plan.name());
        lane.fetchJournal(journal);
        Roadside.Outcome seen = roadside.outcome();
        seen.contacts().forEach(contact -> out.accept("  arm and vehicle: " + contact));
        return BenchReport.of(plan.traffic(), seen, roadside.outstanding(), LaneJournal.read(journal), station.ledger().transactions(), Optional.empty());
    }

    void proof(String what, boolean holds, String seen) {
        out.accept("  " + (holds ? "holds: " : "DOES NOT hold: ") + what);
        proofs.add(new Proof(plan.name(), what, holds, seen));
    }

    /** Of everything of this run. */
    Path folder() {
        return run;
    }

    LanePlan plan() {
        return plan;
    }

    GuestConnection guest() {
        return guest;
    }

    GuestLane lane() {
        return lane;
    }

    Roadside roadside() {
        return roadside;
    }

    List<Proof> proofs() {
        return List.copyOf(proofs);
    }

    /** Also brings the lane's log out, when it can still be had. */
    @Override
    public void close() {
        try {
            lane.fetchLog(run.resolve(plan.name() + ".log"));
        } catch (IOException noMore) {
            out.accept("  no log of the lane on " + plan.name() + ": " + noMore.getMessage());
        }
        roadside.close();
        station.close();
    }
}
