package org.etclane.device.ldi;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Optional;
import org.etclane.device.BarrierEvent;
import org.etclane.device.Bytes;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.InputEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.RsuEvent;
import org.etclane.device.ScaleEvent;
import org.etclane.device.SecurityEvent;
import org.etclane.device.ldi.LdiMessage.Monitored;
import org.etclane.device.link.Callers;
import org.etclane.device.link.Endpoint;

/** A hub in virtual time, everything it sent and said, and the words of its devices. */
final class LdiRig implements Endpoint.Sink<DeviceEvent> {
    static final long MS = 1_000_000L;
    static final long WALL_START_MILLIS = 1_701_842_804_000L; // 2023-12-06 06:06:44 UTC
    static final LdiModule BARRIER = LdiModule.of(LdiModuleType.BARRIER, 1);
    static final LdiModule ARM_LOOP = LdiModule.of(LdiModuleType.DETECTOR, 1);
    static final LdiModule DISPLAY = LdiModule.of(LdiModuleType.FEE_DISPLAY, 1);
    static final LdiModule LIGHT = LdiModule.of(LdiModuleType.PASS_LIGHT, 1);

    record Sent(int caller, int seq, LdiMessage message) {
    }

    final LdiHub hub;
    /** "time > caller hex" and "time = event". */
    final List<String> log = new ArrayList<>();
    final List<Sent> sent = new ArrayList<>();
    final List<DeviceEvent> events = new ArrayList<>();
    final List<String> malformed = new ArrayList<>();
    long nowNanos;
    private int seq;

    LdiRig(LdiSettings settings) {
        hub = new LdiHub(settings, () -> WALL_START_MILLIS + nowNanos / MS);
    }

    LdiRig() {
        this(settings());
    }

    /** Barrier, detector under the arm and pass light in one device, display in another. */
    static LdiSettings settings() {
        return LdiSettings.defaults("io", LdiSamples.LANE_HEX, List.of(
                LdiSettings.Module.of(LdiModuleType.BARRIER, 1, LdiSamples.CODE_HEX),
                LdiSettings.Module.detector(1, LdiSamples.CODE_HEX, LoopEvent.Role.ARM),
                LdiSettings.Module.of(LdiModuleType.PASS_LIGHT, 1, LdiSamples.CODE_HEX),
                new LdiSettings.Module(LdiModuleType.FEE_DISPLAY, 1, "FEDCBA9876543210", Optional.empty(), OptionalInt.of(4))));
    }

    // ---- the lane's side

    void runTo(long ms) {
        int rounds = 0;
        while (hub.nextDueNanos() <= ms * MS) {
            nowNanos = Math.max(nowNanos, hub.nextDueNanos());
            hub.due(nowNanos, this);
            if (++rounds > 100_000) {
                throw new AssertionError("due() does not move nextDueNanos() on at " + nowNanos);
            }
        }
        nowNanos = ms * MS;
    }

    void runFor(long ms) {
        runTo(nowNanos / MS + ms);
    }

    void up() {
        hub.linkUp(nowNanos, this);
    }

    void down(String cause) {
        hub.linkDown(nowNanos, cause, this);
    }

    void command(DeviceCommand... commands) {
        for (DeviceCommand command : commands) {
            hub.command(nowNanos, command, this);
        }
    }

    void notice(Callers.Notice notice) {
        byte[] line = notice.encode();
        hub.received(nowNanos, line, line.length, this);
    }

    // ---- the devices' side

    void opened(int caller, String peer) {
        notice(new Callers.Opened(caller, peer));
    }

    void receive(int caller, byte[] bytes) {
        notice(new Callers.Received(caller, Bytes.copyOf(bytes)));
    }

    void say(int caller, int saidSeq, LdiMessage message) {
        receive(caller, LdiCodec.encode(saidSeq, message));
    }

    /** With the device's next own SEQ. */
    void say(int caller, LdiMessage message) {
        seq = seq % 9 + 1;
        say(caller, seq << 4, message);
    }

    LdiHead head(String codeHex, long unix) {
        return new LdiHead(unix, Bytes.fromHex(LdiSamples.LANE_HEX), Bytes.fromHex(codeHex));
    }

    LdiHead head() {
        return head(LdiSamples.CODE_HEX, 1);
    }

    void authenticate(int caller, LdiModule... modules) {
        say(caller, new LdiMessage.Authenticate0E(head(), List.of(modules)));
    }

    void monitor(int caller, Monitored... modules) {
        say(caller, new LdiMessage.Monitor0C(head(), nowNanos / MS / 1000, 0, 0, List.of(modules)));
    }

