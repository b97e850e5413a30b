package org.etclane.lane.parameters.lists;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ListKeyTest {
    @Test
    void aCardIsNetworkAndNumberAnObuIsItsSerial() {
        assertEquals(new ListKey(ListKind.CARD, 0x3701, 0x2000000000000001L), ListKey.card("37012000000000000001").orElseThrow());
        assertEquals("37012000000000000001", ListKey.card("37012000000000000001").orElseThrow().digits());
        assertEquals(new ListKey(ListKind.OBU, 0, 0x3701_0000_0000_0042L), ListKey.obu("3701000000000042").orElseThrow());
        assertEquals("3701000000000042", ListKey.obu("3701000000000042").orElseThrow().digits());
        assertEquals("ffffffffffffffffffff", ListKey.card("FFFFFFFFFFFFFFFFFFFF").orElseThrow().digits());
        assertEquals("00000000000000000000", ListKey.card("00000000000000000000").orElseThrow().digits());
    }

    @Test
    void whatIsNoNumberIsNoKey() {
        for (String text : List.of("", "3701200000000000000", "370120000000000000011", "3701200000000000000G", "+7012000000000000001",
                "3701 000000000000001")) {
            assertEquals(Optional.empty(), ListKey.card(text), text);
        }
        assertEquals(Optional.empty(), ListKey.obu("37010000000000420"));
        assertEquals(Optional.empty(), ListKey.obu("-701000000000042"));
        assertThrows(IllegalArgumentException.class, () -> new ListKey(ListKind.OBU, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new ListKey(ListKind.CARD, 0x10000, 0));
    }

    @Test
    void orderIsThatOfTheDigits() {
        List<String> digits = List.of("00000000000000000000", "00007fffffffffffffff", "00008000000000000000", "0000ffffffffffffffff",
                "00010000000000000000", "7fff0000000000000000", "80000000000000000000", "ffffffffffffffffffff");
        List<ListKey> keys = digits.stream().map(d -> ListKey.card(d).orElseThrow()).toList();
        assertEquals(keys, keys.reversed().stream().sorted().toList());
    }

    @Test
    void reasonsHaveCodesOfTheirOwnAndALaneReason() {
        assertEquals(ListReason.values().length, Arrays.stream(ListReason.values()).mapToInt(ListReason::code).distinct().count());
        for (ListReason reason : ListReason.values()) {
            assertEquals(Optional.of(reason), ListReason.ofCode(reason.code()));
            assertTrue(reason.code() >= 1 && reason.code() <= 15, reason.name());
            assertTrue(reason.specialType() >= 154 && reason.specialType() <= 158, reason.name());
        }
        assertEquals(Optional.empty(), ListReason.ofCode(0));
        assertThrows(IllegalArgumentException.class, () -> new Listing(ListReason.LOST, OptionalLong.of(0)));
    }

    @Test
    void aLaneWithoutListsSaysSo() {
        ListKey key = ListKey.obu("3701000000000042").orElseThrow();
        assertEquals(new ListAnswer.NoList(), ListLookup.NONE.find(key));
        assertEquals(new ListAnswer.NoList(), new StatusLists(Optional.empty(), Optional.empty()).find(key));
    }
}
