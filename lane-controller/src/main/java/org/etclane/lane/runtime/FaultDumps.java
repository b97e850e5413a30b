package org.etclane.lane.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.etclane.device.link.LinkTrace;
import org.etclane.device.link.LinkTrace.Direction;
import org.etclane.device.trace.PcapngWriter;
import org.etclane.device.trace.TraceWords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what went over a device's line before it failed, as a file for Wireshark in {@code trace/} of the lane's data folder:
 * {@code io-00007-20261120-221513.pcapng}. Of each device the last {@value #FILES} files stay, each of at most {@value #MOST_BYTES} bytes;
 * they are readable for the lane's user only, because they hold what cards and OBUs said.
 *
 * <p>Whoever reports a fault only leaves word: reading the ring, explaining it and writing are the executor's, and of one device at most one
 * dump waits. A device that fails again within {@value #REST_MS} ms of its last dump gets no other one.
 */
final class FaultDumps {
    static final int FILES = 8;
    static final int MOST_BYTES = 512 * 1024;
    static final long REST_MS = 10_000;
    private static final String ENDING = ".pcapng";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    private static final Logger LOG = LoggerFactory.getLogger(FaultDumps.class);

    private final Path folder;
    private final ZoneId zone;
    private final Ticks ticks;
    private final WallClock wall;
    private final Executor writer;
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final Map<String, Path> latest = new ConcurrentHashMap<>();
    /** Writer's thread only. */
    private final Map<String, Long> lastNanos = new ConcurrentHashMap<>();

    /** @param writer runs one task at a time, none of them on a device's thread or the lane loop */
    FaultDumps(Path folder, ZoneId zone, Ticks ticks, WallClock wall, Executor writer) {
        this.folder = folder;
        this.zone = zone;
        this.ticks = ticks;
        this.wall = wall;
        this.writer = writer;
    }

    /** The device has failed just now. Any thread; returns at once. */
    void failed(Wiring.Device device, String cause) {
        if (waiting.add(device.name())) {
            try {
                writer.execute(() -> dump(device, cause));
            } catch (RejectedExecutionException stopping) {
                LOG.debug("device {} has failed while the lane stops: no dump", device.name());
            }
        }
    }

    /** The last dump of a device that this process has written. */
    Optional<Path> latest(String device) {
        return Optional.ofNullable(latest.get(device));
    }

    private void dump(Wiring.Device device, String cause) {
        waiting.remove(device.name());
        long nowNanos = ticks.nanos();
        Long last = lastNanos.get(device.name());
        if (last != null && nowNanos - last < REST_MS * 1_000_000) {
            return;
        }
        try {
            List<LinkTrace.Entry> entries = TraceWords.explained(device.agent().trace().recent(), device.reader());
            if (entries.stream().allMatch(entry -> entry.direction() == Direction.NOTE)) {
                return; // nothing was ever said on this line
            }
            lastNanos.put(device.name(), nowNanos);
            Path file = write(device, cause, entries, nowNanos);
            latest.put(device.name(), file);
            LOG.info("device {} has failed; what went over its line before is in {}", device.name(), file);
        } catch (IOException | RuntimeException cannot) { // a dump is a help and must never be what breaks the lane
            LOG.warn("device {} has failed, and what went over its line cannot be kept in {}: {}", device.name(), folder, cannot.getMessage());
        }
    }

    private Path write(Wiring.Device device, String cause, List<LinkTrace.Entry> entries, long nowNanos) throws IOException {
        createFolder();
        String name = "%s-%05d-%s".formatted(device.name(), lastNumber(device.name()) + 1,
                STAMP.format(Instant.ofEpochMilli(wall.millis()).atZone(zone)));
        Path part = folder.resolve(device.name() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(part, file(device, cause, entries, wall.millis() * 1_000_000 - nowNanos));
        Path file = Files.move(part, folder.resolve(name + ENDING), StandardCopyOption.ATOMIC_MOVE);
        List<Path> all = ofDevice(device.name());
        for (Path old : all.subList(0, Math.max(0, all.size() - FILES))) {
            Files.delete(old);
        }
        return file;
    }

    /** The newest entries that fit. */
    private static byte[] file(Wiring.Device device, String cause, List<LinkTrace.Entry> entries, long wallOfZeroNanos) {
        List<LinkTrace.Entry> kept = entries;
        byte[] file;
        do {
            file = PcapngWriter.write(device.name(), device.type() + " on " + device.agent().description() + ", failed: " + cause,
                    TraceWords.packets(kept, wallOfZeroNanos));
            kept = kept.subList((kept.size() + 1) / 2, kept.size());
        } while (file.length > MOST_BYTES && !kept.isEmpty());
        return file;
    }

    private void createFolder() throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** In the order of their numbers, which a clock that is set back does not disturb. */
    private List<Path> ofDevice(String device) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> number(device, file) > 0).sorted((a, b) -> Long.compare(number(device, a), number(device, b))).toList();
        }
    }

    private long lastNumber(String device) throws IOException {
        List<Path> all = ofDevice(device);
        return all.isEmpty() ? 0 : number(device, all.getLast());
    }

    /** 0 for a file of somebody else. */
    private static long number(String device, Path file) {
        String name = file.getFileName().toString();
        return name.matches(device + "-\\d{5,9}-\\d{8}-\\d{6}\\" + ENDING) ? Long.parseLong(name.substring(device.length() + 1).split("-")[0]) : 0;
    }
}
