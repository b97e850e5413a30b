package org.etclane.device.ldi;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.etclane.device.Bytes;
import org.etclane.device.ldi.LdiControl.BarrierMove;
import org.etclane.device.ldi.LdiMessage.A1Initialised;
import org.etclane.device.ldi.LdiMessage.Answer;
import org.etclane.device.ldi.LdiMessage.Authenticate0E;
import org.etclane.device.ldi.LdiMessage.B1Controlled;
import org.etclane.device.ldi.LdiMessage.Headed;
import org.etclane.device.ldi.LdiMessage.Monitor0C;
import org.etclane.device.ldi.LdiMessage.Monitored;
import org.etclane.device.ldi.LdiMessage.Report1C;
import org.etclane.device.ldi.LdiModuleLine.Exchange;
import org.etclane.device.link.Endpoint;

/**
 * The lane's side of one connection (lane-devices-ldi.md §1, §2, §6–§8, §15): waits for 0E, compares lane and code, answers E0; sets the
 * parameters of its modules (0B) and initialises them, one module per 1A; answers 0C and 1C; sends orders (1B) and waits for B1.
 *
 * <ul>
 * <li>Answers are matched by command, module and function; SEQ is a hint.</li>
 * <li>A 1C that is sent again is answered again and told once.</li>
 * <li>An unanswered frame is sent again, unchanged, as often as the settings say, a lower order never: what was safe when it was
 *     decided may not be so later. Then the module is initialised again (§12 row 11).</li>
 * <li>Fault 02 in 0C initialises again. No 0C for {@code lostMs}: {@link LdiNews.Lost}.</li>
 * <li>Messages with another lane or code than the one that was authenticated are reported as malformed and not answered.</li>
 * </ul>
 *
 * <p>One thread at a time. No bytes make it throw. After {@link LdiNews.Refused} or {@link LdiNews.Lost} it is deaf until the next
 * link-up.
 */
public final class LdiSession implements Endpoint<LdiOrder, LdiNews> {
    static final long NANOS_PER_MS = 1_000_000L;
    private static final long NEVER = Long.MAX_VALUE;
    private static final int CONFIGURATIONS = 32;

    private enum Phase { CLOSED, CALLED, AUTHENTICATED }

    private record Configuring(LdiOrder order, int answerCommand, Exchange exchange) {
    }

    private record Initialising(LdiModuleLine line, Exchange exchange) {
    }

    private final LdiSettings settings;
    private final LdiSettings.Timing timing;
    private final LongSupplier wallMillis;
    private final LdiDeframer deframer;
    private final Map<LdiModule, LdiModuleLine> lines = new LinkedHashMap<>();
    private final ArrayDeque<LdiOrder> configurations = new ArrayDeque<>();
    private Optional<Configuring> configuring = Optional.empty();
    private Optional<Initialising> initialising = Optional.empty();
    private Phase phase = Phase.CLOSED;
    private Bytes code = Bytes.zeros(LdiHead.CERTIFICATION_BYTES);
    private int lastSeq;
    private long openedNanos;
    private long lastMonitorNanos;
    /** Since when the frame that is begun waits for its rest. */
    private long begunNanos;
    private boolean movedOn;

    /** @param wallMillis UTC, for the heads: devices set their clocks by it (§12 row 15) */
    public LdiSession(LdiSettings settings, LongSupplier wallMillis) {
        this.settings = settings;
        this.timing = settings.timing();
        this.wallMillis = wallMillis;
        this.deframer = new LdiDeframer(settings.limits().dataBytes());
    }

    @Override
    public void linkUp(long nowNanos, Sink<LdiNews> sink) {
        forget();
        phase = Phase.CALLED;
        openedNanos = nowNanos;
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<LdiNews> sink) {
        forget();
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<LdiNews> sink) {
        if (phase == Phase.CLOSED) {
            return;
        }
        boolean begunBefore = deframer.partial();
        movedOn = false;
        deframer.feed(buffer, length, output(nowNanos, sink));
        if (!begunBefore || movedOn) {
            begunNanos = nowNanos;
        }
        advance(nowNanos, sink);
    }

