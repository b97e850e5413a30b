package org.etclane.sim.card;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.etclane.device.Bytes;
import org.etclane.sim.psam.Diversification;
import org.etclane.sim.psam.Mac;
import org.etclane.sim.psam.Octets;
import org.etclane.sim.psam.PurseKeys;
import org.etclane.sim.psam.Tac;

/**
 * A user card: files 0015 (issue), 0019 (transit record), 0012 (the same without its head), 0002 (purse), 0018 (last 50 purse
 * records), with the compound purchase done for real. A wrong MAC1 is refused with 9302 and leaves the purse as it was; a
 * right one changes balance, counter, 0018 and 0019 together or not at all, and writes one line in the {@link PurseLedger}.
 *
 * <p>Serial numbers: INITIALIZE reports the counter before the debit, which enters the session key; the transaction itself is
 * known by the counter after it (0018, GET TRANSACTION PROVE, ledger), as RSU firmware reads it (card-and-obu-files.md §4).
 * Stored-value (22) and credit (23) cards differ in meaning only: a credit card's balance is what may still be spent, as an
 * unsigned number.
 *
 * <p>Not thread-safe: the simulation's thread.
 */
public final class SimCard {
    public static final int ISSUE_FILE_LENGTH = 43;
    public static final int TRANSIT_FILE_LENGTH = 43;
    private static final int PURSE_RECORDS = 50;
    private static final int ISSUE_FILE_STORED = 50;
    private static final int TRANSIT_RECORD_ID = 0xAA;

    private final Bytes issueFile;
    private final Bytes dpk;
    private final Bytes dtk;
    private final PurseLedger ledger;
    private final SplittableRandom random;
    private final ArrayDeque<Bytes> purseRecords = new ArrayDeque<>();
    private Bytes transitFile;
    private long balanceFen;
    private int counter;
    private Optional<Purchase> open = Optional.empty();
    private Optional<Proof> lastProof = Optional.empty();
    private Optional<PurseLedger.Entry> lastDebit = Optional.empty();

    /** A purchase between INITIALIZE and DEBIT. */
    private record Purchase(long amountFen, Bytes terminal6, Bytes random4, Optional<Bytes> cached) {
    }

    private record Proof(int cardSerial, Bytes mac2, Bytes tac) {
    }

    /**
     * @param issueFile43   file 0015; number at 12–19, network at 10–11, issuer at 0
     * @param transitFile43 file 0019
     * @param balanceFen    unsigned 32-bit
     * @param counter       offline counter so far, 0–65535
     * @param seed          of the card's random numbers
     */
    public SimCard(Bytes issueFile43, Bytes transitFile43, long balanceFen, int counter, PurseKeys keys, PurseLedger ledger,
            long seed) {
        if (issueFile43.size() != ISSUE_FILE_LENGTH || transitFile43.size() != TRANSIT_FILE_LENGTH) {
            throw new IllegalArgumentException("files 0015 and 0019 are 43 bytes each");
        }
        this.issueFile = issueFile43;
        this.transitFile = transitFile43;
        this.balanceFen = balanceFen & 0xFFFFFFFFL;
        this.counter = counter & 0xFFFF;
        this.dpk = keys.cardDpk(factor(), cardNumber8());
        this.dtk = keys.cardDtk(factor(), cardNumber8());
        this.ledger = ledger;
        this.random = new SplittableRandom(seed);
    }

    /** Answers one command APDU; never throws on a malformed one. */
    public ApduResponse transmit(Bytes apdu) {
        Optional<CommandApdu> parsed = CommandApdu.parse(apdu);
        if (parsed.isEmpty()) {
            return ApduResponse.status(StatusWord.WRONG_LENGTH);
        }
        CommandApdu command = parsed.get();
        return switch (command.cla()) {
            case 0x00 -> fileCommand(command);
            case 0x80 -> purseCommand(command);
            default -> ApduResponse.status(StatusWord.UNKNOWN_CLASS);
        };
    }

    private ApduResponse fileCommand(CommandApdu command) {
        return switch (command.ins()) {
            case 0xB0 -> readBinary(command);
            case 0xB2 -> readRecord(command);
            case 0xD6 -> updateBinary(command);
            case 0xDC -> updateRecord(command);
            default -> ApduResponse.status(StatusWord.UNKNOWN_INSTRUCTION);
        };
    }

    private ApduResponse purseCommand(CommandApdu command) {
        int p = command.p1() << 8 | command.p2();
        return switch (command.ins()) {
            case 0x50 -> p == 0x0302 ? initialise(command.data()) : ApduResponse.status(StatusWord.WRONG_PARAMETERS);
            case 0xDC -> p == 0xAAC8 ? cache(command.data()) : ApduResponse.status(StatusWord.WRONG_PARAMETERS);
            case 0x54 -> p == 0x0100 ? debit(command.data()) : ApduResponse.status(StatusWord.WRONG_PARAMETERS);
            case 0x5A -> p == 0x0009 ? prove(command.data()) : ApduResponse.status(StatusWord.WRONG_PARAMETERS);
            case 0x5C -> p == 0x0002 ? ApduResponse.ok(Octets.u32(balanceFen)) : ApduResponse.status(StatusWord.WRONG_PARAMETERS);
            default -> ApduResponse.status(StatusWord.UNKNOWN_INSTRUCTION);
        };
    }

