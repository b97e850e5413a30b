package org.etclane.device.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.etclane.device.Bytes;
import org.junit.jupiter.api.Test;

import java.util.Optional;

class PurseRecordTest {
    private static final Bytes RAW = Bytes.fromHex("0012 010203 fffffffe 09 373737373737 20261120 100001");

    @Test
    void fieldsStandWhereTheTableSays() {
        PurseRecord record = PurseRecord.parse(RAW).orElseThrow();
        assertEquals(new PurseRecord(0x12, 0x010203, 0xFFFF_FFFEL, 9, "373737373737", "20261120100001"), record);
        assertTrue(record.isPurchase());
        assertEquals(RAW, record.encode());
    }

    @Test
    void aLoadTakesNothing() {
        assertFalse(PurseRecord.parse(Bytes.concat(RAW.slice(0, 9), Bytes.of(PurseRecord.LOAD), RAW.slice(10, 23))).orElseThrow()
                .isPurchase());
    }

    @Test
    void anyOtherLengthIsNone() {
        for (int length = 0; length < 40; length++) {
            assertEquals(length == PurseRecord.LENGTH, PurseRecord.parse(Bytes.zeros(length)).isPresent());
        }
        assertEquals(Optional.empty(), PurseRecord.parse(Bytes.EMPTY));
    }

    @Test
    void fieldsOfAnotherWidthAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new PurseRecord(1, 0, 1, 9, "37", "20261120100001"));
        assertThrows(IllegalArgumentException.class, () -> new PurseRecord(1, 0, 1, 9, "373737373737", "2026"));
    }
}
