package org.etclane.lane.workbench.console;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.link.DeviceAgent;
import org.etclane.device.link.LinkStatistics;
import org.etclane.device.link.LinkTrace;
import org.etclane.device.spi.ConfiguredDevice;
import org.etclane.device.spi.Text;
import org.etclane.device.trace.TraceWords;
import org.etclane.lane.config.DeviceLoader;
import org.etclane.lane.workbench.BenchQueue;
import org.etclane.lane.workbench.Workbench;

/**
 * Runs a {@link ConsoleSession} on the thread {@code bench}: takes the device's events, typed lines and due times in order, prints as they
 * come. Whoever types waits in {@link #type} until the line is finished.
 */
final class ConsoleLoop implements AutoCloseable {
    private static final long NANOS_PER_MS = BenchConsole.NANOS_PER_MS;
    private static final long LAST_WORDS_MS = 300;

    private final ConsoleSession session;
    private final Consumer<String> screen;
    private final ConfiguredDevice device;
    private final BenchQueue<Input> queue = new BenchQueue<>(BenchQueue.DEFAULT_CAPACITY);
    private final Thread thread = Thread.ofPlatform().name("bench").daemon().unstarted(this::run);
    /** Ends with what ended the thread unasked. */
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();
    private volatile Workbench<DeviceCommand> bench;

    // bench thread only
    private final Around around = new Around();
    private Optional<CompletableFuture<Boolean>> typed = Optional.empty();
    private boolean told;

    private sealed interface Input {
        record Event(DeviceEvent event) implements Input {
        }

        record Bug(Throwable failure) implements Input {
        }

        record Line(String text, CompletableFuture<Boolean> finished) implements Input {
        }

        record Interrupt() implements Input {
        }

        record End() implements Input {
        }
    }

    /** @param screen takes whole lines, on the bench's thread */
    ConsoleLoop(ConsoleSession session, Consumer<String> screen, ConfiguredDevice device) {
        this.session = session;
        this.screen = screen;
        this.device = device;
    }

    /** For the device; what it says before {@link #start} is kept. */
    DeviceAgent.Listener<DeviceEvent> listener() {
        return new DeviceAgent.Listener<>() {
            @Override
            public void event(DeviceEvent event) {
                queue.offer(new Input.Event(event));
            }

            @Override
            public void failed(Throwable bug) {
                queue.offer(new Input.Bug(bug));
            }
        };
    }

    void start(Workbench<DeviceCommand> opened) {
        bench = opened;
        thread.start();
    }

    /**
     * Hands a line in and waits for its end.
     *
     * @return whether it went well
     * @throws IllegalStateException when the bench's thread has ended, by a bug of the console
     */
    boolean type(String line) throws InterruptedException {
        CompletableFuture<Boolean> finished = new CompletableFuture<>();
        queue.put(new Input.Line(line, finished));
        try {
            CompletableFuture.anyOf(finished, over).get();
            return finished.getNow(false);
        } catch (ExecutionException bug) {
            throw new IllegalStateException("the console has ended: " + bug.getCause(), bug.getCause());
        }
    }

    /** Any thread; the open line ends. */
    void interrupt() {
        queue.offer(new Input.Interrupt());
    }

    /** Lines that failed. After {@link #close}. */
    int failures() {
        return session.failures();
    }

    boolean quit() {
        return session.quit();
    }

    /** Lets the console put back what it has switched on, and ends the thread. The device is closed by whoever opened it. Idempotent. */
    @Override
    public void close() {
        queue.offer(new Input.End());
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            boolean going = true;
            while (going) {
                long nowNanos = System.nanoTime();
                long dueNanos = session.nextDueNanos();
                if (dueNanos <= nowNanos) {
                    session.due(nowNanos, around);
                } else {
                    going = take(queue.poll(dueNanos - nowNanos));
                }
                report();
            }
            goodbye();
            over.complete(false);
        } catch (Throwable bug) { // whoever waits for a line must hear of it
            over.completeExceptionally(bug);
        }
    }

    private boolean take(Optional<Input> input) {
        if (input.isEmpty()) {
            return true;
        }
        long nowNanos = System.nanoTime();
        switch (input.get()) {
            case Input.Event(DeviceEvent event) -> session.heard(nowNanos, event, around);
            case Input.Bug(Throwable failure) -> session.notice(new Text("a bug in the driver, its line starts again: " + failure,
                    "驱动程序错误，线路重新打开：" + failure), around);
            case Input.Line(String text, CompletableFuture<Boolean> finished) -> {
                typed = Optional.of(finished);
                session.typed(nowNanos, text, around);
            }
            case Input.Interrupt() -> session.interrupt(nowNanos, around);
            case Input.End() -> {
                return false;
            }
        }
        return true;
    }

    private void report() {
        long missed = queue.takeMissed();
        if (missed > 0) {
            session.notice(new Text(missed + " events came faster than they could be shown", missed + "个事件来不及显示"), around);
        }
        session.takeOutcome().ifPresent(well -> {
            Optional<CompletableFuture<Boolean>> open = typed;
            typed = Optional.empty();
            open.ifPresent(line -> line.complete(well));
        });
    }

    /** What is told at the end has to reach the device before its line is closed. */
    private void goodbye() throws InterruptedException {
        told = false;
        session.end(System.nanoTime(), around);
        if (told) {
            queue.poll(LAST_WORDS_MS * NANOS_PER_MS);
        }
    }

    private final class Around implements ConsoleSession.Surroundings {
        @Override
        public boolean tell(DeviceCommand command) {
            told = true;
            return bench.offer(command);
        }

        @Override
        public void restart(String cause) {
            bench.restart(cause);
        }

        @Override
        public void line(String text) {
            screen.accept(text);
        }

        @Override
        public LinkStatistics statistics() {
            return bench.statistics();
        }

        @Override
        public List<String> trace(int count) {
            List<LinkTrace.Entry> all = TraceWords.explained(bench.trace().snapshot(), device::reader);
            return LinkTrace.format(all.subList(Math.max(0, all.size() - count), all.size()));
        }

        @Override
        public Map<String, String> keys() {
            return DeviceLoader.keys(device);
        }
    }
}