    @Override
    public void command(long nowNanos, LdiOrder order, Sink<LdiNews> sink) {
        switch (order) {
            case LdiOrder.Control(LdiControl control) -> control(nowNanos, control, sink);
            case LdiOrder.SetIp _, LdiOrder.SetParameter _, LdiOrder.Reboot _, LdiOrder.ReadIp _, LdiOrder.ReadParameters _ -> {
                if (phase != Phase.AUTHENTICATED || configurations.size() >= CONFIGURATIONS) {
                    sink.emit(new LdiNews.NotConfigured(order, phase == Phase.AUTHENTICATED ? CONFIGURATIONS
                            + " configuration orders wait already" : "the device is not authenticated"));
                } else {
                    configurations.add(order);
                }
            }
        }
        advance(nowNanos, sink);
    }

    @Override
    public void due(long nowNanos, Sink<LdiNews> sink) {
        if (nowNanos >= stallAtNanos()) {
            deframer.expire(output(nowNanos, sink));
        }
        if (nowNanos >= lostAtNanos()) {
            boolean called = phase == Phase.CALLED;
            forget();
            sink.emit(called ? new LdiNews.Refused("did not authenticate within " + timing.authenticateMs() + " ms")
                    : new LdiNews.Lost("no monitor report (0C) for " + timing.lostMs() + " ms"));
            return;
        }
        if (nowNanos >= configuringAtNanos()) {
            configuringTimedOut(nowNanos, sink);
        }
        if (nowNanos >= initialisingAtNanos()) {
            initialisingTimedOut(nowNanos, sink);
        }
        for (LdiModuleLine line : lines.values()) {
            if (nowNanos >= answerAtNanos(line)) {
                controlTimedOut(nowNanos, line, sink);
            }
        }
        advance(nowNanos, sink);
    }

    @Override
    public long nextDueNanos() {
        long due = Math.min(Math.min(stallAtNanos(), lostAtNanos()), Math.min(configuringAtNanos(), initialisingAtNanos()));
        for (LdiModuleLine line : lines.values()) {
            due = Math.min(due, answerAtNanos(line));
            if (initialising.isEmpty() && configuring.isEmpty()) {
                due = Math.min(due, line.initialiseAtNanos);
            }
        }
        return due;
    }

    private long stallAtNanos() {
        return deframer.partial() ? begunNanos + timing.stallMs() * NANOS_PER_MS : NEVER;
    }

    private long lostAtNanos() {
        return switch (phase) {
            case CLOSED -> NEVER;
            case CALLED -> openedNanos + timing.authenticateMs() * NANOS_PER_MS;
            case AUTHENTICATED -> lastMonitorNanos + timing.lostMs() * NANOS_PER_MS;
        };
    }

    private long configuringAtNanos() {
        return configuring.map(c -> c.exchange.sentNanos() + timing.answerMs() * NANOS_PER_MS).orElse(NEVER);
    }

    private long initialisingAtNanos() {
        return initialising.map(i -> i.exchange.sentNanos() + timing.initialiseAnswerMs() * NANOS_PER_MS).orElse(NEVER);
    }

    private long answerAtNanos(LdiModuleLine line) {
        long waitMs = line.module.type() == LdiModuleType.BARRIER ? timing.barrierAnswerMs() : timing.answerMs();
        return line.exchange().map(e -> e.sentNanos() + waitMs * NANOS_PER_MS).orElse(NEVER);
    }

    private void forget() {
        phase = Phase.CLOSED;
        deframer.reset();
        lines.clear();
        configurations.clear();
        configuring = Optional.empty();
        initialising = Optional.empty();
    }

    // ---- what comes

    private LdiDeframer.Output output(long nowNanos, Sink<LdiNews> sink) {
        return new LdiDeframer.Output() {
            @Override
            public void frame(LdiFrame frame) {
                movedOn = true;
                if (phase == Phase.CLOSED) {
                    return; // refused by a frame before in the same chunk
                }
                switch (LdiCodec.decode(frame.data())) {
                    case LdiDecoded.Good(LdiMessage message) -> onMessage(nowNanos, frame, message, sink);
                    case LdiDecoded.Malformed(String reason) -> sink.malformed(frame.encode(), reason);
                }
            }

            @Override
            public void malformed(byte[] raw, String reason) {
                movedOn = true;
                sink.malformed(raw, reason);
            }
        };
    }

