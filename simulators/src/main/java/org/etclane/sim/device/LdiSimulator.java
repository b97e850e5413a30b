package org.etclane.sim.device;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.etclane.device.Bytes;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.ldi.LdiCodec;
import org.etclane.device.ldi.LdiControl;
import org.etclane.device.ldi.LdiDecoded;
import org.etclane.device.ldi.LdiDeframer;
import org.etclane.device.ldi.LdiFrame;
import org.etclane.device.ldi.LdiHead;
import org.etclane.device.ldi.LdiMessage;
import org.etclane.device.ldi.LdiModule;
import org.etclane.device.ldi.LdiModuleType;
import org.etclane.device.ldi.LdiReport;
import org.etclane.device.link.Endpoint;
import org.etclane.sim.world.LaneHardware;

/**
 * The device side of the national interface in work mode (lane-devices-ldi.md): calls, authenticates every 3 s until accepted, reports
 * every 5 s, obeys when initialised, answers a barrier order after the movement, reports positions and detector edges by 1C and sends
 * them again when nobody acknowledges. Any set of modules; {@link LdiSimulatorSettings#integratedBarrier} is three in one. Its outputs
 * are not touched by construction, link-up or initialisation.
 *
 * <p>One thread, the simulation's. Calling is its host's business: a {@code TcpLink}, or a virtual line of callers.
 *
 * <p>Own assumptions where the source is silent: a barrier that is told something else on its way fails the order before, status 01;
 * 1B before initialisation is dropped without a word (firmware, §12 row 11); a repeated order is answered as the first one was.
 */
public final class LdiSimulator implements Endpoint<LdiSimulatorAction, LdiSimulatorEvent> {
    private static final long NANOS_PER_MS = 1_000_000L;
    private static final long NEVER = Long.MAX_VALUE;
    private static final long FLOOD_EVERY_NANOS = 10 * NANOS_PER_MS;
    private static final int REPORTS = 64;
    /** 2025-10-31 03:51:33 UTC: its clock before the lane has told it the time, when the simulation's shows 0. */
    private static final long CLOCK_START_MS = 1_761_882_693_000L;
    private static final Bytes VERSION = Bytes.fromHex("303732312025103101");

    private record Reporting(byte[] frame, int seq, long sentNanos, int sends) {
    }

    private final LdiSimulatorSettings settings;
    private final LdiModules modules;
    private final LdiDeframer deframer = new LdiDeframer(LdiFrame.MAX_DATA_BYTES);
    private final Set<LdiModule> initialised = new HashSet<>();
    private final Set<LdiModule> wantInitialisation = new HashSet<>();
    private final Map<LdiModule, Bytes> lastOrder = new HashMap<>();
    private final Map<LdiModule, Integer> lastRunState = new HashMap<>();
    private final ArrayDeque<LdiReport> reports = new ArrayDeque<>();
    private final Random noise;
    private Optional<Reporting> reporting = Optional.empty();
    private Optional<LdiModules.Movement> movement = Optional.empty();
    private LdiSimulatorFaults faults = LdiSimulatorFaults.NONE;
    private int ordersToIgnore;
    private int initialisationsToIgnore;
    private boolean linked;
    private boolean accepted;
    private boolean touched;
    private int seq;
    private long nextAuthenticateNanos = NEVER;
    private long nextMonitorNanos = NEVER;
    private long nextFloodNanos = NEVER;
    private long lastScanNanos;
    private long startedNanos;
    /** Of its clock when the simulation's shows 0; as firmware does, it takes the lane's time from E0 and C0 (§12 row 15). */
    private long clockAtZeroMs = CLOCK_START_MS;

    /** @param seed of the noise that a flood is made of */
    public LdiSimulator(LaneHardware hardware, LdiSimulatorSettings settings, long seed) {
        this.settings = settings;
        this.modules = new LdiModules(settings, hardware);
        this.noise = new Random(seed);
        hardware.onInputChange(() -> touched = true);
    }

    @Override
    public void linkUp(long nowNanos, Sink<LdiSimulatorEvent> sink) {
        linked = true;
        forget();
        startedNanos = nowNanos;
        nextAuthenticateNanos = nowNanos;
        nextFloodNanos = faults.floodBytes() > 0 ? nowNanos : NEVER;
        due(nowNanos, sink);
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<LdiSimulatorEvent> sink) {
        linked = false;
        forget();
    }

