package org.etclane.sim.device;

import java.util.Map;
import org.etclane.device.gpio.GpioRole;

/**
 * What is wrong with simulated lines (lane-rules.md §12). In force until the next set arrives.
 *
 * @param bounces   so often a contact opens and closes again before each change holds
 * @param bounceMs  how long each of these lasts
 * @param loseEdges so many of the next edges are not told
 * @param loseAloud the loss is noticed (the kernel's numbering has a gap): the next edge says so
 * @param stuck     contacts that read active or inactive whatever is true
 */
public record GpioSimFaults(int bounces, int bounceMs, int loseEdges, boolean loseAloud, Map<GpioRole, Boolean> stuck) {
    public static final GpioSimFaults NONE = new GpioSimFaults(0, 0, 0, false, Map.of());

    public GpioSimFaults {
        stuck = Map.copyOf(stuck);
    }

    public static GpioSimFaults bouncing(int bounces, int bounceMs) {
        return new GpioSimFaults(bounces, bounceMs, 0, false, Map.of());
    }

    public static GpioSimFaults losing(int edges, boolean aloud) {
        return new GpioSimFaults(0, 0, edges, aloud, Map.of());
    }

    public static GpioSimFaults stuckAt(GpioRole role, boolean active) {
        return new GpioSimFaults(0, 0, 0, false, Map.of(role, active));
    }
}
