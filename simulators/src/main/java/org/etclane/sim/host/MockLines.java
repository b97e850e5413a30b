package org.etclane.sim.host;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalInputProvider;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.DigitalStateChangeListener;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInputProviderImpl;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutputProviderImpl;
import java.util.EnumMap;
import java.util.Map;
import org.etclane.device.gpio.GpioRole;

/**
 * A Pi4J context with the lines of Pi4J's mock provider, and the wires to a simulated road behind them. A line is known by the role in
 * its id, "io.ARM_LOOP". Any thread.
 */
final class MockLines {
    private final Road road;
    private final Map<GpioRole, MockDigitalInput> inputs = new EnumMap<>(GpioRole.class);
    private final Map<GpioRole, DigitalState> told = new EnumMap<>(GpioRole.class);

    /** What the wires lead to. */
    interface Road {
        /**
         * The level that a line has when it is requested; UNKNOWN leaves it to Pi4J. May wait.
         *
         * @throws IllegalStateException when the line cannot be had
         */
        DigitalState level(GpioRole role);

        /** An output has changed. Thread of who drove it. */
        void drive(GpioRole role, boolean high);
    }

    MockLines(Road road) {
        this.road = road;
    }

    /** @param whenShut runs when the context is shut down */
    Context context(Runnable whenShut) {
        return Pi4J.newContextBuilder().noAutoDetect().disableShutdownHook().add(new Inputs(whenShut), new Outputs()).build();
    }

    /** A contact has this level now. */
    void contact(GpioRole role, boolean high) {
        DigitalState state = high ? DigitalState.HIGH : DigitalState.LOW;
        synchronized (inputs) {
            told.put(role, state);
            MockDigitalInput input = inputs.get(role);
            if (input != null) {
                input.mockState(state);
            }
        }
    }

    /** The wires lead nowhere any more: what was told before says nothing of what is. */
    void forget() {
        synchronized (inputs) {
            told.clear();
            inputs.clear();
        }
    }

    private final class Inputs extends MockDigitalInputProviderImpl {
        private final Runnable whenShut;

        Inputs(Runnable whenShut) {
            this.whenShut = whenShut;
        }

        @Override
        public DigitalInput create(DigitalInputConfig config) {
            GpioRole role = role(config.id());
            DigitalState first = road.level(role);
            MockDigitalInput input = (MockDigitalInput) super.create(config);
            synchronized (inputs) {
                inputs.put(role, input);
                DigitalState now = told.getOrDefault(role, first); // it may have changed since it was asked for
                if (now != DigitalState.UNKNOWN) {
                    input.mockState(now);
                }
            }
            return input;
        }

        @Override
        public DigitalInputProvider shutdownInternal(Context context) {
            whenShut.run();
            return super.shutdownInternal(context);
        }
    }

    private final class Outputs extends MockDigitalOutputProviderImpl {
        @Override
        public DigitalOutput create(DigitalOutputConfig config) {
            GpioRole role = role(config.id());
            DigitalState first = road.level(role);
            DigitalOutput output = super.create(config);
            if (first != DigitalState.UNKNOWN) {
                output.state(first); // nobody listens yet: it is requested as it is
            }
            DigitalStateChangeListener listener = event -> road.drive(role, event.state() == DigitalState.HIGH);
            output.addListener(listener);
            return output;
        }
    }

    private static GpioRole role(String id) {
        return GpioRole.valueOf(id.substring(id.indexOf('.') + 1));
    }
}
