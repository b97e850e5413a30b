package org.etclane.device.wim.ff;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etclane.device.Bytes;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.ScaleCommand;
import org.etclane.device.ScaleEvent;
import org.etclane.device.VehicleWeight;
import org.etclane.device.VehicleWeight.Doubt;
import org.etclane.device.frame.FrameScanner;
import org.etclane.device.frame.Scanned;
import org.etclane.device.link.Endpoint;
import org.etclane.device.wim.HealthNote;
import org.etclane.device.wim.MeterTime;
import org.etclane.device.wim.RecordBook;

/**
 * The lane's side of an FF meter (weighing.md §3.5): asks, one command at a time and never closer than {@code gapMs}.
 *
 * <pre>
 * link up ── 5 state ── 4 count ──┬─ 0 ─▶ again after pollMs
 *                                 └─ n ─▶ 1 oldest ─▶ VehicleWeighed ─▶ (lane: Taken) ─▶ 8 delete ─▶ 4 count
 * </pre>
 *
 * <p>Command 8 names no record, it takes the oldest. So it is sent only while the oldest is known to be the one that the lane has
 * taken: within {@code sureMs} of reading it, and not across a vehicle that backed out, an unanswered command, an answer out of
 * step, a shrunken count or a lost line; otherwise the oldest is read once more and compared. A weight that the lane has not taken stays in the meter.
 *
 * <p>A vehicle that backed out is told after the next count, because only the count can say which one it was.
 *
 * <p>One thread at a time. No bytes make it throw.
 */
public final class FfDriver implements Endpoint<DeviceCommand, DeviceEvent> {
    private static final long NANOS_PER_MS = 1_000_000L;
    /** So many deletions that changed nothing are a finding. */
    private static final int STUBBORN = 3;

    private record Asked(FfFrame frame, long sentNanos, boolean stale) {
    }

    private final FfSettings settings;
    private final FfSettings.Timing timing;
    private final FrameScanner<FfFrame> scanner = FfCodec.scanner();
    private final FfRecords records;
    private final RecordBook book = new RecordBook();
    private final FfQueue queue;
    private final HealthNote health;

    private boolean linked;
    private Optional<Asked> asked = Optional.empty();
    private Optional<ScaleCommand> wish = Optional.empty();
    private Set<ScaleEvent.Fault> faults = EnumSet.noneOf(ScaleEvent.Fault.class);
    private boolean stateKnown;
    private Optional<ScaleEvent.ScaleState> toldState = Optional.empty();
    private Optional<Integer> liveKg = Optional.empty();
    private boolean liveWanted;
    private long liveNanos;
    private int unchangedDeletions;
    private boolean sure;
    private long readNanos;
    private long holdOffUntilNanos;
    private long nextSendNanos;
    private long nextCountNanos;
    private long nextStateNanos;
    /** When the meter last said something that could be used. */
    private long lastHeardNanos;
    private boolean answersOtherQuestions;
    private long lastByteNanos;

    public FfDriver(FfSettings settings) {
        this.settings = settings;
        this.timing = settings.timing();
        this.records = new FfRecords(settings);
        this.queue = new FfQueue(2 * timing.pollMs() * NANOS_PER_MS);
        this.health = new HealthNote(settings.name());
    }

    @Override
    public void linkUp(long nowNanos, Sink<DeviceEvent> sink) {
        forget();
        linked = true;
        lastHeardNanos = nowNanos;
        answersOtherQuestions = false;
        nextSendNanos = nowNanos;
        nextStateNanos = nowNanos;
        nextCountNanos = nowNanos;
        holdOffUntilNanos = nowNanos;
        advance(nowNanos, sink);
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<DeviceEvent> sink) {
        linked = false;
        lose(nowNanos, cause, sink);
        forget();
    }

    private void forget() {
        scanner.reset();
        asked = Optional.empty();
        queue.lineLost();
        stateKnown = false;
        toldState = Optional.empty();
        liveKg = Optional.empty();
        liveWanted = false;
        sure = false;
        unchangedDeletions = 0;
    }

