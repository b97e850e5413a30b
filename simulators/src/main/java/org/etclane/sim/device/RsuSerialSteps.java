package org.etclane.sim.device;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.TransactionResult;
import org.etclane.device.card.PurseRecord;
import org.etclane.device.rsu.serial.LaneFrame;
import org.etclane.sim.card.ApduResponse;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.card.SimCard;
import org.etclane.sim.device.RsuSerialState.AirStep;
import org.etclane.sim.device.RsuSimEvent.Ending;
import org.etclane.sim.obu.RadioZone;
import org.etclane.sim.psam.Tac;

/**
 * The air side of {@link RsuSerialSimulator}: what each step does to OBU, card and PSAM when its time is over, and which frame
 * tells the lane of it. A debit is two halves: the command reaches the card, then the answer comes back; whatever breaks
 * between them leaves the purse lighter and the lane with 16H. Not thread-safe: the simulation's thread.
 */
final class RsuSerialSteps {
    private final AirTimes times;
    private final long lateNanos;
    private final RadioZone zone;
    private final RsuAir air;
    private final RsuSerialWire wire;
    private final RsuEf04 ef04;
    private final RsuSimFaults faults;
    private final SplittableRandom random;
    private final Host host;

    /** The simulator around the steps. */
    interface Host {
        long nowNanos();

        long clockSeconds();

        void onAir(Dialogue dialogue, AirStep step, long nanos);

        void report(Dialogue dialogue, int frame, int errorCode, byte[] bytes);

        void sendAgainSoon(byte[] bytes);

        void end(Dialogue dialogue, Ending ending);

        void restart();

        void hang();

        void emit(RsuSimEvent event);
    }

    RsuSerialSteps(AirTimes times, long lateNanos, RadioZone zone, RsuAir air, RsuSerialWire wire, RsuEf04 ef04,
            RsuSimFaults faults, SplittableRandom random, Host host) {
        this.times = times;
        this.lateNanos = lateNanos;
        this.zone = zone;
        this.air = air;
        this.wire = wire;
        this.ef04 = ef04;
        this.faults = faults;
        this.random = random;
        this.host = host;
    }

    void begin(Dialogue dialogue, AirStep step) {
        host.onAir(dialogue, step, switch (step) {
            case AirStep.Find _ -> times.drawNanos(times.findUs(), random);
            case AirStep.ReadVehicle _ -> times.drawNanos(times.vehicleUs(), random);
            case AirStep.ReadCard _ -> times.drawNanos(times.cardUs(), random);
            case AirStep.WriteEntry _ -> times.drawNanos(times.entryWriteUs(), random);
            case AirStep.OpenPurchase _ -> times.drawNanos(times.purchaseInitUs(), random);
            case AirStep.FetchProof _, AirStep.ReadRecords _, AirStep.TakeEf04 _ -> times.drawNanos(times.proofUs(), random);
            case AirStep.Release _ -> times.drawNanos(times.releaseUs(), random);
            case AirStep.GiveUp _ -> times.giveUpNanos();
            case AirStep.Late _ -> lateNanos;
            case AirStep.DebitSent(_, long answerNanos) -> answerNanos;
            case AirStep.DebitAnswered _ -> 0;
        });
    }

