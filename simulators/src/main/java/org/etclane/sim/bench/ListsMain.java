package org.etclane.sim.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.etclane.lane.parameters.lists.ListAnswer;
import org.etclane.lane.parameters.lists.ListKind;
import org.etclane.lane.parameters.lists.StatusList;
import org.etclane.lane.parameters.lists.store.ListDelivery;
import org.etclane.lane.parameters.lists.store.ListSettings;
import org.etclane.lane.parameters.lists.store.Pace;
import org.etclane.lane.parameters.lists.store.StatusListStore;

/**
 * Builds lists and looks things up in them, in a JVM with the lane's options; a child of {@code scripts/bench lists}. Arguments: folder
 * that holds the sections, cards, OBUs, entries of the increment. Leaves {@code lists.json} in the folder.
 */
public final class ListsMain {
    private static final int WARM = 1_000_000;
    private static final int COLD = 2_000;
    static final String RESULT = "lists.json";

    private final Path folder;
    private final long cards;
    private final long obus;
    private final long increment;
    private final ObjectNode result = JsonNodeFactory.instance.objectNode();

    private ListsMain(Path folder, long cards, long obus, long increment) {
        this.folder = folder;
        this.cards = cards;
        this.obus = obus;
        this.increment = increment;
    }

    public static void main(String[] args) throws IOException {
        ListsMain main = new ListsMain(Path.of(args[0]), Long.parseLong(args[1]), Long.parseLong(args[2]), Long.parseLong(args[3]));
        main.run();
        Files.writeString(main.folder.resolve(RESULT), new JsonMapper().writeValueAsString(main.result));
    }

    private StatusListStore open(ListKind kind) throws IOException {
        return StatusListStore.open(lists(kind), kind, ListSettings.defaults(), Pace.NONE);
    }

    private Path lists(ListKind kind) {
        return folder.resolve(kind.name());
    }

    private void run() throws IOException {
        result.put("heapBefore", usedHeap());
        try (StatusListStore card = open(ListKind.CARD); StatusListStore obu = open(ListKind.OBU)) {
            result.set("buildCards", deliver(card, ListKind.CARD, "card-1.section", "1", Optional.empty()));
            result.set("buildObus", deliver(obu, ListKind.OBU, "obu-1.section", "1", Optional.empty()));
            result.put("bytesOnDisk", bytes(lists(ListKind.CARD)) + bytes(lists(ListKind.OBU)));
            say("look-ups");
            looks("cards", card, ListKind.CARD, cards);
            looks("obus", obu, ListKind.OBU, obus);
            memory("afterLooks");
        }
        cold();
        try (StatusListStore card = open(ListKind.CARD); StatusListStore obu = open(ListKind.OBU)) {
            memory("opened");
            say("reading everything back");
            long started = System.nanoTime();
            card.scrub();
            obu.scrub();
            result.put("scrubMs", ms(started));
            if (increment > 0) {
                result.set("buildIncrement", deliver(card, ListKind.CARD, "increment.section", "2", Optional.of("1")));
                StatusList list = card.inForce().orElseThrow();
                result.set("missOverIncrementNs", miss(list, ListKind.CARD, WARM));
                say("merging");
                started = System.nanoTime();
                card.merge();
                result.put("mergeMs", ms(started));
                card.closeRetired();
                result.put("entriesMerged", card.inForce().orElseThrow().size().entries());
            }
            memory("end");
        }
        result.put("heapAfter", usedHeap());
    }

    private ObjectNode deliver(StatusListStore store, ListKind kind, String file, String version, Optional<String> base) throws IOException {
        say("building from " + file);
        ListDelivery delivery = new ListDelivery(kind, version, Files.readString(folder.resolve(file + ".sha256")).strip(), 0, base);
        long started = System.nanoTime();
        try (InputStream in = Files.newInputStream(folder.resolve(file))) {
            if (!(store.deliver(delivery, in, 1) instanceof StatusListStore.Delivered.Taken taken)) {
                throw new IOException(file + " was not taken");
            }
            store.activate(1);
            store.closeRetired();
            return JsonNodeFactory.instance.objectNode().put("ms", ms(started)).put("entries", taken.entries()).put("removals", taken.removals());
        }
    }

    private void looks(String name, StatusListStore store, ListKind kind, long entries) {
        if (entries == 0) {
            return;
        }
        StatusList list = store.inForce().orElseThrow();
        // once for the compiler and the page cache, once for the figures
        miss(list, kind, WARM / 4);
        hit(list, kind, entries, WARM / 4);
        ObjectNode figures = result.putObject(name);
        figures.set("missNs", miss(list, kind, WARM));
        figures.set("hitNs", hit(list, kind, entries, WARM));
    }

    private static ObjectNode miss(StatusList list, ListKind kind, int times) {
        return ListLooks.json(ListLooks.look(times, kind, r -> SyntheticLists.NEVER + r % SyntheticLists.NEVER, list::find,
                answer -> answer instanceof ListAnswer.NotListed));
    }

    private static ObjectNode hit(StatusList list, ListKind kind, long entries, int times) {
        return ListLooks.json(ListLooks.look(times, kind, r -> r % entries, list::find, answer -> answer instanceof ListAnswer.Listed));
    }

    /** The pages of the lists are nowhere but on the disk; what the machine under this one holds, nobody can say. */
    private void cold() throws IOException {
        say("look-ups from the disk");
        for (ListKind kind : ListKind.values()) {
            for (Path file : files(lists(kind))) {
                PageCache.forget(file);
            }
        }
        long started = System.nanoTime();
        try (StatusListStore card = open(ListKind.CARD)) {
            result.put("openMs", ms(started));
            StatusList list = card.inForce().orElseThrow();
            ObjectNode figures = result.putObject("cold");
            figures.set("missNs", miss(list, ListKind.CARD, COLD * 10));
            figures.set("hitNs", hit(list, ListKind.CARD, cards, COLD));
        }
    }

    private void memory(String when) throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
        result.putObject("memoryMiB" + Character.toUpperCase(when.charAt(0)) + when.substring(1))
                .put("resident", round(JavaChild.memoryMiB(status, "VmRSS"))).put("own", round(JavaChild.memoryMiB(status, "RssAnon")))
                .put("mapped", round(JavaChild.memoryMiB(status, "RssFile"))).put("peak", round(JavaChild.memoryMiB(status, "VmHWM")));
    }

    private static double round(double mib) {
        return Math.round(mib * 10) / 10.0;
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long bytes(Path folder) throws IOException {
        long bytes = 0;
        for (Path file : files(folder)) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static long ms(long startedNanos) {
        return (System.nanoTime() - startedNanos) / 1_000_000;
    }

    private static void say(String what) {
        System.out.println(what);
    }
}
