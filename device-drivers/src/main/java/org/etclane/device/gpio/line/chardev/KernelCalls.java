package org.etclane.device.gpio.line.chardev;

import java.lang.foreign.MemorySegment;

/**
 * The system calls that GPIO lines need. A failed call returns the negated error number, as the kernel does. Any thread. Tests put
 * a kernel of their own behind it.
 */
interface KernelCalls {
    int O_RDWR = 0x2;
    int O_NONBLOCK = 0x800;
    int O_CLOEXEC = 0x80000;
    short POLLIN = 0x1;
    int EINTR = 4;
    int EAGAIN = 11;

    int open(String path, int flags);

    int ioctl(int descriptor, long request, MemorySegment argument);

    int read(int descriptor, MemorySegment buffer);

    int write(int descriptor, MemorySegment bytes);

    /** {@code entries} structs pollfd of {@value Libc#POLLFD_BYTES} bytes; waits without end. */
    int poll(MemorySegment pollfds, int entries);

    /** A counter that makes {@link #poll} return when eight bytes are written to it: how another thread is woken. */
    int eventCounter();

    void close(int descriptor);
}
