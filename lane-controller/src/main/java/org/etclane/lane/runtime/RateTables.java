package org.etclane.lane.runtime;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.etclane.lane.parameters.RateTable;
import org.etclane.lane.parameters.RateTableFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rate tables that the lane holds: the configured one and those delivered by the station, as files. In force is the one with
 * the latest effective time that has come. A delivered file is written beside, synced and renamed, so that a crash leaves the
 * old or the new one. Thread: the caller's; the housekeeping thread and the station's outbox thread take turns by the lock of
 * the folder's rename.
 */
final class RateTables {
    private static final Logger LOG = LoggerFactory.getLogger(RateTables.class);

    private final Path configured;
    private final Path folder;

    RateTables(Path configured, Path folder) {
        this.configured = configured;
        this.folder = folder;
    }

    /** Every good table on disk, by effective time. Bad files are left alone and reported. */
    List<RateTable> all() {
        List<RateTable> tables = new ArrayList<>();
        read(configured).ifPresent(tables::add);
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(f -> f.getFileName().toString().startsWith("rates-")).sorted().forEach(f -> read(f).ifPresent(tables::add));
            } catch (IOException unreadable) {
                LOG.error("cannot list {}: {}", folder, unreadable.toString());
            }
        }
        tables.sort(Comparator.comparingLong(RateTable::effectiveAtMillis));
        return tables;
    }

    /** The table in force at this time; when none has come into force yet, the earliest. */
    Optional<RateTable> inForce(List<RateTable> tables, long wallMillis) {
        Optional<RateTable> latest = tables.stream().filter(t -> t.effectiveAtMillis() <= wallMillis).reduce((_, later) -> later);
        return latest.isPresent() ? latest : tables.stream().findFirst();
    }

    /** Keeps a table that was delivered whole and good. @return why it cannot be kept */
    Optional<String> keep(RateTable table, byte[] file) {
        Path target = folder.resolve("rates-" + table.sha256() + ".csv");
        Path half = folder.resolve("incoming-" + table.sha256());
        try {
            Files.createDirectories(folder);
            Files.write(half, file);
            try (FileChannel channel = FileChannel.open(half, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(half, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
            return Optional.empty();
        } catch (IOException failed) {
            LOG.error("cannot keep rate table {}: {}", table.version(), failed.toString());
            return Optional.of("cannot be written: " + failed.getMessage());
        }
    }

    private static Optional<RateTable> read(Path file) {
        try {
            return switch (RateTableFile.parse(Files.readAllBytes(file))) {
                case RateTableFile.Result.Good(RateTable table) -> Optional.of(table);
                case RateTableFile.Result.Bad bad -> {
                    LOG.error("rate table {} is not used: {}", file, bad);
                    yield Optional.empty();
                }
            };
        } catch (IOException unreadable) {
            LOG.error("rate table {} cannot be read: {}", file, unreadable.toString());
            return Optional.empty();
        }
    }
}