    private void lose(long nowNanos, String cause, Sink<DeviceEvent> sink) {
        tellReversed(nowNanos, queue.giveUpReversals(), ScaleEvent.CANNOT_TELL, sink);
        wish.ifPresent(w -> answer(nowNanos, w, false, cause, sink));
        wish = Optional.empty();
        health.say(nowNanos, HealthEvent.State.DOWN, cause, sink);
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<DeviceEvent> sink) {
        expirePartial(nowNanos, sink);
        lastByteNanos = nowNanos;
        scanner.feed(buffer, length).forEach(scanned -> on(nowNanos, scanned, sink));
        advance(nowNanos, sink);
    }

    private void expirePartial(long nowNanos, Sink<DeviceEvent> sink) {
        if (nowNanos >= partialEndsNanos()) {
            scanner.expire().forEach(scanned -> on(nowNanos, scanned, sink));
        }
    }

    private void on(long nowNanos, Scanned<FfFrame> scanned, Sink<DeviceEvent> sink) {
        switch (scanned) {
            case Scanned.Malformed<FfFrame>(Bytes raw, _, String reason) -> sink.malformed(raw.toArray(), reason);
            case Scanned.Frame<FfFrame>(FfFrame frame, Bytes raw) -> {
                Optional<FfAnswer> answer = FfCodec.answer(frame);
                if (answer.isEmpty()) {
                    sink.malformed(raw.toArray(), "not an answer, perhaps an echo");
                } else {
                    heard(nowNanos, answer.get(), frame, raw, sink);
                }
            }
        }
    }

    private void heard(long nowNanos, FfAnswer answer, FfFrame frame, Bytes raw, Sink<DeviceEvent> sink) {
        if (answer instanceof FfAnswer.A6Reversed) {
            lastHeardNanos = nowNanos;
            queue.reversed(nowNanos);
            sure = false;
            // a count that was asked for before cannot show what happened after
            asked = asked.map(a -> new Asked(a.frame(), a.sentNanos(), a.frame().command() == FfCommand.C4_COUNT));
            return;
        }
        Optional<Asked> open = asked.filter(a -> a.frame().command() == answer.command());
        if (open.isEmpty()) {
            sink.malformed(raw.toArray(), "answer to command " + answer.command().code() + ", which is not open");
            answersOtherQuestions = true;
            outOfStep(nowNanos);
            return;
        }
        lastHeardNanos = nowNanos;
        answersOtherQuestions = false;
        asked = Optional.empty();
        switch (answer) {
            case FfAnswer.Vehicle vehicle when vehicle.command() == FfCommand.C3_LIVE_VEHICLE -> live(nowNanos, vehicle, sink);
            case FfAnswer.Vehicle vehicle -> oldest(nowNanos, frame.payload(), raw, sink, id -> records.weight(id, vehicle));
            case FfAnswer.Unreadable bad when bad.command() == FfCommand.C3_LIVE_VEHICLE -> sink.malformed(raw.toArray(), bad.reason());
            case FfAnswer.Unreadable bad -> {
                sink.malformed(raw.toArray(), bad.reason());
                oldest(nowNanos, frame.payload(), raw, sink, FfRecords::unreadable);
            }
            case FfAnswer.A4Count count when open.get().stale() -> nextCountNanos = nowNanos;
            case FfAnswer.A4Count count -> counted(nowNanos, count.count(), sink);
            case FfAnswer.A5State state -> {
                faults = FfState.faults(state.mask());
                stateKnown = true;
                condition(nowNanos, sink);
            }
            case FfAnswer.Done done when done.command() == FfCommand.C8_DELETE_OLDEST -> deleted(nowNanos, done.done(), sink);
            case FfAnswer.Done done -> {
                wish.ifPresent(w -> answer(nowNanos, w, done.done(), done.done() ? "" : "the meter says it failed", sink));
                wish = Optional.empty();
            }
            case FfAnswer.A6Reversed _ -> throw new IllegalStateException("dealt with above");
        }
    }

