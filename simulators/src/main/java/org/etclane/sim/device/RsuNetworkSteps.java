package org.etclane.sim.device;

import java.util.Optional;
import java.util.SplittableRandom;
import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.frame.Bcd;
import org.etclane.device.rsu.network.LaneFrame;
import org.etclane.sim.card.ApduResponse;
import org.etclane.sim.card.SimCard;
import org.etclane.sim.device.RsuNetworkState.AirStep;
import org.etclane.sim.device.RsuSimEvent.Ending;
import org.etclane.sim.obu.RadioZone;

/**
 * The air side of {@link RsuNetworkSimulator}: what each step does to OBU, card and PSAM when its time is over, and which frame
 * tells the lane of it, with the codes of rsu-network.md §4. A debit is two halves, as in {@link RsuSerialSteps}; the trip file
 * is written together with the purse. Not thread-safe: the simulation's thread.
 */
final class RsuNetworkSteps {
    static final int NO_ANSWER = 0x01;
    static final int NOT_DECODED = 0x02;
    static final int NOT_DECRYPTED = 0x05;
    static final int NEITHER_CARD_NOR_TRIP = 0x14;
    static final int MAC1_FAILED = 0x06;
    static final int MAC2_FAILED = 0x07;
    static final int PURCHASE_FAILED = 0x11;
    static final int TAC_FAILED = 0x03;
    static final int TAC_AND_TRIP_FAILED = 0x04;
    private static final int TRANSIT_HEAD = 0xAA;

    private final AirTimes times;
    private final long lateNanos;
    private final RadioZone zone;
    private final RsuAir air;
    private final RsuNetworkVoice voice;
    private final RsuSimFaults faults;
    private final SplittableRandom random;
    private final Host host;

    /** The simulator around the steps. */
    interface Host {
        long nowNanos();

        /** The PSAM decrypts vehicle files. */
        boolean authorised();

        void onAir(Dialogue dialogue, AirStep step, long nanos);

        void report(Dialogue dialogue, int frame, int errorCode, byte[] bytes);

        void sendAgainSoon(byte[] bytes);

        void end(Dialogue dialogue, Ending ending);

        void restart();

        void hang();

        void emit(RsuSimEvent event);
    }

    RsuNetworkSteps(AirTimes times, long lateNanos, RadioZone zone, RsuAir air, RsuNetworkVoice voice, RsuSimFaults faults,
            SplittableRandom random, Host host) {
        this.times = times;
        this.lateNanos = lateNanos;
        this.zone = zone;
        this.air = air;
        this.voice = voice;
        this.faults = faults;
        this.random = random;
        this.host = host;
    }

    void begin(Dialogue dialogue, AirStep step) {
        host.onAir(dialogue, step, switch (step) {
            case AirStep.Find _ -> times.drawNanos(times.findUs(), random);
            case AirStep.Read _ -> times.drawNanos(times.vehicleUs(), random) + times.drawNanos(times.cardUs(), random);
            case AirStep.OpenPurchase _ -> times.drawNanos(times.purchaseInitUs(), random);
            case AirStep.FetchProof _ -> times.drawNanos(times.proofUs(), random);
            case AirStep.Release _ -> times.drawNanos(times.releaseUs(), random);
            case AirStep.GiveUp _ -> times.giveUpNanos();
            case AirStep.Late _ -> lateNanos;
            case AirStep.DebitSent sent -> sent.answerNanos();
            case AirStep.DebitAnswered _ -> 0;
        });
    }

    void done(Dialogue dialogue, AirStep step) {
        boolean reachable = zone.reachable(dialogue.obu());
        switch (step) {
            case AirStep.Find _ -> found(dialogue, reachable);
            case AirStep.Read _ -> read(dialogue, reachable);
            case AirStep.OpenPurchase(LaneFrame.C6Debit asked) -> purchaseOpened(dialogue, asked, reachable);
            case AirStep.DebitSent sent -> debitArrived(dialogue, sent, reachable);
            case AirStep.DebitAnswered answered -> debitAnswered(dialogue, answered, reachable);
            case AirStep.FetchProof(int cardSerial) -> proofFetched(dialogue, cardSerial, reachable);
            case AirStep.GiveUp(int frame, int errorCode, Optional<RsuAir.Attempt> tried) ->
                    fail(dialogue, frame, errorCode, tried);
            case AirStep.Late(Bytes b5) -> host.report(dialogue, 0xB5, 0, b5.toArray());
            case AirStep.Release _ -> host.end(dialogue, dialogue.succeeded() && !dialogue.failed() ? Ending.RELEASED
                    : Ending.RELEASED_AFTER_ERROR);
        }
    }

