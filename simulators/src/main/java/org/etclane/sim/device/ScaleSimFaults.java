package org.etclane.sim.device;

/**
 * What is wrong with a simulated scale. In force until the next set arrives; counts are used up.
 *
 * @param silent        says nothing, but goes on weighing and does what it is told
 * @param wrongChecks   so many frames go out with one bit turned over
 * @param doubled       so many frames go out twice
 * @param lost          so many frames do not go out
 * @param refusedDeletes FF: so many deletions are refused
 * @param ghostDeletes  FF: so many deletions are confirmed and not done
 * @param state         bits of the protocol's own state that are set: FF mask, Toledo status B, Wanji sensor error byte
 */
public record ScaleSimFaults(boolean silent, int wrongChecks, int doubled, int lost, int refusedDeletes, int ghostDeletes, int state) {
    public static final ScaleSimFaults NONE = new ScaleSimFaults(false, 0, 0, 0, 0, 0, 0);

    public static ScaleSimFaults dead() {
        return new ScaleSimFaults(true, 0, 0, 0, 0, 0, 0);
    }

    public static ScaleSimFaults wrongChecks(int frames) {
        return new ScaleSimFaults(false, frames, 0, 0, 0, 0, 0);
    }

    public static ScaleSimFaults doubled(int frames) {
        return new ScaleSimFaults(false, 0, frames, 0, 0, 0, 0);
    }

    public static ScaleSimFaults lost(int frames) {
        return new ScaleSimFaults(false, 0, 0, frames, 0, 0, 0);
    }

    public static ScaleSimFaults refusedDeletes(int times) {
        return new ScaleSimFaults(false, 0, 0, 0, times, 0, 0);
    }

    public static ScaleSimFaults ghostDeletes(int times) {
        return new ScaleSimFaults(false, 0, 0, 0, 0, times, 0);
    }

    public static ScaleSimFaults state(int bits) {
        return new ScaleSimFaults(false, 0, 0, 0, 0, 0, bits);
    }
}
