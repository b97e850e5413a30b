package org.etclane.device.ldi;

import java.util.List;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.conformance.Entry;
import org.etclane.device.conformance.Reflex;
import org.etclane.device.conformance.Say;
import org.etclane.device.conformance.Transcript;
import org.etclane.device.ldi.LdiHeard.Said;
import org.etclane.device.ldi.LdiMessage.Answer;
import org.etclane.device.ldi.LdiMessage.Authenticate0E;
import org.etclane.device.ldi.LdiMessage.Monitor0C;
import org.etclane.device.ldi.LdiMessage.Report1C;
import org.etclane.device.link.Callers;

/**
 * What the lane owes a device whatever is asked of it meanwhile: E0, C0, C1, another 1A after fault 02, room on the line, the end of the
 * connection when it babbles; and the arm raised again when a vehicle comes under it while it falls. Part of {@link LdiConformance}.
 *
 * @param firstAnswered    which 0E of a connection is answered, from 1: those before are let wait
 * @param unacknowledgedOf the first 1C of this module in an exercise is not answered
 */
record LdiManners(LdiScene scene, int firstAnswered, Optional<LdiModule> unacknowledgedOf) implements Reflex<LdiHeard> {

    static LdiManners of(LdiScene scene) {
        return new LdiManners(scene, 1, Optional.empty());
    }

    @Override
    public Optional<Say> answer(Transcript<LdiHeard> seen, Entry.Came<LdiHeard> came) {
        return switch (came.frame()) {
            case LdiHeard.Called _ -> Optional.empty();
            case LdiHeard.Gone(int caller, _) -> Optional.of(Say.of("its place is free", new Callers.Forget(caller).encode()));
            case LdiHeard.NoPlace _ -> Optional.of(Say.of("heard", new Callers.TakeMore(0, 1).encode()));
            case LdiHeard.Read(int caller, int chunks) -> Optional.of(Say.of("more may come", new Callers.TakeMore(caller, chunks)
                    .encode()));
            case LdiHeard.Babbles(int caller) -> Optional.of(Say.of("cut off", new Callers.HangUp(caller, "babble").encode()));
            case LdiHeard.WantsInitialisation(_, LdiModule module) -> initialiseAgain(seen, module);
            case LdiHeard.Vehicle(_, LdiModule module) -> raiseAgain(seen, module);
            case Said(int caller, int seq, Authenticate0E asked) -> authenticate(seen, caller, seq, asked);
            case Said(int caller, int seq, Monitor0C monitor) -> Optional.of(LdiScene.send("C0", caller, LdiCodec.encode(seq,
                    new LdiMessage.C0MonitorAnswer(scene.head(monitor.head().certification()), monitor.modules().stream().map(m ->
                            new LdiMessage.Newest(m.module(), Bytes.concat(Bytes.of(m.module().typeCode()), m.version()), 0)).toList()))));
            case Said(int caller, int seq, Report1C report) when !withheld(seen, report) -> Optional.of(LdiScene.send("C1", caller,
                    LdiCodec.encode(seq, new LdiMessage.C1Received(scene.milliHead(report.head().certification()), report.reports()
                            .stream().map(one -> new LdiMessage.Receipt(one.module(), one.func(), 0)).toList()))));
            case Said _ -> Optional.empty();
        };
    }

    private Optional<Say> authenticate(Transcript<LdiHeard> seen, int caller, int seq, Authenticate0E asked) {
        long which = LdiScene.said(seen, Authenticate0E.class).stream().filter(one -> one.caller() == caller).count();
        if (which < firstAnswered) {
            return Optional.empty();
        }
        boolean good = scene.refuses(asked).isEmpty();
        LdiHead head = new LdiHead(scene.unixSeconds(), asked.head().lane(), asked.head().certification());
        return Optional.of(LdiScene.send(good ? "E0" : "E0 refused", caller, LdiCodec.encode(seq,
                new LdiMessage.E0Authenticated(head, good ? Answer.SUCCESS : Answer.FAILURE))));
    }

    /** Only the first one, and not when it comes again. */
    private boolean withheld(Transcript<LdiHeard> seen, Report1C report) {
        return unacknowledgedOf.filter(module -> report.reports().stream().anyMatch(one -> one.module().equals(module))
                && LdiScene.reports(seen, module, LdiReport.class).size() == 1).isPresent();
    }

    /** Not before it has been initialised a first time: that is an exercise of its own. */
    private Optional<Say> initialiseAgain(Transcript<LdiHeard> seen, LdiModule module) {
        return LdiScene.readiness(seen.wholeRun(), module).isEmpty() ? Optional.empty()
                : scene.to(seen, module, "1A after fault 02", scene.initialise(scene.code(module), module));
    }

    private Optional<Say> raiseAgain(Transcript<LdiHeard> seen, LdiModule module) {
        Optional<LdiModule> barrier = scene.module(LdiModuleType.BARRIER);
        boolean falling = scene.armLoop().equals(Optional.of(module)) && barrier.isPresent() && falls(seen, barrier.get());
        return falling ? scene.to(seen, barrier.get(), "raise: a vehicle", scene.order(scene.code(barrier.get()),
                new LdiControl.BarrierMove(barrier.get(), LdiControl.BarrierMove.RAISE))) : Optional.empty();
    }

    /** Told to lower, and not told to raise or reported down since. */
    private static boolean falls(Transcript<LdiHeard> seen, LdiModule barrier) {
        List<Entry<LdiHeard>> all = seen.wholeRun().entries();
        for (Entry<LdiHeard> entry : all.reversed()) {
            if (entry instanceof Entry.Sent<LdiHeard> sent && LdiScene.sent(sent.said()).orElse(null) instanceof LdiMessage.Control1B order
                    && order.controls().getFirst() instanceof LdiControl.BarrierMove move) {
                return !move.upwards();
            }
            if (entry instanceof Entry.Came<LdiHeard> came && came.frame() instanceof Said(_, _, Report1C report)
                    && report.reports().contains(new LdiReport.BarrierInPlace(barrier, LdiReport.BarrierInPlace.DOWN))) {
                return false;
            }
        }
        return false;
    }
}
