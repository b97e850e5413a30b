package org.etclane.sim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.etclane.lane.parameters.lists.ListKind;
import org.etclane.lane.parameters.lists.store.ListDelivery;

/**
 * The lists of one run, as sections on the disk. The later full list holds the upper half of the earlier one's entries and as many new
 * ones, the increment takes some off and adds as many.
 *
 * @param always number of an entry that every version of the card list holds
 */
record ListsPlan(Section cardsBefore, Section obusBefore, Section cardsAfter, Section increment, Section obusAfter, int mibPerSecond,
        long always) {

    record Section(ListDelivery delivery, Path file) {
        static Section of(Path folder, String name, ListKind kind, String version, Optional<String> base, long first, long listed, long off)
                throws IOException {
            Path file = folder.resolve(name + ".section");
            ListDelivery delivery = SyntheticLists.write(file, kind, version, base, first, listed, off);
            Files.writeString(folder.resolve(name + ".section.sha256"), delivery.sha256() + "\n");
            return new Section(delivery, file);
        }
    }

    static ListsPlan write(Path folder, long cards, long obus, long increment, int mibPerSecond) throws IOException {
        return new ListsPlan(Section.of(folder, "card-1", ListKind.CARD, "1", Optional.empty(), 0, cards, 0),
                Section.of(folder, "obu-1", ListKind.OBU, "1", Optional.empty(), 0, obus, 0),
                Section.of(folder, "card-2", ListKind.CARD, "2", Optional.empty(), cards / 2, cards, 0),
                Section.of(folder, "increment-3", ListKind.CARD, "3", Optional.of("2"), 2 * cards, increment - increment / 2, increment / 2),
                Section.of(folder, "obu-2", ListKind.OBU, "2", Optional.empty(), obus / 2, obus, 0), mibPerSecond, cards / 2);
    }
}
