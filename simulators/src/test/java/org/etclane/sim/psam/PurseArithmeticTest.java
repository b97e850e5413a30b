package org.etclane.sim.psam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.etclane.device.Bytes;
import org.junit.jupiter.api.Test;

/** The published vectors (card-and-obu-files.md §4) and the PSAM's own rules. */
class PurseArithmeticTest {
    private static final Bytes KEY = Bytes.fromHex("11223344556677888877665544332211");
    private static final Bytes SESSION = Bytes.fromHex("003238ABC57659DD");
    private static final Bytes TIME = Bytes.fromHex("20120229135100");
    private static final Bytes FACTOR = Bytes.fromHex("CDF2BCAFCDF2BCAF");
    private static final Bytes NUMBER = Bytes.fromHex("1234567887654321");

    @Test
    void sessionKeyVector() {
        assertEquals(SESSION, Mac.sessionKey(KEY, Bytes.fromHex("11223344"), 0, 1));
        assertEquals(SESSION, Mac.sessionKey(KEY, Bytes.fromHex("11223344"), 0, 0xABCD0001L), "only the low 16 bits enter");
    }

    @Test
    void mac1Vector() {
        assertEquals(Bytes.fromHex("F15CAB75"), Mac.mac1(SESSION, 0x1000, 6, Bytes.fromHex("001122334455"), TIME));
    }

    @Test
    void mac2Vector() {
        assertEquals(Bytes.fromHex("56988A13"), Mac.mac2(SESSION, 0x1000));
    }

    @Test
    void fullBlocksStillGetPadding() {
        Bytes block = Bytes.fromHex("0011223344556677");
        assertNotEquals(Mac.mac4(SESSION, block), Mac.mac4(SESSION, Bytes.concat(block, Bytes.fromHex("8000000000000000"))));
    }

    @Test
    void diversificationDependsOnEachLevel() {
        Bytes key = Diversification.cardKey(KEY, FACTOR, NUMBER);
        assertEquals(16, key.size());
        assertNotEquals(key, Diversification.cardKey(KEY, NUMBER, FACTOR));
        assertEquals(key, Diversification.child(Diversification.child(KEY, FACTOR), NUMBER));
        assertEquals(FACTOR, Diversification.factorOf(Bytes.fromHex("CDF2BCAF37010001")));
    }

    @Test
    void psamUsesItsSerialAndAdvancesItOnlyAfterMac2() {
        Psam psam = new Psam(PurseKeys.TEST, "373737373737", 0xFFFFFFFFL);
        Bytes random = Bytes.fromHex("C7B13722");
        Psam.Mac1 first = psam.initialisePurchase(random, 0x28, 500, Tac.TYPE_CAPP, TIME, NUMBER, FACTOR);
        assertEquals(0xFFFFFFFFL, first.terminalSerial());
        assertFalse(psam.completePurchase(Bytes.fromHex("00000000")), "a wrong MAC2 is refused");
        assertEquals(0xFFFFFFFFL, psam.terminalSerial());

        Bytes session = Mac.sessionKey(PurseKeys.TEST.cardDpk(FACTOR, NUMBER), random, 0x28, 0xFFFFFFFFL);
        assertEquals(first.mac1(), Mac.mac1(session, 500, Tac.TYPE_CAPP, psam.terminal(), TIME));
        assertTrue(psam.completePurchase(Mac.mac2(session, 500)));
        assertEquals(0, psam.terminalSerial(), "wraps as unsigned 32-bit");
        assertFalse(psam.completePurchase(Mac.mac2(session, 500)), "a purchase closes once");
    }

    @Test
    void verifierAcceptsOnlyTheRecordTheCardSigned() {
        TacVerifier verifier = new TacVerifier(PurseKeys.TEST);
        String tac = Tac.compute(PurseKeys.TEST.cardDtk(FACTOR, NUMBER), 500, 9, Bytes.fromHex("373737373737"), 17, TIME).hex();
        assertTrue(verifier.verify("1234567887654321", "CDF2BCAF", 500, 9, "373737373737", 17, "20120229135100", tac));
        assertTrue(verifier.verify("11011234567887654321", "CDF2BCAFCDF2BCAF", 500, 9, "373737373737", 17, "20120229135100",
                tac.toUpperCase(java.util.Locale.ROOT)), "network number and doubled factor are other spellings");
        assertFalse(verifier.verify("1234567887654321", "CDF2BCAF", 501, 9, "373737373737", 17, "20120229135100", tac));
        assertFalse(verifier.verify("1234567887654322", "CDF2BCAF", 500, 9, "373737373737", 17, "20120229135100", tac));
        assertFalse(verifier.verify("1234567887654321", "B1B1BEA9", 500, 9, "373737373737", 17, "20120229135100", tac));
        assertFalse(verifier.verify("1234567887654321", "CDF2BCAF", 500, 6, "373737373737", 17, "20120229135100", tac));
        assertFalse(verifier.verify("1234567887654321", "CDF2BCAF", 500, 9, "373737373738", 17, "20120229135100", tac));
        assertFalse(verifier.verify("1234567887654321", "CDF2BCAF", 500, 9, "373737373737", 18, "20120229135100", tac));
        assertFalse(verifier.verify("1234567887654321", "CDF2BCAF", 500, 9, "373737373737", 17, "20120229135101", tac));
    }

    @Test
    void aRecordOfWrongShapeFailsTheCheckWithoutAnException() {
        TacVerifier verifier = new TacVerifier(PurseKeys.TEST);
        assertFalse(verifier.verify(null, null, 0, 9, null, 0, null, null));
        assertFalse(verifier.verify("12", "CDF2BCAF", 500, 9, "373737373737", 17, "20120229135100", "00000000"));
        assertFalse(verifier.verify("1234567887654321", "CDF2BCAF", -1, 9, "373737373737", 17, "20120229135100", "00000000"));
        assertFalse(verifier.verify("1234567887654321", "CDF2BCAF", 500, 9, "373737373737", 17, "20120229135100", "tac"));
    }
}