    /**
     * Answers name no question. One that came late could be taken for that to a later question: nothing is read or deleted until none
     * has come for a while.
     */
    private void outOfStep(long nowNanos) {
        sure = false;
        holdOffUntilNanos = nowNanos + timing.pollMs() * NANOS_PER_MS;
    }

    private interface Reading {
        VehicleWeight as(long recordId);
    }

    private void oldest(long nowNanos, Bytes payload, Bytes raw, Sink<DeviceEvent> sink, Reading reading) {
        boolean timed = settings.records().timeIsVehicles() || payload.size() < MeterTime.BYTES;
        Bytes identity = timed ? payload : payload.slice(MeterTime.BYTES, payload.size());
        boolean dated = timed && payload.size() >= MeterTime.BYTES && MeterTime.read(payload, 0).isPresent();
        sure = !queue.awaitsReversal();
        readNanos = nowNanos;
        switch (book.read(identity, dated)) {
            case NEW -> {
                unchangedDeletions = 0;
                VehicleWeight weight = reading.as(book.lastId());
                sink.emit(new ScaleEvent.VehicleWeighed(settings.name(), nowNanos,
                        faults.isEmpty() ? weight : weight.with(Doubt.METER_FAULT), raw));
            }
            case HELD -> { }
            case BACK_AGAIN -> notDeleted(nowNanos, sink);
        }
    }

    private void counted(long nowNanos, int count, Sink<DeviceEvent> sink) {
        FfQueue.Finding found = queue.counted(count, nowNanos, book.held(), book.lastId());
        nextCountNanos = nowNanos + timing.pollMs() * NANOS_PER_MS;
        liveWanted = settings.liveVehicle();
        if (found.shrunk()) {
            sure = false;
        }
        if (count == 0) {
            book.forget();
        }
        found.reversed().ifPresent(id -> tellReversed(nowNanos, 1, id, sink));
        if (found.lost() > 0) {
            sink.emit(new ScaleEvent.RecordsLost(settings.name(), nowNanos, found.lost(),
                    "the meter holds " + count + " vehicles, " + found.lost() + " fewer than were waiting"));
        }
        condition(nowNanos, sink);
    }

    private void tellReversed(long nowNanos, int times, long recordId, Sink<DeviceEvent> sink) {
        for (int i = 0; i < times; i++) {
            sink.emit(new ScaleEvent.LastVehicleReversed(settings.name(), nowNanos, recordId));
        }
    }

    private void deleted(long nowNanos, boolean done, Sink<DeviceEvent> sink) {
        sure = false;
        if (done) {
            book.forget();
            queue.deletedOne();
            nextCountNanos = nowNanos;
        } else {
            notDeleted(nowNanos, sink);
        }
    }

    private void notDeleted(long nowNanos, Sink<DeviceEvent> sink) {
        unchangedDeletions++;
        outOfStep(nowNanos);
        condition(nowNanos, sink);
    }

    private void live(long nowNanos, FfAnswer.Vehicle vehicle, Sink<DeviceEvent> sink) {
        int weightKg = FfRecords.grossWeightKg(vehicle.record());
        liveNanos = nowNanos;
        if (liveKg.isEmpty() || liveKg.get() != weightKg) {
            liveKg = Optional.of(weightKg);
            sink.emit(new ScaleEvent.LiveWeight(settings.name(), nowNanos, weightKg, false));
        }
    }

