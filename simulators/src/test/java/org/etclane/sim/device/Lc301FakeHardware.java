package org.etclane.sim.device;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.DisplayCommand;
import org.etclane.device.LoopEvent;
import org.etclane.sim.world.BarrierArm;
import org.etclane.sim.world.LaneHardware;
import org.etclane.sim.world.VirtualScheduler;

/** Wires with a real arm behind them, and a record of every output that was driven. */
final class Lc301FakeHardware implements LaneHardware {
    final BarrierArm arm;
    /** "time output". */
    final List<String> outputs = new ArrayList<>();
    final List<DisplayCommand> shown = new ArrayList<>();
    boolean passGreen;
    boolean canopyGreen;
    private final VirtualScheduler scheduler;
    private final Map<LoopEvent.Role, Boolean> loops = new EnumMap<>(LoopEvent.Role.class);
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean footAlarm;
    private boolean closingBar;

    Lc301FakeHardware(VirtualScheduler scheduler) {
        this(scheduler, BarrierArm.Settings.DEFAULT);
    }

    Lc301FakeHardware(VirtualScheduler scheduler, BarrierArm.Settings settings) {
        this.scheduler = scheduler;
        this.arm = new BarrierArm(scheduler, settings);
        arm.onChange(this::changed);
    }

    void loop(LoopEvent.Role role, boolean occupied) {
        loops.put(role, occupied);
        changed();
    }

    void footAlarm(boolean pressed) {
        footAlarm = pressed;
        changed();
    }

    void closingBar(boolean closed) {
        closingBar = closed;
        changed();
    }

    long count(String output) {
        return outputs.stream().filter(line -> line.endsWith(" " + output)).count();
    }

    Optional<DisplayCommand> lastShown() {
        return shown.isEmpty() ? Optional.empty() : Optional.of(shown.getLast());
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }

    private void output(String what) {
        outputs.add(scheduler.nowNanos() / 1_000_000 + " " + what);
    }

    @Override
    public boolean loopOccupied(LoopEvent.Role role) {
        return loops.getOrDefault(role, false);
    }

    @Override
    public void pulseRaise(long pulseMs) {
        output("raise");
        arm.pulseRaise(pulseMs);
    }

    @Override
    public void pulseLower(long pulseMs) {
        output("lower");
        arm.pulseLower(pulseMs);
    }

    @Override
    public boolean upSwitchClosed() {
        return arm.upSwitchClosed();
    }

    @Override
    public boolean downSwitchClosed() {
        return arm.downSwitchClosed();
    }

    @Override
    public boolean barrierFault() {
        return arm.faultSignal();
    }

    @Override
    public boolean laneClosingBar() {
        return closingBar;
    }

    @Override
    public boolean footAlarm() {
        return footAlarm;
    }

    @Override
    public void passLight(boolean green) {
        passGreen = green;
        output(green ? "pass green" : "pass red");
    }

    @Override
    public void canopyLight(boolean green) {
        canopyGreen = green;
        output(green ? "canopy green" : "canopy red");
    }

    @Override
    public void alarm(boolean sound, boolean light) {
        output("alarm " + sound + " " + light);
    }

    @Override
    public void display(DisplayCommand content) {
        shown.add(content);
    }

    @Override
    public void onInputChange(Runnable listener) {
        listeners.add(listener);
    }
}