    private void onMessage(long nowNanos, LdiFrame frame, LdiMessage message, Sink<LdiNews> sink) {
        switch (message) {
            case Authenticate0E asked -> onAuthenticate(nowNanos, frame.seq(), asked, sink);
            case Headed headed when !isOurs(headed) -> sink.malformed(frame.encode(), phase == Phase.CALLED
                    ? "before authentication" : "lane or verification code is not the authenticated one");
            case Monitor0C monitor -> onMonitor(nowNanos, frame.seq(), monitor, sink);
            case Report1C report -> onReport(frame, report, sink);
            case A1Initialised answer -> onInitialised(nowNanos, answer, sink);
            case B1Controlled answer -> onControlled(nowNanos, frame, answer, sink);
            case Answer answer -> onConfigured(frame, answer, sink);
            case LdiMessage.E1Parameters answer -> onConfigured(frame, answer, sink);
            case LdiMessage.Upgrade0F _ -> sink.malformed(frame.encode(), "the device asks for an upgrade, which the text does not define");
            case LdiMessage.SetIp0A _, LdiMessage.SetParameters0B _, LdiMessage.Reboot0D _, LdiMessage.ReadIp1D _,
                 LdiMessage.ReadParameters1E _, LdiMessage.C0MonitorAnswer _, LdiMessage.C1Received _, LdiMessage.Initialise1A _,
                 LdiMessage.Control1B _, LdiMessage.Search21 _, LdiMessage.Found12 _ ->
                    sink.malformed(frame.encode(), "message of the lane's own side");
            case LdiMessage.Unknown unknown -> sink.malformed(frame.encode(), "unknown command %02X".formatted(unknown.command()));
        }
    }

    private boolean isOurs(Headed message) {
        return phase == Phase.AUTHENTICATED && message.head().lane().equals(settings.lane())
                && message.head().certification().equals(code);
    }

    private void onAuthenticate(long nowNanos, int seq, Authenticate0E asked, Sink<LdiNews> sink) {
        List<LdiSettings.Module> known = new ArrayList<>();
        asked.modules().stream().distinct().forEach(id -> settings.module(id).ifPresent(known::add));
        Bytes claimed = asked.head().certification();
        String reason = !asked.head().lane().equals(settings.lane()) ? "lane code " + asked.head().lane() + " is not " + settings.lane()
                : known.isEmpty() ? "none of its modules is expected in this lane: " + asked.modules()
                : known.stream().allMatch(m -> m.code().equals(claimed)) ? "" : "wrong verification code for " + asked.modules();
        if (!reason.isEmpty()) {
            LdiHead echo = new LdiHead(wallMillis.getAsLong() / 1000, asked.head().lane(), claimed); // a stranger learns nothing
            sink.send(LdiCodec.encode(seq, new LdiMessage.E0Authenticated(echo, Answer.FAILURE)));
            forget();
            sink.emit(new LdiNews.Refused(reason));
            return;
        }
        code = claimed;
        sink.send(LdiCodec.encode(seq, new LdiMessage.E0Authenticated(head(code, 1000), Answer.SUCCESS)));
        List<LdiModule> modules = known.stream().map(LdiSettings.Module::id).toList();
        if (phase == Phase.AUTHENTICATED && List.copyOf(lines.keySet()).equals(modules)) {
            return; // it did not hear the answer
        }
        phase = Phase.AUTHENTICATED;
        lastMonitorNanos = nowNanos;
        initialising = Optional.empty();
        lines.clear();
        known.forEach(module -> {
            lines.put(module.id(), new LdiModuleLine(module, nowNanos));
            wantParameter(module);
        });
        sink.emit(new LdiNews.Authenticated(modules, asked.head().unixTime()));
    }

    private void wantParameter(LdiSettings.Module module) {
        module.parameter().ifPresent(value -> configurations.add(new LdiOrder.SetParameter(LdiParameter.of(module.id(), value))));
    }

