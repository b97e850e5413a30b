package org.etclane.sim.device;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.lc301.Lc301Codec;
import org.etclane.device.lc301.Lc301Driver;
import org.etclane.device.lc301.Lc301Frame;
import org.etclane.device.lc301.Lc301Frame.AControl;
import org.etclane.device.lc301.Lc301Settings;
import org.etclane.device.link.Endpoint;
import org.etclane.sim.world.Scheduler;
import org.etclane.sim.world.VirtualScheduler;

/** Driver and simulator on one 9600 baud line in virtual time, byte by byte, with hardware that records. */
final class Lc301Pair {
    static final long MS = 1_000_000L;
    private static final long BYTE_NANOS = 10 * 1_000_000_000L / 9600;
    private static final byte[] LOST = new byte[0];

    final VirtualScheduler time = new VirtualScheduler();
    final Lc301FakeHardware hardware = new Lc301FakeHardware(time);
    final List<DeviceEvent> events = new ArrayList<>();
    final List<AControl> controls = new ArrayList<>();
    final List<Lc301SimulatorEvent> happenings = new ArrayList<>();
    final List<String> errors = new ArrayList<>();
    final Lc301Simulator simulator;
    Lc301Driver driver;
    /** What the line makes of a frame on its way to the device; empty = lost. */
    UnaryOperator<byte[]> toDevice = frame -> frame;
    Consumer<DeviceEvent> lane = event -> { };
    private Side<DeviceCommand, DeviceEvent> host;
    private final Side<Lc301SimulatorAction, Lc301SimulatorEvent> device;

    Lc301Pair(Lc301Settings driverSettings, Lc301SimulatorSettings simulatorSettings) {
        simulator = new Lc301Simulator(hardware, simulatorSettings);
        device = new Side<>(simulator) {
            @Override
            void out(byte[] frame) {
                carry(frame, host);
            }

            @Override
            public void emit(Lc301SimulatorEvent event) {
                happenings.add(event);
            }
        };
        hardware.onInputChange(device::due);
        newDriver(driverSettings);
        device.call(sink -> simulator.linkUp(time.nowNanos(), sink));
    }

    Lc301Pair() {
        this(Lc301Settings.defaults("io"), Lc301SimulatorSettings.defaults());
    }

    /** A lane process that starts; the one before, if any, is dead. */
    void newDriver(Lc301Settings settings) {
        if (host != null) {
            host.dead = true;
        }
        Lc301Driver fresh = new Lc301Driver(settings);
        driver = fresh;
        host = new Side<>(fresh) {
            @Override
            void out(byte[] frame) {
                if (Lc301Codec.decode(frame).orElse(null) instanceof AControl a) {
                    controls.add(a);
                }
                byte[] onLine = toDevice.apply(frame);
                if (onLine.length > 0) {
                    carry(onLine, device);
                }
            }

            @Override
            public void emit(DeviceEvent event) {
                events.add(event);
                lane.accept(event);
            }
        };
    }

    void linkUp() {
        host.call(sink -> driver.linkUp(time.nowNanos(), sink));
    }

    void linkDown() {
        host.call(sink -> driver.linkDown(time.nowNanos(), "unplugged", sink));
    }

    /** Link up and a second of quiet. */
    Lc301Pair ready() {
        linkUp();
        runFor(1000);
        return this;
    }

    void command(DeviceCommand... commands) {
        for (DeviceCommand command : commands) {
            host.call(sink -> driver.command(time.nowNanos(), command, sink));
        }
    }

    void act(Lc301SimulatorAction action) {
        device.call(sink -> simulator.command(time.nowNanos(), action, sink));
    }

    void faults(Lc301Faults faults) {
        act(new Lc301SimulatorAction.SetFaults(faults));
    }

    /** A frame from another host on the line. */
    void inject(byte[] frame) {
        host.carry(frame, device);
    }

    void inject(Lc301Frame frame) {
        inject(Lc301Codec.encode(frame));
    }

    void runFor(long ms) {
        time.runFor(ms * MS);
    }

    void loseFrames(int count) {
        int[] left = {count};
        toDevice = frame -> left[0]-- > 0 ? LOST : frame;
    }

    /** One end: schedules its own due time and paces what it sends. */
    private abstract class Side<C, E> implements Endpoint.Sink<E> {
        private final Endpoint<C, E> endpoint;
        private Scheduler.Cancellable timer = () -> { };
        private long lineFreeNanos;
        private long lastDueNanos = -1;
        private int duesAtOnce;
        boolean dead;

        Side(Endpoint<C, E> endpoint) {
            this.endpoint = endpoint;
        }

        abstract void out(byte[] frame);

        @Override
        public void send(byte[] frame) {
            out(frame);
        }

        @Override
        public void malformed(byte[] raw, String reason) {
            errors.add(reason);
        }

        void call(Consumer<Endpoint.Sink<E>> what) {
            if (!dead) {
                what.accept(this);
                schedule();
            }
        }

        void due() {
            call(sink -> endpoint.due(time.nowNanos(), sink));
        }

        void carry(byte[] frame, Side<?, ?> to) {
            for (byte b : frame) {
                lineFreeNanos = Math.max(time.nowNanos(), lineFreeNanos) + BYTE_NANOS;
                byte[] one = {b};
                time.at(lineFreeNanos, () -> to.hear(one));
            }
        }

        private void hear(byte[] bytes) {
            call(sink -> endpoint.received(time.nowNanos(), bytes, bytes.length, sink));
        }

        private void schedule() {
            timer.cancel();
            long due = endpoint.nextDueNanos();
            if (due == Long.MAX_VALUE) {
                return;
            }
            duesAtOnce = time.nowNanos() == lastDueNanos ? duesAtOnce + 1 : 0;
            lastDueNanos = time.nowNanos();
            if (duesAtOnce > 1000) {
                throw new AssertionError("due() does not move nextDueNanos() on at " + lastDueNanos);
            }
            timer = time.at(due, this::due);
        }
    }
}
