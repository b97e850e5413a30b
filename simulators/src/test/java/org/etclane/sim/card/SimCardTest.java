package org.etclane.sim.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.etclane.device.Bytes;
import org.etclane.sim.psam.Psam;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.psam.Tac;
import org.etclane.sim.psam.TacVerifier;
import org.junit.jupiter.api.Test;

/** The card as a card would answer: purchase, refusal, replay, proof, files (card-and-obu-files.md §1, §4). */
class SimCardTest {
    /** File 0015 of captured frame S-4. */
    private static final Bytes ISSUE = Bytes.fromHex(
            "cdf2bcafcdf2bcaf1601110112345678876543212020080320250802b2e241313233343500000000000000");
    private static final Bytes TRANSIT = Bytes.fromHex(
            "aa290000010001025f46a239000211223344556677889901020388b2e241313233343500000000 00000000");
    private static final Bytes NEXT_TRANSIT = Bytes.concat(Bytes.fromHex("aa2900"), Bytes.fromHex("37".repeat(40)));
    private static final Bytes TIME = Bytes.fromHex("20261120100000");

    private final PurseLedger ledger = new PurseLedger();
    private final Psam psam = new Psam(PurseKeys.TEST, "014400019C8B", 0x0077433BL);
    private final SimCard card = card(22, 9999, 0x12);

    private SimCard card(int type, long balanceFen, int counter) {
        byte[] issue = ISSUE.toArray();
        issue[8] = (byte) type;
        return new SimCard(Bytes.copyOf(issue), TRANSIT, balanceFen, counter, PurseKeys.TEST, ledger, 42);
    }

    private Psam.Mac1 open(SimCard card, long amountFen) {
        ApduResponse init = card.transmit(CommandApdu.initialiseCapp(amountFen, psam.terminal()));
        assertTrue(init.ok(), () -> Integer.toHexString(init.statusWord()));
        assertTrue(card.transmit(CommandApdu.updateCappCache(NEXT_TRANSIT)).ok());
        return psam.initialisePurchase(init.data().slice(11, 15), init.data().u16(4), amountFen, Tac.TYPE_CAPP, TIME,
                card.cardNumber8(), card.factor());
    }

    @Test
    void commandsHaveTheCapturedShape() {
        assertEquals(Bytes.fromHex("805003020B 01 00000000 014400019C8B"), CommandApdu.initialiseCapp(0, psam.terminal()));
        assertEquals(Bytes.fromHex("805401000F 0077433B 20210125095628 A24781CB"),
                CommandApdu.debitCapp(0x0077433BL, Bytes.fromHex("20210125095628"), Bytes.fromHex("A24781CB")));
        assertEquals(Bytes.fromHex("805C000204"), CommandApdu.getBalance());
        assertEquals(Bytes.fromHex("00B201CC2B"), CommandApdu.readTransitRecord());
        assertEquals(Bytes.fromHex("805A000902 0013"), CommandApdu.getTransactionProve(0x13));
        assertEquals(Bytes.fromHex("80DCAAC82B"), CommandApdu.updateCappCache(NEXT_TRANSIT).slice(0, 5));
    }

    @Test
    void answersHaveTheCapturedShape() {
        // captured: 11E1A2D9 0028 000000 01 00 C7B13722 9000 and TAC 4, MAC2 4, 9000
        SimCard credit = card(23, 0x11E1A2D9L, 0x28);
        ApduResponse init = credit.transmit(CommandApdu.initialiseCapp(0, psam.terminal()));
        assertEquals(Bytes.fromHex("11E1A2D9 0028 000000 01 00"), init.data().slice(0, 11));
        assertEquals(17, init.wire().size());
        Psam.Mac1 mac1 = open(credit, 0);
        assertEquals(10, credit.transmit(CommandApdu.debitCapp(mac1.terminalSerial(), TIME, mac1.mac1())).wire().size());
    }

