package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.Bytes;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.lc301.Lc301Driver;
import org.etclane.device.lc301.Lc301Settings;
import org.etclane.device.link.LinkTrace;
import org.etclane.device.link.LinkTrace.Direction;
import org.etclane.device.trace.PcapngReader;
import org.etclane.device.trace.PcapngWriter;
import org.etclane.device.trace.TracedBytes;
import org.etclane.sim.device.TraceReplay.Event;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.host.VirtualLine;
import org.etclane.sim.world.LaneWorld;
import org.etclane.sim.world.VehicleSpec;
import org.etclane.sim.world.VirtualScheduler;
import org.junit.jupiter.api.Test;

class TraceReplayTest {
    private static final long MS = 1_000_000L;
    private final List<Event> events = new ArrayList<>();
    private final List<Bytes> sent = new ArrayList<>();
    private final TraceReplay.Sink<Event> sink = new TraceReplay.Sink<>() {
        @Override
        public void send(byte[] frame) {
            sent.add(Bytes.copyOf(frame));
        }

        @Override
        public void emit(Event event) {
            events.add(event);
        }

        @Override
        public void malformed(byte[] raw, String reason) {
            throw new AssertionError(reason);
        }
    };

    private static TracedBytes in(long ms, int... octets) {
        return new TracedBytes(ms * MS, Direction.IN, Bytes.of(octets), "");
    }

    private static TracedBytes out(long ms, int... octets) {
        return new TracedBytes(ms * MS, Direction.OUT, Bytes.of(octets), "");
    }

    @Test
    void saysWhatItSaidThenAsLongAfterTheLaneSpoke() {
        TraceReplay replay = new TraceReplay(List.of(out(0, 1, 2), in(30, 9), in(40, 8)));
        replay.linkUp(1000 * MS, sink);
        replay.received(1500 * MS, new byte[] {1}, 1, sink);
        assertEquals(List.of(), events, "half of it");
        replay.received(1501 * MS, new byte[] {2}, 1, sink);
        assertEquals(1531 * MS, replay.nextDueNanos());
        replay.due(1531 * MS, sink);
        replay.due(1541 * MS, sink);
        assertEquals(List.of(Bytes.of(9), Bytes.of(8)), sent);
        assertEquals(List.of(new Event.Same(1501 * MS, 1), new Event.Sent(1531 * MS, 2, Bytes.of(9)),
                new Event.Sent(1541 * MS, 3, Bytes.of(8)), new Event.Finished(1541 * MS)), events);
    }

    @Test
    void tellsWhereTheLaneSpeaksOtherwiseOrNotAtAllAndGoesOn() {
        TraceReplay replay = new TraceReplay(List.of(out(0, 1, 2), out(10, 3), in(20, 9)));
        replay.linkUp(0, sink);
        replay.received(MS, new byte[] {1, 7}, 2, sink);
        replay.due(MS + TraceReplay.PATIENCE_NANOS, sink);
        replay.due(replay.nextDueNanos(), sink);
        assertEquals(new Event.Different(MS, 1, Bytes.of(1, 2), Bytes.of(1, 7)), events.get(0));
        assertEquals(new Event.Missed(MS + TraceReplay.PATIENCE_NANOS, 2, Bytes.of(3), Bytes.EMPTY), events.get(1));
        assertInstanceOf(Event.Finished.class, events.getLast());
        assertEquals(List.of(Bytes.of(9)), sent);
    }

    @Test
    void bytesThatBelongToTheNextPlaceAreKeptForIt() {
        TraceReplay replay = new TraceReplay(List.of(out(0, 1), out(1, 2)));
        replay.linkUp(0, sink);
        replay.received(MS, new byte[] {1, 2}, 2, sink);
        assertEquals(List.of(new Event.Same(MS, 1), new Event.Same(MS, 2), new Event.Finished(MS)), events);
    }

    /** A vehicle is recorded on one line, saved, and played to a driver that knows nothing: it sees the same vehicle. */
    @Test
    void aRecordedIoControllerIsSeenAgainAsItWas() {
        List<DeviceEvent> first = new ArrayList<>();
        VirtualScheduler time = new VirtualScheduler();
        LaneWorld world = new LaneWorld(time);
        VirtualLine<DeviceCommand, DeviceEvent, Lc301SimulatorAction, Lc301SimulatorEvent> line = new VirtualLine<>(time,
                LinePace.BAUD_9600_8N1, driver(), first::add, new Lc301Simulator(world, Lc301SimulatorSettings.defaults()), _ -> { });
        line.trace().on();
        line.plug();
        world.addVehicle(VehicleSpec.car("测A00001"));
        time.runFor(12_000 * MS);
        byte[] file = PcapngWriter.write("io", "recorded", line.trace().snapshot().stream().map(TraceReplayTest::traced).toList());
        PcapngReader.Result.Trace saved = assertInstanceOf(PcapngReader.Result.Trace.class, PcapngReader.read(file));

        List<DeviceEvent> again = new ArrayList<>();
        List<Event> told = new ArrayList<>();
        VirtualScheduler later = new VirtualScheduler();
        VirtualLine<DeviceCommand, DeviceEvent, TraceReplay.Nothing, Event> replayed = new VirtualLine<>(later, LinePace.BAUD_9600_8N1,
                driver(), again::add, new TraceReplay(saved.packets()), told::add);
        replayed.plug();
        later.runFor(20_000 * MS);
        assertInstanceOf(Event.Finished.class, told.getLast());
        // after the last recorded byte it is silent, and the driver says so
        assertEquals(loops(first), loops(again).subList(0, loops(first).size()));
        assertTrue(loops(first).size() >= 4, () -> loops(first).toString());
        assertTrue(again.stream().anyMatch(e -> e instanceof HealthEvent h && h.state() == HealthEvent.State.UP));
    }

    private static Lc301Driver driver() {
        return new Lc301Driver(Lc301Settings.defaults("io"));
    }

    private static TracedBytes traced(LinkTrace.Entry entry) {
        return new TracedBytes(entry.atNanos(), entry.direction(), entry.bytes(), entry.note());
    }

    private static List<String> loops(List<DeviceEvent> events) {
        return events.stream().filter(LoopEvent.class::isInstance).map(LoopEvent.class::cast).map(e -> e.role() + " " + e.occupancy())
                .toList();
    }
}
