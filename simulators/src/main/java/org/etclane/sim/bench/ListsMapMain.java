package org.etclane.sim.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.etclane.lane.parameters.lists.ListAnswer;
import org.etclane.lane.parameters.lists.ListKey;
import org.etclane.lane.parameters.lists.ListKind;
import org.etclane.lane.parameters.lists.Listing;
import org.etclane.lane.parameters.lists.StatusList;
import org.etclane.lane.parameters.lists.store.ListDelivery;
import org.etclane.lane.parameters.lists.store.ListSettings;
import org.etclane.lane.parameters.lists.store.Pace;
import org.etclane.lane.parameters.lists.store.StatusListStore;

/**
 * The same keys in a plain {@link HashMap} and in a list, asked by turns in one JVM; a child of {@code scripts/bench lists}. Arguments:
 * folder, entries. Leaves {@code map.json} in the folder.
 */
public final class ListsMapMain {
    private static final int TIMES = 1_000_000;
    static final String RESULT = "map.json";

    private ListsMapMain() {
    }

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        int entries = Integer.parseInt(args[1]);
        ObjectNode result = JsonNodeFactory.instance.objectNode().put("entries", entries);
        long before = usedHeap();
        long started = System.nanoTime();
        Map<ListKey, Listing> map = new HashMap<>();
        for (int i = 0; i < entries; i++) {
            map.put(SyntheticLists.key(ListKind.CARD, i), SyntheticLists.listing(i));
        }
        result.put("buildMs", (System.nanoTime() - started) / 1_000_000).put("heapBytes", usedHeap() - before);
        Path section = folder.resolve("map.section");
        ListDelivery delivery = SyntheticLists.write(section, ListKind.CARD, "1", Optional.empty(), 0, entries, 0);
        try (StatusListStore store = StatusListStore.open(folder.resolve("map"), ListKind.CARD, ListSettings.defaults(), Pace.NONE)) {
            try (InputStream in = Files.newInputStream(section)) {
                store.deliver(delivery, in, 1);
            }
            store.activate(1);
            StatusList list = store.inForce().orElseThrow();
            for (int round = 0; round < 2; round++) {
                ObjectNode mapFigures = result.putObject("map");
                ObjectNode listFigures = result.putObject("list");
                mapFigures.set("missNs", ListLooks.json(ListLooks.look(TIMES, ListKind.CARD, ListsMapMain::never, map::get, a -> a == null)));
                listFigures.set("missNs", ListLooks.json(ListLooks.look(TIMES, ListKind.CARD, ListsMapMain::never, list::find,
                        a -> a instanceof ListAnswer.NotListed)));
                mapFigures.set("hitNs", ListLooks.json(ListLooks.look(TIMES, ListKind.CARD, r -> r % entries, map::get, a -> a != null)));
                listFigures.set("hitNs", ListLooks.json(ListLooks.look(TIMES, ListKind.CARD, r -> r % entries, list::find,
                        a -> a instanceof ListAnswer.Listed)));
            }
        }
        Files.writeString(folder.resolve(RESULT), new JsonMapper().writeValueAsString(result));
    }

    private static long never(long random) {
        return SyntheticLists.NEVER + random % SyntheticLists.NEVER;
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