    /** Says what has changed about the meter: its faults, its queue, and whether it can be used. */
    private void condition(long nowNanos, Sink<DeviceEvent> sink) {
        if (!stateKnown) {
            return;
        }
        List<String> problems = new ArrayList<>();
        faults.forEach(fault -> problems.add("meter reports " + fault));
        if (queue.count() >= settings.records().queueLimit()) {
            problems.add(queue.count() + " vehicles in the meter, records may be lost");
        }
        if (unchangedDeletions >= STUBBORN) {
            problems.add("the meter does not delete its oldest record");
        }
        health.say(nowNanos, problems.isEmpty() ? HealthEvent.State.UP : HealthEvent.State.DEGRADED, String.join("; ", problems), sink);
        boolean same = toldState.isPresent() && toldState.get().faults().equals(faults)
                && toldState.get().waiting() == queue.count();
        if (!same) {
            toldState = Optional.of(new ScaleEvent.ScaleState(settings.name(), nowNanos, faults, queue.count()));
            sink.emit(toldState.get());
        }
    }

    @Override
    public void command(long nowNanos, DeviceCommand command, Sink<DeviceEvent> sink) {
        if (!(command instanceof ScaleCommand scale)) {
            throw new IllegalArgumentException("not a command for a scale: " + command);
        }
        switch (scale) {
            case ScaleCommand.Taken taken -> book.taken(taken.recordId());
            case ScaleCommand.Zero _, ScaleCommand.SetClock _ -> {
                Optional<String> refusal = refusal(nowNanos, scale);
                if (refusal.isPresent()) {
                    answer(nowNanos, scale, false, refusal.get(), sink);
                } else {
                    wish = Optional.of(scale);
                }
            }
        }
        advance(nowNanos, sink);
    }

    private Optional<String> refusal(long nowNanos, ScaleCommand command) {
        boolean can = switch (command) {
            case ScaleCommand.Zero _ -> settings.commandSeven() == FfSettings.CommandSeven.SETS_ZERO;
            case ScaleCommand.SetClock _ -> settings.commandSeven() == FfSettings.CommandSeven.SETS_CLOCK || settings.clockByEleven();
            case ScaleCommand.Taken _ -> true;
        };
        if (!can) {
            return Optional.of("not configured for this meter: commandSeven, clockByEleven");
        }
        if (!health.answers()) {
            return Optional.of("the meter does not answer");
        }
        if (wish.isPresent()) {
            return Optional.of("another command is on its way");
        }
        return command instanceof ScaleCommand.Zero && !knownEmpty(nowNanos)
                ? Optional.of("the scale is not known to be empty") : Optional.empty();
    }

    private boolean knownEmpty(long nowNanos) {
        return liveKg.isPresent() && liveKg.get() == 0 && nowNanos - liveNanos <= 2 * timing.pollMs() * NANOS_PER_MS
                && queue.count() == 0;
    }

    private void answer(long nowNanos, ScaleCommand command, boolean done, String reason, Sink<DeviceEvent> sink) {
        sink.emit(new ScaleEvent.CommandAnswered(settings.name(), nowNanos, command, done, reason));
    }

    @Override
    public void due(long nowNanos, Sink<DeviceEvent> sink) {
        expirePartial(nowNanos, sink);
        if (nowNanos >= answerDueNanos()) {
            unanswered(nowNanos, sink);
        }
        if (nowNanos >= silentAtNanos()) {
            stateKnown = false;
            sure = false;
            nextStateNanos = nowNanos;
            nextCountNanos = nowNanos;
            lose(nowNanos, (answersOtherQuestions ? "answers only what was not asked, for " : "nothing received for ") + timing.silentMs()
                    + " ms", sink);
            lastHeardNanos = nowNanos;
            answersOtherQuestions = false;
        }
        advance(nowNanos, sink);
    }

    /** Whether the meter did it is not known: for a deletion that means looking again. */
    private void unanswered(long nowNanos, Sink<DeviceEvent> sink) {
        FfCommand command = asked.orElseThrow().frame().command();
        outOfStep(nowNanos);
        asked = Optional.empty();
        if (command == FfCommand.C7_TIME_OR_ZERO || command == FfCommand.C11_SET_TIME) {
            wish.ifPresent(w -> answer(nowNanos, w, false, "no answer within " + timing.answerTimeoutMs() + " ms", sink));
            wish = Optional.empty();
        }
    }

