package org.etclane.device.lc301;

/** Bits of the control and status bytes (lane-io-lc301.md §1). Bits not named here have no known meaning and are sent as 0. */
public final class Lc301Bits {
    /** ctrl1: raise pulse. Acts once per frame with a new seq. */
    public static final int RAISE = 0x01;
    /** ctrl1: lower pulse. */
    public static final int LOWER = 0x02;
    /** ctrl1: canopy light, level. */
    public static final int CANOPY = 0x04;
    /** ctrl1: sounder, level; the controller ends it after 10 s. */
    public static final int ALARM_SOUND = 0x08;
    /** ctrl1: flash light, level; the controller ends it after 10 s. */
    public static final int ALARM_LIGHT = 0x10;
    /** ctrl1: pass light, level. */
    public static final int PASS = 0x20;

    /** ctrl2: the controller lowers by itself after the vehicle. This house's driver never sets it. */
    public static final int AUTO_LOWER = 0x01;
    /** ctrl2: the amount fields are to be shown. */
    public static final int SHOW_FEE = 0x02;
    /** ctrl2: the amount is spoken, once. */
    public static final int SPEAK_FEE = 0x04;
    /** ctrl2: the display keeps what it shows. */
    public static final int KEEP_DISPLAY = 0x08;
    /** ctrl2: which of the two display versions is attached. */
    public static final int DISPLAY_VERSION = 0x10;
    /** ctrl2: exit or entry lane. */
    public static final int LANE_KIND = 0x20;

    /** st1: canopy light. */
    public static final int ST1_CANOPY = 0x01;
    /** st1: lane-closing bar (手动栏杆). */
    public static final int ST1_CLOSING_BAR = 0x02;
    /** st1: foot alarm (脚踏报警), <b>0 = alarm</b>. */
    public static final int ST1_FOOT_ALARM = 0x04;
    /** st1: arm up. */
    public static final int ST1_BARRIER_UP = 0x08;
    /** st1: front coil, <b>0 = vehicle</b>. */
    public static final int ST1_FRONT_COIL = 0x10;
    /** st1: rear coil, <b>0 = vehicle</b>. */
    public static final int ST1_REAR_COIL = 0x20;
    /** st1: pass light. */
    public static final int ST1_PASS = 0x40;

    /** st2: barrier fault. */
    public static final int ST2_BARRIER_FAULT = 0x04;
    /** st2: light fault. */
    public static final int ST2_LIGHT_FAULT = 0x40;

    private Lc301Bits() {
    }
}
