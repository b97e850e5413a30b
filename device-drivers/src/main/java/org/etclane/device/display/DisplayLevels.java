package org.etclane.device.display;

/** Per cent to the steps that a display has. Pure. */
public final class DisplayLevels {
    private DisplayLevels() {
    }

    /** 0 stays 0 (automatic); 1–100 become 1 to {@code levels}, rounded up: 100 % is the brightest, 1 % the darkest. */
    public static int of(int percent, int levels) {
        return (percent * levels + 99) / 100;
    }
}
