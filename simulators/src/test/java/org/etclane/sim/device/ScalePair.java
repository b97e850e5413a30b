package org.etclane.sim.device;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.ScaleCommand;
import org.etclane.device.ScaleEvent;
import org.etclane.device.link.Endpoint;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.host.VirtualLine;
import org.etclane.sim.world.VirtualScheduler;
import org.etclane.sim.world.WeighedVehicle;

/** A weighing driver and its simulated device on one line in virtual time, and a lane that takes every weight. */
final class ScalePair {
    static final long MS = 1_000_000L;

    final VirtualScheduler time = new VirtualScheduler();
    final List<DeviceEvent> heard = new ArrayList<>();
    final List<ScaleSimEvent> truth = new ArrayList<>();
    final VirtualLine<DeviceCommand, DeviceEvent, ScaleSimCommand, ScaleSimEvent> line;
    /** How long the lane thinks before it says taken; negative: it never does. */
    long takenAfterMs;

    ScalePair(LinePace pace, Endpoint<DeviceCommand, DeviceEvent> driver, Endpoint<ScaleSimCommand, ScaleSimEvent> device) {
        line = new VirtualLine<>(time, pace, driver, this::lane, device, truth::add);
    }

    private void lane(DeviceEvent event) {
        heard.add(event);
        if (event instanceof ScaleEvent.VehicleWeighed weighed && takenAfterMs >= 0) {
            long id = weighed.weight().recordId();
            time.at(time.nowNanos() + takenAfterMs * MS, () -> line.command(new ScaleCommand.Taken(id)));
        }
    }

    ScalePair plugged() {
        line.plug();
        return runFor(2000);
    }

    ScalePair runFor(long ms) {
        time.runFor(ms * MS);
        return this;
    }

    ScalePair device(ScaleSimCommand command) {
        line.commandDevice(command);
        return this;
    }

    ScalePair faults(ScaleSimFaults faults) {
        return device(new ScaleSimCommand.SetFaults(faults));
    }

    ScalePair passes(WeighedVehicle vehicle) {
        return device(new ScaleSimCommand.Passed(vehicle));
    }

    <E> List<E> all(Class<E> kind) {
        return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <E> List<E> truth(Class<E> kind) {
        return truth.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<Integer> weightsKg() {
        return all(ScaleEvent.VehicleWeighed.class).stream().map(e -> e.weight().grossWeightKg()).toList();
    }

    List<Integer> recordedKg() {
        return truth(ScaleSimEvent.Recorded.class).stream().map(ScaleSimEvent.Recorded::grossWeightKg).toList();
    }

    HealthEvent health() {
        return all(HealthEvent.class).getLast();
    }
}
