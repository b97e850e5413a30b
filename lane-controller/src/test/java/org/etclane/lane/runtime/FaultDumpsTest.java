package org.etclane.lane.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.etclane.device.DeviceCommand;
import org.etclane.device.link.LinkStatistics;
import org.etclane.device.link.LinkTrace;
import org.etclane.device.link.LinkTrace.Direction;
import org.etclane.device.link.RunningDevice;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.trace.LineReader;
import org.etclane.device.trace.PcapngReader;
import org.etclane.device.trace.TracedBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultDumpsTest {
    private static final long S = 1_000_000_000L;
    private static final long WALL = 1_795_204_800_000L;

    @TempDir
    Path data;
    private final Queue<Runnable> work = new ArrayDeque<>();
    private final LinkTrace trace = new LinkTrace(1_000);
    private final Wiring.Device io = device(DeviceKind.LANE_IO, trace, () -> Optional.of(new LineReader(
            piece -> List.of("says " + new String(piece, StandardCharsets.US_ASCII)), _ -> List.of())));
    private long nowNanos = 100 * S;
    private long wallMillis = WALL;

    private FaultDumps dumps() {
        return new FaultDumps(data.resolve("trace"), ZoneId.of("Asia/Shanghai"), () -> nowNanos, () -> wallMillis, work::add);
    }

    private static Wiring.Device device(DeviceKind kind, LinkTrace trace, Supplier<Optional<LineReader>> reader) {
        return new Wiring.Device(kind, "lc301", new Traced(trace), reader);
    }

    private void said(String text) {
        trace.record(nowNanos, Direction.IN, text.getBytes(StandardCharsets.US_ASCII), "");
    }

    private void runAll() {
        while (!work.isEmpty()) {
            work.poll().run();
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(data.resolve("trace"))) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static PcapngReader.Result.Trace read(Path file) throws IOException {
        return assertInstanceOf(PcapngReader.Result.Trace.class, PcapngReader.read(Files.readAllBytes(file)));
    }

    @Test
    void whatWasSaidBeforeIsInAFileWithItsMeaningAndForTheLanesUserOnly() throws IOException {
        FaultDumps dumps = dumps();
        said("hello");
        dumps.failed(io, "no status for 3000 ms");
        assertTrue(Files.notExists(data.resolve("trace")), "the device's thread writes nothing");
        nowNanos += S;
        wallMillis += 1_000;
        runAll();
        Path file = dumps.latest("io").orElseThrow();
        assertEquals("io-00001-20261121-040001.pcapng", file.getFileName().toString());
        TracedBytes packet = read(file).packets().getFirst();
        assertEquals("says hello", packet.comment());
        assertEquals("68656c6c6f", packet.bytes().hex());
        assertEquals(WALL * 1_000_000, packet.wallNanos());
        assertEquals("io", read(file).link());
        assertTrue(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).contains("lc301 on a wire, failed: no status for 3000 ms"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
    }

    @Test
    void ofOneDeviceOneDumpWaitsAndTheNextOneRests() throws IOException {
        FaultDumps dumps = dumps();
        said("a");
        IntStream.range(0, 1_000).forEach(_ -> dumps.failed(io, "flaps"));
        assertEquals(1, work.size());
        runAll();
        nowNanos += FaultDumps.REST_MS * 1_000_000 - 1;
        dumps.failed(io, "flaps");
        runAll();
        assertEquals(1, files().size());
        nowNanos += 1;
        dumps.failed(io, "flaps");
        dumps.failed(device(DeviceKind.RSU, trace, Optional::empty), "fails too");
        runAll();
        assertEquals(List.of("io-00001", "io-00002", "rsu-00001"), files().stream().map(name -> name.replaceFirst("-\\d{8}-.*", "")).toList());
    }

    @Test
    void theOldestGoesWhateverTheClockSaysAndWhatIsNotOursStays() throws IOException {
        Files.createDirectories(data.resolve("trace"));
        Files.writeString(data.resolve("trace/io-notes.txt"), "mine");
        said("a");
        for (int i = 0; i < 12; i++) {
            FaultDumps dumps = dumps(); // each time another process
            wallMillis -= 3_600_000;
            dumps.failed(io, "again");
            runAll();
        }
        List<String> files = files();
        assertEquals(FaultDumps.FILES + 1, files.size(), files::toString);
        assertTrue(files.getFirst().startsWith("io-00005-") && files.get(FaultDumps.FILES - 1).startsWith("io-00012-"), files::toString);
        assertEquals("io-notes.txt", files.getLast());
    }

    @Test
    void aFileIsBoundedByItsNewestEntries() throws IOException {
        String rubbish = "\u8f66".repeat(400);
        Wiring.Device wordy = device(DeviceKind.SCALE, trace, () -> Optional.of(new LineReader(_ -> List.of(rubbish), _ -> List.of(rubbish))));
        IntStream.range(0, LinkTrace.RECENT_ENTRIES).forEach(i -> trace.record(i, Direction.IN, new byte[] {(byte) i}, rubbish));
        FaultDumps dumps = dumps();
        dumps.failed(wordy, "talks too much");
        runAll();
        Path file = dumps.latest("scale").orElseThrow();
        assertTrue(Files.size(file) <= FaultDumps.MOST_BYTES, () -> "bytes: " + file.toFile().length());
        List<TracedBytes> packets = read(file).packets();
        assertTrue(packets.size() > 100, () -> "packets: " + packets.size());
        assertEquals("ff", packets.getLast().bytes().hex());
    }

    @Test
    void aLineOnWhichNothingWasSaidIsNoFile() {
        trace.record(1, Direction.NOTE, new byte[0], "down: /dev/ttyS9 does not exist");
        FaultDumps dumps = dumps();
        dumps.failed(io, "does not exist");
        runAll();
        assertTrue(dumps.latest("io").isEmpty());
        assertTrue(Files.notExists(data.resolve("trace")));
    }

    @Test
    void aFolderThatCannotBeMadeCostsTheDumpOnly() throws IOException {
        Files.writeString(data.resolve("trace"), "a file where the folder should be");
        said("a");
        FaultDumps dumps = dumps();
        dumps.failed(io, "x");
        runAll();
        assertTrue(dumps.latest("io").isEmpty());
        Files.delete(data.resolve("trace"));
        nowNanos += FaultDumps.REST_MS * 1_000_000;
        dumps.failed(io, "x");
        runAll();
        assertTrue(dumps.latest("io").isPresent());
    }

    private record Traced(LinkTrace trace) implements RunningDevice<DeviceCommand> {
        @Override
        public String name() {
            return "io";
        }

        @Override
        public void start() {
        }

        @Override
        public boolean offer(DeviceCommand command) {
            return false;
        }

        @Override
        public void restart(String cause) {
        }

        @Override
        public String description() {
            return "a wire";
        }

        @Override
        public LinkStatistics statistics() {
            throw new UnsupportedOperationException("not asked here");
        }

        @Override
        public void close() {
        }
    }
}