    private void found(Dialogue dialogue, boolean reachable) {
        if (!reachable) {
            host.end(dialogue, Ending.CUT);
            return;
        }
        ObuId id = dialogue.obu().id();
        dialogue.open(faults.draw(id));
        host.emit(new RsuSimEvent.DialogueStarted(host.nowNanos(), id));
        dialogue.fault().ifPresent(fault -> host.emit(new RsuSimEvent.FaultChosen(host.nowNanos(), id, fault)));
        tell(dialogue, 0xB2, voice.b2(dialogue.obu()), RsuSimFault.DUPLICATE_B2);
    }

    private void read(Dialogue dialogue, boolean reachable) {
        Optional<SimCard> card = dialogue.obu().readableCard();
        if (dialogue.has(RsuSimFault.RESET_BEFORE_CARD_READ)) {
            host.restart();
        } else if (!reachable || dialogue.has(RsuSimFault.VEHICLE_NO_ANSWER)) {
            giveUp(dialogue, 0xB4, NO_ANSWER, Optional.empty());
        } else if (!host.authorised() || dialogue.has(RsuSimFault.VEHICLE_NOT_DECRYPTED)) {
            fail(dialogue, 0xB4, NOT_DECRYPTED, Optional.empty());
        } else if (card.isEmpty() || dialogue.has(RsuSimFault.CARD_NO_ANSWER)) {
            giveUp(dialogue, 0xB4, NEITHER_CARD_NOR_TRIP, Optional.empty());
        } else {
            Optional<RsuAir.CardData> data = air.readCard(card.get());
            if (data.isEmpty() || dialogue.has(RsuSimFault.TRANSIT_NOT_READ)) {
                fail(dialogue, 0xB4, NOT_DECODED, Optional.empty());
            } else {
                tell(dialogue, 0xB4, voice.b4(dialogue.obu(), data.get()), RsuSimFault.DUPLICATE_B4);
            }
        }
    }

    private void purchaseOpened(Dialogue dialogue, LaneFrame.C6Debit asked, boolean reachable) {
        Optional<SimCard> card = dialogue.obu().readableCard();
        if (!reachable || card.isEmpty() || dialogue.has(RsuSimFault.PURCHASE_INIT_NO_ANSWER)) {
            giveUp(dialogue, 0xB5, PURCHASE_FAILED, Optional.empty());
        } else if (dialogue.has(RsuSimFault.MAC1_ERROR)) {
            fail(dialogue, 0xB5, MAC1_FAILED, Optional.empty());
        } else {
            // a station of gantry and time is no transit record: the card keeps the one it has
            Bytes transit = asked.station().u8(0) == TRANSIT_HEAD ? asked.station() : card.get().transitFile();
            Optional<RsuAir.Attempt> opened = air.open(dialogue.obu().id(), card.get(), asked.amountFen(), asked.factor(),
                    Bcd.ofDateTime(asked.purchaseTime()), transit);
            if (opened.isEmpty()) {
                fail(dialogue, 0xB5, PURCHASE_FAILED, Optional.empty());
            } else {
                boolean damaged = dialogue.has(RsuSimFault.MAC1_DAMAGED);
                begin(dialogue, new AirStep.DebitSent(asked, damaged ? opened.get().withDamagedMac1() : opened.get(),
                        times.drawNanos(times.debitUs(), random) / 2));
            }
        }
    }

    /** Half of the exchange is over: the card acts now, or never. */
    private void debitArrived(Dialogue dialogue, AirStep.DebitSent sent, boolean reachable) {
        Optional<SimCard> card = dialogue.obu().readableCard();
        if (!reachable || card.isEmpty()) {
            giveUp(dialogue, 0xB5, NO_ANSWER, Optional.of(sent.attempt()));
        } else if (!broken(dialogue, sent.attempt(), dialogue.has(RsuSimFault.DEBIT_LOST_BEFORE_CARD),
                RsuSimFault.SILENT_BEFORE_CARD, RsuSimFault.RESET_BEFORE_CARD, RsuSimFault.STUCK_BEFORE_CARD)) {
            ApduResponse answer = air.debit(card.get(), sent.attempt());
            if (answer.ok()) {
                sent.asked().trip().filter(trip -> trip.tradeType() == 0)
                        .ifPresent(trip -> dialogue.obu().writeTripFile(trip.info()));
                host.emit(new RsuSimEvent.Debited(host.nowNanos(), dialogue.obu().id(), card.get().lastDebit().orElseThrow()));
                if (sent.asked().amountFen() == 0) {
                    host.emit(new RsuSimEvent.EntryWritten(host.nowNanos(), dialogue.obu().id()));
                }
            }
            host.onAir(dialogue, new AirStep.DebitAnswered(sent.attempt(), answer), sent.answerNanos());
        }
    }

