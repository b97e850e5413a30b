package org.etclane.sim.device;

import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.etclane.device.Bytes;
import org.etclane.device.frame.FrameScanner;
import org.etclane.device.frame.Scanned;
import org.etclane.device.link.Endpoint;
import org.etclane.device.wim.MeterTime;
import org.etclane.device.wim.wanji.WanjiCodec;
import org.etclane.device.wim.wanji.WanjiFrame;
import org.etclane.device.wim.wanji.WanjiPacket;
import org.etclane.device.wim.wanji.WanjiVehicle;
import org.etclane.sim.world.WeighedVehicle;
import org.etclane.sim.world.WeighedVehicle.AxleLoad;

/**
 * The device side of a Wanji instrument, new protocol (weighing.md §5): pushes each vehicle once, repeats those it still holds,
 * answers state and time. It does not tell of vehicles that back out. Numbers count from 1 modulo 256 after a start (inferred). One
 * thread, the simulation's.
 */
public final class WanjiSimulator implements Endpoint<ScaleSimCommand, ScaleSimEvent> {
    private static final LocalDateTime CLOCK_START = LocalDateTime.of(2026, 5, 12, 10, 30);
    private static final int NUMBERS = 256;
    private static final int KG_PER_UNIT = 10;
    private static final long ANSWER_MS = 10;
    private static final int OK = 0;

    private final int capacity;
    private final boolean byGroup;
    private final FrameScanner<WanjiFrame> scanner = WanjiCodec.scanner();
    private final ScaleWire wire = new ScaleWire();
    private final Deque<Held> held = new ArrayDeque<>();
    private long lastNumber;
    private int wireNumber;

    private record Held(long number, int wireNumber, byte[] frame) {
    }

    /**
     * @param capacity vehicles that can be repeated
     * @param byGroup  sends 80 instead of 81
     */
    public WanjiSimulator(int capacity, boolean byGroup) {
        this.capacity = capacity;
        this.byGroup = byGroup;
    }

    @Override
    public void linkUp(long nowNanos, Sink<ScaleSimEvent> sink) {
        scanner.reset();
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<ScaleSimEvent> sink) {
        scanner.reset();
        wire.forget();
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<ScaleSimEvent> sink) {
        if (wire.isOff(nowNanos)) {
            return;
        }
        for (Scanned<WanjiFrame> scanned : scanner.feed(buffer, length)) {
            switch (scanned) {
                case Scanned.Frame<WanjiFrame>(WanjiFrame frame, _) -> answer(nowNanos, frame, sink);
                case Scanned.Malformed<WanjiFrame>(Bytes raw, _, String reason) -> sink.malformed(raw.toArray(), reason);
            }
        }
    }

    private void answer(long nowNanos, WanjiFrame asked, Sink<ScaleSimEvent> sink) {
        switch (asked.command()) {
            case WanjiFrame.VEHICLE_AXLES, WanjiFrame.VEHICLE_GROUPS -> held.stream().filter(h -> h.wireNumber() == asked.sub())
                    .reduce((_, newer) -> newer).ifPresent(h -> say(nowNanos, h.frame().clone()));
            case WanjiFrame.SET_TIME -> {
                sink.emit(new ScaleSimEvent.ClockSet(nowNanos));
                say(nowNanos, WanjiCodec.wire(WanjiFrame.brief(WanjiFrame.SET_TIME, 0, OK)));
            }
            case WanjiFrame.STATE -> say(nowNanos, WanjiCodec.wire(new WanjiFrame(WanjiFrame.STATE, 0,
                    Bytes.of(1, 0, 0, 0, 0, wire.faults().state(), 0, 0, 0))));
            default -> { }
        }
    }

    private void say(long nowNanos, byte[] frame) {
        wire.later(nowNanos + ANSWER_MS * ScaleWire.NANOS_PER_MS, frame);
    }

    @Override
    public void command(long nowNanos, ScaleSimCommand command, Sink<ScaleSimEvent> sink) {
        switch (command) {
            case ScaleSimCommand.Passed(WeighedVehicle vehicle) when !wire.isOff(nowNanos) -> passed(nowNanos, vehicle, sink);
            case ScaleSimCommand.Passed _, ScaleSimCommand.LastBacksOut _, ScaleSimCommand.Load _ -> { }
            case ScaleSimCommand.SetFaults(ScaleSimFaults faults) -> wire.set(faults);
            case ScaleSimCommand.Reboot(long offMs, boolean memoryKept) -> {
                wire.off(nowNanos, offMs);
                scanner.reset();
                if (!memoryKept) {
                    held.forEach(h -> sink.emit(new ScaleSimEvent.Dropped(nowNanos, h.number(), ScaleSimEvent.Reason.REBOOT)));
                    held.clear();
                    wireNumber = 0;
                }
            }
        }
        due(nowNanos, sink);
    }

    private void passed(long nowNanos, WeighedVehicle vehicle, Sink<ScaleSimEvent> sink) {
        wireNumber = (wireNumber + 1) % NUMBERS;
        WanjiFrame frame = new WanjiFrame(byGroup ? WanjiFrame.VEHICLE_GROUPS : WanjiFrame.VEHICLE_AXLES, 0,
                new WanjiPacket(wireNumber, WanjiPacket.LAST, 1, body(nowNanos, vehicle).write()).write());
        if (held.size() == capacity) {
            held.removeFirst();
        }
        held.addLast(new Held(++lastNumber, wireNumber, WanjiCodec.wire(frame)));
        sink.emit(new ScaleSimEvent.Recorded(nowNanos, lastNumber, vehicle.grossWeightKg()));
        wire.later(nowNanos, WanjiCodec.wire(frame));
    }

    private WanjiVehicle body(long nowNanos, WeighedVehicle vehicle) {
        int speed = (int) Math.round(vehicle.speedKmh());
        List<Integer> weights = byGroup ? vehicle.groups().stream().map(g -> g.weightKg() / KG_PER_UNIT).toList()
                : vehicle.axles().stream().map(AxleLoad::weightKg).map(kg -> kg / KG_PER_UNIT).toList();
        List<Integer> speeds = new ArrayList<>();
        vehicle.axles().forEach(_ -> speeds.add(speed));
        return new WanjiVehicle(MeterTime.write(CLOCK_START.plusNanos(nowNanos)), 20, 1, 95, speed, 0, 0, vehicle.axles().size(), weights,
                vehicle.groups().stream().map(WeighedVehicle.Group::code).toList(), vehicle.spacingsCm(), speeds,
                Bytes.zeros(WanjiVehicle.TAIL_BYTES));
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
