package org.etclane.sim.host;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.DigitalStateChangeListener;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInputProviderImpl;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutputProviderImpl;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.etclane.device.gpio.GpioCodec;
import org.etclane.device.gpio.GpioFrame;
import org.etclane.device.gpio.GpioRole;
import org.etclane.device.link.ByteLink;
import org.etclane.device.gpio.line.LineProvider;

/**
 * Lines of Pi4J's mock provider with a simulated device behind them: to the lane a {@link LineProvider}, to the simulation the
 * line on which {@link EndpointHost} puts a {@link org.etclane.sim.device.GpioSimulator}.
 */
public final class MockGpioBoard implements LineProvider, ByteLink {
    private final Map<GpioRole, MockDigitalInput> inputs = new ConcurrentHashMap<>();
    private final Map<GpioRole, DigitalState> levels = new ConcurrentHashMap<>();
    private volatile Listener simulation;

    // --- the lane's side

    @Override
    public Context open(List<String> chips, Consumer<String> lost) {
        return Pi4J.newContextBuilder().noAutoDetect().disableShutdownHook().add(new Inputs(), new Outputs()).build();
    }

    private final class Inputs extends MockDigitalInputProviderImpl {
        @Override
        public DigitalInput create(DigitalInputConfig config) {
            MockDigitalInput input = (MockDigitalInput) super.create(config);
            inputs.put(role(config.id()), input);
            Optional.ofNullable(levels.get(role(config.id()))).ifPresent(input::mockState);
            return input;
        }
    }

    private final class Outputs extends MockDigitalOutputProviderImpl {
        @Override
        public DigitalOutput create(DigitalOutputConfig config) {
            DigitalOutput output = super.create(config);
            DigitalStateChangeListener listener = event -> simulation.bytes(System.nanoTime(), GpioCodec.encode(
                    new GpioFrame.Drive(role(config.id()), event.state() == DigitalState.HIGH)));
            output.addListener(listener);
            return output;
        }
    }

    private static GpioRole role(String id) {
        return GpioRole.valueOf(id.substring(id.indexOf('.') + 1));
    }

    // --- the simulation's side

    @Override
    public void start(Listener listener) {
        simulation = listener;
        listener.up(System.nanoTime());
        listener.bytes(System.nanoTime(), GpioCodec.encode(new GpioFrame.ReadLevels()));
    }

    @Override
    public boolean offer(byte[] frame) {
        GpioCodec.decode(frame, frame.length, new GpioCodec.Output() {
            @Override
            public void frame(GpioFrame decoded) {
                switch (decoded) {
                    case GpioFrame.Level(GpioRole role, boolean high, long _) -> contact(role, high);
                    case GpioFrame.Edge(GpioRole role, boolean high, long _) -> contact(role, high);
                    case GpioFrame.EdgesLost(GpioRole role, boolean high, long _) -> contact(role, high);
                    case GpioFrame.Drive _, GpioFrame.ReadLevels _ -> throw new AssertionError("not of the wires: " + decoded);
                }
            }

            @Override
            public void malformed(byte[] raw, String reason) {
                throw new AssertionError(reason);
            }
        });
        return true;
    }

    private void contact(GpioRole role, boolean high) {
        if (role.input()) {
            DigitalState state = high ? DigitalState.HIGH : DigitalState.LOW;
            levels.put(role, state);
            Optional.ofNullable(inputs.get(role)).ifPresent(input -> input.mockState(state));
        }
    }

    /** True when the simulation has told the levels of so many inputs. */
    public boolean wired(int count) {
        return levels.size() == count;
    }

    @Override
    public void restart(String cause) {
        simulation.down(System.nanoTime(), cause);
        simulation.up(System.nanoTime());
    }

    @Override
    public Optional<String> trouble() {
        return Optional.empty();
    }

    @Override
    public String description() {
        return "mock lines";
    }

    @Override
    public void close() {
        inputs.clear();
    }
}
