package org.etclane.sim.device;

import org.etclane.device.lc301.Lc301Bits;
import org.etclane.device.lc301.Lc301Codec;
import org.etclane.device.lc301.Lc301Decoder;
import org.etclane.device.lc301.Lc301Frame;
import org.etclane.device.lc301.Lc301Frame.AControl;
import org.etclane.device.lc301.Lc301Frame.BStatus;
import org.etclane.device.lc301.Lc301Frame.CCommand;
import org.etclane.device.link.Endpoint;
import org.etclane.sim.device.Lc301InputScan.Line;
import org.etclane.sim.world.LaneHardware;

/**
 * The device side of the XY-LC-301 (lane-io-lc301.md): reads and debounces the lane's inputs, drives its outputs, answers every
 * good frame with a status and reports every change. Paces nothing: whoever carries its bytes does.
 *
 * <p>Neither construction, link-up nor a warm reset calls any output of the {@link LaneHardware}.
 *
 * <p>One thread, the simulation's. The hardware tells of an input change without a time, so {@link #nextDueNanos()} then lies
 * in the past: register your own input listener behind this one's and call {@link #due} from it, or let the scan find the
 * change within {@code scanMs}.
 *
 * <p>Own assumptions where the source is silent: raise and lower in one frame is a raise; V and D are answered with a status; a
 * frame for another address is not answered; a missing 03 is reported like a bad check byte.
 */
public final class Lc301Simulator implements Endpoint<Lc301SimulatorAction, Lc301SimulatorEvent> {
    static final long NANOS_PER_MS = 1_000_000L;
    private static final int NO_SEQ = -1;

    private final Lc301SimulatorSettings settings;
    private final LaneHardware hardware;
    private final Lc301Decoder decoder = new Lc301Decoder(Lc301Decoder.Side.CONTROLLER);
    private final Lc301InputScan inputs;
    private final Lc301Panel panel;
    private final Lc301AutoLower autoLower = new Lc301AutoLower();

    private Lc301Faults faults = Lc301Faults.NONE;
    private int answersToDrop;
    private boolean ignoreNextCommand;
    private boolean linked;
    private boolean inputsTouched;
    private BStatus reported;
    private int lastSeq = NO_SEQ;
    private boolean canopyGreen;
    private boolean passGreen;
    private boolean sounding;
    private boolean flashing;
    private long alarmEndsNanos = Long.MAX_VALUE;
    private long lastByteNanos;
    private long lastScanNanos;
    private long lastPulseNanos;
    private boolean pulsed;
    private long nextSelfCheckNanos = Long.MAX_VALUE;

    public Lc301Simulator(LaneHardware hardware, Lc301SimulatorSettings settings) {
        this.settings = settings;
        this.hardware = hardware;
        this.inputs = new Lc301InputScan(settings, hardware);
        this.panel = new Lc301Panel(settings, hardware);
        this.canopyGreen = settings.greenAtStart();
        this.passGreen = settings.greenAtStart();
        this.reported = status();
        hardware.onInputChange(() -> inputsTouched = true);
    }

    @Override
    public void linkUp(long nowNanos, Sink<Lc301SimulatorEvent> sink) {
        linked = true;
        decoder.reset();
        if (nextSelfCheckNanos == Long.MAX_VALUE) {
            nextSelfCheckNanos = nowNanos + settings.selfCheckMs() * NANOS_PER_MS;
        }
        reported = status();
        due(nowNanos, sink);
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<Lc301SimulatorEvent> sink) {
        linked = false;
        decoder.reset();
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<Lc301SimulatorEvent> sink) {
        due(nowNanos, sink);
        if (!faults.powerOff()) {
            lastByteNanos = nowNanos;
            decoder.feed(buffer, length, output(nowNanos, sink));
            run(nowNanos, sink);
        }
    }

    @Override
    public void command(long nowNanos, Lc301SimulatorAction action, Sink<Lc301SimulatorEvent> sink) {
        switch (action) {
            case Lc301SimulatorAction.WarmReset _ -> warmReset(nowNanos, sink);
            case Lc301SimulatorAction.SetFaults(Lc301Faults newFaults) -> {
                boolean powerReturns = faults.powerOff() && !newFaults.powerOff();
                faults = newFaults;
                answersToDrop = newFaults.dropAnswers();
                if (newFaults.powerOff()) {
                    decoder.reset();
                }
                if (powerReturns) {
                    warmReset(nowNanos, sink);
                }
            }
        }
        due(nowNanos, sink);
    }

