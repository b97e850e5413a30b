package org.etclane.sim.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.DisplayCommand;
import org.etclane.device.HealthEvent;
import org.etclane.device.display.brace.BraceDriver;
import org.etclane.device.display.brace.BraceProfile;
import org.etclane.device.display.brace.BraceSettings;
import org.etclane.device.display.sichuan.Sichuan1dDriver;
import org.etclane.device.display.sichuan.Sichuan1dSettings;
import org.etclane.device.display.sichuan.Sichuan1eDriver;
import org.etclane.device.display.sichuan.Sichuan1eSettings;
import org.etclane.device.link.Endpoint;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.host.VirtualLine;
import org.etclane.sim.world.VirtualScheduler;

/** A display's driver and its simulator on one paced line in virtual time. */
final class FeeDisplayBench {
    /** The exit fee of service-standard.md §8.1.4: class, amount, balance. */
    static final DisplayCommand.Show EXIT_FEE = new DisplayCommand.Show(DisplayCommand.Colour.GREEN,
            List.of("测A12345 客1", "金额 30.40 元", "余额 969.60 元", "一路平安"), "请通行",
            Optional.of(new DisplayCommand.Fee(1, 0, 3040, Optional.of(96_960L))));
    static final DisplayCommand.Show REFUSAL = new DisplayCommand.Show(DisplayCommand.Colour.RED,
            List.of("测A12345", "卡余额不足", "请走人工车道"), "余额少", Optional.empty());

    final VirtualScheduler time = new VirtualScheduler();
    final List<String> health = new ArrayList<>();
    final List<FeeDisplayEvent> happened = new ArrayList<>();
    final FeeDisplaySimulator display;
    final VirtualLine<DeviceCommand, DeviceEvent, FeeDisplayFault, FeeDisplayEvent> line;

    private FeeDisplayBench(Endpoint<DeviceCommand, DeviceEvent> driver, FeeDisplaySimulator display, LinePace pace) {
        this.display = display;
        this.line = new VirtualLine<>(time, pace, driver, this::heard, display, happened::add);
        line.plug();
        run(1000);
    }

    static FeeDisplayBench brace(BraceSettings settings) {
        return new FeeDisplayBench(new BraceDriver(settings), FeeDisplaySimulator.brace(settings, 7), LinePace.BAUD_9600_8N1);
    }

    static FeeDisplayBench brace(BraceProfile profile) {
        return brace(BraceSettings.defaults("display", profile));
    }

    static FeeDisplayBench sichuan1e(Sichuan1eSettings settings) {
        return new FeeDisplayBench(new Sichuan1eDriver(settings), FeeDisplaySimulator.sichuan1e(settings, 7),
                LinePace.BAUD_115200_8N1);
    }

    static FeeDisplayBench sichuan1d(Sichuan1dSettings settings) {
        return new FeeDisplayBench(new Sichuan1dDriver(settings), FeeDisplaySimulator.sichuan1d(settings, 300_000, 7),
                LinePace.BAUD_115200_8N1);
    }

    private void heard(DeviceEvent event) {
        HealthEvent one = (HealthEvent) event;
        health.add((one.state() + " " + one.cause()).strip());
    }

    void tell(DisplayCommand... commands) {
        for (DisplayCommand command : commands) {
            line.command(command);
        }
        run(1000);
    }

    void fault(FeeDisplayFault fault) {
        line.commandDevice(fault);
    }

    void run(long ms) {
        time.runFor(ms * 1_000_000L);
    }
}
