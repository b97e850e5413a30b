package org.etclane.device.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.etclane.device.Bytes;
import org.etclane.device.Plate;
import org.etclane.device.card.TransitRecord.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Random;

class TransitRecordTest {
    /** File 0019 of capture S-4 (rsu-captures.md). */
    private static final Bytes CAPTURED = Bytes.fromHex(
            "aa2900 0001 0001 02 5f46a239 00 02 112233445566778899 010203 88 b2e241313233343500000000 00000000");

    @Test
    void capturedRecordBothWays() {
        TransitRecord record = TransitRecord.parse(CAPTURED, Layout.OLD).orElseThrow();
        assertEquals("0001", record.network());
        assertEquals(1, record.station());
        assertEquals(2, record.lane());
        assertEquals(0x5F46A239L, record.entrySeconds());
        assertEquals(TransitRecord.MTC_OUT, record.state());
        assertEquals(Bytes.fromHex("112233445566778899 010203 88"), record.mark());
        assertEquals("测A12345", record.plate());
        assertEquals(-1, record.plateColour());
        assertEquals(0, record.lock());
        assertEquals(CAPTURED, record.encode43());
        assertEquals(CAPTURED.slice(3, 43), record.body40());
    }

    @Test
    void theStationOfTheCapturedDebitIsABodyOfForty() {
        Bytes station = Bytes.fromHex("00010001025f46a22e000211223344556677889901020388b2e24131323334350000000000000000");
        TransitRecord record = TransitRecord.parse(station, Layout.OLD).orElseThrow();
        assertEquals(0x5F46A22EL, record.entrySeconds());
        assertEquals(station, record.body40());
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void everyFormIsReadAndOtherLengthsAreRefused(Layout layout) {
        TransitRecord full = TransitRecord.parse(CAPTURED, layout).orElseThrow();
        for (int length = 0; length < 60; length++) {
            Bytes raw = Bytes.concat(CAPTURED, Bytes.zeros(17)).slice(0, length);
            assertEquals(length == 39 || length == 43 || length == 36 || length == 40,
                    TransitRecord.parse(raw, layout).isPresent(), "length " + length);
        }
        assertEquals(full, TransitRecord.parse(CAPTURED.slice(0, 39), layout).orElseThrow());
        assertEquals(full, TransitRecord.parse(CAPTURED.slice(3, 43), layout).orElseThrow());
        assertEquals(full, TransitRecord.parse(CAPTURED.slice(3, 39), layout).orElseThrow());
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void anyBytesComeBackUnchanged(Layout layout) {
        Random random = new Random(19);
        for (int round = 0; round < 2000; round++) {
            byte[] noise = new byte[43];
            random.nextBytes(noise);
            Bytes raw = Bytes.copyOf(noise);
            assertEquals(raw, TransitRecord.parse(raw, layout).orElseThrow().encode43());
            Bytes body = raw.slice(3, 43);
            assertEquals(body, TransitRecord.parse(body, layout).orElseThrow().body40());
        }
    }

    @Test
    void entryRecordOf2019() {
        TransitRecord record = TransitRecord.etcEntry(Layout.Y2019, "4101", 0x0203, 0x11, 0x6A000001L, 1,
                new Plate("测A12345", 4), 2, 1500, 0);
        assertTrue(record.isOpenEntry());
        assertEquals(Bytes.fromHex("aa2900 4101 0203 11 6a000001 01 03 00000000000000 b2e241313233343500000000 04 02 0005dc 00 "
                + "00000000"), record.encode43());
        assertEquals(record, TransitRecord.parse(record.body40(), Layout.Y2019).orElseThrow());
        assertEquals(TransitRecord.ETC_OUT, record.withState(TransitRecord.ETC_OUT).state());
    }

    @Test
    void entryRecordOfTheOldLayoutLeavesOutWhatHasNoPlace() {
        TransitRecord record = TransitRecord.etcEntry(Layout.OLD, "4101", 1, 2, 3, 1, new Plate("测A12345", 4), 2, 1500, 0);
        assertEquals(record, TransitRecord.parse(record.encode43(), Layout.OLD).orElseThrow());
        assertEquals(-1, record.grossWeightKg());
    }
}
