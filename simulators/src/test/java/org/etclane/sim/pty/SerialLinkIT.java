package org.etclane.sim.pty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.etclane.device.link.LinkTimes;
import org.etclane.device.link.SerialLink;
import org.etclane.device.link.SerialPorts;
import org.etclane.device.link.SerialSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The traps of serial ports, on real pseudo-terminals with the real library. Real time: that is the point here. */
class SerialLinkIT {
    private static final byte[] FRAME = {(byte) 0xFF, (byte) 0xFF, 0x00, 0x11, 0x13, 0x0A, 0x0D, 0x03, 0x04, 0x1A, 0x7F,
            (byte) 0xFF};

    @TempDir
    Path directory;
    private PseudoTerminal terminal;
    private final Queue<LinkTimes.Leg> legs = new ConcurrentLinkedQueue<>();
    private SerialLink link;
    private final HeardLink heard = new HeardLink();

    @BeforeEach
    void plugIn() throws IOException {
        assumeTrue(PseudoTerminal.supported(System.getProperty("os.name"), System.getProperty("os.arch")), "needs Linux");
        terminal = new PseudoTerminal(directory.resolve("rsu"));
        link = new SerialLink("rsu", settings(), (leg, nanos) -> legs.add(leg));
    }

    @AfterEach
    void pullOut() {
        link.close();
        terminal.close();
    }

    private SerialSettings settings() {
        return SerialSettings.parse(directory.resolve("rsu").toString(), "115200 8N1");
    }

    private byte[] readAtMaster(int count) {
        byte[] all = new byte[0];
        while (all.length < count) {
            byte[] chunk = terminal.read(terminal.generation(), 20_000);
            assertTrue(chunk != null && chunk.length > 0, "only " + all.length + " of " + count + " bytes came");
            int had = all.length;
            all = Arrays.copyOf(all, had + chunk.length);
            System.arraycopy(chunk, 0, all, had, chunk.length);
        }
        return all;
    }

    @Test
    void everyByteValuePassesBothWays() throws Exception {
        byte[] all = new byte[256];
        for (int i = 0; i < 256; i++) {
            all[i] = (byte) i;
        }
        link.start(heard);
        assertEquals("up", heard.awaitTransition());
        assertTrue(link.trouble().isEmpty());
        assertTrue(link.offer(all));
        assertArrayEquals(all, readAtMaster(256));
        assertEquals(256, terminal.write(all, 0, 256));
        assertArrayEquals(all, heard.awaitBytes(256));
        assertEquals("rx:rsu", heard.listenerThread.getName());
        link.close(); // both threads have left
        assertEquals(List.of(LinkTimes.Leg.WRITE), List.copyOf(legs));
    }

    @Test
    void bytesFromBeforeTheOpeningAreNotDelivered() throws Exception {
        terminal.write(new byte[] {1, 2, 3}, 0, 3);
        link.start(heard);
        assertEquals("up", heard.awaitTransition());
        terminal.write(FRAME, 0, FRAME.length);
        assertArrayEquals(FRAME, heard.awaitBytes(FRAME.length));
    }

    @Test
    void pulledCableIsOneDownAndNoCpuAndComesBackUnderTheSameName() throws Exception {
        link.start(heard);
        assertEquals("up", heard.awaitTransition());
        terminal.unplug();
        String down = heard.awaitTransition();
        assertTrue(down.contains("hung up"), down);
        assertFalse(link.offer(FRAME));

        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long cpuBefore = threads.getThreadCpuTime(heard.listenerThread.threadId());
        long wallBefore = System.nanoTime();
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        long cpu = threads.getThreadCpuTime(heard.listenerThread.threadId()) - cpuBefore;
        long wall = System.nanoTime() - wallBefore;
        assertTrue(cpu < wall / 4, "receive thread used " + cpu + " ns of CPU in " + wall + " ns without a cable");
        assertEquals(1, heard.downs.size(), heard.downs::toString);
        assertTrue(link.trouble().orElseThrow().contains("does not exist"), link.trouble()::toString);

        terminal.plug();
        assertEquals("up", heard.awaitTransition());
        assertTrue(link.offer(FRAME));
        assertArrayEquals(FRAME, readAtMaster(FRAME.length));
        terminal.write(FRAME, 0, FRAME.length);
        assertArrayEquals(FRAME, heard.awaitBytes(FRAME.length));
        assertEquals(1, heard.downs.size(), heard.downs::toString);
    }

