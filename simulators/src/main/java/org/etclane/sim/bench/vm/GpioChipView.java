package org.etclane.sim.bench.vm;

import java.io.IOException;

/** A simulated chip in the machine, looked at and handled from outside. */
final class GpioChipView {
    static final int LANE_LINES = 32;

    private final GuestConnection guest;
    private final String label;
    private final int lines;

    GpioChipView(GuestConnection guest, String label, int lines) {
        this.guest = guest;
        this.label = label;
        this.lines = lines;
    }

    ChipState state() throws IOException {
        return ChipState.parse(guest.shell("cat /sys/kernel/debug/gpio"), label);
    }

    boolean high(int line) throws IOException {
        return guest.shell("cat /run/chip-" + label + "/sim_gpio" + line + "/value").startsWith("1");
    }

    void pull(int line, boolean up) throws IOException {
        guest.shell("echo pull-" + (up ? "up" : "down") + " > /run/chip-" + label + "/sim_gpio" + line + "/pull");
    }

    /** Since {@link #forgetHistory}. */
    LineHistory history() throws IOException {
        return LineHistory.parse(trace(), state().base(), lines);
    }

    /** The kernel's record itself. */
    String trace() throws IOException {
        return guest.shell("cat " + GuestPaths.TRACE);
    }

    void forgetHistory() throws IOException {
        guest.shell("echo > " + GuestPaths.TRACE);
    }

    /** Only the chip's own device file, for root only or for the lane's group again. */
    void permit(boolean lanesGroup) throws IOException {
        String file = "$(readlink -f /dev/gpio-" + label + ")";
        guest.shell(lanesGroup ? "chgrp gpio " + file + " && chmod 660 " + file : "chgrp root " + file + " && chmod 600 " + file);
    }

    void unplug() throws IOException {
        guest.shell("gpio-chip down " + label);
    }

    void plug() throws IOException {
        guest.shell("gpio-chip up " + label);
    }
}
