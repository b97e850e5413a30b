package org.etclane.device.rsu.network;

/**
 * The frame counter SEQ (rsu-network.md §1): the RSU sends 0XH, the lane X0H, X = 1…9, one more per frame, 9 is followed by 1.
 * A frame that is repeated keeps its SEQ. Gaps mean nothing: a device that restarts begins anew.
 */
public final class Seq {
    /** Before the first frame of either side. */
    public static final int NONE = 0;
    private static final int LAST = 9;

    private Seq() {
    }

    /** @param seq of the RSU's frame before, or {@link #NONE} */
    public static int nextOfUnit(int seq) {
        return next(seq & 0x0F);
    }

    /** @param seq of the lane's frame before, or {@link #NONE} */
    public static int nextOfLane(int seq) {
        return next(seq >>> 4 & 0x0F) << 4;
    }

    private static int next(int count) {
        return count >= LAST ? 1 : count + 1;
    }
}