    @Override
    public void due(long nowNanos, Sink<Lc301SimulatorEvent> sink) {
        if (decoder.partial() && nowNanos - lastByteNanos >= settings.receiveTimeoutMs() * NANOS_PER_MS) {
            decoder.expire(output(nowNanos, sink));
        }
        lastScanNanos = nowNanos;
        inputsTouched = false;
        inputs.scan(nowNanos);
        if (!faults.powerOff()) {
            run(nowNanos, sink);
        }
    }

    @Override
    public long nextDueNanos() {
        if (inputsTouched) {
            return lastScanNanos;
        }
        long due = Math.min(lastScanNanos + settings.scanMs() * NANOS_PER_MS, inputs.nextDueNanos());
        if (faults.powerOff()) {
            return due;
        }
        due = Math.min(due, Math.min(alarmEndsNanos, nextSelfCheckNanos));
        return decoder.partial() ? Math.min(due, lastByteNanos + settings.receiveTimeoutMs() * NANOS_PER_MS) : due;
    }

    /** The status as it would be sent now. */
    public BStatus status() {
        int st1 = bit(canopyGreen == settings.greenIsOne(), Lc301Bits.ST1_CANOPY)
                | bit(inputs.active(Line.CLOSING_BAR), Lc301Bits.ST1_CLOSING_BAR)
                | bit(!inputs.active(Line.FOOT_ALARM), Lc301Bits.ST1_FOOT_ALARM)
                | bit(inputs.active(Line.BARRIER_UP), Lc301Bits.ST1_BARRIER_UP)
                | bit(!inputs.active(Line.FRONT_COIL), Lc301Bits.ST1_FRONT_COIL)
                | bit(!inputs.active(Line.REAR_COIL), Lc301Bits.ST1_REAR_COIL)
                | bit(passGreen == settings.greenIsOne(), Lc301Bits.ST1_PASS);
        int st2 = bit(inputs.active(Line.BARRIER_FAULT), Lc301Bits.ST2_BARRIER_FAULT);
        return new BStatus(settings.address(), stuck(st1, faults.stuckSt1Mask(), faults.stuckSt1Value()),
                stuck(st2, faults.stuckSt2Mask(), faults.stuckSt2Value()));
    }

    /** What happens without a frame; a barrier pulse in progress holds none of it up. */
    private void run(long nowNanos, Sink<Lc301SimulatorEvent> sink) {
        switch (autoLower.step(inputs.active(Line.REAR_COIL), hardware.downSwitchClosed())) {
            case NONE -> { }
            case RAISE -> pulse(nowNanos, true);
            case LOWER -> pulse(nowNanos, false);
        }
        if (nowNanos >= alarmEndsNanos) {
            alarm(false, false, nowNanos);
        }
        if (nowNanos >= nextSelfCheckNanos) {
            nextSelfCheckNanos = nowNanos + settings.selfCheckMs() * NANOS_PER_MS;
            selfCheck(nowNanos);
        }
        BStatus now = status();
        if (linked && !now.equals(reported)) {
            reported = now;
            sink.send(Lc301Codec.encode(now));
        }
    }

    private Lc301Decoder.Output output(long nowNanos, Sink<Lc301SimulatorEvent> sink) {
        return new Lc301Decoder.Output() {
            @Override
            public void frame(Lc301Frame frame) {
                onFrame(nowNanos, frame, sink);
            }

            @Override
            public void malformed(byte[] raw, Lc301Decoder.Fault fault) {
                sink.malformed(raw, fault.reason);
                switch (fault) {
                    case BAD_BCC, MISSING_ETX, UNKNOWN_CODE -> sink.send(Lc301Codec.encode(new Lc301Frame.ErrorReport()));
                    case NOISE, TIMED_OUT -> { }
                }
            }
        };
    }