    private void advance(long nowNanos, Sink<DeviceEvent> sink) {
        if (!linked || asked.isPresent() || nowNanos < nextSendNanos) {
            return;
        }
        next(nowNanos, sink).ifPresent(frame -> {
            asked = Optional.of(new Asked(frame, nowNanos, false));
            nextSendNanos = nowNanos + timing.gapMs() * NANOS_PER_MS;
            sink.send(FfCodec.wire(frame));
        });
    }

    private Optional<FfFrame> next(long nowNanos, Sink<DeviceEvent> sink) {
        if (!stateKnown || nowNanos >= nextStateNanos) {
            nextStateNanos = nowNanos + timing.stateMs() * NANOS_PER_MS;
            return plain(FfCommand.C5_STATE);
        }
        if (queue.awaitsReversal() || queue.count() == FfQueue.UNKNOWN) {
            return plain(FfCommand.C4_COUNT);
        }
        Optional<RecordBook.Held> held = book.held();
        boolean delete = held.filter(RecordBook.Held::taken).isPresent();
        if (nowNanos >= holdOffUntilNanos && (delete || held.isEmpty() && queue.count() > 0)) {
            boolean known = delete && sure && nowNanos - readNanos <= timing.sureMs() * NANOS_PER_MS;
            return plain(known ? FfCommand.C8_DELETE_OLDEST : settings.readOldest());
        }
        if (nowNanos >= nextCountNanos) {
            return plain(FfCommand.C4_COUNT);
        }
        if (liveWanted) {
            liveWanted = false;
            return plain(FfCommand.C3_LIVE_VEHICLE);
        }
        return wish.flatMap(w -> wished(nowNanos, w, sink));
    }

    private static Optional<FfFrame> plain(FfCommand command) {
        return Optional.of(new FfFrame(command, Bytes.EMPTY));
    }

    private Optional<FfFrame> wished(long nowNanos, ScaleCommand command, Sink<DeviceEvent> sink) {
        return switch (command) {
            case ScaleCommand.SetClock(LocalDateTime time) -> Optional.of(new FfFrame(
                    settings.clockByEleven() ? FfCommand.C11_SET_TIME : FfCommand.C7_TIME_OR_ZERO, MeterTime.write(time)));
            case ScaleCommand.Zero zero -> {
                if (knownEmpty(nowNanos)) {
                    yield plain(FfCommand.C7_TIME_OR_ZERO);
                }
                wish = Optional.empty();
                answer(nowNanos, zero, false, "the scale is not known to be empty", sink);
                yield Optional.empty();
            }
            case ScaleCommand.Taken _ -> Optional.empty();
        };
    }

    @Override
    public long nextDueNanos() {
        if (!linked) {
            return Long.MAX_VALUE;
        }
        long due = Math.min(Math.min(silentAtNanos(), answerDueNanos()), partialEndsNanos());
        if (asked.isPresent()) {
            return due;
        }
        boolean delete = book.held().filter(RecordBook.Held::taken).isPresent();
        boolean read = book.held().isEmpty() && queue.count() > 0;
        boolean atOnce = !stateKnown || queue.awaitsReversal() || queue.count() == FfQueue.UNKNOWN || liveWanted || wish.isPresent();
        long wanted = atOnce ? nextSendNanos : Math.min(nextStateNanos, nextCountNanos);
        wanted = delete || read ? Math.min(wanted, holdOffUntilNanos) : wanted;
        return Math.min(due, Math.max(wanted, nextSendNanos));
    }

    private long silentAtNanos() {
        return linked ? lastHeardNanos + timing.silentMs() * NANOS_PER_MS : Long.MAX_VALUE;
    }

    private long answerDueNanos() {
        return asked.map(a -> a.sentNanos() + timing.answerTimeoutMs() * NANOS_PER_MS).orElse(Long.MAX_VALUE);
    }

    private long partialEndsNanos() {
        return scanner.partial() ? lastByteNanos + timing.partialMs() * NANOS_PER_MS : Long.MAX_VALUE;
    }
}
