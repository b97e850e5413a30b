package org.etclane.sim.bench.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.etclane.device.gpio.GpioCodec;
import org.etclane.device.gpio.GpioFrame;
import org.etclane.device.gpio.GpioRole;
import org.etclane.sim.bench.Bench;
import org.etclane.sim.host.ChunkLink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over a real socket, with a chip of the test's own. */
class GpioWiresTest {
    private static final Map<GpioRole, Integer> LINES = Map.of(GpioRole.TRIGGER_LOOP, 0, GpioRole.ARM_UP, 2, GpioRole.RAISE, 16,
            GpioRole.CANOPY_GREEN, 20);

    private final Chip chip = new Chip();
    private final LinkedBlockingQueue<GpioFrame> toRoad = new LinkedBlockingQueue<>();
    private Socket road;
    private Socket machine;
    private GpioWires wires;

    private static final class Chip implements ChipLines {
        final Map<Integer, Boolean> levels = new ConcurrentHashMap<>();
        final Map<Integer, Boolean> pulls = new ConcurrentHashMap<>();
        volatile boolean away;

        @Override
        public boolean high(int line) throws IOException {
            look();
            return levels.getOrDefault(line, false);
        }

        @Override
        public void pull(int line, boolean up) throws IOException {
            look();
            pulls.put(line, up);
        }

        private void look() throws IOException {
            if (away) {
                throw new IOException("no such device");
            }
        }
    }

    @BeforeEach
    void join() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            machine = new Socket(server.getInetAddress(), server.getLocalPort());
            road = server.accept();
        }
        wires = new GpioWires(chip, LINES, machine.getInputStream(), machine.getOutputStream());
        wires.start();
        Thread.ofPlatform().daemon().start(this::hear);
    }

    /** Each frame behind its length. */
    private void hear() {
        try {
            DataInputStream in = new DataInputStream(road.getInputStream());
            while (true) {
                byte[] frame = in.readNBytes(in.readUnsignedShort());
                GpioCodec.decode(frame, frame.length, new GpioCodec.Output() {
                    @Override
                    public void frame(GpioFrame heard) {
                        toRoad.add(heard);
                    }

                    @Override
                    public void malformed(byte[] raw, String reason) {
                        throw new AssertionError(reason + " " + Arrays.toString(raw));
                    }
                });
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    @AfterEach
    void close() throws IOException {
        wires.close();
        road.close();
        machine.close();
    }

    private void fromRoad(GpioFrame... frames) throws IOException {
        OutputStream out = road.getOutputStream();
        for (GpioFrame frame : frames) {
            for (byte b : ChunkLink.framed(GpioCodec.encode(frame))) {
                out.write(b); // in the smallest pieces
                out.flush();
            }
        }
    }

    private void expect(GpioFrame... frames) throws InterruptedException {
        for (GpioFrame frame : frames) {
            assertEquals(frame, toRoad.poll(10, TimeUnit.SECONDS));
        }
    }

    private static void eventually(String what, java.util.function.BooleanSupplier condition) throws InterruptedException {
        assertTrue(Bench.await(condition, Duration.ofSeconds(10)), what);
    }

    @Test
    void asksForContactsAndTellsOutputsAtFirst() throws InterruptedException {
        assertEquals(new GpioFrame.ReadLevels(), toRoad.poll(10, TimeUnit.SECONDS));
        expect(new GpioFrame.Drive(GpioRole.RAISE, false), new GpioFrame.Drive(GpioRole.CANOPY_GREEN, false));
    }

    @Test
    void contactsOfTheRoadBecomePulls() throws IOException, InterruptedException {
        fromRoad(new GpioFrame.Level(GpioRole.TRIGGER_LOOP, true, 5), new GpioFrame.Level(GpioRole.RAISE, true, 5),
                new GpioFrame.Edge(GpioRole.ARM_UP, true, 6), new GpioFrame.Edge(GpioRole.ARM_DOWN, true, 6));
        eventually("both pulled", () -> chip.pulls.equals(Map.of(0, true, 2, true))); // outputs are not pulled, ARM_DOWN is not wired
        fromRoad(new GpioFrame.EdgesLost(GpioRole.TRIGGER_LOOP, false, 7));
        eventually("released", () -> !chip.pulls.get(0));
    }

    @Test
    void levelsOfOutputsGoOutWhenTheyChange() throws InterruptedException {
        asksForContactsAndTellsOutputsAtFirst();
        chip.levels.put(16, true);
        expect(new GpioFrame.Drive(GpioRole.RAISE, true));
        chip.levels.put(20, true);
        chip.levels.put(16, false);
        GpioFrame first = toRoad.poll(10, TimeUnit.SECONDS);
        GpioFrame second = toRoad.poll(10, TimeUnit.SECONDS);
        assertEquals(java.util.Set.of(new GpioFrame.Drive(GpioRole.RAISE, false), new GpioFrame.Drive(GpioRole.CANOPY_GREEN, true)),
                java.util.Set.of(first, second));
        assertEquals(null, toRoad.poll(150, TimeUnit.MILLISECONDS), "nothing more while nothing changes");
    }

    @Test
    void aChipThatComesBackIsPulledAsBefore() throws IOException, InterruptedException {
        asksForContactsAndTellsOutputsAtFirst();
        chip.away = true;
        fromRoad(new GpioFrame.Edge(GpioRole.TRIGGER_LOOP, true, 1));
        eventually("noticed", () -> !chip.pulls.containsKey(0));
        assertEquals(null, toRoad.poll(300, TimeUnit.MILLISECONDS), "nothing is told of a chip that is away");
        chip.away = false;
        eventually("pulled anew", () -> chip.pulls.getOrDefault(0, false));
    }

    @Test
    void strikesOnceWhenTheOutputRisesAndLeavesItHigh() throws InterruptedException {
        asksForContactsAndTellsOutputsAtFirst();
        CountDownLatch struck = new CountDownLatch(2);
        wires.strikeAtRise(GpioRole.RAISE, struck::countDown);
        chip.levels.put(16, true);
        expect(new GpioFrame.Drive(GpioRole.RAISE, true));
        assertEquals(1, struck.getCount());
        assertTrue(chip.pulls.get(16));
        chip.levels.put(16, false);
        expect(new GpioFrame.Drive(GpioRole.RAISE, false));
        chip.levels.put(16, true);
        expect(new GpioFrame.Drive(GpioRole.RAISE, true));
        assertEquals(1, struck.getCount(), "only once");
    }

    @Test
    void theChipsFilesAreReadAndWritten(@TempDir Path folder) throws IOException {
        Path line = Files.createDirectories(folder.resolve("sim_gpio3"));
        Files.writeString(line.resolve("value"), "1\n");
        Files.createFile(line.resolve("pull"));
        SysfsLines lines = new SysfsLines(folder);
        assertTrue(lines.high(3));
        Files.writeString(line.resolve("value"), "0\n");
        assertEquals(false, lines.high(3));
        lines.pull(3, true);
        assertEquals("pull-up", Files.readString(line.resolve("pull")));
        assertThrows(IOException.class, () -> lines.high(4));
        assertEquals(false, lines.high(3), "opened anew after a failure");
    }
}
