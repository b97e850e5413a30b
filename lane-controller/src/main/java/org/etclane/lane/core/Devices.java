package org.etclane.lane.core;

/** The names by which devices report their health to the core. */
public final class Devices {
    public static final String RSU = "rsu";
    /** Lane I/O controller: loops, arm, lights, alarm. */
    public static final String IO = "io";
    public static final String DISPLAY = "display";
    public static final String SCALE = "scale";

    private Devices() {
    }
}
