package org.etclane.sim.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etclane.sim.device.RsuSerialSimSettings;
import org.etclane.sim.device.RsuSerialSimulator;
import org.etclane.sim.device.RsuSimCommand;
import org.etclane.sim.device.RsuSimEvent;
import org.etclane.sim.device.RsuSimEvent.Ending;
import org.etclane.sim.host.EndpointHost;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.obu.RadioZone;
import org.etclane.sim.obu.SimObu;
import org.etclane.sim.psam.Psam;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.world.Arrival;
import org.etclane.sim.world.Scheduler;

/**
 * One host under measurement seen from its antenna: a simulated RSU on a pseudo-terminal of its own, whose zone holds one OBU
 * after another. Two of these with the same seed, settings and fleet spend the same times on air, dialogue by dialogue, as long
 * as no dialogue has to be repeated. Simulation's thread but for construction, start and close.
 */
final class LatencyHost implements RadioZone, AutoCloseable {
    private final Scheduler scheduler;
    private final Fleet fleet;
    private final List<Arrival> arrivals;
    private final Optional<LatencyRoad> road;
    private final EndpointHost<RsuSimCommand, RsuSimEvent> rsu;
    private final List<Long> samplesNanos = new ArrayList<>();
    private Optional<SimObu> inReach = Optional.empty();
    private int next;
    private int until;
    private long foundAtNanos;
    private int dialogues;
    private long violations;
    private Runnable searching = () -> { };
    private Runnable blockDone = () -> { };

    /** @param road when the host looks at loops too; else an OBU comes a fixed time after the one before */
    LatencyHost(String name, LatencySettings settings, Scheduler scheduler, Fleet fleet, List<Arrival> arrivals,
            Optional<LatencyRoad> road, Path port) throws IOException {
        this.scheduler = scheduler;
        this.fleet = fleet;
        this.arrivals = arrivals;
        this.road = road;
        rsu = EndpointHost.onPseudoTerminal(name, new RsuSerialSimulator(
                RsuSerialSimSettings.classic().withAirTimes(settings.air()), this,
                new Psam(PurseKeys.TEST, VirtualLane.PSAM_TERMINAL, 1), settings.seed()), port, LinePace.BAUD_115200_8N1, scheduler,
                this::heard);
    }

    /** @param onSearching on the simulation's thread, whenever the host has started the search */
    void start(Runnable onSearching) {
        scheduler.post(() -> searching = onSearching);
        rsu.start();
    }

    /** Presents the next OBUs, {@code count} at most. @param done on the simulation's thread, when all have been transacted */
    void run(int count, Runnable done) {
        until = Math.min(next + count, arrivals.size());
        blockDone = done;
        comeNext();
    }

    private void comeNext() {
        if (next == until) {
            blockDone.run();
            return;
        }
        Optional<SimObu> obu = fleet.obuOf(arrivals.get(next), Instant.now().getEpochSecond());
        foundAtNanos = 0;
        Runnable enter = () -> inReach = obu;
        road.ifPresentOrElse(r -> r.arrive(enter), () -> scheduler.at(scheduler.nowNanos() + 60_000_000L, enter));
    }

    private void heard(RsuSimEvent event) {
        switch (event) {
            case RsuSimEvent.SearchStarted _ -> searching.run();
            case RsuSimEvent.DialogueStarted d -> {
                // of a transaction that needed more than one dialogue, the first begins it
                foundAtNanos = foundAtNanos == 0 ? d.atNanos() : foundAtNanos;
                dialogues++;
            }
            case RsuSimEvent.ReleaseReceived r when r.succeeded() -> samplesNanos.add(r.atNanos() - foundAtNanos);
            case RsuSimEvent.DialogueEnded d when d.ending() == Ending.RELEASED -> {
                inReach = Optional.empty();
                next++;
                road.ifPresentOrElse(r -> r.leave(this::comeNext), () -> scheduler.at(scheduler.nowNanos() + 40_000_000L, this::comeNext));
            }
            case RsuSimEvent.LaneViolation _ -> violations++;
            case RsuSimEvent.Initialised _, RsuSimEvent.FaultChosen _, RsuSimEvent.StepReported _, RsuSimEvent.Debited _,
                 RsuSimEvent.EntryWritten _, RsuSimEvent.ProofFetched _, RsuSimEvent.ReleaseReceived _, RsuSimEvent.DialogueEnded _,
                 RsuSimEvent.Restarted _ -> { }
        }
    }

    @Override
    public List<SimObu> present() {
        return inReach.stream().toList();
    }

    @Override
    public boolean reachable(SimObu obu) {
        return inReach.filter(o -> o.id().equals(obu.id())).isPresent();
    }

    /** From B2 to release, in order of the vehicles. */
    List<Long> samplesNanos() {
        return List.copyOf(samplesNanos);
    }

    /** Dialogues beyond the one that each transaction needs. */
    int repeated() {
        return dialogues - next;
    }

    /** What the host did against the protocol. */
    long violations() {
        return violations;
    }

    int transacted() {
        return next;
    }

    @Override
    public void close() {
        rsu.close();
    }
}