    private ApduResponse readBinary(CommandApdu command) {
        return switch (command.p1()) {
            case 0x95 -> slice(Bytes.concat(issueFile, Bytes.zeros(ISSUE_FILE_STORED - ISSUE_FILE_LENGTH)), command);
            case 0x92 -> slice(file0012(), command);
            default -> ApduResponse.status(StatusWord.FILE_NOT_FOUND);
        };
    }

    private static ApduResponse slice(Bytes file, CommandApdu command) {
        int from = command.p2();
        if (from >= file.size()) {
            return ApduResponse.status(StatusWord.WRONG_OFFSET);
        }
        int length = command.le() <= 0 ? file.size() - from : command.le();
        return from + length > file.size() ? ApduResponse.status(StatusWord.WRONG_LENGTH)
                : ApduResponse.ok(file.slice(from, from + length));
    }

    private ApduResponse readRecord(CommandApdu command) {
        int file = command.p2() >>> 3;
        if (file == 0x19) {
            boolean first = (command.p2() & 7) == 4 ? command.p1() == 1 : command.p1() == TRANSIT_RECORD_ID;
            return first ? ApduResponse.ok(transitFile) : ApduResponse.status(StatusWord.RECORD_NOT_FOUND);
        }
        if (file == 0x18) {
            return purseRecords.stream().skip(Math.max(0, command.p1() - 1)).findFirst().filter(_ -> command.p1() > 0)
                    .map(ApduResponse::ok).orElse(ApduResponse.status(StatusWord.RECORD_NOT_FOUND));
        }
        return ApduResponse.status(StatusWord.FILE_NOT_FOUND);
    }

    private ApduResponse updateBinary(CommandApdu command) {
        if (command.p1() != 0x92) {
            return ApduResponse.status(StatusWord.FILE_NOT_FOUND);
        }
        int from = 3 + command.p2();
        int to = from + command.data().size();
        if (to > TRANSIT_FILE_LENGTH) {
            return ApduResponse.status(StatusWord.WRONG_LENGTH);
        }
        transitFile = Bytes.concat(transitFile.slice(0, from), command.data(), transitFile.slice(to, TRANSIT_FILE_LENGTH));
        return ApduResponse.ok(Bytes.EMPTY);
    }

    private ApduResponse updateRecord(CommandApdu command) {
        int p = command.p1() << 8 | command.p2();
        if (p != 0xAAC8 && p != 0x01CC) {
            return ApduResponse.status(StatusWord.RECORD_NOT_FOUND);
        }
        int checked = checkTransitRecord(command.data());
        if (checked == StatusWord.OK) {
            transitFile = command.data();
        }
        return ApduResponse.status(checked);
    }

    private static int checkTransitRecord(Bytes record) {
        if (record.size() != TRANSIT_FILE_LENGTH) {
            return StatusWord.WRONG_LENGTH;
        }
        return record.u8(0) == TRANSIT_RECORD_ID ? StatusWord.OK : StatusWord.WRONG_DATA;
    }

    private ApduResponse initialise(Bytes data) {
        open = Optional.empty();
        if (data.size() != 11) {
            return ApduResponse.status(StatusWord.WRONG_LENGTH);
        }
        if (data.u8(0) != 1) {
            return ApduResponse.status(StatusWord.KEY_INDEX_UNKNOWN);
        }
        long amountFen = data.u32(1);
        if (counter == 0xFFFF) {
            return ApduResponse.status(StatusWord.COUNTER_EXHAUSTED);
        }
        if (amountFen > balanceFen) {
            return ApduResponse.status(StatusWord.INSUFFICIENT_BALANCE);
        }
        Bytes random4 = Octets.u32(random.nextLong());
        open = Optional.of(new Purchase(amountFen, data.slice(5, 11), random4, Optional.empty()));
        // balance, counter, overdraft 0, key version 1, algorithm 0 (3DES), random
        return ApduResponse.ok(Bytes.concat(Octets.u32(balanceFen), Octets.u16(counter), Bytes.of(0, 0, 0, 1, 0), random4));
    }

    private ApduResponse cache(Bytes record) {
        if (open.isEmpty()) {
            return ApduResponse.status(StatusWord.CONDITIONS_NOT_SATISFIED);
        }
        int checked = checkTransitRecord(record);
        if (checked == StatusWord.OK) {
            Purchase purchase = open.get();
            open = Optional.of(new Purchase(purchase.amountFen(), purchase.terminal6(), purchase.random4(), Optional.of(record)));
        }
        return ApduResponse.status(checked);
    }

