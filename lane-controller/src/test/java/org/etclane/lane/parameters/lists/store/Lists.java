package org.etclane.lane.parameters.lists.store;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Collectors;
import org.etclane.lane.parameters.lists.ListAnswer;
import org.etclane.lane.parameters.lists.ListKey;
import org.etclane.lane.parameters.lists.ListKind;
import org.etclane.lane.parameters.lists.ListReason;
import org.etclane.lane.parameters.lists.Listing;
import org.etclane.lane.parameters.lists.StatusList;

/** What tests of the store share. */
final class Lists {
    static final long T = 1_800_000_000_000L;
    static final ListSettings SETTINGS = new ListSettings(0, 24, 125);

    private Lists() {
    }

    /** One line of a delivery. @param listing empty: taken off */
    record Line(ListKey key, Optional<Listing> listing) {
    }

    static Line on(ListKey key, ListReason reason) {
        return new Line(key, Optional.of(new Listing(reason, OptionalLong.empty())));
    }

    static Line off(ListKey key) {
        return new Line(key, Optional.empty());
    }

    static ListKey card(long number) {
        return new ListKey(ListKind.CARD, 0x3701, number);
    }

    static StatusListStore store(Path folder) throws IOException {
        return StatusListStore.open(folder, ListKind.CARD, SETTINGS, Pace.NONE);
    }

    static byte[] section(ListForm form, List<Line> lines) {
        ByteBuffer out = ByteBuffer.allocate(ListSection.HEAD_BYTES + lines.size() * ListSection.ENTRY_BYTES);
        out.put(ListSection.head(ListKind.CARD, form, lines.size()));
        lines.forEach(line -> line.listing.ifPresentOrElse(listing -> ListSection.put(out, line.key, listing),
                () -> ListSection.putRemoval(out, line.key)));
        return out.array();
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(StoreFiles.sha256().digest(bytes));
    }

    static StatusListStore.Delivered deliver(StatusListStore store, String version, Optional<String> base, long effective, List<Line> lines)
            throws IOException {
        byte[] bytes = section(base.isPresent() ? ListForm.INCREMENT : ListForm.FULL, lines);
        return store.deliver(new ListDelivery(ListKind.CARD, version, sha256(bytes), effective, base), new ByteArrayInputStream(bytes), T);
    }

    /** Delivered, taken, and in force. */
    static void take(StatusListStore store, String version, Optional<String> base, List<Line> lines) throws IOException {
        assertInstanceOf(StatusListStore.Delivered.Taken.class, deliver(store, version, base, T, lines));
        store.activate(T);
    }

    static ListAnswer expected(Map<ListKey, Listing> model, ListKey key) {
        Listing listing = model.get(key);
        return listing == null ? new ListAnswer.NotListed() : new ListAnswer.Listed(listing);
    }

    static ListAnswer ask(StatusListStore store, ListKey key) {
        return store.inForce().map(list -> list.find(key)).orElse(new ListAnswer.NoList());
    }

    static StatusList inForce(StatusListStore store) {
        return store.inForce().orElseThrow();
    }

    static Listing listing(Random random) {
        ListReason[] reasons = ListReason.values();
        return new Listing(reasons[random.nextInt(reasons.length)],
                random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong(1, 0x1_0000_0000L)));
    }

    static List<String> names(Path folder) throws IOException {
        return StoreFiles.files(folder).stream().map(f -> f.getFileName().toString()).collect(Collectors.toList());
    }
}
