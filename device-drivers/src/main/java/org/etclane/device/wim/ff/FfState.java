package org.etclane.device.wim.ff;

import java.util.EnumSet;
import java.util.Set;
import org.etclane.device.ScaleEvent.Fault;

/** The state mask of command 5 (weighing.md §3.4). Bits 3 and 7 are reserved. */
public final class FfState {
    public static final int WEIGH_SENSOR = 0x01;
    public static final int LIGHT_CURTAIN = 0x02;
    public static final int LOOP = 0x04;
    /** Also set when no command came for a minute. */
    public static final int COMMUNICATION = 0x10;
    public static final int CURTAIN_COVERED_OR_OVERLONG = 0x20;
    public static final int TYRE_RECOGNISER = 0x40;

    private FfState() {
    }

    public static Set<Fault> faults(int mask) {
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        for (Fault fault : Fault.values()) {
            if ((mask & bit(fault)) != 0) {
                faults.add(fault);
            }
        }
        return faults;
    }

    /** 0 for what this meter has no bit for. */
    public static int bit(Fault fault) {
        return switch (fault) {
            case WEIGH_SENSOR -> WEIGH_SENSOR;
            case LIGHT_CURTAIN -> LIGHT_CURTAIN;
            case LOOP -> LOOP;
            case COMMUNICATION -> COMMUNICATION;
            case CURTAIN_COVERED_OR_OVERLONG -> CURTAIN_COVERED_OR_OVERLONG;
            case TYRE_RECOGNISER -> TYRE_RECOGNISER;
            case OUT_OF_RANGE, NOT_ZEROED -> 0;
        };
    }
}