    @Test
    void purchaseTakesTheMoneyOnceAndSignsForIt() {
        Psam.Mac1 mac1 = open(card, 1_500);
        assertEquals(9_999, card.balanceFen(), "nothing moves before the debit");
        assertEquals(TRANSIT, card.transitFile());

        ApduResponse debit = card.transmit(CommandApdu.debitCapp(mac1.terminalSerial(), TIME, mac1.mac1()));

        assertTrue(debit.ok());
        assertEquals(8_499, card.balanceFen());
        assertEquals(Bytes.fromHex("00002133"), card.transmit(CommandApdu.getBalance()).data());
        assertEquals(0x13, card.counter());
        assertEquals(NEXT_TRANSIT, card.transitFile());
        assertEquals(NEXT_TRANSIT.slice(3, 43), card.file0012());
        assertEquals(Bytes.fromHex("0013 000000 000005DC 09 014400019C8B 20261120100000"),
                card.transmit(CommandApdu.readPurseRecord(1)).data());
        assertTrue(psam.completePurchase(debit.data().slice(4, 8)), "the terminal accepts MAC2");

        assertEquals(1, ledger.size());
        PurseLedger.Entry entry = ledger.entries().getFirst();
        assertEquals(new PurseLedger.Entry("11011234567887654321", "CDF2BCAF", 0x13, 1_500, 9, "014400019C8B", 0x0077433BL,
                "20261120100000", entry.tac(), 8_499), entry);
        assertTrue(new TacVerifier(PurseKeys.TEST).verify(entry.cardNumber(), entry.issuerFactorHex(), entry.amountFen(),
                entry.transType(), entry.terminal(), entry.terminalSerial(), entry.purchaseTime(), entry.tac()));
        assertEquals(debit.data().slice(0, 4), Bytes.fromHex(entry.tac()), "TAC comes first");
    }

    @Test
    void everyWrongBitOfMac1IsRefusedAndThePurseStaysAsItWas() {
        for (int bit = 0; bit < 32; bit++) {
            Psam.Mac1 mac1 = open(card, 1_500);
            byte[] wrong = mac1.mac1().toArray();
            wrong[bit / 8] ^= (byte) (1 << bit % 8);
            assertEquals(StatusWord.MAC_ERROR,
                    card.transmit(CommandApdu.debitCapp(mac1.terminalSerial(), TIME, Bytes.copyOf(wrong))).statusWord());
        }
        assertEquals(9_999, card.balanceFen());
        assertEquals(0x12, card.counter());
        assertEquals(TRANSIT, card.transitFile());
        assertEquals(0, ledger.size());
    }

    @Test
    void mac1BindsTimeAndTerminalSerial() {
        Psam.Mac1 mac1 = open(card, 100);
        assertEquals(StatusWord.MAC_ERROR, card.transmit(
                CommandApdu.debitCapp(mac1.terminalSerial(), Bytes.fromHex("20261120100001"), mac1.mac1())).statusWord());
        mac1 = open(card, 100);
        assertEquals(StatusWord.MAC_ERROR,
                card.transmit(CommandApdu.debitCapp(mac1.terminalSerial() + 1, TIME, mac1.mac1())).statusWord());
    }

    @Test
    void replayedDebitTakesNothing() {
        Psam.Mac1 mac1 = open(card, 1_500);
        Bytes debit = CommandApdu.debitCapp(mac1.terminalSerial(), TIME, mac1.mac1());
        assertTrue(card.transmit(debit).ok());
        assertEquals(StatusWord.CONDITIONS_NOT_SATISFIED, card.transmit(debit).statusWord(), "no INITIALIZE before it");
        open(card, 1_500);
        assertEquals(StatusWord.MAC_ERROR, card.transmit(debit).statusWord(), "another random, another counter");
        assertEquals(1, ledger.size());
        assertEquals(8_499, card.balanceFen());
    }

    @Test
    void debitNeedsInitialiseAndCache() {
        Bytes anyDebit = CommandApdu.debitCapp(1, TIME, Bytes.zeros(4));
        assertEquals(StatusWord.CONDITIONS_NOT_SATISFIED, card.transmit(anyDebit).statusWord());
        assertTrue(card.transmit(CommandApdu.initialiseCapp(1, psam.terminal())).ok());
        assertEquals(StatusWord.CONDITIONS_NOT_SATISFIED, card.transmit(anyDebit).statusWord());
        assertEquals(StatusWord.CONDITIONS_NOT_SATISFIED,
                card.transmit(CommandApdu.updateCappCache(NEXT_TRANSIT)).statusWord());
        Psam.Mac1 mac1 = open(card, 1);
        card.reset();
        assertEquals(StatusWord.CONDITIONS_NOT_SATISFIED,
                card.transmit(CommandApdu.debitCapp(mac1.terminalSerial(), TIME, mac1.mac1())).statusWord());
    }

    @Test
    void aPurseWithTooLittleRefusesAtInitialise() {
        assertEquals(StatusWord.INSUFFICIENT_BALANCE,
                card.transmit(CommandApdu.initialiseCapp(10_000, psam.terminal())).statusWord());
        open(card, 9_999);
    }

    @Test
    void creditLimitIsAnUnsignedNumber() {
        SimCard credit = card(23, 0xFFFFFFFEL, 0);
        Psam.Mac1 mac1 = open(credit, 0x80000000L);
        assertTrue(credit.transmit(CommandApdu.debitCapp(mac1.terminalSerial(), TIME, mac1.mac1())).ok());
        assertEquals(0x7FFFFFFEL, credit.balanceFen());
        assertEquals(0x80000000L, ledger.totalFen());
    }