    private void forget() {
        accepted = false;
        deframer.reset();
        initialised.clear();
        reports.clear();
        lastOrder.clear();
        reporting = Optional.empty();
        movement = Optional.empty();
        nextAuthenticateNanos = NEVER;
        nextMonitorNanos = NEVER;
        nextFloodNanos = NEVER;
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<LdiSimulatorEvent> sink) {
        due(nowNanos, sink);
        deframer.feed(buffer, length, new LdiDeframer.Output() {
            @Override
            public void frame(LdiFrame frame) {
                if (!faults.silent()) {
                    switch (LdiCodec.decode(frame.data())) {
                        case LdiDecoded.Good(LdiMessage message) -> onMessage(nowNanos, frame, message, sink);
                        case LdiDecoded.Malformed(String reason) -> sink.malformed(frame.encode(), reason);
                    }
                }
            }

            @Override
            public void malformed(byte[] raw, String reason) {
                sink.malformed(raw, reason);
            }
        });
        run(nowNanos, sink);
    }

    @Override
    public void command(long nowNanos, LdiSimulatorAction action, Sink<LdiSimulatorEvent> sink) {
        switch (action) {
            case LdiSimulatorAction.SetFaults(LdiSimulatorFaults newFaults) -> {
                faults = newFaults;
                ordersToIgnore = newFaults.unansweredOrders();
                initialisationsToIgnore = newFaults.unansweredInitialisations();
                if (newFaults.fault02()) {
                    settings.modules().forEach(m -> wantInitialisation.add(m.id()));
                }
                nextFloodNanos = linked && newFaults.floodBytes() > 0 ? nowNanos : NEVER;
            }
        }
        due(nowNanos, sink);
    }

    @Override
    public void due(long nowNanos, Sink<LdiSimulatorEvent> sink) {
        touched = false;
        lastScanNanos = nowNanos;
        List<LdiReport> changes = modules.scan(nowNanos);
        if (accepted && !faults.lostReports()) {
            changes.stream().limit(Math.max(0, REPORTS - reports.size())).forEach(reports::add);
        }
        run(nowNanos, sink);
    }

    @Override
    public long nextDueNanos() {
        if (touched) {
            return lastScanNanos;
        }
        long due = Math.min(modules.nextDueNanos(), lastScanNanos + settings.scanMs() * NANOS_PER_MS);
        due = Math.min(due, Math.min(nextAuthenticateNanos, Math.min(nextMonitorNanos, nextFloodNanos)));
        due = Math.min(due, reporting.map(r -> r.sentNanos + settings.answerMs() * NANOS_PER_MS).orElse(NEVER));
        return Math.min(due, movement.map(this::failsAtNanos).orElse(NEVER));
    }

    private long failsAtNanos(LdiModules.Movement m) {
        return m.receivedNanos() + settings.movementMs() * NANOS_PER_MS;
    }

    // ---- what comes

    private void onMessage(long nowNanos, LdiFrame frame, LdiMessage message, Sink<LdiSimulatorEvent> sink) {
        switch (message) {
            case LdiMessage.E0Authenticated answer -> {
                if (answer.errorCode() != 0) {
                    sink.emit(new LdiSimulatorEvent.NotAccepted(nowNanos));
                } else if (!accepted) {
                    accepted = true;
                    setClock(nowNanos, answer.head());
                    nextAuthenticateNanos = NEVER;
                    nextMonitorNanos = nowNanos;
                    sink.emit(new LdiSimulatorEvent.Accepted(nowNanos));
                }
            }
            case LdiMessage.Headed headed when !isOurs(headed) -> sink.emit(new LdiSimulatorEvent.Ignored(nowNanos,
                    "lane or code of another in %02X".formatted(headed.command())));
            case LdiMessage.Initialise1A asked -> initialise(nowNanos, frame.seq(), asked, sink);
            case LdiMessage.Control1B order -> order.controls().forEach(control -> order(nowNanos, frame, control, sink));
            case LdiMessage.C1Received _ -> reporting = reporting.filter(r -> r.seq != frame.seq());
            case LdiMessage.SetParameters0B _ -> send(sink, frame.seq(), new LdiMessage.B0ParametersSet(head(nowNanos, 1000), 0));
            case LdiMessage.SetIp0A _ -> send(sink, frame.seq(), new LdiMessage.A0IpSet(head(nowNanos, 1000), 0));
            case LdiMessage.Reboot0D _ -> send(sink, frame.seq(), new LdiMessage.D0RebootReceived(head(nowNanos, 1000), 0));
            case LdiMessage.C0MonitorAnswer answer -> setClock(nowNanos, answer.head());
            case LdiMessage.ReadIp1D _, LdiMessage.ReadParameters1E _, LdiMessage.A0IpSet _, LdiMessage.B0ParametersSet _,
                 LdiMessage.D0RebootReceived _, LdiMessage.D1Ip _, LdiMessage.E1Parameters _, LdiMessage.Authenticate0E _,
                 LdiMessage.Monitor0C _, LdiMessage.Upgrade0F _, LdiMessage.Report1C _, LdiMessage.A1Initialised _,
                 LdiMessage.B1Controlled _, LdiMessage.Search21 _, LdiMessage.Found12 _, LdiMessage.Unknown _ ->
                    sink.emit(new LdiSimulatorEvent.Ignored(nowNanos, "%02X".formatted(message.command())));
        }
    }

