package org.etclane.lane.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.etclane.lane.core.LaneSettings;
import org.etclane.lane.journal.Journal;
import org.etclane.lane.journal.JournalOpener;
import org.etclane.lane.journal.JournalSettings;
import org.etclane.lane.parameters.RateTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives made-up vehicles through a {@link DryLane} and a scratch journal before the lane opens: the first real vehicle must not
 * pay in time for classes that are loaded and code that is compiled for it. Leaves nothing behind, reaches no device and not the
 * lane's own records. Whatever goes wrong is logged, and the lane starts cold.
 */
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    /** About five entries each: together they fit the journal's queue. */
    private static final int VEHICLES = 200;
    private static final long LONGEST_NANOS = 1_000_000_000L;
    private static final Journal.Listener NOBODY = new Journal.Listener() {
        @Override
        public void durable(long ticket, long syncNanos) {
            // nobody waits for it
        }

        @Override
        public void rejected(long ticket, String reason) {
            LOG.debug("scratch journal: {}", reason);
        }

        @Override
        public void failed(String reason) {
            LOG.debug("scratch journal: {}", reason);
        }
    };

    private final Ticks ticks;
    private final WallClock wall;

    WarmUp(Ticks ticks, WallClock wall) {
        this.ticks = ticks;
        this.wall = wall;
    }

    /**
     * Blocking, for a second or two; before anything else runs.
     *
     * @param rsu     the driver to go through
     * @param scratch folder on the disk of the records, made and removed here
     */
    void run(LaneSettings settings, RateTable rates, Supplier<Optional<DryRsu>> rsu, Path scratch) {
        long startedNanos = ticks.nanos();
        try {
            remove(scratch);
            int vehicles = drive(settings, rates, rsu.get(), scratch);
            remove(scratch);
            LOG.info("warmed up with {} made-up vehicles in {} ms", vehicles, (ticks.nanos() - startedNanos) / 1_000_000);
        } catch (IOException | RuntimeException | LinkageError cold) { // whatever it is, a cold lane is better than none
            LOG.warn("not warmed up: {}", cold.toString());
        }
    }

    private int drive(LaneSettings settings, RateTable rates, Optional<DryRsu> rsu, Path scratch) throws IOException {
        // nobody waits for this disk: entries count as durable at once, and the scratch journal writes them in large groups
        if (!(JournalOpener.open(scratch, JournalSettings.defaults(), NOBODY) instanceof JournalOpener.Ready ready)) {
            throw new IOException("no scratch journal in " + scratch);
        }
        try (Journal journal = ready.journal()) {
            DryLane lane = new DryLane(settings, rates, wall.millis(), rsu, journal::append);
            long untilNanos = ticks.nanos() + LONGEST_NANOS;
            while (lane.vehicles() < VEHICLES && ticks.nanos() < untilNanos) {
                lane.driveVehicle();
            }
            return lane.vehicles();
        }
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
