package org.etclane.sim.device;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.Bytes;
import org.etclane.device.link.Callers;
import org.etclane.device.link.Endpoint;
import org.etclane.sim.world.LaneHardware;

/**
 * All devices of a lane that speak the national interface, on one line of {@link Callers}: device n is caller n, from 1. Each calls, or is
 * cut off, by itself. What a scenario does, it does to all of them. Simulation's thread.
 */
public final class LdiDevices implements Endpoint<LdiSimulatorAction, LdiSimulatorEvent> {
    private static final byte[] NO_BYTES = new byte[0];

    private final List<LdiSimulator> devices = new ArrayList<>();

    /** @param seed of the noise that a flood is made of */
    public LdiDevices(LaneHardware hardware, List<LdiSimulatorSettings> settings, long seed) {
        for (LdiSimulatorSettings one : settings) {
            devices.add(new LdiSimulator(hardware, one, seed + devices.size()));
        }
    }

    @Override
    public void linkUp(long nowNanos, Sink<LdiSimulatorEvent> sink) {
        // each device is connected when its own call is
    }

    @Override
    public void received(long nowNanos, byte[] buffer, int length, Sink<LdiSimulatorEvent> sink) {
        switch (Callers.notice(buffer, length).filter(this::isOurs).orElse(null)) {
            case Callers.Opened(int number, String _) -> device(number).linkUp(nowNanos, call(number, sink));
            case Callers.Received(int number, Bytes bytes) ->
                    device(number).received(nowNanos, bytes.toArray(), bytes.size(), call(number, sink));
            case Callers.Closed(int number, String cause) -> device(number).linkDown(nowNanos, cause, call(number, sink));
            case Callers.Refused _ -> throw new IllegalStateException("told apart before: its caller is the line itself");
            case null -> sink.malformed(NO_BYTES, "not a line of these callers");
        }
    }

    @Override
    public void linkDown(long nowNanos, String cause, Sink<LdiSimulatorEvent> sink) {
        for (int number = 1; number <= devices.size(); number++) {
            device(number).linkDown(nowNanos, cause, call(number, sink));
        }
    }

    @Override
    public void command(long nowNanos, LdiSimulatorAction action, Sink<LdiSimulatorEvent> sink) {
        for (int number = 1; number <= devices.size(); number++) {
            device(number).command(nowNanos, action, call(number, sink));
        }
    }

    @Override
    public void due(long nowNanos, Sink<LdiSimulatorEvent> sink) {
        for (int number = 1; number <= devices.size(); number++) {
            if (device(number).nextDueNanos() <= nowNanos) {
                device(number).due(nowNanos, call(number, sink));
            }
        }
    }

    @Override
    public long nextDueNanos() {
        return devices.stream().mapToLong(LdiSimulator::nextDueNanos).min().orElse(Long.MAX_VALUE);
    }

    private boolean isOurs(Callers.Notice notice) {
        return notice.caller() > 0 && notice.caller() <= devices.size();
    }

    private LdiSimulator device(int number) {
        return devices.get(number - 1);
    }

    private static Sink<LdiSimulatorEvent> call(int number, Sink<LdiSimulatorEvent> line) {
        return new Sink<>() {
            @Override
            public void send(byte[] frame) {
                line.send(new Callers.Send(number, Bytes.copyOf(frame)).encode());
            }

            @Override
            public void emit(LdiSimulatorEvent event) {
                line.emit(event);
            }

            @Override
            public void malformed(byte[] raw, String reason) {
                line.malformed(raw, reason);
            }
        };
    }
}