    private boolean isOurs(LdiMessage.Headed message) {
        return message.head().lane().equals(Bytes.fromHex(settings.laneHex()))
                && message.head().certification().equals(Bytes.fromHex(settings.codeHex()));
    }

    private void initialise(long nowNanos, int askedSeq, LdiMessage.Initialise1A asked, Sink<LdiSimulatorEvent> sink) {
        if (initialisationsToIgnore > 0) {
            initialisationsToIgnore--;
            return;
        }
        List<LdiMessage.Readiness> states = asked.modules().stream().map(one -> {
            boolean known = accepted && settings.modules().stream().anyMatch(m -> m.id().equals(one.module()));
            if (known) {
                initialised.add(one.module());
                wantInitialisation.remove(one.module());
                sink.emit(new LdiSimulatorEvent.Initialised(nowNanos, one.module()));
            }
            return new LdiMessage.Readiness(one.module(), known ? 0 : 1, 1, 1, 0, Bytes.EMPTY);
        }).toList();
        send(sink, askedSeq, new LdiMessage.A1Initialised(head(nowNanos, 1000), states));
    }

    private void order(long nowNanos, LdiFrame frame, LdiControl control, Sink<LdiSimulatorEvent> sink) {
        if (!initialised.contains(control.module())) {
            sink.emit(new LdiSimulatorEvent.Ignored(nowNanos, "order to " + control.module() + " which is not initialised"));
            return;
        }
        Bytes asReceived = Bytes.concat(Bytes.of(frame.seq()), frame.data());
        boolean again = asReceived.equals(lastOrder.put(control.module(), asReceived));
        if (again) {
            sink.emit(new LdiSimulatorEvent.Repeated(nowNanos, control));
        } else if (!faults.refuseOrders()) {
            sink.emit(new LdiSimulatorEvent.Executed(nowNanos, control));
        }
        if (control instanceof LdiControl.BarrierMove move && !faults.refuseOrders()) {
            move(nowNanos, frame.seq(), move, again, sink);
            return;
        }
        boolean done = !faults.refuseOrders() && (again || modules.execute(control));
        answer(nowNanos, frame.seq(), control, done ? 0 : 1, Bytes.EMPTY, sink);
    }

    private void move(long nowNanos, int orderSeq, LdiControl.BarrierMove move, boolean again, Sink<LdiSimulatorEvent> sink) {
        if (!again) {
            movement.ifPresent(before -> finish(nowNanos, before, 1, sink));
            if (!modules.execute(move)) {
                answer(nowNanos, orderSeq, move, 1, Bytes.EMPTY, sink);
                return;
            }
        }
        movement = Optional.of(new LdiModules.Movement(move, orderSeq, nowNanos));
    }

    // ---- what goes

    private void run(long nowNanos, Sink<LdiSimulatorEvent> sink) {
        if (!linked) {
            return;
        }
        if (nowNanos >= nextFloodNanos) {
            nextFloodNanos = nowNanos + FLOOD_EVERY_NANOS;
            byte[] bytes = new byte[faults.floodBytes()];
            noise.nextBytes(bytes);
            sink.send(bytes);
        }
        if (nowNanos >= nextAuthenticateNanos) {
            nextAuthenticateNanos = nowNanos + settings.authenticateMs() * NANOS_PER_MS;
            send(sink, nextSeq(), new LdiMessage.Authenticate0E(head(nowNanos, 1000), settings.modules().stream()
                    .map(LdiSimulatorSettings.Module::id).toList()));
        }
        if (nowNanos >= nextMonitorNanos) {
            nextMonitorNanos = nowNanos + settings.monitorMs() * NANOS_PER_MS;
            monitor(nowNanos, sink);
        }
        movement.filter(m -> modules.arrived(m) || nowNanos >= failsAtNanos(m)).ifPresent(m -> {
            movement = Optional.empty();
            finish(nowNanos, m, modules.arrived(m) ? 0 : 1, sink);
        });
        report(nowNanos, sink);
    }

