package org.etclane.device.gpio.line.chardev;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** {@link KernelCalls} through the C library of this machine. Keeps no state. */
final class Libc implements KernelCalls {
    /** struct pollfd: int fd, short events, short revents. */
    static final int POLLFD_BYTES = 8;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle OPEN =
            call("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle IOCTL =
            call("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle READ = call("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE = call("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle POLL = call("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle EVENTFD = call("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE = call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    @Override
    public int open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            return result((int) OPEN.invokeExact(state, arena.allocateFrom(path), flags, 0), state);
        } catch (Throwable wrongSignature) { // method handles declare it; these signatures throw nothing
            throw new AssertionError(wrongSignature);
        }
    }

    @Override
    public int ioctl(int descriptor, long request, MemorySegment argument) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            return result((int) IOCTL.invokeExact(state, descriptor, request, argument), state);
        } catch (Throwable wrongSignature) { // as above
            throw new AssertionError(wrongSignature);
        }
    }

    @Override
    public int read(int descriptor, MemorySegment buffer) {
        return transfer(READ, descriptor, buffer);
    }

    @Override
    public int write(int descriptor, MemorySegment bytes) {
        return transfer(WRITE, descriptor, bytes);
    }

    @Override
    public int poll(MemorySegment pollfds, int entries) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            return result((int) POLL.invokeExact(state, pollfds, (long) entries, -1), state);
        } catch (Throwable wrongSignature) { // as above
            throw new AssertionError(wrongSignature);
        }
    }

    @Override
    public int eventCounter() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            return result((int) EVENTFD.invokeExact(state, 0, O_CLOEXEC | O_NONBLOCK), state);
        } catch (Throwable wrongSignature) { // as above
            throw new AssertionError(wrongSignature);
        }
    }

    @Override
    public void close(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            int ignored = (int) CLOSE.invokeExact(state, descriptor);
        } catch (Throwable wrongSignature) { // as above
            throw new AssertionError(wrongSignature);
        }
    }

    private static int transfer(MethodHandle handle, int descriptor, MemorySegment bytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            return result((int) (long) handle.invokeExact(state, descriptor, bytes, bytes.byteSize()), state);
        } catch (Throwable wrongSignature) { // as above
            throw new AssertionError(wrongSignature);
        }
    }

    private static int result(int result, MemorySegment state) {
        return result < 0 ? -(int) ERRNO.get(state, 0L) : result;
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
}
