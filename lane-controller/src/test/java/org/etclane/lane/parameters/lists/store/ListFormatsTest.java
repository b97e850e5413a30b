package org.etclane.lane.parameters.lists.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.etclane.lane.parameters.lists.ListAnswer;
import org.etclane.lane.parameters.lists.ListKey;
import org.etclane.lane.parameters.lists.ListKind;
import org.etclane.lane.parameters.lists.ListReason;
import org.etclane.lane.parameters.lists.Listing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two forms in which a list comes, byte by byte. */
class ListFormatsTest {
    /** Written by hand from the layout: head for 2 cards in an increment; one lost since 2026-03-01 00:00 +08:00, one taken off. */
    private static final String SECTION = "4554435 34c495354 01 01 02 0000000000 0000000000000002"
            + "3701 2000000000000001 01 00 69a31100" + "ffff ffffffffffffffff 00 00 00000000";
    private static final String CSV = """
            etclane-status-list,1
            # made by hand
            kind,card
            version,2026-11-20
            baseVersion,2026-11-19

            effectiveAt,2026-11-20T00:00:00+08:00
            number,reason,since
            37012000000000000001,lost,2026-03-01
            ffffffffffffffffffff,-,
            """;

    @TempDir
    Path dir;

    private static byte[] section() {
        return HexFormat.of().parseHex(SECTION.replace(" ", ""));
    }

    private static List<String> read(byte[] bytes, ListKind kind, ListForm form) throws IOException {
        List<String> entries = new ArrayList<>();
        ListSection.read(new ByteArrayInputStream(bytes), kind, form,
                (number, rest) -> entries.add("%016x %016x".formatted(number, rest)));
        return entries;
    }

