package org.etclane.sim.device;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.etclane.device.Bytes;
import org.etclane.device.frame.FrameScanner;
import org.etclane.device.frame.Scanned;
import org.etclane.device.link.Endpoint;
import org.etclane.device.wim.MeterTime;
import org.etclane.device.wim.ff.FfAnswer;
import org.etclane.device.wim.ff.FfCodec;
import org.etclane.device.wim.ff.FfCommand;
import org.etclane.device.wim.ff.FfFrame;
import org.etclane.device.wim.ff.FfRecord;
import org.etclane.device.wim.ff.FfState;
import org.etclane.sim.world.WeighedVehicle;
import org.etclane.sim.world.WeighedVehicle.AxleLoad;
import org.etclane.sim.world.WeighedVehicle.Group;

/**
 * The device side of an FF axle-weigh meter (weighing.md §3): a queue of vehicles, answered from as the host asks; a vehicle that
 * backs out is told at once. A frame that it cannot read is not answered; half a frame
 * waits for its rest without limit, so old questions may all be answered at once: the worst that a meter could do. One thread, the simulation's.
 */
public final class FfMeterSimulator implements Endpoint<ScaleSimCommand, ScaleSimEvent> {
    private static final long NANOS_PER_MINUTE = 60_000_000_000L;
    private static final int KG_PER_UNIT = 10;

    private final FfMeterSimSettings settings;
    private final FrameScanner<FfFrame> scanner = FfCodec.scanner();
    private final ScaleWire wire = new ScaleWire();
    private final Deque<Held> queue = new ArrayDeque<>();
    private long lastNumber;
    private boolean linked;
    private boolean overlong;
    private int loadKg;
    private int refusedDeletes;
    private int ghostDeletes;
    private long lastCommandNanos;

    private record Held(long number, WeighedVehicle vehicle, Bytes time) {
    }

    public FfMeterSimulator(FfMeterSimSettings settings) {
        this.settings = settings;
    }

    /** Vehicles whose records it holds. */
    public int waiting() {
        return queue.size();
    }

    @Override
    public void linkUp(long nowNanos, Sink<ScaleSimEvent> sink) {
        linked = true;
        scanner.reset();
        lastCommandNanos = nowNanos;
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<ScaleSimEvent> sink) {
        linked = false;
        scanner.reset();
        wire.forget();
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<ScaleSimEvent> sink) {
        if (wire.isOff(nowNanos)) {
            return;
        }
        for (Scanned<FfFrame> scanned : scanner.feed(buffer, length)) {
            switch (scanned) {
                case Scanned.Frame<FfFrame>(FfFrame frame, _) -> {
                    lastCommandNanos = nowNanos;
                    answer(nowNanos, frame, sink);
                }
                case Scanned.Malformed<FfFrame>(Bytes raw, _, String reason) -> sink.malformed(raw.toArray(), reason);
            }
        }
    }

    private void answer(long nowNanos, FfFrame asked, Sink<ScaleSimEvent> sink) {
        switch (asked.command()) {
            case C0_OLDEST_GROUPS, C1_OLDEST_AXLES, C2_GROUP_WEIGHTS -> {
                if (!queue.isEmpty()) {
                    say(nowNanos, new FfAnswer.Vehicle(asked.command(), record(queue.getFirst(), asked.command())));
                }
            }
            case C3_LIVE_VEHICLE -> say(nowNanos, new FfAnswer.Vehicle(asked.command(), live(nowNanos)));
            case C4_COUNT -> say(nowNanos, new FfAnswer.A4Count(time(nowNanos), Math.min(255, queue.size())));
            case C5_STATE -> say(nowNanos, new FfAnswer.A5State(time(nowNanos), mask(nowNanos)));
            case C6_REVERSED -> { }
            case C7_TIME_OR_ZERO -> done(nowNanos, asked.command(), sevenDone(nowNanos, asked, sink));
            case C8_DELETE_OLDEST -> done(nowNanos, asked.command(), delete(nowNanos, sink));
            case C11_SET_TIME -> {
                sink.emit(new ScaleSimEvent.ClockSet(nowNanos));
                done(nowNanos, asked.command(), asked.payload().size() == MeterTime.BYTES);
            }
        }
    }

    /** Where 7 sets zero, the bytes of a time that come with it are not looked at: that is the trap. */
    private boolean sevenDone(long nowNanos, FfFrame asked, Sink<ScaleSimEvent> sink) {
        if (settings.sevenSetsClock()) {
            boolean timed = asked.payload().size() == MeterTime.BYTES;
            if (timed) {
                sink.emit(new ScaleSimEvent.ClockSet(nowNanos));
            }
            return timed;
        }
        sink.emit(new ScaleSimEvent.ZeroSet(nowNanos, loadKg));
        return true;
    }

    private boolean delete(long nowNanos, Sink<ScaleSimEvent> sink) {
        if (refusedDeletes > 0) {
            refusedDeletes--;
            return false;
        }
        if (ghostDeletes > 0) {
            ghostDeletes--;
            return true;
        }
        if (queue.isEmpty()) {
            return false;
        }
        sink.emit(new ScaleSimEvent.Deleted(nowNanos, queue.removeFirst().number()));
        return true;
    }

