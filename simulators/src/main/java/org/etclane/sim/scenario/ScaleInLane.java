package org.etclane.sim.scenario;

/** Which scale a scenario wants in front of the trigger loop; on a command line the names have hyphens. */
public enum ScaleInLane {
    NONE, FF, WANJI, YAOHUA, YAOHUA_COMMANDS, TOLEDO;

    /** As it is written: "yaohua-commands". */
    public String label() {
        return Slot.name(this);
    }
}
