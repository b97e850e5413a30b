package org.etclane.device.gpio.line.chardev;

import com.pi4j.context.Context;
import com.pi4j.exception.InitializeException;
import com.pi4j.exception.ShutdownException;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputBase;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalInputProvider;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import org.etclane.device.gpio.line.StampedStateChange;

/**
 * One input line: {@link #state} reads it, listeners hear {@link StampedStateChange}s on the edge thread. Pi4J's debounce is not
 * looked at: every edge is told.
 */
final class ChardevInput extends DigitalInputBase implements EdgeWatcher.Watched {
    /** A stamp further away than this from now is not of our clock. */
    private static final long ODD_STAMP_NANOS = 60_000_000_000L;

    private final CharacterDevices.Place place;
    private final EdgeWatcher watcher;
    private final KernelCalls calls;
    private volatile LineRequest line;
    /** Edge thread only. */
    private int lastNumber;

    ChardevInput(DigitalInputProvider provider, DigitalInputConfig config, CharacterDevices.Place place, EdgeWatcher watcher,
            KernelCalls calls) {
        super(provider, config);
        this.place = place;
        this.watcher = watcher;
        this.calls = calls;
    }

    @Override
    public DigitalInput initialize(Context context) throws InitializeException {
        super.initialize(context);
        try {
            line = LineRequest.input(calls, place.chip(), place.offset(), config().name(), pullFlag(config().pull()));
        } catch (LineFailure refused) {
            throw new InitializeException(refused.getMessage(), refused);
        }
        watcher.join(this);
        return this;
    }

    private static long pullFlag(PullResistance pull) {
        return switch (pull) {
            case OFF -> 0;
            case PULL_UP -> GpioAbi.FLAG_PULL_UP;
            case PULL_DOWN -> GpioAbi.FLAG_PULL_DOWN;
        };
    }

    @Override
    public DigitalState state() {
        return line.high() ? DigitalState.HIGH : DigitalState.LOW;
    }

    @Override
    public LineRequest line() {
        return line;
    }

    @Override
    public void edge(boolean high, long atNanos, int number) {
        boolean lost = lastNumber != number - 1; // the kernel counts from 1
        lastNumber = number;
        long nowNanos = System.nanoTime();
        boolean ourClock = Math.abs(nowNanos - atNanos) < ODD_STAMP_NANOS;
        dispatch(new StampedStateChange(this, high ? DigitalState.HIGH : DigitalState.LOW,
                ourClock ? Math.min(atNanos, nowNanos) : nowNanos, lost));
    }

    @Override
    public DigitalInput shutdownInternal(Context context) throws ShutdownException {
        super.shutdownInternal(context);
        if (line != null) {
            watcher.leave(this);
        }
        return this;
    }
}