    @Test
    void manyPullsAreAsManyDowns() throws Exception {
        link.start(heard);
        assertEquals("up", heard.awaitTransition());
        for (int pull = 1; pull <= 3; pull++) {
            terminal.unplug();
            assertTrue(heard.awaitTransition().startsWith("down"));
            terminal.plug();
            assertEquals("up", heard.awaitTransition());
            assertEquals(pull, heard.downs.size());
        }
    }

    @Test
    void readerThatDoesNotReadFillsTheQueueAndCloseStillReturns() throws Exception {
        link.start(heard);
        assertEquals("up", heard.awaitTransition());
        byte[] large = new byte[4096];
        int taken = 0;
        while (link.offer(large)) { // nobody reads at the master: the kernel's buffer, then the queue fills
            taken++;
            LockSupport.parkNanos(100_000);
            assertTrue(taken < 10_000, "the queue has no bound");
        }
        terminal.write(FRAME, 0, FRAME.length); // receiving does not suffer
        assertArrayEquals(FRAME, heard.awaitBytes(FRAME.length));
        assertTimeoutPreemptively(Duration.ofSeconds(10), link::close);
        assertTrue(heard.awaitTransition().contains("closed"));
        assertFalse(heard.listenerThread.isAlive());
        assertTrue(Thread.getAllStackTraces().keySet().stream().noneMatch(thread -> thread.getName().equals("tx:rsu")));
    }

    @Test
    void pulledCableReleasesABlockedWrite() throws Exception {
        link.start(heard);
        assertEquals("up", heard.awaitTransition());
        while (link.offer(new byte[4096])) {
            LockSupport.parkNanos(100_000);
        }
        terminal.unplug();
        assertTrue(heard.awaitTransition().startsWith("down"));
        terminal.plug();
        assertEquals("up", heard.awaitTransition());
        assertTrue(link.offer(FRAME)); // and nothing of the old queue comes before it
        assertArrayEquals(FRAME, readAtMaster(FRAME.length));
    }

    @Test
    void secondOpeningIsRefusedWithItsReason() throws Exception {
        link.start(heard);
        assertEquals("up", heard.awaitTransition());
        HeardLink other = new HeardLink();
        try (SerialLink second = new SerialLink("io", settings())) {
            second.start(other);
            String down = other.awaitTransition();
            assertTrue(down.contains("already open in this process"), down);
        }
        assertTrue(link.offer(FRAME));
        assertArrayEquals(FRAME, readAtMaster(FRAME.length));
    }

    @Test
    void lockOfAnotherProcessIsNamed() throws Exception {
        Process holder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                LockHolder.class.getName(), directory.resolve("rsu").toString()).redirectErrorStream(true).start();
        try {
            String said = holder.inputReader().readLine();
            assertEquals("locked", said);
            link.start(heard);
            String down = heard.awaitTransition();
            assertTrue(down.contains("locked by another process"), down);
            assertTrue(down.contains("pid " + holder.pid()), down);
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertEquals("up", heard.awaitTransition());
    }

    @Test
    void missingPathIsToldOnceAndThePortIsTakenWhenItAppears() throws Exception {
        terminal.unplug();
        link.start(heard);
        String down = heard.awaitTransition();
        assertTrue(down.contains("does not exist"), down);
        terminal.plug();
        assertEquals("up", heard.awaitTransition());
        assertEquals(1, heard.downs.size());
    }

    @Test
    void pathThatIsNoSerialPortIsRefused() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        try (SerialLink wrong = new SerialLink("io", SerialSettings.parse(file.toString(), "9600 8N1"))) {
            wrong.start(heard);
            String down = heard.awaitTransition();
            assertTrue(down.startsWith("down: " + file), down);
        }
    }

    @Test
    void restartIsOneDownWithItsCauseAndThenUp() throws Exception {
        link.start(heard);
        assertEquals("up", heard.awaitTransition());
        link.restart("stream lost");
        assertEquals("down: stream lost", heard.awaitTransition());
        assertEquals("up", heard.awaitTransition());
    }

    @Test
    void portListShowsConfiguredPathAndWhoHoldsIt() throws Exception {
        link.start(heard);
        assertEquals("up", heard.awaitTransition());
        SerialPorts.Port port = SerialPorts.list(List.of(terminal.link().toString())).stream()
                .filter(found -> found.path().equals(terminal.link().toString())).findFirst().orElseThrow();
        assertEquals(terminal.slavePath(), port.target());
        assertTrue(port.exists());
        assertTrue(port.holders().seen().stream().anyMatch(holder -> holder.pid() == ProcessHandle.current().pid()));
    }
}