    private void debitAnswered(Dialogue dialogue, AirStep.DebitAnswered answered, boolean reachable) {
        ApduResponse answer = answered.answer();
        boolean lost = dialogue.has(RsuSimFault.DEBIT_LOST_AFTER_CARD) || dialogue.has(RsuSimFault.DEBIT_AND_PROOF_LOST);
        if (!reachable) {
            giveUp(dialogue, 0xB5, NO_ANSWER, Optional.of(answered.attempt()));
        } else if (!answer.ok()) {
            fail(dialogue, 0xB5, MAC1_FAILED, Optional.of(answered.attempt()));
        } else if (!broken(dialogue, answered.attempt(), lost, RsuSimFault.SILENT_AFTER_CARD, RsuSimFault.RESET_AFTER_CARD,
                RsuSimFault.STUCK_AFTER_CARD)) {
            if (dialogue.has(RsuSimFault.MAC2_ERROR) || !air.verify(answer.data().slice(4, 8))) {
                fail(dialogue, 0xB5, MAC2_FAILED, Optional.of(answered.attempt()));
            } else {
                succeed(dialogue, voice.b5(dialogue.obu(), answered.attempt(), air.terminal(), answer.data().slice(0, 4),
                        balanceFen(dialogue)));
            }
        }
    }

    private long balanceFen(Dialogue dialogue) {
        return dialogue.obu().readableCard().map(air::balanceFen).orElse(-1L);
    }

    private void proofFetched(Dialogue dialogue, int cardSerial, boolean reachable) {
        ObuId id = dialogue.obu().id();
        Optional<SimCard> card = dialogue.obu().readableCard();
        if (!reachable || card.isEmpty() || dialogue.has(RsuSimFault.DEBIT_AND_PROOF_LOST)) {
            host.emit(new RsuSimEvent.ProofFetched(host.nowNanos(), id, false));
            giveUp(dialogue, 0xB8, TAC_AND_TRIP_FAILED, Optional.empty());
            return;
        }
        Optional<Bytes> tac = air.attempted(id).filter(made -> cardSerial == 0 || cardSerial == made.serialAfter())
                .flatMap(made -> air.prove(card.get(), made));
        host.emit(new RsuSimEvent.ProofFetched(host.nowNanos(), id, tac.isPresent()));
        if (tac.isEmpty()) {
            fail(dialogue, 0xB8, TAC_FAILED, Optional.empty());
        } else {
            dialogue.succeed();
            host.report(dialogue, 0xB8, 0, voice.b8(id, tac.get(), Bytes.zeros(4), balanceFen(dialogue)));
        }
    }

    /** True when a fault breaks the debit here; then the rest has been arranged. */
    private boolean broken(Dialogue dialogue, RsuAir.Attempt attempt, boolean lost, RsuSimFault silent, RsuSimFault reset,
            RsuSimFault stuck) {
        if (lost) {
            giveUp(dialogue, 0xB5, NO_ANSWER, Optional.of(attempt));
        } else if (dialogue.has(silent)) {
            host.end(dialogue, Ending.RSU_SILENT);
        } else if (dialogue.has(reset)) {
            host.restart();
        } else if (dialogue.has(stuck)) {
            host.hang();
        } else {
            return false;
        }
        return true;
    }

    private void succeed(Dialogue dialogue, byte[] b5) {
        dialogue.succeed();
        if (dialogue.has(RsuSimFault.LATE_B5)) {
            begin(dialogue, new AirStep.Late(Bytes.copyOf(b5)));
        } else {
            tell(dialogue, 0xB5, b5, RsuSimFault.DUPLICATE_B5);
        }
    }

    private void tell(Dialogue dialogue, int frame, byte[] bytes, RsuSimFault twice) {
        host.report(dialogue, frame, 0, bytes);
        if (dialogue.has(twice)) {
            host.sendAgainSoon(bytes);
        }
    }

    private void giveUp(Dialogue dialogue, int frame, int errorCode, Optional<RsuAir.Attempt> tried) {
        begin(dialogue, new AirStep.GiveUp(frame, errorCode, tried));
    }

    private void fail(Dialogue dialogue, int frame, int errorCode, Optional<RsuAir.Attempt> tried) {
        dialogue.fail();
        host.report(dialogue, frame, errorCode, voice.failed(frame, dialogue.obu(), errorCode, tried, air.terminal()));
    }
}
