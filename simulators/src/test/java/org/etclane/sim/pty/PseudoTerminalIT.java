package org.etclane.sim.pty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PseudoTerminalIT {
    @TempDir
    Path directory;

    @BeforeEach
    void onLinux() {
        assumeTrue(PseudoTerminal.supported(System.getProperty("os.name"), System.getProperty("os.arch")), "needs Linux");
    }

    private Path link() {
        return directory.resolve("rsu");
    }

    @Test
    void bytesPassUnchangedAndWithoutEcho() throws Exception {
        byte[] awkward = {0, 3, 4, 10, 13, 17, 19, 26, 127, (byte) 0xFF};
        try (PseudoTerminal terminal = new PseudoTerminal(link());
                RandomAccessFile slave = new RandomAccessFile(link().toFile(), "rw")) {
            assertEquals(awkward.length, terminal.write(awkward, 0, awkward.length));
            byte[] there = new byte[awkward.length];
            slave.readFully(there);
            assertArrayEquals(awkward, there);
            assertEquals(0, terminal.read(terminal.generation(), 50).length);
            slave.write(awkward);
            assertArrayEquals(awkward, terminal.read(terminal.generation(), 20_000));
        }
    }

    @Test
    void otherProgramMayComeAndGo() throws Exception {
        try (PseudoTerminal terminal = new PseudoTerminal(link())) {
            for (int session = 0; session < 3; session++) {
                try (RandomAccessFile slave = new RandomAccessFile(link().toFile(), "rw")) {
                    slave.write(session);
                }
                assertArrayEquals(new byte[] {(byte) session}, terminal.read(terminal.generation(), 20_000));
                assertEquals(0, terminal.read(terminal.generation(), 10).length);
            }
        }
    }

    @Test
    void unpluggingRemovesTheNameAndPluggingBringsItBack() throws Exception {
        try (PseudoTerminal terminal = new PseudoTerminal(link())) {
            long first = terminal.generation();
            assertEquals(terminal.slavePath(), link().toRealPath().toString());
            terminal.unplug();
            terminal.unplug();
            assertFalse(terminal.plugged());
            assertFalse(Files.exists(link(), LinkOption.NOFOLLOW_LINKS));
            assertNull(terminal.read(first, 0));
            assertEquals(0, terminal.write(new byte[3], 0, 3));
            terminal.plug();
            terminal.plug();
            assertNotEquals(first, terminal.generation());
            assertNull(terminal.read(first, 0));
            assertEquals(terminal.slavePath(), link().toRealPath().toString());
        }
        assertFalse(Files.exists(link(), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void unpluggingWakesAWaitingReader() throws Exception {
        try (PseudoTerminal terminal = new PseudoTerminal(link())) {
            Thread reader = Thread.ofPlatform().start(() -> assertNull(terminal.read(terminal.generation(), -1)));
            while (reader.getState() == Thread.State.NEW) {
                Thread.onSpinWait();
            }
            terminal.unplug();
            assertTrue(reader.join(Duration.ofSeconds(20)));
        }
    }

    @Test
    void writingToNobodyNeverWaits() throws Exception {
        try (PseudoTerminal terminal = new PseudoTerminal(link())) {
            int taken = 0;
            int last = 1;
            while (last > 0) {
                last = terminal.write(new byte[1024], 0, 1024);
                taken += last;
                assertTrue(taken < 10_000_000, "the kernel takes everything");
            }
        }
    }

    @Test
    void oldLinkIsReplacedButAFileIsNot() throws Exception {
        Files.createSymbolicLink(link(), directory.resolve("left-over-of-a-crash"));
        try (PseudoTerminal terminal = new PseudoTerminal(link())) {
            assertTrue(Files.exists(link()));
            assertTrue(terminal.plugged());
        }
        Files.writeString(link(), "somebody's file");
        assertThrows(IOException.class, () -> new PseudoTerminal(link()));
        assertEquals("somebody's file", Files.readString(link()));
    }

    @Test
    void linkOfAnotherIsNotRemoved() throws Exception {
        try (PseudoTerminal first = new PseudoTerminal(link()); PseudoTerminal second = new PseudoTerminal(link())) {
            first.unplug();
            assertEquals(second.slavePath(), link().toRealPath().toString());
        }
    }

    @Test
    void systemsWithoutAreNamed() {
        assertTrue(PseudoTerminal.supported("Linux", "aarch64"));
        assertFalse(PseudoTerminal.supported("Windows 11", "amd64"));
        assertFalse(PseudoTerminal.supported("Mac OS X", "aarch64"));
        assertFalse(PseudoTerminal.supported("Linux", "riscv64"));
    }
}