    void done(Dialogue dialogue, AirStep step) {
        boolean reachable = zone.reachable(dialogue.obu());
        switch (step) {
            case AirStep.Find _ -> found(dialogue, reachable);
            case AirStep.ReadVehicle _ -> vehicleRead(dialogue, reachable);
            case AirStep.ReadCard _ -> cardRead(dialogue, reachable);
            case AirStep.WriteEntry(LaneFrame.C3WriteEntry asked) -> entryWritten(dialogue, asked, reachable);
            case AirStep.OpenPurchase(LaneFrame.C6Debit asked) -> purchaseOpened(dialogue, asked, reachable);
            case AirStep.DebitSent sent -> debitArrived(dialogue, sent, reachable);
            case AirStep.DebitAnswered answered -> debitAnswered(dialogue, answered, reachable);
            case AirStep.FetchProof(int cardSerial) -> proofFetched(dialogue, cardSerial, reachable);
            case AirStep.ReadRecords(int count) -> recordsRead(dialogue, count, reachable);
            case AirStep.TakeEf04(int offset, int length) -> ef04Taken(dialogue, offset, length, reachable);
            case AirStep.GiveUp(int frame, int errorCode) -> fail(dialogue, frame, errorCode);
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
        tell(dialogue, 0xB2, wire.b2(dialogue.obu().info()), RsuSimFault.DUPLICATE_B2);
    }

    private void vehicleRead(Dialogue dialogue, boolean reachable) {
        if (!reachable || dialogue.has(RsuSimFault.VEHICLE_NO_ANSWER)) {
            begin(dialogue, new AirStep.GiveUp(0xB3, RsuErrorCode.VEHICLE_NO_ANSWER));
        } else if (dialogue.has(RsuSimFault.VEHICLE_NOT_DECRYPTED)) {
            fail(dialogue, 0xB3, RsuErrorCode.VEHICLE_NOT_DECRYPTED);
        } else {
            tell(dialogue, 0xB3, wire.b3(dialogue.obu()), RsuSimFault.DUPLICATE_B3);
        }
    }

    private void cardRead(Dialogue dialogue, boolean reachable) {
        Optional<SimCard> card = dialogue.obu().readableCard();
        if (dialogue.has(RsuSimFault.RESET_BEFORE_CARD_READ)) {
            host.restart();
        } else if (!reachable || card.isEmpty() || dialogue.has(RsuSimFault.CARD_NO_ANSWER)) {
            begin(dialogue, new AirStep.GiveUp(0xB4, RsuErrorCode.CARD_NO_ANSWER));
        } else {
            Optional<RsuAir.CardData> data = air.readCard(card.get());
            if (data.isEmpty() || dialogue.has(RsuSimFault.TRANSIT_NOT_READ)) {
                fail(dialogue, 0xB4, RsuErrorCode.TRANSIT_NOT_READ);
            } else {
                tell(dialogue, 0xB4, wire.b4(dialogue.obu().id(), data.get(), ef04.read(dialogue.obu().id())),
                        RsuSimFault.DUPLICATE_B4);
            }
        }
    }

    private void entryWritten(Dialogue dialogue, LaneFrame.C3WriteEntry asked, boolean reachable) {
        Optional<SimCard> card = dialogue.obu().readableCard();
        if (!reachable || card.isEmpty() || dialogue.has(RsuSimFault.PURCHASE_INIT_NO_ANSWER)) {
            begin(dialogue, new AirStep.GiveUp(0xB5, RsuErrorCode.PURCHASE_NO_ANSWER));
        } else if (!brokenBeforeCard(dialogue)) {
            if (!air.writeTransit(card.get(), RsuSerialWire.transit43(asked.station()))) {
                fail(dialogue, 0xB5, RsuErrorCode.PURCHASE_REFUSED);
                return;
            }
            host.emit(new RsuSimEvent.EntryWritten(host.nowNanos(), dialogue.obu().id()));
            if (!brokenAfterCard(dialogue)) {
                succeed(dialogue, wire.b5AfterEntry(asked, host.clockSeconds(), air.terminal(), Tac.TYPE_CAPP,
                        air.balanceFen(card.get())));
            }
        }
    }

    private void purchaseOpened(Dialogue dialogue, LaneFrame.C6Debit asked, boolean reachable) {
        Optional<SimCard> card = dialogue.obu().readableCard();
        if (!reachable || card.isEmpty() || dialogue.has(RsuSimFault.PURCHASE_INIT_NO_ANSWER)) {
            begin(dialogue, new AirStep.GiveUp(0xB5, RsuErrorCode.PURCHASE_NO_ANSWER));
        } else if (dialogue.has(RsuSimFault.MAC1_ERROR)) {
            fail(dialogue, 0xB5, RsuErrorCode.MAC1_FAILED);
        } else {
            Optional<RsuAir.Attempt> opened = air.open(dialogue.obu().id(), card.get(), asked.amountFen(), asked.factor(),
                    RsuSerialWire.time7(asked.purchaseTime()), RsuSerialWire.transit43(asked.station()));
            if (opened.isEmpty()) {
                fail(dialogue, 0xB5, RsuErrorCode.PURCHASE_REFUSED);
            } else {
                boolean damaged = dialogue.has(RsuSimFault.MAC1_DAMAGED);
                if (asked.tradeMode() == LaneFrame.C6Debit.EF04_THEN_PURCHASE) {
                    asked.ef04().ifPresent(part -> ef04.write(dialogue.obu().id(), part));
                }
                dialogue.ef04AfterDebit(asked.ef04().filter(_ -> asked.tradeMode() == LaneFrame.C6Debit.PURCHASE_THEN_EF04));
                begin(dialogue, new AirStep.DebitSent(damaged ? opened.get().withDamagedMac1() : opened.get(),
                        times.drawNanos(times.debitUs(), random) / 2));
            }
        }
    }

    /** Half of the exchange is over: the card acts now, or never. */
    private void debitArrived(Dialogue dialogue, AirStep.DebitSent sent, boolean reachable) {
        Optional<SimCard> card = dialogue.obu().readableCard();
        if (!reachable || card.isEmpty()) {
            begin(dialogue, new AirStep.GiveUp(0xB5, RsuErrorCode.DEBIT_NO_ANSWER));
        } else if (!brokenBeforeCard(dialogue)) {
            ApduResponse answer = air.debit(card.get(), sent.attempt());
            if (answer.ok()) {
                acted(dialogue.obu().id(), card.get().lastDebit().orElseThrow());
            }
            host.onAir(dialogue, new AirStep.DebitAnswered(sent.attempt(), answer), sent.answerNanos());
        }
    }

    private void acted(ObuId obu, PurseLedger.Entry entry) {
        host.emit(ef04.entryMode() && entry.amountFen() == 0 ? new RsuSimEvent.EntryWritten(host.nowNanos(), obu)
                : new RsuSimEvent.Debited(host.nowNanos(), obu, entry));
    }

    private void debitAnswered(Dialogue dialogue, AirStep.DebitAnswered answered, boolean reachable) {
        ApduResponse answer = answered.answer();
        if (!reachable) {
            begin(dialogue, new AirStep.GiveUp(0xB5, RsuErrorCode.DEBIT_NO_ANSWER));
        } else if (!answer.ok()) {
            fail(dialogue, 0xB5, RsuErrorCode.DEBIT_REFUSED);
        } else if (!brokenAfterCard(dialogue)) {
            if (dialogue.has(RsuSimFault.MAC2_ERROR) || !air.verify(answer.data().slice(4, 8))) {
                fail(dialogue, 0xB5, RsuErrorCode.MAC2_WRONG);
            } else {
                dialogue.ef04AfterDebit().ifPresent(part -> ef04.write(dialogue.obu().id(), part));
                succeed(dialogue, debitResult(dialogue, answered.attempt(), answer.data().slice(0, 4)));
            }
        }
    }

    private byte[] debitResult(Dialogue dialogue, RsuAir.Attempt attempt, Bytes tac) {
        long balanceFen = dialogue.obu().readableCard().map(air::balanceFen).orElse(0xFFFFFFFFL);
        return wire.b5(dialogue.obu().id(), new TransactionResult(host.clockSeconds(), air.terminal().hex(),
                attempt.time7().hex(), Tac.TYPE_CAPP, tac.hex(), attempt.serialAfter(), attempt.terminalSerial(), balanceFen));
    }

    private void proofFetched(Dialogue dialogue, int cardSerial, boolean reachable) {
        ObuId id = dialogue.obu().id();
        Optional<SimCard> card = dialogue.obu().readableCard();
        if (!reachable || card.isEmpty() || dialogue.has(RsuSimFault.DEBIT_AND_PROOF_LOST)) {
            host.emit(new RsuSimEvent.ProofFetched(host.nowNanos(), id, false));
            begin(dialogue, new AirStep.GiveUp(0xB5, RsuErrorCode.PROOF_NO_ANSWER));
            return;
        }
        Optional<RsuAir.Attempt> attempt = air.attempted(id)
                .filter(made -> cardSerial == 0 || cardSerial == made.serialAfter());
        Optional<Bytes> tac = attempt.flatMap(made -> air.prove(card.get(), made));
        host.emit(new RsuSimEvent.ProofFetched(host.nowNanos(), id, tac.isPresent()));
        if (tac.isEmpty()) {
            fail(dialogue, 0xB5, RsuErrorCode.PROOF_REFUSED);
        } else {
            dialogue.succeed();
            host.report(dialogue, 0xB5, 0, debitResult(dialogue, attempt.orElseThrow(), tac.get()));
        }
    }

    /** The card tells of its last transactions; whether the one in question is among them is for the lane to see. */
    private void recordsRead(Dialogue dialogue, int count, boolean reachable) {
        ObuId id = dialogue.obu().id();
        Optional<SimCard> card = dialogue.obu().readableCard();
        if (!reachable || card.isEmpty() || dialogue.has(RsuSimFault.DEBIT_AND_PROOF_LOST)) {
            host.emit(new RsuSimEvent.ProofFetched(host.nowNanos(), id, false));
            begin(dialogue, new AirStep.GiveUp(0xB7, RsuErrorCode.PROOF_NO_ANSWER));
            return;
        }
        List<PurseRecord> records = air.purseRecords(card.get(), count);
        boolean found = air.attempted(id).filter(made -> records.stream().anyMatch(one -> one.time().equals(made.time7().hex())))
                .isPresent();
        host.emit(new RsuSimEvent.ProofFetched(host.nowNanos(), id, found));
        if (found) {
            dialogue.succeed();
        }
        host.report(dialogue, 0xB7, 0, wire.b7(id, records));
    }

    private void ef04Taken(Dialogue dialogue, int offset, int length, boolean reachable) {
        ObuId id = dialogue.obu().id();
        if (reachable) {
            host.report(dialogue, 0xB9, 0, wire.b9(id, ef04.take(id, offset, length)));
        } else {
            begin(dialogue, new AirStep.GiveUp(0xB9, RsuErrorCode.EF04_TAKE_NO_ANSWER));
        }
    }

    /** True when a fault keeps the command from the card; then the rest has been arranged. */
    private boolean brokenBeforeCard(Dialogue dialogue) {
        return broken(dialogue, dialogue.has(RsuSimFault.DEBIT_LOST_BEFORE_CARD), RsuSimFault.SILENT_BEFORE_CARD,
                RsuSimFault.RESET_BEFORE_CARD, RsuSimFault.STUCK_BEFORE_CARD);
    }

    /** True when a fault keeps the card's answer from the lane; then the rest has been arranged. */
    private boolean brokenAfterCard(Dialogue dialogue) {
        boolean lost = dialogue.has(RsuSimFault.DEBIT_LOST_AFTER_CARD) || dialogue.has(RsuSimFault.DEBIT_AND_PROOF_LOST);
        return broken(dialogue, lost, RsuSimFault.SILENT_AFTER_CARD, RsuSimFault.RESET_AFTER_CARD, RsuSimFault.STUCK_AFTER_CARD);
    }

    private boolean broken(Dialogue dialogue, boolean lost, RsuSimFault silent, RsuSimFault reset, RsuSimFault stuck) {
        if (lost) {
            begin(dialogue, new AirStep.GiveUp(0xB5, RsuErrorCode.DEBIT_NO_ANSWER));
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

    private void fail(Dialogue dialogue, int frame, int errorCode) {
        dialogue.fail();
        host.report(dialogue, frame, errorCode, wire.failed(frame, dialogue.obu().id(), errorCode));
    }
}
