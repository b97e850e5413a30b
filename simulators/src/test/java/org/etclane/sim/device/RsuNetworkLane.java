package org.etclane.sim.device;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.etclane.device.Bytes;
import org.etclane.device.CardFile;
import org.etclane.device.DeviceEvent;
import org.etclane.device.RsuCommand;
import org.etclane.device.RsuEvent;
import org.etclane.device.RsuEvent.DebitCertainty;
import org.etclane.device.RsuEvent.RsuStep;
import org.etclane.device.TransactionResult;

/**
 * As much of a lane as decides about money: charges once, fetches what it did not hear, believes the card when it is read again,
 * never charges while it does not know. Answers within the call that brings the event.
 */
final class RsuNetworkLane {
    static final Bytes FACTOR = Bytes.fromHex("CDF2BCAFCDF2BCAF");
    static final LocalDateTime TIME = LocalDateTime.of(2026, 11, 20, 10, 0, 0);
    static final Bytes TRANSIT = Bytes.fromHex("37".repeat(40));

    final List<DeviceEvent> heard = new CopyOnWriteArrayList<>();
    final List<TransactionResult> settled = new CopyOnWriteArrayList<>();
    volatile int settledByCard;
    private final boolean entry;
    private final long feeFen;
    private final Consumer<RsuCommand> line;
    private Optional<CardFile> beforeDebit = Optional.empty();
    private boolean noProof;

    RsuNetworkLane(boolean entry, long feeFen, Consumer<RsuCommand> line) {
        this.entry = entry;
        this.feeFen = entry ? 0 : feeFen;
        this.line = line;
    }

    void on(DeviceEvent event) {
        heard.add(event);
        if (event instanceof RsuEvent rsu) {
            answer(rsu);
        }
    }

    private void answer(RsuEvent event) {
        switch (event) {
            case RsuEvent.Ready _, RsuEvent.Restarted _ -> { }
            case RsuEvent.ObuFound found when settled.size() + settledByCard > 0 ->
                    line.accept(new RsuCommand.Abandon(found.obu().id()));
            case RsuEvent.ObuFound found -> line.accept(new RsuCommand.ReadOn(found.obu().id(), FACTOR));
            case RsuEvent.VehicleRead read -> line.accept(new RsuCommand.ReadOn(read.obu(), FACTOR));
            case RsuEvent.CardRead read -> cardRead(read);
            case RsuEvent.Completed done -> {
                settled.add(done.result());
                beforeDebit = Optional.empty();
                line.accept(new RsuCommand.Release(done.obu(), FACTOR));
            }
            case RsuEvent.StepFailed failed -> failed(failed);
        }
    }

    private void cardRead(RsuEvent.CardRead read) {
        if (beforeDebit.isPresent() && moved(beforeDebit.get(), read.card())) {
            if (noProof) {
                settledByCard++;
                beforeDebit = Optional.empty();
                line.accept(new RsuCommand.Release(read.obu(), FACTOR));
            } else {
                line.accept(new RsuCommand.FetchTac(read.obu(), FACTOR, TIME, -1, TRANSIT));
            }
            return;
        }
        beforeDebit = Optional.of(read.card());
        line.accept(entry ? new RsuCommand.WriteEntry(read.obu(), FACTOR, TIME, TRANSIT)
                : new RsuCommand.Debit(read.obu(), FACTOR, feeFen, TIME, TRANSIT));
    }

    private boolean moved(CardFile before, CardFile now) {
        return feeFen > 0 ? now.balanceFen() == before.balanceFen() - feeFen : !now.transitFile().equals(before.transitFile());
    }

    private void failed(RsuEvent.StepFailed failed) {
        if (failed.step() == RsuStep.TRANSACT && failed.certainty() == DebitCertainty.UNKNOWN) {
            line.accept(new RsuCommand.FetchTac(failed.obu(), FACTOR, TIME, -1, TRANSIT));
            return;
        }
        if (failed.step() == RsuStep.TRANSACT) {
            beforeDebit = Optional.empty();
        }
        noProof |= failed.step() == RsuStep.FETCH_TAC;
        line.accept(new RsuCommand.Abandon(failed.obu()));
    }

    <E extends DeviceEvent> List<E> all(Class<E> kind) {
        return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