    private void onMonitor(long nowNanos, int seq, Monitor0C monitor, Sink<LdiNews> sink) {
        lastMonitorNanos = nowNanos;
        List<LdiMessage.Newest> newest = monitor.modules().stream().map(m -> new LdiMessage.Newest(m.module(),
                Bytes.concat(Bytes.of(m.module().typeCode()), m.version()), 0)).toList(); // its own version: nothing to upgrade to
        sink.send(LdiCodec.encode(seq, new LdiMessage.C0MonitorAnswer(head(code, 1000), newest)));
        for (Monitored state : monitor.modules()) {
            LdiModuleLine line = lines.get(state.module());
            if (line == null) {
                continue;
            }
            if (state.fault() == Monitored.FAULT_INITIALISE_AGAIN && line.ready) {
                line.initialiseAt(nowNanos);
                wantParameter(line.module);
                sink.emit(new LdiNews.NotReady(line.id(), "asks to be initialised again"));
            }
            sink.emit(new LdiNews.State(state));
        }
    }

    private void onReport(LdiFrame frame, Report1C report, Sink<LdiNews> sink) {
        List<LdiMessage.Receipt> receipts = report.reports().stream().map(r -> new LdiMessage.Receipt(r.module(), r.func(),
                lines.containsKey(r.module()) ? 0 : 1)).toList();
        sink.send(LdiCodec.encode(frame.seq(), new LdiMessage.C1Received(head(code, 1), receipts)));
        List<LdiModuleLine> news = report.reports().stream().map(r -> lines.get(r.module())).distinct()
                .filter(line -> line != null && line.isNews(frame)).toList();
        for (LdiReport one : report.reports()) {
            LdiModuleLine line = lines.get(one.module());
            if (news.contains(line)) {
                line.reported(one);
                sink.emit(new LdiNews.Reported(one, report.head().unixTime()));
            }
        }
    }

    private void onInitialised(long nowNanos, A1Initialised answer, Sink<LdiNews> sink) {
        for (LdiMessage.Readiness state : answer.modules()) {
            LdiModuleLine line = initialising.map(Initialising::line).orElse(null);
            if (line == null || !line.id().equals(state.module())) {
                continue; // devices that answer for all their modules know only the one that was asked (§12 row 10)
            }
            initialising = Optional.empty();
            line.ready = state.state() == 0;
            if (line.ready) {
                sink.emit(new LdiNews.Ready(line.id()));
            } else {
                line.initialiseAtNanos = nowNanos + timing.initialiseAgainMs() * NANOS_PER_MS;
                sink.emit(new LdiNews.NotReady(line.id(), "initialisation refused, state " + state.state()));
            }
        }
    }

    private void onControlled(long nowNanos, LdiFrame frame, B1Controlled answer, Sink<LdiNews> sink) {
        for (LdiMessage.Result result : answer.results()) {
            LdiModuleLine line = lines.get(result.module());
            if (line == null || !line.isAnswer(frame.seq(), result.func())) {
                sink.malformed(frame.encode(), "B1 of " + result.module() + " that nothing waits for");
                continue;
            }
            LdiControl done = line.control().orElseThrow();
            Optional<LdiControl> next = line.finished();
            boolean timed = done instanceof BarrierMove;
            sink.emit(new LdiNews.Done(done, result.status(), timed ? result.receivedUnixMillis() : OptionalLong.empty(),
                    timed ? result.finishedUnixMillis() : OptionalLong.empty()));
            next.ifPresent(control -> control(nowNanos, control, sink));
        }
    }

    private void onConfigured(LdiFrame frame, LdiMessage answer, Sink<LdiNews> sink) {
        if (configuring.isEmpty() || configuring.get().answerCommand != answer.command()) {
            sink.malformed(frame.encode(), "%02X that nothing waits for".formatted(answer.command()));
            return;
        }
        configuring = Optional.empty();
        sink.emit(new LdiNews.Configured(answer));
    }

    // ---- what goes

    private void advance(long nowNanos, Sink<LdiNews> sink) {
        if (phase != Phase.AUTHENTICATED) {
            return;
        }
        if (configuring.isEmpty() && !configurations.isEmpty()) {
            LdiOrder order = configurations.poll();
            LdiMessage message = configuration(order);
            Exchange exchange = begin(nowNanos, message, sink);
            configuring = Optional.of(new Configuring(order, swapped(message.command()), exchange));
        }
        if (configuring.isPresent() || initialising.isPresent()) {
            return;
        }
        for (LdiModuleLine line : lines.values()) {
            if (nowNanos >= line.initialiseAtNanos) {
                line.initialiseAtNanos = NEVER;
                initialising = Optional.of(new Initialising(line, begin(nowNanos, new LdiMessage.Initialise1A(head(code, 1000),
                        List.of(new LdiMessage.Initialised(line.id(), 0, Bytes.EMPTY))), sink)));
                return;
            }
        }
    }

