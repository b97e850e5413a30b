package org.etclane.device.ldi;

import org.etclane.device.Bytes;

/** What a module reports by itself: a module body of 1C (§8). Values as on the wire. */
public sealed interface LdiReport {
    LdiModule module();

    int func();

    /** E4 02, sent after the movement: 0 down in place, 1 up in place. */
    record BarrierInPlace(LdiModule module, int status) implements LdiReport {
        public static final int DOWN = 0;
        public static final int UP = 1;

        @Override
        public int func() {
            return 2;
        }
    }

    /** E5 01, on change: 0 empty, 1 vehicle. */
    record Detected(LdiModule module, int status) implements LdiReport {
        public static final int EMPTY = 0;
        public static final int VEHICLE = 1;

        @Override
        public int func() {
            return 1;
        }
    }

    record OtherReport(LdiModule module, int func, Bytes rest) implements LdiReport {
    }
}