    private void monitor(long nowNanos, Sink<LdiSimulatorEvent> sink) {
        List<LdiMessage.Monitored> states = settings.modules().stream().map(m -> {
            int runState = modules.runState(m.id());
            Integer before = lastRunState.put(m.id(), runState);
            boolean broken = m.type() == LdiModuleType.BARRIER && modules.barrierFault();
            int fault = wantInitialisation.contains(m.id()) ? LdiMessage.Monitored.FAULT_INITIALISE_AGAIN : broken ? 1 : 0;
            return new LdiMessage.Monitored(m.id(), broken ? 1 : 0, fault,
                    faults.staleMonitor() && before != null ? before : runState, VERSION, 40, 25, Bytes.EMPTY);
        }).toList();
        send(sink, nextSeq(), new LdiMessage.Monitor0C(head(nowNanos, 1000), (nowNanos - startedNanos) / NANOS_PER_MS / 1000, 0, 0,
                states));
    }

    private void report(long nowNanos, Sink<LdiSimulatorEvent> sink) {
        if (reporting.isPresent() && nowNanos >= reporting.get().sentNanos + settings.answerMs() * NANOS_PER_MS) {
            Reporting r = reporting.get();
            boolean more = r.sends <= settings.retries();
            reporting = more ? Optional.of(new Reporting(r.frame, r.seq, nowNanos, r.sends + 1)) : Optional.empty();
            if (more) {
                put(sink, r.frame.clone());
            }
        }
        if (reporting.isEmpty() && !reports.isEmpty()) {
            int reportSeq = nextSeq();
            byte[] frame = LdiCodec.encode(reportSeq, new LdiMessage.Report1C(head(nowNanos, 1), List.of(reports.poll())));
            reporting = Optional.of(new Reporting(frame, reportSeq, nowNanos, 1));
            put(sink, frame.clone());
            if (faults.duplicateReports()) {
                put(sink, frame.clone());
            }
        }
    }

    private void finish(long nowNanos, LdiModules.Movement m, int status, Sink<LdiSimulatorEvent> sink) {
        Bytes times = new ByteWriter().u32(clockMs(m.receivedNanos()) >>> 32).u32(clockMs(m.receivedNanos()))
                .u32(clockMs(nowNanos) >>> 32).u32(clockMs(nowNanos)).toBytes();
        answer(nowNanos, m.seq(), m.move(), status, times, sink);
    }

    private void answer(long nowNanos, int orderSeq, LdiControl control, int status, Bytes rest, Sink<LdiSimulatorEvent> sink) {
        if (ordersToIgnore > 0 || faults.lostAnswers()) {
            ordersToIgnore = Math.max(0, ordersToIgnore - 1);
            return;
        }
        send(sink, faults.wrongSeq() ? 0x02 : orderSeq, new LdiMessage.B1Controlled(head(nowNanos, 1),
                List.of(new LdiMessage.Result(control.module(), control.func(), status, rest))));
    }

    private void send(Sink<LdiSimulatorEvent> sink, int frameSeq, LdiMessage message) {
        put(sink, LdiCodec.encode(frameSeq, message));
    }

    private void put(Sink<LdiSimulatorEvent> sink, byte[] frame) {
        if (linked && !faults.silent()) {
            sink.send(frame);
        }
    }

    private int nextSeq() {
        seq = seq % 9 + 1;
        return seq << 4;
    }

    private long clockMs(long nanos) {
        return clockAtZeroMs + settings.clockSkewMs() + nanos / NANOS_PER_MS;
    }

    private void setClock(long nowNanos, LdiHead ofTheLane) {
        clockAtZeroMs = ofTheLane.unixTime() * 1000 - nowNanos / NANOS_PER_MS;
    }

    private LdiHead head(long nowNanos, long msPerUnit) {
        return new LdiHead(clockMs(nowNanos) / msPerUnit, Bytes.fromHex(faults.wrongLane() ? "FFFFFFFFFF" : settings.laneHex()),
                Bytes.fromHex(faults.wrongCode() ? "FFFFFFFFFFFFFFFF" : settings.codeHex()));
    }
}