    /** One INITIALIZE is good for one DEBIT, right or wrong: a replay finds no open purchase. */
    private ApduResponse debit(Bytes data) {
        Optional<Purchase> asked = open;
        open = Optional.empty();
        if (data.size() != 15) {
            return ApduResponse.status(StatusWord.WRONG_LENGTH);
        }
        if (asked.isEmpty() || asked.get().cached().isEmpty()) {
            return ApduResponse.status(StatusWord.CONDITIONS_NOT_SATISFIED);
        }
        Purchase purchase = asked.get();
        long terminalSerial = data.u32(0);
        Bytes time7 = data.slice(4, 11);
        Bytes session = Mac.sessionKey(dpk, purchase.random4(), counter, terminalSerial);
        if (!Mac.mac1(session, purchase.amountFen(), Tac.TYPE_CAPP, purchase.terminal6(), time7).equals(data.slice(11, 15))) {
            return ApduResponse.status(StatusWord.MAC_ERROR);
        }
        Bytes tac = Tac.compute(dtk, purchase.amountFen(), Tac.TYPE_CAPP, purchase.terminal6(), terminalSerial, time7);
        Bytes mac2 = Mac.mac2(session, purchase.amountFen());
        commit(purchase, terminalSerial, time7, mac2, tac);
        return ApduResponse.ok(Bytes.concat(tac, mac2));
    }

    /** Everything a debit changes, together. */
    private void commit(Purchase purchase, long terminalSerial, Bytes time7, Bytes mac2, Bytes tac) {
        balanceFen -= purchase.amountFen();
        counter++;
        purseRecords.addFirst(Bytes.concat(Octets.u16(counter), Bytes.zeros(3), Octets.u32(purchase.amountFen()),
                Octets.u8(Tac.TYPE_CAPP), purchase.terminal6(), time7));
        if (purseRecords.size() > PURSE_RECORDS) {
            purseRecords.removeLast();
        }
        transitFile = purchase.cached().orElseThrow();
        lastProof = Optional.of(new Proof(counter, mac2, tac));
        PurseLedger.Entry entry = new PurseLedger.Entry(cardNumber(), upper(issueFile.slice(0, 4)), counter, purchase.amountFen(),
                Tac.TYPE_CAPP, upper(purchase.terminal6()), terminalSerial, time7.hex(), upper(tac), balanceFen);
        lastDebit = Optional.of(entry);
        ledger.add(entry);
    }

    private ApduResponse prove(Bytes data) {
        if (data.size() != 2) {
            return ApduResponse.status(StatusWord.WRONG_LENGTH);
        }
        // MAC first, then TAC: the order RSU firmware expects of this command
        return lastProof.filter(proof -> proof.cardSerial() == data.u16(0))
                .map(proof -> ApduResponse.ok(Bytes.concat(proof.mac2(), proof.tac())))
                .orElse(ApduResponse.status(StatusWord.PROOF_NOT_AVAILABLE));
    }

    /** The card lost power or was selected anew: an open purchase is forgotten, everything committed stays. */
    public void reset() {
        open = Optional.empty();
    }

    /** Puts money on the card outside any lane, as at a service point; the counter and the ledger are untouched. */
    public void topUp(long amountFen) {
        balanceFen = Math.addExact(balanceFen, amountFen) & 0xFFFFFFFFL;
    }

    /** Sets file 0019 as if another lane had written it. */
    public void presetTransit(Bytes transitFile43) {
        transitFile = transitFile43.slice(0, TRANSIT_FILE_LENGTH);
    }

    /** File 0015, 43 bytes. */
    public Bytes issueFile() {
        return issueFile;
    }

    /** File 0019, 43 bytes. */
    public Bytes transitFile() {
        return transitFile;
    }

    /** File 0012, 40 bytes. */
    public Bytes file0012() {
        return transitFile.slice(3, TRANSIT_FILE_LENGTH);
    }

    /** File 0018, newest first, 23 bytes each, at most 50. */
    public List<Bytes> purseRecords() {
        return List.copyOf(purseRecords);
    }

    /** Unsigned 32-bit. */
    public long balanceFen() {
        return balanceFen;
    }

    /** Number of debits so far, 0–65535. */
    public int counter() {
        return counter;
    }

    /** What this card's latest debit put in the ledger. */
    public Optional<PurseLedger.Entry> lastDebit() {
        return lastDebit;
    }

    /** 22 stored value, 23 credit. */
    public int cardType() {
        return issueFile.u8(8);
    }

    /** 20 digits: network 4 and number 16. */
    public String cardNumber() {
        return issueFile.slice(10, 20).hex();
    }

    /** 8 bytes, as MAC1 and TAC keys are diversified by it. */
    public Bytes cardNumber8() {
        return issueFile.slice(12, 20);
    }

    /** The dispersion factor: the issuer's first 4 bytes twice. */
    public Bytes factor() {
        return Diversification.factorOf(issueFile);
    }

    private static String upper(Bytes bytes) {
        return bytes.hex().toUpperCase(Locale.ROOT);
    }
}
