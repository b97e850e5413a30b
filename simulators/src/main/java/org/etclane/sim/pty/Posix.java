package org.etclane.sim.pty;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The dozen C library calls that a pseudo-terminal needs. Numbers are those of Linux, the same on x86-64 and aarch64. A failed
 * call returns the negated error number, as the kernel does; nothing here keeps state. Any thread.
 */
final class Posix {
    static final int O_RDWR = 0x2;
    static final int O_NOCTTY = 0x100;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;
    static final int POLLIN = 0x1;
    static final int POLLERR = 0x8;
    static final int POLLHUP = 0x10;
    static final int EAGAIN = 11;
    static final int EINTR = 4;
    static final int EIO = 5;

    private static final int EFD_CLOEXEC_NONBLOCK = O_CLOEXEC | O_NONBLOCK;
    private static final int TCSANOW = 0;
    /** Large enough for struct termios of any Linux C library (60 bytes with glibc). */
    private static final int TERMIOS_BYTES = 256;
    private static final int PATH_BYTES = 256;
    /** struct pollfd: int fd, short events, short revents. */
    static final int POLLFD_BYTES = 8;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle POSIX_OPENPT = call("posix_openpt", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle GRANTPT = call("grantpt", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle UNLOCKPT = call("unlockpt", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle PTSNAME_R =
            call("ptsname_r", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle OPEN =
            call("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE = call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle TCGETATTR = call("tcgetattr", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle TCSETATTR =
            call("tcsetattr", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle CFMAKERAW = call("cfmakeraw", FunctionDescriptor.ofVoid(ADDRESS));
    private static final MethodHandle POLL = call("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle READ = call("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE = call("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle EVENTFD = call("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private Posix() {
    }

    /** A new master, non-blocking. */
    static int openMaster() throws IOException {
        return check("posix_openpt", invoke(POSIX_OPENPT, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    }

    static void unlockSlave(int master) throws IOException {
        check("grantpt", invoke(GRANTPT, master));
        check("unlockpt", invoke(UNLOCKPT, master));
    }

    static String slavePath(int master) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocate(PATH_BYTES);
            int error = invoke(PTSNAME_R, master, path, (long) PATH_BYTES); // unlike the others, the error itself or 0
            check("ptsname_r", -Math.abs(error));
            return path.getString(0);
        }
    }

    static int open(String path, int flags) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return check("open " + path, invoke(OPEN, arena.allocateFrom(path), flags, 0));
        }
    }

    /** Eight bits, no echo, no translation: bytes pass as they are. */
    static void makeRaw(int terminal) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment termios = arena.allocate(TERMIOS_BYTES, 8);
            check("tcgetattr", invoke(TCGETATTR, terminal, termios));
            invoke(CFMAKERAW, termios);
            check("tcsetattr", invoke(TCSETATTR, terminal, TCSANOW, termios));
        }
    }

    /** A counter that makes {@link #poll} return: how another thread is woken. */
    static int eventCounter() throws IOException {
        return check("eventfd", invoke(EVENTFD, 0, EFD_CLOEXEC_NONBLOCK));
    }

    static void close(int descriptor) {
        invoke(CLOSE, descriptor);
    }

    /** {@code entries} structs pollfd; no time-out when {@code timeoutMs} is negative. */
    static int poll(MemorySegment pollfds, int entries, int timeoutMs) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            int result = (int) POLL.invokeExact(state, pollfds, (long) entries, timeoutMs);
            return result < 0 ? -errno(state) : result;
        } catch (Throwable wrongSignature) {
            throw new AssertionError(wrongSignature);
        }
    }

    static void setPoll(MemorySegment pollfds, int index, int descriptor, int events) {
        pollfds.set(JAVA_INT, (long) index * POLLFD_BYTES, descriptor);
        pollfds.set(JAVA_SHORT, (long) index * POLLFD_BYTES + 4, (short) events);
        pollfds.set(JAVA_SHORT, (long) index * POLLFD_BYTES + 6, (short) 0);
    }

    static int polled(MemorySegment pollfds, int index) {
        return pollfds.get(JAVA_SHORT, (long) index * POLLFD_BYTES + 6);
    }

    static int read(int descriptor, MemorySegment buffer) {
        return transfer(READ, descriptor, buffer);
    }

    static int write(int descriptor, MemorySegment bytes) {
        return transfer(WRITE, descriptor, bytes);
    }

    static int write(int descriptor, byte[] bytes, int offset, int length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(length);
            MemorySegment.copy(bytes, offset, copy, JAVA_BYTE, 0, length);
            return write(descriptor, copy);
        }
    }

    private static int check(String what, int result) throws IOException {
        if (result < 0) {
            throw new IOException(what + " failed with error " + -result);
        }
        return result;
    }

    @SuppressWarnings("restricted") // calling C is the point of this class; the start scripts allow it
    private static MethodHandle call(String name, FunctionDescriptor shape, Linker.Option... more) {
        Linker.Option[] options = new Linker.Option[more.length + 1];
        options[0] = Linker.Option.captureCallState("errno");
        System.arraycopy(more, 0, options, 1, more.length);
        MemorySegment function = LINKER.defaultLookup().find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
        return LINKER.downcallHandle(function, shape, options);
    }

    /** read and write have the same shape. */
    private static int transfer(MethodHandle handle, int descriptor, MemorySegment bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            long result = (long) handle.invokeExact(state, descriptor, bytes, bytes.byteSize());
            return result < 0 ? -errno(state) : (int) result;
        } catch (Throwable wrongSignature) {
            throw new AssertionError(wrongSignature);
        }
    }

    /** The calls that are made once per terminal. */
    private static int invoke(MethodHandle handle, Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            Object[] all = new Object[arguments.length + 1];
            all[0] = state;
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            int result = handle.invokeWithArguments(all) instanceof Integer number ? number : 0;
            return result < 0 ? -errno(state) : result;
        } catch (Throwable wrongSignature) { // method handles declare it; these signatures throw nothing
            throw new AssertionError(wrongSignature);
        }
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }
}