    static Monitored state(LdiModule module, int fault, int runState) {
        return new Monitored(module, 0, fault, runState, Bytes.fromHex("303732312023060101"), 60, 25, Bytes.EMPTY);
    }

    void report(int caller, LdiReport... reports) {
        say(caller, new LdiMessage.Report1C(head(LdiSamples.CODE_HEX, WALL_START_MILLIS + nowNanos / MS), List.of(reports)));
    }

    /** Answers every 1A that is asked for, until none is. */
    void initialise(int caller) {
        int answered = 0;
        while (answered < sent.size()) {
            Sent one = sent.get(answered++);
            if (one.caller == caller && one.message instanceof LdiMessage.Initialise1A asked) {
                say(caller, one.seq, new LdiMessage.A1Initialised(head(), List.of(new LdiMessage.Readiness(
                        asked.modules().getFirst().module(), 0, 1, 1, 0, Bytes.EMPTY))));
            }
        }
    }

    /** B1 to the last order that was sent to this caller. */
    void answer(int caller, int status) {
        Sent order = sent.stream().filter(s -> s.caller == caller && s.message instanceof LdiMessage.Control1B).toList().getLast();
        answer(caller, order.seq, ((LdiMessage.Control1B) order.message).controls().getFirst(), status);
    }

    void answer(int caller, int saidSeq, LdiControl control, int status) {
        say(caller, saidSeq, new LdiMessage.B1Controlled(head(LdiSamples.CODE_HEX, 1), List.of(new LdiMessage.Result(control.module(),
                control.func(), status, Bytes.EMPTY))));
    }

    /** The integrated barrier is caller 1: authenticated, initialised, arm down, nobody under it. */
    void barrierReady() {
        barrierReadyAgain();
        forget();
    }

    void barrierReadyAgain() {
        up();
        opened(1, "192.168.1.20:41234");
        authenticate(1, BARRIER, ARM_LOOP, LIGHT);
        monitor(1, state(BARRIER, 0, 0), state(ARM_LOOP, 0, 0), state(LIGHT, 0, 0));
        initialise(1);
        report(1, new LdiReport.BarrierInPlace(BARRIER, 0));
        report(1, new LdiReport.Detected(ARM_LOOP, 0));
    }

    void forget() {
        log.clear();
        sent.clear();
        events.clear();
        malformed.clear();
    }

    // ---- what came of it

    List<LdiControl> orders() {
        return sent.stream().filter(s -> s.message instanceof LdiMessage.Control1B)
                .map(s -> ((LdiMessage.Control1B) s.message).controls().getFirst()).toList();
    }

    <T extends LdiMessage> List<T> sent(Class<T> kind) {
        return sent.stream().map(Sent::message).filter(kind::isInstance).map(kind::cast).toList();
    }

    List<String> said() {
        return events.stream().map(LdiRig::text).toList();
    }

    @Override
    public void send(byte[] frame) {
        switch (Callers.order(frame).orElseThrow()) {
            case Callers.Send(int caller, Bytes bytes) -> {
                log.add(nowNanos / MS + " > " + caller + " " + bytes);
                sent.add(new Sent(caller, bytes.u8(3), LdiSamples.good(bytes.slice(8, bytes.size() - 2))));
            }
            case Callers.HangUp(int caller, String cause) -> log.add(nowNanos / MS + " > " + caller + " hang up: " + cause);
            case Callers.TakeMore _, Callers.Forget _ -> { }
        }
    }

    @Override
    public void emit(DeviceEvent event) {
        if (event.atNanos() != nowNanos) {
            throw new AssertionError("not stamped with the moment of its bytes: " + event);
        }
        events.add(event);
        log.add(nowNanos / MS + " = " + text(event));
    }

    @Override
    public void malformed(byte[] raw, String reason) {
        malformed.add(reason);
    }

    static String text(DeviceEvent event) {
        return switch (event) {
            case LoopEvent loop -> loop.role() + " " + loop.occupancy();
            case BarrierEvent.ArmReported arm -> "arm " + arm.position();
            case BarrierEvent.FaultReported fault -> "fault " + fault.present();
            case InputEvent input -> input.input() + " " + input.active();
            case HealthEvent health -> health.device() + " " + health.state()
                    + (health.cause().isEmpty() ? "" : " " + health.cause());
            case SecurityEvent security -> "security " + security.detail();
            case RsuEvent _, ScaleEvent _ -> throw new AssertionError("not from this device: " + event);
        };
    }
}
