package org.etclane.device.gpio.line.chardev;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One GPIO chip with eight lines, as a kernel shows it, at the offsets that the C compiler printed ({@code abi.txt}): plain numbers
 * here, so that a mistake in the layouts does not hide itself.
 */
final class FakeKernel implements KernelCalls {
    static final String CHIP = "/dev/gpiochip0";
    private static final int EBUSY = 16;
    private static final int ENOTTY = 25;
    private static final int ENODEV = 19;
    private static final int LINES = 8;

    /** "5 request flags=1c consumer=etclane ARM_LOOP", "5 config flags=8 level=1", "5 level=0", "5 release". */
    final List<String> log = new ArrayList<>();
    final boolean[] high = new boolean[LINES];
    final String[] takenBy = new String[LINES];
    int refuseRequests;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Integer, Integer> offsets = new HashMap<>();
    private final Map<Integer, ArrayDeque<byte[]>> events = new HashMap<>();
    private final Map<Integer, Integer> numbers = new HashMap<>();
    private final List<Integer> gone = new ArrayList<>();
    private int nextDescriptor = 100;
    private int counter = -1;
    private long counted;

    private <T> T locked(Supplier<T> step) {
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }

    // --- what happens to the chip

    /** The line changes; its edge waits to be read unless it is dropped. */
    void edge(int offset, boolean level, long atNanos, boolean dropped) {
        locked(() -> {
            high[offset] = level;
            offsets.forEach((descriptor, line) -> {
                if (line == offset) {
                    int number = numbers.merge(descriptor, 1, Integer::sum);
                    if (!dropped) {
                        MemorySegment event = MemorySegment.ofArray(new long[6]);
                        event.set(JAVA_LONG, 0, atNanos);
                        event.set(JAVA_INT, 8, level ? 1 : 2);
                        event.set(JAVA_INT, 12, offset);
                        event.set(JAVA_INT, 16, number);
                        event.set(JAVA_INT, 20, number);
                        events.get(descriptor).add(event.toArray(JAVA_BYTE));
                    }
                }
            });
            changed.signalAll();
            return null;
        });
    }

    /** The chip is plugged out under its lines. */
    void unplug() {
        locked(() -> {
            gone.addAll(offsets.keySet());
            changed.signalAll();
            return null;
        });
    }

    List<String> logOf(int offset) {
        return locked(() -> log.stream().filter(line -> line.startsWith(offset + " ")).map(line -> line.substring(2)).toList());
    }

    int held() {
        return locked(offsets::size);
    }

    // --- KernelCalls

    @Override
    public int open(String path, int flags) {
        return locked(() -> path.equals(CHIP) ? nextDescriptor++ : -2);
    }

    @Override
    public int ioctl(int descriptor, long request, MemorySegment argument) {
        return locked(() -> {
            if (gone.contains(descriptor)) {
                return -ENODEV;
            }
            Integer offset = offsets.get(descriptor);
            return switch ((int) request) {
                case 0x8044B401 -> {
                    argument.set(JAVA_INT, 64, LINES);
                    yield 0;
                }
                case 0xC100B405 -> {
                    String consumer = takenBy[argument.get(JAVA_INT, 64)];
                    if (consumer != null) {
                        put(argument, 32, consumer);
                        argument.set(JAVA_LONG, 72, 1);
                    }
                    yield 0;
                }
                case 0xC250B407 -> request(argument);
                case 0xC110B40D -> {
                    boolean level = (argument.get(JAVA_LONG, 40) & 1) != 0;
                    log.add(offset + " config flags=" + Long.toHexString(argument.get(JAVA_LONG, 0)) + " level=" + (level ? 1 : 0));
                    high[offset] = level;
                    yield 0;
                }
                case 0xC010B40E -> {
                    argument.set(JAVA_LONG, 0, high[offset] ? 1 : 0);
                    yield 0;
                }
                case 0xC010B40F -> {
                    high[offset] = (argument.get(JAVA_LONG, 0) & argument.get(JAVA_LONG, 8)) != 0;
                    log.add(offset + " level=" + (high[offset] ? 1 : 0));
                    yield 0;
                }
                default -> -ENOTTY;
            };
        });
    }

    private int request(MemorySegment argument) {
        int offset = argument.get(JAVA_INT, 0);
        if (refuseRequests != 0) {
            return -refuseRequests;
        }
        if (takenBy[offset] != null) {
            return -EBUSY;
        }
        String consumer = new String(argument.asSlice(256, 32).toArray(JAVA_BYTE), StandardCharsets.US_ASCII).trim();
        log.add(offset + " request flags=" + Long.toHexString(argument.get(JAVA_LONG, 288)) + " lines=" + argument.get(JAVA_INT, 560)
                + " consumer=" + consumer);
        takenBy[offset] = consumer;
        int descriptor = nextDescriptor++;
        offsets.put(descriptor, offset);
        events.put(descriptor, new ArrayDeque<>());
        argument.set(JAVA_INT, 588, descriptor);
        return 0;
    }

    private static void put(MemorySegment struct, long at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        MemorySegment.copy(bytes, 0, struct, JAVA_BYTE, at, bytes.length);
    }

    @Override
    public int read(int descriptor, MemorySegment buffer) {
        return locked(() -> {
            if (descriptor == counter) {
                counted = 0;
                return 8;
            }
            if (gone.contains(descriptor)) {
                return -ENODEV;
            }
            int bytes = 0;
            for (byte[] event = events.get(descriptor).poll(); event != null; event = events.get(descriptor).poll()) {
                MemorySegment.copy(event, 0, buffer, JAVA_BYTE, bytes, event.length);
                bytes += event.length;
                if (bytes == buffer.byteSize()) {
                    break;
                }
            }
            return bytes == 0 ? -EAGAIN : bytes;
        });
    }

    @Override
    public int write(int descriptor, MemorySegment bytes) {
        return locked(() -> {
            counted += bytes.get(JAVA_LONG, 0);
            changed.signalAll();
            return 8;
        });
    }

    @Override
    public int poll(MemorySegment pollfds, int entries) {
        return locked(() -> {
            int ready = 0;
            while (ready == 0) {
                for (int i = 0; i < entries; i++) {
                    int descriptor = pollfds.get(JAVA_INT, 8L * i);
                    boolean hung = gone.contains(descriptor);
                    boolean readable = descriptor == counter ? counted > 0
                            : events.containsKey(descriptor) && !events.get(descriptor).isEmpty();
                    pollfds.set(JAVA_SHORT, 8L * i + 6, (short) (hung ? 0x18 : readable ? 1 : 0));
                    ready += hung || readable ? 1 : 0;
                }
                if (ready == 0) {
                    changed.awaitUninterruptibly();
                }
            }
            return ready;
        });
    }

    @Override
    public int eventCounter() {
        return locked(() -> counter = nextDescriptor++);
    }

    @Override
    public void close(int descriptor) {
        locked(() -> {
            Integer offset = offsets.remove(descriptor);
            if (offset != null) {
                log.add(offset + " release");
                takenBy[offset] = null;
                events.remove(descriptor);
            }
            return null;
        });
    }
}