    @Test
    void proofIsGivenForTheLastPurchaseOnly() {
        assertEquals(StatusWord.PROOF_NOT_AVAILABLE, card.transmit(CommandApdu.getTransactionProve(0x12)).statusWord());
        Psam.Mac1 mac1 = open(card, 700);
        assertEquals(StatusWord.PROOF_NOT_AVAILABLE, card.transmit(CommandApdu.getTransactionProve(0x13)).statusWord(),
                "not debited yet, so no proof");
        mac1 = open(card, 700);
        ApduResponse debit = card.transmit(CommandApdu.debitCapp(mac1.terminalSerial(), TIME, mac1.mac1()));
        ApduResponse proof = card.transmit(CommandApdu.getTransactionProve(0x13));
        assertTrue(proof.ok());
        assertEquals(debit.data().slice(0, 4), proof.data().slice(4, 8), "TAC");
        assertEquals(debit.data().slice(4, 8), proof.data().slice(0, 4), "MAC2");
        // an INITIALIZE made after the lost debit reports the advanced counter, and asking does not destroy the proof
        assertEquals(0x13, card.transmit(CommandApdu.initialiseCapp(0, psam.terminal())).data().u16(4));
        assertEquals(proof, card.transmit(CommandApdu.getTransactionProve(0x13)));
    }

    @Test
    void purseRecordsAreCircularAtFifty() {
        for (int i = 1; i <= 53; i++) {
            Psam.Mac1 mac1 = open(card, i);
            ApduResponse debit = card.transmit(CommandApdu.debitCapp(mac1.terminalSerial(), TIME, mac1.mac1()));
            assertTrue(psam.completePurchase(debit.data().slice(4, 8)));
        }
        assertEquals(50, card.purseRecords().size());
        assertEquals(53, card.transmit(CommandApdu.readPurseRecord(1)).data().u32(5));
        assertEquals(4, card.transmit(CommandApdu.readPurseRecord(50)).data().u32(5));
        assertEquals(StatusWord.RECORD_NOT_FOUND, card.transmit(CommandApdu.readPurseRecord(51)).statusWord());
        assertEquals(StatusWord.RECORD_NOT_FOUND, card.transmit(CommandApdu.readPurseRecord(0)).statusWord());
        assertEquals(53, ledger.size());
        assertEquals(9_999 - ledger.totalFen(), card.balanceFen());
    }

    @Test
    void counterStopsAtItsEnd() {
        assertEquals(StatusWord.COUNTER_EXHAUSTED,
                card(22, 100, 0xFFFF).transmit(CommandApdu.initialiseCapp(0, psam.terminal())).statusWord());
    }

    @Test
    void filesAreReadAndWritten() {
        assertEquals(ISSUE, card.transmit(CommandApdu.readIssueFile()).data());
        assertEquals(7, card.transmit(Bytes.fromHex("00B0952B07")).data().size());
        assertEquals(TRANSIT, card.transmit(CommandApdu.readTransitRecord()).data());
        assertEquals(TRANSIT.slice(3, 43), card.transmit(Bytes.fromHex("00B0920028")).data());
        assertTrue(card.transmit(CommandApdu.writeTransitRecord(NEXT_TRANSIT)).ok());
        assertEquals(NEXT_TRANSIT, card.transitFile());
        assertTrue(card.transmit(Bytes.concat(Bytes.fromHex("00D6920028"), TRANSIT.slice(3, 43))).ok());
        assertEquals(TRANSIT, card.transitFile());
        assertEquals(StatusWord.WRONG_DATA, card.transmit(CommandApdu.writeTransitRecord(Bytes.zeros(43))).statusWord());
        assertEquals(StatusWord.WRONG_LENGTH,
                card.transmit(CommandApdu.writeTransitRecord(NEXT_TRANSIT.slice(0, 40))).statusWord());
        assertEquals(StatusWord.FILE_NOT_FOUND, card.transmit(Bytes.fromHex("00B0960037")).statusWord());
        assertEquals(0, ledger.size(), "an entry write moves no money");
        assertEquals(0x12, card.counter());
    }

    @Test
    void noiseIsAnsweredWithAStatusWord() {
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            if (noise.length > 1 && random.nextBoolean()) {
                noise[0] = random.nextBoolean() ? 0 : (byte) 0x80;
                noise[1] = Bytes.fromHex("50545A5CDCB0B2D6").toArray()[random.nextInt(8)];
            }
            ApduResponse answer = card.transmit(Bytes.copyOf(noise));
            assertTrue(answer.ok() || answer.data().size() == 0, "seed " + seed + " round " + i);
        }
        assertEquals(9_999, card.balanceFen());
        assertFalse(ledger.size() > 0);
        assertNotEquals(0, card.counter());
    }
}
