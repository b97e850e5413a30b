package org.etclane.device.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.etclane.device.Bytes;
import org.etclane.device.Plate;
import org.junit.jupiter.api.Test;

import java.util.Random;

class IssueFileTest {
    /** File 0015 of capture S-4 (rsu-captures.md). */
    static final Bytes CAPTURED = Bytes.fromHex(
            "cdf2bcafcdf2bcaf16011101123456788765432120200803 20250802 b2e241313233343500000000 00 0000");

    @Test
    void capturedFileBothWays() {
        IssueFile file = IssueFile.parse(CAPTURED).orElseThrow();
        assertEquals(new IssueFile(Bytes.fromHex("cdf2bcafcdf2bcaf"), IssueFile.STORED_VALUE, 1, "1101", "1234567887654321",
                20200803, 20250802, new Plate("测A12345", 0), 0, -1), file);
        assertEquals(CAPTURED, file.encode());
        assertEquals(Bytes.fromHex("cdf2bcafcdf2bcaf"), file.factor());
    }

    @Test
    void factorRepeatsTheNameWhenTheIssuerCarriesARegion() {
        byte[] bytes = CAPTURED.toArray();
        System.arraycopy(Bytes.fromHex("C9BDB6AB37010001").toArray(), 0, bytes, 0, 8);
        assertEquals(Bytes.fromHex("C9BDB6ABC9BDB6AB"), IssueFile.parse(Bytes.copyOf(bytes)).orElseThrow().factor());
    }

    @Test
    void versionDecidesWhereColourAndClassStand() {
        byte[] bytes = CAPTURED.toArray();
        bytes[41] = 4;
        bytes[42] = 1;
        IssueFile old = IssueFile.parse(Bytes.copyOf(bytes)).orElseThrow();
        assertEquals(1, old.plate().colour());
        assertEquals(-1, old.vehicleClass());
        bytes[9] = 0x40;
        IssueFile recent = IssueFile.parse(Bytes.copyOf(bytes)).orElseThrow();
        assertEquals(4, recent.plate().colour());
        assertEquals(1, recent.vehicleClass());
        assertEquals(Bytes.copyOf(bytes), recent.encode());
    }

    @Test
    void acceptsTheFiftyByteReadAndRefusesLess() {
        assertEquals(IssueFile.parse(CAPTURED), IssueFile.parse(Bytes.concat(CAPTURED, Bytes.zeros(7))));
        for (int length = 0; length < 43; length++) {
            assertTrue(IssueFile.parse(CAPTURED.slice(0, length)).isEmpty());
        }
    }

    @Test
    void aDateThatIsNotBcdIsMinusOne() {
        byte[] bytes = CAPTURED.toArray();
        bytes[20] = (byte) 0xFF;
        bytes[27] = 0x0A;
        IssueFile file = IssueFile.parse(Bytes.copyOf(bytes)).orElseThrow();
        assertEquals(-1, file.startYmd());
        assertEquals(-1, file.expiryYmd());
        assertEquals(Bytes.fromHex("ffffffff"), file.encode().slice(20, 24));
    }

    @Test
    void anyBytesParseAndSettleAfterOneRound() {
        Random random = new Random(15);
        for (int round = 0; round < 2000; round++) {
            byte[] noise = new byte[43];
            random.nextBytes(noise);
            IssueFile file = IssueFile.parse(Bytes.copyOf(noise)).orElseThrow();
            assertEquals(43, file.encode().size());
        }
    }
}
