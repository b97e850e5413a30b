package org.etclane.device.gpio.line.chardev;

import com.pi4j.context.Context;
import com.pi4j.exception.InitializeException;
import com.pi4j.exception.ShutdownException;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputBase;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalOutputProvider;
import com.pi4j.io.gpio.digital.DigitalState;

/** One output line. Without an initial state it is requested as it is; {@link #state()} is then the level that was found. */
final class ChardevOutput extends DigitalOutputBase {
    private final CharacterDevices.Place place;
    private final KernelCalls calls;
    private LineRequest line;

    ChardevOutput(DigitalOutputProvider provider, DigitalOutputConfig config, CharacterDevices.Place place, KernelCalls calls) {
        super(provider, config);
        this.place = place;
        this.calls = calls;
    }

    @Override
    public DigitalOutput initialize(Context context) throws InitializeException {
        try {
            line = LineRequest.asIs(calls, place.chip(), place.offset(), config().name());
            state = line.high() ? DigitalState.HIGH : DigitalState.LOW;
            return super.initialize(context); // drives the initial state when there is one
        } catch (LineFailure refused) {
            giveBack();
            throw new InitializeException(refused.getMessage(), refused);
        }
    }

    @Override
    public DigitalOutput state(DigitalState wanted) {
        if (wanted == DigitalState.UNKNOWN) {
            throw new LineFailure(place.chip() + " line " + place.offset() + " cannot be driven to UNKNOWN, allowed: HIGH, LOW");
        }
        line.drive(wanted == DigitalState.HIGH);
        return super.state(wanted);
    }

    @Override
    public DigitalOutput shutdownInternal(Context context) throws ShutdownException {
        try {
            return super.shutdownInternal(context); // drives the shutdown state when there is one
        } finally {
            giveBack();
        }
    }

    private void giveBack() {
        if (line != null) {
            line.release();
            line = null;
        }
    }
}
