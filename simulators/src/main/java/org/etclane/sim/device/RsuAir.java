package org.etclane.sim.device;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.card.PurseRecord;
import org.etclane.sim.card.ApduResponse;
import org.etclane.sim.card.CommandApdu;
import org.etclane.sim.card.SimCard;
import org.etclane.sim.psam.Psam;
import org.etclane.sim.psam.Tac;

/**
 * What an RSU does with a card and its PSAM, step by step, without time: card-and-obu-files.md §4, §5. Remembers which purchase
 * it last attempted with which OBU, so that a lost TAC can be fetched. Not thread-safe: the simulation's thread.
 */
final class RsuAir {
    private static final int REMEMBERED = 16;

    private final Psam psam;
    private final Map<ObuId, Attempt> attempts = new LinkedHashMap<>();

    RsuAir(Psam psam) {
        this.psam = psam;
    }

    /** What B4 tells of a card. */
    record CardData(long balanceFen, Bytes issueFile, Bytes transitFile) {
    }

    /**
     * A purchase that is ready to be sent to the card.
     *
     * @param serialBefore counter that INITIALIZE returned
     * @param mac1         what DEBIT will carry
     */
    record Attempt(int serialBefore, long terminalSerial, Bytes time7, Bytes mac1) {
        int serialAfter() {
            return serialBefore + 1;
        }

        Attempt withDamagedMac1() {
            byte[] damaged = mac1.toArray();
            damaged[0] ^= 0x01;
            return new Attempt(serialBefore, terminalSerial, time7, Bytes.copyOf(damaged));
        }
    }

    Optional<CardData> readCard(SimCard card) {
        card.reset();
        ApduResponse balance = card.transmit(CommandApdu.getBalance());
        ApduResponse issue = card.transmit(CommandApdu.readIssueFile());
        ApduResponse transit = card.transmit(CommandApdu.readTransitRecord());
        return balance.ok() && issue.ok() && transit.ok()
                ? Optional.of(new CardData(balance.data().u32(0), issue.data(), transit.data())) : Optional.empty();
    }

    /**
     * Steps 1–3: INITIALIZE, cache, MAC1. Empty when the card answers with a bad status.
     *
     * @param areaFactor8 from the lane; empty in profiles whose frames do not carry it: then it is the card's own
     */
    Optional<Attempt> open(ObuId obu, SimCard card, long amountFen, Bytes areaFactor8, Bytes time7, Bytes transit43) {
        ApduResponse init = card.transmit(CommandApdu.initialiseCapp(amountFen, psam.terminal()));
        if (!init.ok() || !card.transmit(CommandApdu.updateCappCache(transit43)).ok()) {
            return Optional.empty();
        }
        int serial = init.data().u16(4);
        Psam.Mac1 mac1 = psam.initialisePurchase(init.data().slice(11, 15), serial, amountFen, Tac.TYPE_CAPP, time7,
                card.cardNumber8(), areaFactor8.size() > 0 ? areaFactor8 : ownFactor(card));
        Attempt attempt = new Attempt(serial, mac1.terminalSerial(), time7, mac1.mac1());
        attempts.remove(obu);
        attempts.put(obu, attempt);
        if (attempts.size() > REMEMBERED) {
            attempts.remove(attempts.keySet().iterator().next());
        }
        return Optional.of(attempt);
    }

    /** The issuer's first four bytes twice, from file 0015. */
    private static Bytes ownFactor(SimCard card) {
        Bytes issuer = card.transmit(CommandApdu.readIssueFile()).data().slice(0, 4);
        return Bytes.concat(issuer, issuer);
    }

    /** The newest purse records, as many as there are. */
    List<PurseRecord> purseRecords(SimCard card, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(number -> card.transmit(CommandApdu.readPurseRecord(number)))
                .takeWhile(answer -> answer.ok()).flatMap(answer -> PurseRecord.parse(answer.data()).stream()).toList();
    }

    /** Step 4: the purse loses the money here. Answer TAC 4, MAC2 4. */
    ApduResponse debit(SimCard card, Attempt attempt) {
        return card.transmit(CommandApdu.debitCapp(attempt.terminalSerial(), attempt.time7(), attempt.mac1()));
    }

    /** Step 5. */
    boolean verify(Bytes mac2) {
        return psam.completePurchase(mac2);
    }

    Optional<Attempt> attempted(ObuId obu) {
        return Optional.ofNullable(attempts.get(obu));
    }

    /** The TAC of an attempt, when the card really made it. */
    Optional<Bytes> prove(SimCard card, Attempt attempt) {
        ApduResponse proof = card.transmit(CommandApdu.getTransactionProve(attempt.serialAfter()));
        if (!proof.ok()) {
            return Optional.empty();
        }
        // closes the purchase when the PSAM still holds it, so that the terminal serial advances as after an answered debit
        psam.completePurchase(proof.data().slice(0, 4));
        return Optional.of(proof.data().slice(4, 8));
    }

    boolean writeTransit(SimCard card, Bytes transit43) {
        return card.transmit(CommandApdu.writeTransitRecord(transit43)).ok();
    }

    long balanceFen(SimCard card) {
        return card.transmit(CommandApdu.getBalance()).data().u32(0);
    }

    Bytes terminal() {
        return psam.terminal();
    }

    void reset() {
        attempts.clear();
        psam.reset();
    }
}