    private static List<String> csv(String text) throws IOException {
        ListDelivery delivery = ListCsv.describe(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        List<String> entries = new ArrayList<>();
        ListCsv.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), delivery,
                (number, rest) -> entries.add("%016x %016x".formatted(number, rest)));
        return entries;
    }

    private static String wrong(String text) {
        return assertThrows(ListRefusedException.class, () -> csv(text)).getMessage();
    }

    @Test
    void aSectionIsReadAsItStandsInTheLayout() throws IOException {
        assertEquals(List.of("2000000000000001 3701010069a31100", "ffffffffffffffff ffff000000000000"),
                read(section(), ListKind.CARD, ListForm.INCREMENT));
    }

    @Test
    void aSectionIsWrittenAsItIsRead() {
        ByteBuffer out = ByteBuffer.allocate(56);
        out.put(ListSection.head(ListKind.CARD, ListForm.INCREMENT, 2));
        ListSection.put(out, ListKey.card("37012000000000000001").orElseThrow(), new Listing(ListReason.LOST, OptionalLong.of(1_772_294_400L)));
        ListSection.putRemoval(out, ListKey.card("ffffffffffffffffffff").orElseThrow());
        assertArrayEquals(section(), out.array());
    }

    @Test
    void everyOtherSectionIsRefused() {
        for (int at = 0; at < 24; at++) {
            if (at < 11 || at >= 16) {
                byte[] bad = section();
                bad[at] ^= 1;
                assertThrows(ListRefusedException.class, () -> read(bad, ListKind.CARD, ListForm.INCREMENT), "byte " + at);
            }
        }
        byte[] unknown = section();
        unknown[24 + 10] = 9;
        assertTrue(assertThrows(ListRefusedException.class, () -> read(unknown, ListKind.CARD, ListForm.INCREMENT)).getMessage()
                .contains("entry 0 has reason 9"));
        byte[] removalInFull = section();
        removalInFull[10] = 1;
        assertTrue(assertThrows(ListRefusedException.class, () -> read(removalInFull, ListKind.CARD, ListForm.FULL)).getMessage()
                .contains("entry 1 has reason 0, which is none of ours: removals belong in increments"));
        byte[] network = section();
        network[9] = 2;
        assertThrows(ListRefusedException.class, () -> read(network, ListKind.OBU, ListForm.INCREMENT), "an OBU has no network");
        for (int length = 0; length < 56; length++) {
            byte[] cut = java.util.Arrays.copyOf(section(), length);
            assertThrows(ListRefusedException.class, () -> read(cut, ListKind.CARD, ListForm.INCREMENT), "cut to " + length);
        }
    }

    @Test
    void aTextFileSaysTheSame() throws IOException {
        assertEquals(read(section(), ListKind.CARD, ListForm.INCREMENT), csv(CSV));
        ListDelivery delivery = ListCsv.describe(new ByteArrayInputStream(CSV.getBytes(StandardCharsets.UTF_8)));
        assertEquals(new ListDelivery(ListKind.CARD, "2026-11-20", Lists.sha256(CSV.getBytes(StandardCharsets.UTF_8)), 1_795_104_000_000L,
                Optional.of("2026-11-19")), delivery);
        assertEquals(csv(CSV), csv(CSV.replace("\n", "\r\n")));
    }

    @Test
    void everyProblemOfATextFileIsNamedWithItsLine() {
        assertEquals("line 9: number \"3701\" is not 20 digits", wrong(CSV.replace("37012000000000000001", "3701")));
        assertTrue(wrong(CSV.replace("lost", "stolen")).startsWith("line 9: reason \"stolen\" is none of the known words"));
        assertTrue(wrong(CSV.replace("2026-03-01", "1.3.2026")).startsWith("line 9: since \"1.3.2026\" is not a day like"));
        assertTrue(wrong(CSV.replace("2026-03-01", "1969-03-01")).startsWith("line 9: since"));
        assertTrue(wrong(CSV.replace(",2026-11-19", ",")).startsWith("line 10: reason \"-\""));
        assertEquals("line 10: 2 fields instead of 3", wrong(CSV.replace("-,\n", "-\n")));
        assertTrue(wrong(CSV.replace("kind,card", "kind,car")).startsWith("line 3: kind \"car\""));
        assertTrue(wrong(CSV.replace("+08:00", "")).startsWith("effectiveAt"));
        assertTrue(wrong(CSV.replace("lost", "l".repeat(300))).startsWith("line 9 is longer"));
        String many = CSV + "x,y,z\n".repeat(60);
        assertTrue(wrong(many).endsWith("and 130 more"), wrong(many));
    }

    @Test
    void aTextFileIsDeliveredLikeASection() throws IOException {
        String full = CSV.replace("baseVersion,2026-11-19", "baseVersion,").replace("ffffffffffffffffffff,-,", "ffffffffffffffffffff,other,");
        byte[] bytes = full.getBytes(StandardCharsets.UTF_8);
        ListDelivery delivery = ListCsv.describe(new ByteArrayInputStream(bytes));
        try (StatusListStore store = Lists.store(dir)) {
            assertInstanceOf(StatusListStore.Delivered.Taken.class, store.deliver(delivery, new ByteArrayInputStream(bytes), Lists.T));
            store.activate(Lists.T);
            assertEquals(new ListAnswer.Listed(new Listing(ListReason.LOST, OptionalLong.of(1_772_294_400L))),
                    Lists.ask(store, ListKey.card("37012000000000000001").orElseThrow()));
            assertEquals(new ListAnswer.Listed(new Listing(ListReason.OTHER, OptionalLong.empty())),
                    Lists.ask(store, ListKey.card("ffffffffffffffffffff").orElseThrow()));
            ListDelivery other = new ListDelivery(ListKind.CARD, "6", delivery.sha256(), 0, Optional.empty());
            assertTrue(store.deliver(other, new ByteArrayInputStream(bytes), Lists.T) instanceof StatusListStore.Delivered.Refused(String why)
                    && why.contains("announced is"));
        }
    }
}
