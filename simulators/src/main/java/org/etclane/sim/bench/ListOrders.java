package org.etclane.sim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.etclane.lane.parameters.lists.store.ListDelivery;

/** The other end of {@link ListLaneMain}: gives orders in a folder and reads what became of them. One thread. */
final class ListOrders {
    private final Path folder;
    private int given;

    /** What the lane's process says of itself: used heap, its look-ups so far, the versions in force. */
    record State(long heapBytes, long looks, long lookP99Nanos, long lookMaxNanos, long wrong, String firstWrong, String card, String obu) {
    }

    ListOrders(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /** Properties of a {@link ListLaneMain} that hears these orders. */
    List<String> javaOptions(Path lists, int mibPerSecond, long always) {
        return List.of("-Dlists.folder=" + lists.toAbsolutePath(), "-Dlists.orders=" + folder.toAbsolutePath(), "-Dlists.mib=" + mibPerSecond,
                "-Dlists.always=" + always);
    }

    /** @return what to ask for the outcome */
    String deliver(ListDelivery delivery, Path section) throws IOException {
        Properties order = new Properties();
        order.put("kind", delivery.kind().name());
        order.put("version", delivery.version());
        order.put("sha256", delivery.sha256());
        delivery.baseVersion().ifPresent(base -> order.put("base", base));
        order.put("file", section.toAbsolutePath().toString());
        return give(order);
    }

    private String give(Properties order) throws IOException {
        String name = "%04d".formatted(++given);
        Path half = folder.resolve(name + ".half");
        try (var out = Files.newOutputStream(half)) {
            order.store(out, null);
        }
        Files.move(half, folder.resolve(name + ".order"), StandardCopyOption.ATOMIC_MOVE);
        return name;
    }

    /** Empty while it is not decided. */
    Optional<String> outcome(String name) throws IOException {
        return answer(name).map(a -> a.getProperty("outcome"));
    }

    private Optional<Properties> answer(String name) throws IOException {
        Path done = folder.resolve(name + ".done");
        if (!Files.exists(done)) {
            return Optional.empty();
        }
        Properties answer = new Properties();
        try (var in = Files.newInputStream(done)) {
            answer.load(in);
        }
        return Optional.of(answer);
    }

    /** Blocking. @param collect the lane stops for a collection of its whole heap first: then the heap's use means something */
    State state(boolean collect) throws IOException, InterruptedException {
        Properties order = new Properties();
        if (collect) {
            order.put("collect", "true");
        }
        String name = give(order);
        Path done = folder.resolve(name + ".done");
        if (!Bench.await(() -> Files.exists(done), Duration.ofSeconds(60))) {
            throw new IOException("the lane's lists do not answer");
        }
        Properties a = answer(name).orElseThrow();
        return new State(Long.parseLong(a.getProperty("heap")), Long.parseLong(a.getProperty("looks")), Long.parseLong(a.getProperty("lookP99Ns")),
                Long.parseLong(a.getProperty("lookMaxNs")), Long.parseLong(a.getProperty("wrong")), a.getProperty("firstWrong"),
                a.getProperty("card"), a.getProperty("obu"));
    }
}
