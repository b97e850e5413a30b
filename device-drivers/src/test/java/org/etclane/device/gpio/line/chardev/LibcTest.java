package org.etclane.device.gpio.line.chardev;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pi4j.context.Context;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The calls on this machine's own kernel, as far as they need no GPIO chip. */
class LibcTest {
    private final KernelCalls calls = new Libc();

    @Test
    void anEventCounterWakesAPoll() {
        try (Arena arena = Arena.ofConfined()) {
            int counter = calls.eventCounter();
            assertTrue(counter >= 0);
            MemorySegment pollfds = arena.allocate(Libc.POLLFD_BYTES, 8);
            pollfds.set(JAVA_INT, 0, counter);
            pollfds.set(JAVA_SHORT, 4, KernelCalls.POLLIN);
            MemorySegment count = arena.allocate(JAVA_LONG);
            assertEquals(-KernelCalls.EAGAIN, calls.read(counter, count), "nothing counted yet");
            assertEquals(8, calls.write(counter, arena.allocateFrom(JAVA_LONG, 3)));
            assertEquals(1, calls.poll(pollfds, 1));
            assertEquals(KernelCalls.POLLIN, pollfds.get(JAVA_SHORT, 6));
            assertEquals(8, calls.read(counter, count));
            assertEquals(3, count.get(JAVA_LONG, 0));
            calls.close(counter);
            assertEquals(-9, calls.read(counter, count), "EBADF after close");
        }
    }

    @Test
    void aFailedOpenIsTheNegatedErrorNumber() {
        assertEquals(-2, calls.open("/dev/none of that name", KernelCalls.O_RDWR));
        int file = calls.open("/dev/null", KernelCalls.O_RDWR | KernelCalls.O_CLOEXEC);
        assertTrue(file >= 0);
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(-25, calls.ioctl(file, GpioAbi.GET_CHIPINFO, arena.allocate(GpioAbi.CHIP_INFO)), "ENOTTY");
        }
        calls.close(file);
    }

    @Test
    void aContextOnThisKernelComesAndGoesWithItsThread() throws InterruptedException {
        Context context = CharacterDevices.open(List.of("/dev/gpiochip0"), _ -> { }, calls);
        assertTrue(edgeThread());
        context.shutdown();
        long end = System.nanoTime() + 5_000_000_000L;
        while (edgeThread() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        assertFalse(edgeThread());
    }

    private static boolean edgeThread() {
        return Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().equals("gpio-edges"));
    }
}
