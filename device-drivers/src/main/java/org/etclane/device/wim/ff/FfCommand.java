package org.etclane.device.wim.ff;

import java.util.Arrays;
import java.util.Optional;

/** The command byte of a frame; answers carry the same (weighing.md §3.2). Commands of unknown bytes (9, 10, 12–15) are absent. */
public enum FfCommand {
    C0_OLDEST_GROUPS(0),
    C1_OLDEST_AXLES(1),
    /** Only group weights; the driver never asks. */
    C2_GROUP_WEIGHTS(2),
    C3_LIVE_VEHICLE(3),
    C4_COUNT(4),
    C5_STATE(5),
    /** Meter → host, never asked for. */
    C6_REVERSED(6),
    /** Sets the time, or sets the scale to zero: depends on the meter. */
    C7_TIME_OR_ZERO(7),
    C8_DELETE_OLDEST(8),
    C11_SET_TIME(11);

    private final int code;

    FfCommand(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Optional<FfCommand> of(int code) {
        return Arrays.stream(values()).filter(c -> c.code == code).findFirst();
    }
}