    private LdiMessage configuration(LdiOrder order) {
        LdiHead head = head(code, 1000);
        return switch (order) {
            case LdiOrder.SetIp(LdiIpBlock ip) -> new LdiMessage.SetIp0A(head, ip);
            case LdiOrder.SetParameter(LdiParameter parameter) -> new LdiMessage.SetParameters0B(head, List.of(parameter));
            case LdiOrder.Reboot(List<LdiModule> modules) -> new LdiMessage.Reboot0D(head, modules);
            case LdiOrder.ReadIp _ -> new LdiMessage.ReadIp1D(head);
            case LdiOrder.ReadParameters _ -> new LdiMessage.ReadParameters1E(head);
            case LdiOrder.Control _ -> throw new IllegalStateException("not a configuration order: " + order);
        };
    }

    private void control(long nowNanos, LdiControl control, Sink<LdiNews> sink) {
        LdiModuleLine line = lines.get(control.module());
        if (line == null || !line.ready) {
            sink.emit(new LdiNews.NotSent(control));
        } else if (line.mayStart(control)) {
            line.started(control, begin(nowNanos, new LdiMessage.Control1B(head(code, 1), List.of(control)), sink));
        }
    }

    private void configuringTimedOut(long nowNanos, Sink<LdiNews> sink) {
        Configuring c = configuring.orElseThrow();
        if (c.exchange.sends() <= timing.retries()) {
            sink.send(c.exchange.frame().clone());
            configuring = Optional.of(new Configuring(c.order, c.answerCommand, c.exchange.again(nowNanos)));
        } else {
            configuring = Optional.empty();
            sink.emit(new LdiNews.NotConfigured(c.order, "no answer after " + c.exchange.sends() + " sends"));
        }
    }

    private void initialisingTimedOut(long nowNanos, Sink<LdiNews> sink) {
        Initialising i = initialising.orElseThrow();
        if (i.exchange.sends() <= timing.retries()) {
            sink.send(i.exchange.frame().clone());
            initialising = Optional.of(new Initialising(i.line, i.exchange.again(nowNanos)));
        } else {
            initialising = Optional.empty();
            i.line.initialiseAtNanos = nowNanos + timing.initialiseAgainMs() * NANOS_PER_MS;
            sink.emit(new LdiNews.NotReady(i.line.id(), "no answer to initialisation after " + i.exchange.sends() + " sends"));
        }
    }

    private void controlTimedOut(long nowNanos, LdiModuleLine line, Sink<LdiNews> sink) {
        Exchange exchange = line.exchange().orElseThrow();
        LdiControl control = line.control().orElseThrow();
        boolean once = exchange.confirmed() || control instanceof BarrierMove move && !move.upwards();
        if (!once && exchange.sends() <= timing.retries()) {
            sink.send(exchange.frame().clone());
            line.again(nowNanos);
            return;
        }
        Optional<LdiControl> next = line.finished();
        sink.emit(new LdiNews.Unanswered(control, exchange.sends(), exchange.confirmed()));
        if (exchange.confirmed()) {
            next.ifPresent(waiting -> control(nowNanos, waiting, sink));
        } else {
            line.initialiseAt(nowNanos);
            sink.emit(new LdiNews.NotReady(line.id(), "no answer to an order after " + exchange.sends() + " sends"));
        }
    }

    private Exchange begin(long nowNanos, LdiMessage message, Sink<LdiNews> sink) {
        lastSeq = lastSeq % 9 + 1;
        byte[] frame = LdiCodec.encode(lastSeq, message);
        sink.send(frame.clone());
        return Exchange.first(frame, lastSeq, nowNanos);
    }

    private LdiHead head(Bytes certification, long millisPerUnit) {
        return new LdiHead(wallMillis.getAsLong() / millisPerUnit, settings.lane(), certification);
    }

    private static int swapped(int command) {
        return (command & 0x0F) << 4 | command >>> 4 & 0x0F;
    }
}
