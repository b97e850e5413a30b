package org.etclane.sim.host;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.etclane.device.gpio.GpioCodec;
import org.etclane.device.gpio.GpioFrame;
import org.etclane.device.gpio.GpioRole;
import org.etclane.device.gpio.line.LineProvider;
import org.etclane.device.link.ByteLink;

/**
 * Lines of Pi4J's mock provider with a simulated device behind them: to the lane a {@link LineProvider}, to the simulation the
 * line on which {@link EndpointHost} puts a {@link org.etclane.sim.device.GpioSimulator}.
 */
public final class MockGpioBoard implements LineProvider, ByteLink, MockLines.Road {
    private final Map<GpioRole, Boolean> levels = new ConcurrentHashMap<>();
    private final MockLines lines = new MockLines(this);
    private volatile Listener simulation;

    // --- the lane's side

    @Override
    public Context open(List<String> chips, Consumer<String> lost) {
        return lines.context(() -> { });
    }

    @Override
    public DigitalState level(GpioRole role) {
        return levels.containsKey(role) ? levels.get(role) ? DigitalState.HIGH : DigitalState.LOW : DigitalState.UNKNOWN;
    }

    @Override
    public void drive(GpioRole role, boolean high) {
        simulation.bytes(System.nanoTime(), GpioCodec.encode(new GpioFrame.Drive(role, high)));
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
                    case GpioFrame.Drive _, GpioFrame.Driven _, GpioFrame.ReadLevels _ -> throw new AssertionError("not of the wires: " + decoded);
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
        levels.put(role, high);
        if (role.input()) {
            lines.contact(role, high);
        }
    }

    /** True when the simulation has told the levels of so many inputs. */
    public boolean wired(int count) {
        return levels.keySet().stream().filter(GpioRole::input).count() == count;
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
        lines.forget();
    }
}