    private int mask(long nowNanos) {
        return wire.faults().state() | (overlong ? FfState.CURTAIN_COVERED_OR_OVERLONG : 0)
                | (nowNanos - lastCommandNanos > NANOS_PER_MINUTE ? FfState.COMMUNICATION : 0);
    }

    private void say(long nowNanos, FfAnswer answer) {
        wire.later(nowNanos + settings.answerMs() * ScaleWire.NANOS_PER_MS, FfCodec.wire(answer));
    }

    private void done(long nowNanos, FfCommand command, boolean done) {
        say(nowNanos, new FfAnswer.Done(command, time(nowNanos), done));
    }

    private Bytes time(long nowNanos) {
        return MeterTime.write(settings.clockStart().plusNanos(nowNanos));
    }

    private FfRecord record(Held held, FfCommand command) {
        WeighedVehicle whole = held.vehicle();
        int axles = Math.min(whole.axles().size(), settings.mostAxles());
        WeighedVehicle counted = new WeighedVehicle(whole.axles().subList(0, axles), whole.spacingsCm().subList(0, Math.max(0, axles - 1)),
                whole.speedKmh());
        List<Group> groups = counted.groups();
        boolean byGroup = command != FfCommand.C1_OLDEST_AXLES;
        List<Integer> weights = byGroup ? groups.stream().map(g -> g.weightKg() / KG_PER_UNIT).toList()
                : counted.axles().stream().map(a -> a.weightKg() / KG_PER_UNIT).toList();
        List<Integer> types = byGroup ? groups.stream().map(g -> settings.codes().fromNine(g.code())).toList()
                : counted.axles().stream().map(a -> a.dual() ? 2 : 1).toList();
        List<Integer> spacings = byGroup ? IntStream.range(1, groups.size()).mapToObj(_ -> WeighedVehicle.GROUP_SPACING_CM).toList()
                : counted.spacingsCm();
        return new FfRecord(held.time(), 0, (int) Math.round(whole.speedKmh() * 10), 0, axles, groups.size(), weights, types, spacings);
    }

    private FfRecord live(long nowNanos) {
        boolean empty = loadKg == 0;
        return new FfRecord(time(nowNanos), 0, 0, 0, empty ? 0 : 1, empty ? 0 : 1, empty ? List.of() : List.of(loadKg / KG_PER_UNIT),
                empty ? List.of() : List.of(1), List.of());
    }

    @Override
    public void command(long nowNanos, ScaleSimCommand command, Sink<ScaleSimEvent> sink) {
        switch (command) {
            case ScaleSimCommand.Passed(WeighedVehicle vehicle) -> passed(nowNanos, vehicle, sink);
            case ScaleSimCommand.LastBacksOut() -> backsOut(nowNanos, sink);
            case ScaleSimCommand.Load(int weightKg, _) -> loadKg = weightKg;
            case ScaleSimCommand.SetFaults(ScaleSimFaults faults) -> {
                wire.set(faults);
                refusedDeletes = faults.refusedDeletes();
                ghostDeletes = faults.ghostDeletes();
            }
            case ScaleSimCommand.Reboot(long offMs, boolean memoryKept) -> {
                wire.off(nowNanos, offMs);
                scanner.reset();
                lastCommandNanos = nowNanos;
                while (!memoryKept && !queue.isEmpty()) {
                    sink.emit(new ScaleSimEvent.Dropped(nowNanos, queue.removeFirst().number(), ScaleSimEvent.Reason.REBOOT));
                }
            }
        }
        due(nowNanos, sink);
    }

    /** A meter that is switched off weighs nothing. */
    private void passed(long nowNanos, WeighedVehicle vehicle, Sink<ScaleSimEvent> sink) {
        loadKg = 0;
        if (wire.isOff(nowNanos)) {
            return;
        }
        overlong = vehicle.axles().size() >= settings.mostAxles();
        if (queue.size() == settings.capacity()) {
            sink.emit(new ScaleSimEvent.Dropped(nowNanos, queue.removeFirst().number(), ScaleSimEvent.Reason.MEMORY_FULL));
        }
        queue.addLast(new Held(++lastNumber, vehicle, time(nowNanos)));
        sink.emit(new ScaleSimEvent.Recorded(nowNanos, lastNumber, vehicle.axles().stream().limit(settings.mostAxles())
                .mapToInt(AxleLoad::weightKg).sum()));
    }

    private void backsOut(long nowNanos, Sink<ScaleSimEvent> sink) {
        if (wire.isOff(nowNanos)) {
            return;
        }
        if (settings.reversalRemoves() && !queue.isEmpty() && queue.getLast().number() == lastNumber) {
            sink.emit(new ScaleSimEvent.Dropped(nowNanos, queue.removeLast().number(), ScaleSimEvent.Reason.REVERSED));
        }
        if (linked) {
            wire.later(nowNanos, FfCodec.wire(new FfAnswer.A6Reversed(Bytes.EMPTY)));
        }
    }

    @Override
    public void due(long nowNanos, Sink<ScaleSimEvent> sink) {
        wire.due(nowNanos, sink);
    }

    @Override
    public long nextDueNanos() {
        return wire.nextDueNanos();
    }
}
