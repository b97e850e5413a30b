package org.etclane.device.lc301;

import java.util.Optional;
import org.etclane.device.AlarmCommand;
import org.etclane.device.BarrierCommand;
import org.etclane.device.DisplayCommand;
import org.etclane.device.SignalCommand;
import org.etclane.device.lc301.Lc301Frame.AControl;
import org.etclane.device.lc301.Lc301Frame.BStatus;

/**
 * What the lane wants of lights, alarm and display, as the level bits of an A frame; never a pulse bit. What was not commanded
 * yet is sent as it was last reported, so that a frame changes nothing by itself. Part of {@link Lc301Driver}.
 */
final class Lc301Outputs {
    private record Direction(BarrierCommand command, long atNanos) {
    }

    private final Lc301Settings settings;
    private Optional<Boolean> canopyGreen = Optional.empty();
    private Optional<Boolean> passGreen = Optional.empty();
    private Optional<Direction> direction = Optional.empty();
    private AlarmCommand alarm = new AlarmCommand(false, false);
    private Optional<DisplayCommand.Content> display = Optional.empty();

    Lc301Outputs(Lc301Settings settings) {
        this.settings = settings;
    }

    /** Back to "nothing commanded": the frames follow the reports. */
    void forget() {
        canopyGreen = Optional.empty();
        passGreen = Optional.empty();
        direction = Optional.empty();
        alarm = new AlarmCommand(false, false);
        display = Optional.empty();
    }

    void barrier(BarrierCommand command, long nowNanos) {
        direction = Optional.of(new Direction(command, nowNanos));
    }

    void signal(SignalCommand command) {
        switch (command) {
            case SignalCommand.CanopyLight(boolean green) -> canopyGreen = Optional.of(green);
            case SignalCommand.PassLight(boolean green) -> passGreen = Optional.of(green);
        }
    }

    void alarm(AlarmCommand command) {
        alarm = command;
    }

    boolean alarmOn() {
        return alarm.sound() || alarm.light();
    }

    void display(DisplayCommand.Content command) {
        display = Optional.of(command);
    }

    /** The whole wanted state as a frame with seq 0 and without a pulse; {@code reported} fills what nobody commanded. */
    AControl levels(long nowNanos, BStatus reported) {
        boolean greenIsOne = settings.signals().greenIsOne();
        boolean canopy = canopyGreen.orElse(reported.canopyGreen(greenIsOne));
        int ctrl1 = bit(canopy == greenIsOne, Lc301Bits.CANOPY)
                | bit(passLight(nowNanos, reported) == greenIsOne, Lc301Bits.PASS)
                | bit(alarm.sound(), Lc301Bits.ALARM_SOUND)
                | bit(alarm.light(), Lc301Bits.ALARM_LIGHT);
        int ctrl2 = bit(settings.display().version() == 1, Lc301Bits.DISPLAY_VERSION)
                | bit(settings.signals().exitLane() == settings.signals().exitIsOne(), Lc301Bits.LANE_KIND);
        if (display.isEmpty()) {
            return frame(ctrl1, Optional.empty(), "", ctrl2 | Lc301Bits.KEEP_DISPLAY);
        }
        return switch (display.get()) {
            case DisplayCommand.Show show -> frame(ctrl1, show.fee(), show.shortText(), ctrl2 | Lc301Bits.SHOW_FEE
                    | bit(settings.display().keepFeeOnGreen(), Lc301Bits.KEEP_DISPLAY));
            case DisplayCommand.Clear _ -> frame(ctrl1, Optional.empty(), "", ctrl2);
        };
    }

    private boolean passLight(long nowNanos, BStatus reported) {
        boolean reportedGreen = reported.passGreen(settings.signals().greenIsOne());
        if (!settings.signals().bindPassLight()) {
            return passGreen.orElse(reportedGreen);
        }
        if (direction.isEmpty()) {
            return reportedGreen;
        }
        boolean moving = nowNanos - direction.get().atNanos() < settings.timing().lightSettleMs() * Lc301Driver.NANOS_PER_MS;
        return moving ? direction.get().command() == BarrierCommand.RAISE : reported.barrierUp();
    }

    private AControl frame(int ctrl1, Optional<DisplayCommand.Fee> fee, String text, int ctrl2) {
        AmountEncoding amounts = settings.display().amounts();
        return new AControl(settings.address(), ctrl1,
                amounts.encode(fee.map(DisplayCommand.Fee::amountFen).orElse(0L)),
                amounts.encode(fee.flatMap(DisplayCommand.Fee::balanceFen).orElse(0L)),
                settings.display().entryText().encode(text),
                fee.map(f -> f.vehicleClass() & 0xFF).orElse(0), fee.map(f -> f.vehicleKind() & 0xFF).orElse(0), ctrl2, 0);
    }

    private static int bit(boolean set, int mask) {
        return set ? mask : 0;
    }
}
