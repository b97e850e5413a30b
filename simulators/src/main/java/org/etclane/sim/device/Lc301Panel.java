package org.etclane.sim.device;

import java.util.List;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.DisplayCommand;
import org.etclane.device.DisplayCommand.Colour;
import org.etclane.device.lc301.Lc301Bits;
import org.etclane.device.lc301.Lc301Frame.AControl;
import org.etclane.sim.world.LaneHardware;

/**
 * The fee display behind a simulated XY-LC-301. <b>Unconfirmed</b> model of "two display versions behave differently on keep fee
 * after green": the fee stays on green only when the host asked to keep it and named the version that is attached; otherwise
 * green clears it.
 */
final class Lc301Panel {
    private record Content(Bytes fee, Bytes balance, Bytes entry, int vehicleClass, int vehicleKind) {
    }

    private final Lc301SimulatorSettings settings;
    private final LaneHardware hardware;
    /** The last content that the host sent, visible or not: the same one again in a later frame is no news. */
    private Optional<Content> content = Optional.empty();
    private boolean visible;
    private Colour colour = Colour.RED;
    private boolean keptOnGreen;

    Lc301Panel(Lc301SimulatorSettings settings, LaneHardware hardware) {
        this.settings = settings;
        this.hardware = hardware;
    }

    /** The display part of an executed frame. */
    void frame(AControl a) {
        boolean keep = (a.ctrl2() & Lc301Bits.KEEP_DISPLAY) != 0;
        int named = (a.ctrl2() & Lc301Bits.DISPLAY_VERSION) != 0 ? 1 : 0;
        if ((a.ctrl2() & Lc301Bits.SHOW_FEE) != 0) {
            keptOnGreen = keep && named == settings.displayVersion();
            Optional<Content> now = Optional.of(new Content(a.fee(), a.balance(), a.entry(), a.vehicleClass(), a.vehicleKind()));
            if (!now.equals(content)) {
                content = now;
                show();
            }
        } else if (!keep) {
            content = Optional.empty();
            clear();
        }
    }

    /** 'Y' and 'Z'; each one is a new message to the driver, also in the colour that is lit. */
    void colour(boolean green) {
        colour = green ? Colour.GREEN : Colour.RED;
        if (green && !keptOnGreen) {
            clear();
        } else if (visible) {
            show();
        }
    }

    private void clear() {
        if (visible) {
            visible = false;
            hardware.display(new DisplayCommand.Clear());
        }
    }

    private void show() {
        visible = true;
        Content c = content.orElseThrow();
        String text = settings.entryText().decode(c.entry());
        long feeFen = settings.amounts().decode(c.fee());
        long balanceFen = settings.amounts().decode(c.balance());
        boolean amounts = feeFen != 0 || balanceFen != 0 || c.vehicleClass() != 0;
        hardware.display(new DisplayCommand.Show(colour, text.isEmpty() ? List.of() : List.of(text), text, amounts
                ? Optional.of(new DisplayCommand.Fee(c.vehicleClass(), c.vehicleKind(), feeFen, Optional.of(balanceFen)))
                : Optional.empty()));
    }
}