    private void onFrame(long nowNanos, Lc301Frame frame, Sink<Lc301SimulatorEvent> sink) {
        switch (frame) {
            case AControl a when a.address() != settings.address() ->
                    sink.emit(new Lc301SimulatorEvent.Ignored(nowNanos, a, "other address"));
            case AControl a when ignoreNextCommand -> {
                ignoreNextCommand = false;
                sink.emit(new Lc301SimulatorEvent.Ignored(nowNanos, a, "first command after a reset"));
            }
            case AControl a -> {
                onControl(nowNanos, a, sink);
                answer(sink);
            }
            case CCommand c when c.address() != settings.address() -> { }
            case CCommand c -> {
                if (c.code() == CCommand.Code.RESET) {
                    warmReset(nowNanos, sink);
                }
                answer(sink);
            }
            case Lc301Frame.DisplayColour colour -> {
                panel.colour(colour.green());
                answer(sink);
            }
            case BStatus _, Lc301Frame.ErrorReport _ -> throw new IllegalStateException("the decoder gave a frame of this side");
        }
    }

    private void onControl(long nowNanos, AControl a, Sink<Lc301SimulatorEvent> sink) {
        if (settings.deduplicate() && a.seq() == lastSeq) {
            sink.emit(new Lc301SimulatorEvent.Repeated(nowNanos, a));
            return;
        }
        lastSeq = a.seq();
        sink.emit(new Lc301SimulatorEvent.Executed(nowNanos, a));
        panel.frame(a);
        canopy((a.ctrl1() & Lc301Bits.CANOPY) != 0 == settings.greenIsOne());
        if (!settings.bindPassLight()) {
            pass((a.ctrl1() & Lc301Bits.PASS) != 0 == settings.greenIsOne());
        }
        alarm((a.ctrl1() & Lc301Bits.ALARM_SOUND) != 0, (a.ctrl1() & Lc301Bits.ALARM_LIGHT) != 0, nowNanos);
        if (a.raise() || a.lower()) {
            boolean auto = settings.autoLower() && (a.ctrl2() & Lc301Bits.AUTO_LOWER) != 0;
            autoLower.hostPulse(a.raise(), auto, inputs.active(Line.REAR_COIL));
            pulse(nowNanos, a.raise());
        }
    }

    private void answer(Sink<Lc301SimulatorEvent> sink) {
        if (answersToDrop > 0) {
            answersToDrop--;
            return;
        }
        reported = status();
        sink.send(Lc301Codec.encode(reported));
    }

    /** Forgets what a processor forgets; every relay stays as it is. */
    private void warmReset(long nowNanos, Sink<Lc301SimulatorEvent> sink) {
        decoder.reset();
        lastSeq = NO_SEQ;
        autoLower.forget();
        ignoreNextCommand = faults.ignoreFirstCommandAfterReset();
        sink.emit(new Lc301SimulatorEvent.WasReset(nowNanos));
    }

    private void pulse(long nowNanos, boolean raise) {
        long pulseMs = faults.pulseMs() > 0 ? faults.pulseMs() : settings.pulseMs();
        pulsed = true;
        lastPulseNanos = nowNanos;
        if (raise) {
            hardware.pulseRaise(pulseMs);
        } else {
            hardware.pulseLower(pulseMs);
        }
        if (settings.bindPassLight()) {
            pass(raise);
        }
        if (settings.colourFollowsArm()) {
            panel.colour(raise);
        }
    }

    /** Light and arm must agree once a movement has had its time. */
    private void selfCheck(long nowNanos) {
        boolean moving = pulsed && nowNanos - lastPulseNanos < settings.selfCheckMs() * NANOS_PER_MS;
        if (settings.bindPassLight() && !moving) {
            pass(inputs.active(Line.BARRIER_UP));
        }
    }

    private void pass(boolean green) {
        if (green != passGreen) {
            passGreen = green;
            hardware.passLight(green);
        }
    }

    private void canopy(boolean green) {
        if (green != canopyGreen) {
            canopyGreen = green;
            hardware.canopyLight(green);
        }
    }

    private void alarm(boolean sound, boolean light, long nowNanos) {
        alarmEndsNanos = sound || light ? nowNanos + settings.alarmMs() * NANOS_PER_MS : Long.MAX_VALUE;
        if (sound != sounding || light != flashing) {
            sounding = sound;
            flashing = light;
            hardware.alarm(sound, light);
        }
    }

    private static int stuck(int status, int mask, int value) {
        return status & ~mask | value & mask;
    }

    private static int bit(boolean set, int mask) {
        return set ? mask : 0;
    }
}
