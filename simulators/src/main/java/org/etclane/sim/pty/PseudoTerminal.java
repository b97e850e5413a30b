package org.etclane.sim.pty;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A serial cable that ends in this process: the master side of a pseudo-terminal, with a symbolic link of a fixed name to its
 * slave side. The program under test opens the link as its serial port. {@link #unplug} pulls the cable (the other program
 * sees a hang-up, the link is gone), {@link #plug} puts it back under the same name.
 *
 * <p>One slave descriptor stays open here, otherwise the master reads errors whenever the other program has closed its side.
 * Rate and parity mean nothing to a pseudo-terminal: whoever writes paces. Thread-safe; one thread at a time should read.
 */
public final class PseudoTerminal implements AutoCloseable {
    private static final int READ_BYTES = 4096;

    private final Path link;
    /** Readers and writers of the descriptors share it; plugging and unplugging take it alone. */
    private final ReadWriteLock plugLock = new ReentrantReadWriteLock();
    private final int wake;
    private volatile boolean unplugging;
    private volatile boolean closed;
    private int master = -1;
    private int slave = -1;
    private volatile String slavePath = "";
    private volatile long generation;

    /**
     * Plugged in at once.
     *
     * @param link path of the symbolic link to make; an existing symbolic link is replaced, anything else is refused
     * @throws IOException when the system is not Linux, has no pseudo-terminal left, or the link cannot be made
     */
    public PseudoTerminal(Path link) throws IOException {
        requireLinux();
        this.link = Objects.requireNonNull(link).toAbsolutePath();
        this.wake = Posix.eventCounter();
        try {
            plug();
        } catch (IOException refused) {
            Posix.close(wake);
            throw refused;
        }
    }

    /** Where the program under test opens its port; stays the same over plugging. */
    public Path link() {
        return link;
    }

    /** The device behind the link, e.g. "/dev/pts/3"; another one after each {@link #plug}; empty while unplugged. */
    public String slavePath() {
        return slavePath;
    }

    public boolean plugged() {
        return !slavePath.isEmpty();
    }

    /** Counts how often the cable was put in: a read of one cable never returns bytes of the next. */
    public long generation() {
        return generation;
    }

    /** Puts the cable (back) in. Without effect when it is in. */
    public void plug() throws IOException {
        if (plugged()) {
            return; // a waiting reader shares the lock: it must not be waited for
        }
        plugLock.writeLock().lock();
        try {
            if (closed) {
                throw new IOException("pseudo-terminal " + link + " is closed");
            }
            if (master < 0) {
                connect();
            }
        } finally {
            plugLock.writeLock().unlock();
        }
    }

    private void connect() throws IOException {
        int newMaster = Posix.openMaster();
        int newSlave = -1;
        try {
            Posix.unlockSlave(newMaster);
            String path = Posix.slavePath(newMaster);
            newSlave = Posix.open(path, Posix.O_RDWR | Posix.O_NOCTTY | Posix.O_CLOEXEC);
            Posix.makeRaw(newSlave); // before anybody can write: the default echoes
            replaceLink(Path.of(path));
            master = newMaster;
            slave = newSlave;
            generation = generation + 1; // under the write lock
            slavePath = path;
        } catch (IOException refused) {
            if (newSlave >= 0) {
                Posix.close(newSlave);
            }
            Posix.close(newMaster);
            throw refused;
        }
    }

    private void replaceLink(Path target) throws IOException {
        if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link)) {
            throw new IOException(link + " exists and is not a symbolic link: it is left alone, choose another name");
        }
        Files.createDirectories(link.getParent());
        Path fresh = link.resolveSibling(link.getFileName() + ".new" + ProcessHandle.current().pid());
        Files.deleteIfExists(fresh);
        Files.createSymbolicLink(fresh, target);
        Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Pulls the cable: the other program's port hangs up, its next open finds no path. Without effect when it is out. */
    public void unplug() {
        unplugging = true;
        wakeReader();
        plugLock.writeLock().lock();
        try {
            if (master >= 0) {
                removeOwnLink();
                Posix.close(slave);
                Posix.close(master);
                master = -1;
                slave = -1;
                slavePath = "";
            }
            drainWake();
        } finally {
            unplugging = false;
            plugLock.writeLock().unlock();
        }
    }

    /** Unplugs for good. Idempotent. */
    @Override
    public void close() {
        unplug();
        plugLock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                Posix.close(wake);
            }
        } finally {
            plugLock.writeLock().unlock();
        }
    }

    /**
     * Waits for bytes from the other program.
     *
     * @param ofGeneration the cable to read from, see {@link #generation}
     * @param timeoutMs longest wait; negative means until bytes come or the cable is pulled
     * @return the bytes that are there; an empty array when none came in time; null when that cable is out or being pulled
     */
    public byte[] read(long ofGeneration, int timeoutMs) {
        plugLock.readLock().lock();
        try (Arena arena = Arena.ofConfined()) {
            if (master < 0 || unplugging || generation != ofGeneration) {
                return null;
            }
            MemorySegment pollfds = arena.allocate(2L * Posix.POLLFD_BYTES, 8);
            Posix.setPoll(pollfds, 0, master, Posix.POLLIN);
            Posix.setPoll(pollfds, 1, wake, Posix.POLLIN);
            Posix.poll(pollfds, 2, timeoutMs);
            if (unplugging) {
                return null;
            }
            if (Posix.polled(pollfds, 0) == 0) {
                return new byte[0];
            }
            MemorySegment buffer = arena.allocate(READ_BYTES);
            int count = Posix.read(master, buffer);
            if (count == -Posix.EAGAIN || count == -Posix.EINTR) {
                return new byte[0];
            }
            return count <= 0 ? null : buffer.asSlice(0, count).toArray(JAVA_BYTE);
        } finally {
            plugLock.readLock().unlock();
        }
    }

    /**
     * Hands bytes to the other program's port without ever waiting.
     *
     * @return how many were taken: fewer than asked when nobody reads and the port's buffer is full (a UART would overrun), 0
     *         when the cable is out
     */
    public int write(byte[] bytes, int offset, int length) {
        plugLock.readLock().lock();
        try {
            int done = 0;
            while (master >= 0 && !unplugging && done < length) {
                int count = Posix.write(master, bytes, offset + done, length - done);
                if (count <= 0 && count != -Posix.EINTR) {
                    break;
                }
                done += Math.max(count, 0);
            }
            return done;
        } finally {
            plugLock.readLock().unlock();
        }
    }

    private void wakeReader() {
        plugLock.readLock().lock();
        try {
            if (!closed) {
                Posix.write(wake, new byte[] {1, 0, 0, 0, 0, 0, 0, 0}, 0, 8);
            }
        } finally {
            plugLock.readLock().unlock();
        }
    }

    private void drainWake() {
        if (!closed) {
            try (Arena arena = Arena.ofConfined()) {
                Posix.read(wake, arena.allocate(8));
            }
        }
    }

    private void removeOwnLink() {
        try {
            if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(Path.of(slavePath))) {
                Files.delete(link);
            }
        } catch (IOException gone) {
            // a name that somebody else has taken or removed meanwhile is theirs
        }
    }

    private static void requireLinux() throws IOException {
        String name = System.getProperty("os.name");
        String arch = System.getProperty("os.arch");
        if (!supported(name, arch)) {
            throw new IOException("simulated serial lines need Linux on amd64 or aarch64 for their pseudo-terminals; this is "
                    + name + " " + arch + ". Put the simulators on real serial ports or on TCP instead.");
        }
    }

    static boolean supported(String osName, String osArch) {
        return osName.toLowerCase(Locale.ROOT).equals("linux") && (osArch.equals("amd64") || osArch.equals("aarch64"));
    }
}
