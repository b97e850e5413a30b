package org.etclane.sim.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.etclane.lane.parameters.lists.ListAnswer;
import org.etclane.lane.parameters.lists.ListKind;
import org.etclane.lane.parameters.lists.ListLookup;
import org.etclane.lane.parameters.lists.store.ListDelivery;
import org.etclane.lane.parameters.lists.store.ListSettings;
import org.etclane.lane.runtime.DiskPace;
import org.etclane.lane.runtime.LaneProcess;
import org.etclane.lane.runtime.ListKeeper;
import org.etclane.lane.runtime.Ticks;
import org.etclane.lane.runtime.WallClock;

/**
 * A lane process ({@link LaneProcess}, with its argument) that also keeps status lists, swapped on order, and asks them twenty times a
 * second, a card that every version lists and one that none does. System properties: {@code lists.folder}, {@code lists.orders}
 * (folder), {@code lists.mib} (pace, MiB a second), {@code lists.always} (number of an entry that all versions list). An order is a file
 * {@code NAME.order} (java.util.Properties); its answer {@code NAME.done} appears whole.
 */
public final class ListLaneMain {
    private static final long LOOK_MS = 50;

    private final Path orders = Path.of(System.getProperty("lists.orders"));
    private final long always = Long.getLong("lists.always", 0);
    private final AtomicReference<ListLookup> published = new AtomicReference<>(ListLookup.NONE);
    private volatile ListLookup asked = ListLookup.NONE;
    private final Histogram looks = ListLooks.histogram();
    private long wrong;
    private String firstWrong = "";

    private ListLaneMain() {
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        ListLaneMain main = new ListLaneMain();
        ListKeeper keeper = new ListKeeper(Path.of(System.getProperty("lists.folder")), ListSettings.defaults(),
                new DiskPace(Ticks.SYSTEM, Long.getLong("lists.mib") << 20), WallClock.SYSTEM,
                new ListKeeper.Publication(main.published::set, () -> main.asked, trouble -> System.out.println("lists: " + trouble)));
        keeper.start();
        Thread.ofPlatform().daemon().name("list-orders").start(() -> main.serve(keeper));
        LaneProcess.main(args);
    }

    private void serve(ListKeeper keeper) {
        CountDownLatch never = new CountDownLatch(1);
        try {
            while (!never.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
                look();
                Optional<Path> order;
                try (var files = Files.list(orders)) {
                    order = files.filter(f -> f.toString().endsWith(".order")).findFirst();
                }
                if (order.isPresent()) {
                    carryOut(keeper, order.get());
                }
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        asked = published.get();
        if (asked.version(ListKind.CARD).isEmpty()) {
            return;
        }
        ask(always, ListAnswer.Listed.class);
        ask(SyntheticLists.NEVER + looks.getTotalCount(), ListAnswer.NotListed.class);
    }

    private void ask(long entry, Class<? extends ListAnswer> expected) {
        var key = SyntheticLists.key(ListKind.CARD, entry);
        long before = System.nanoTime();
        ListAnswer answer = asked.find(key);
        looks.recordValue(System.nanoTime() - before);
        if (!expected.isInstance(answer)) {
            wrong++;
            firstWrong = firstWrong.isEmpty() ? key.digits() + ": " + answer : firstWrong;
        }
    }

    private void carryOut(ListKeeper keeper, Path file) throws IOException {
        Properties order = new Properties();
        try (var in = Files.newInputStream(file)) {
            order.load(in);
        }
        Files.delete(file);
        Path done = file.resolveSibling(file.getFileName().toString().replace(".order", ".done"));
        if (order.getProperty("file") == null) {
            Properties answer = new Properties();
            if (order.getProperty("collect") != null) {
                System.gc();
            }
            answer.put("heap", Long.toString(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()));
            answer.put("looks", Long.toString(looks.getTotalCount()));
            answer.put("lookP99Ns", Long.toString(looks.getValueAtPercentile(99)));
            answer.put("lookMaxNs", Long.toString(looks.getMaxValue()));
            answer.put("wrong", Long.toString(wrong));
            answer.put("firstWrong", firstWrong);
            answer.put("card", asked.version(ListKind.CARD).map(v -> v.version()).orElse(""));
            answer.put("obu", asked.version(ListKind.OBU).map(v -> v.version()).orElse(""));
            write(done, answer);
            return;
        }
        ListDelivery delivery = new ListDelivery(ListKind.valueOf(order.getProperty("kind")), order.getProperty("version"),
                order.getProperty("sha256"), 0, Optional.ofNullable(order.getProperty("base")));
        Path section = Path.of(order.getProperty("file"));
        keeper.offer(delivery, () -> Files.newInputStream(section), outcome -> {
            Properties answer = new Properties();
            answer.put("outcome", outcome.toString());
            write(done, answer);
        });
    }

    private static void write(Path file, Properties answer) {
        Path half = file.resolveSibling(file.getFileName() + ".half");
        try {
            try (var out = Files.newOutputStream(half)) {
                answer.store(out, null);
            }
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
