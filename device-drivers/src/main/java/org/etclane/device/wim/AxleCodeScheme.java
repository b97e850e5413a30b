package org.etclane.device.wim;

/**
 * What the axle-group codes from 7 up mean in a device (weighing.md §7). Codes 0–6 agree in every source; 7 is "one dual, two
 * single" in the scheme of nine and "all dual" in the scheme of seven, so this is a setting. Inside the house the scheme of nine
 * rules.
 */
public enum AxleCodeScheme {
    /** 7 is the last code for a tridem, 8 and 9 are "other"; from 10 on as in {@link #NINE} (our reading, no source says). */
    SEVEN,
    NINE;

    private static final int LEAST_MANY = 10;
    private static final int ALL_DUAL_TRIDEM = 9;
    private static final int LAST_OF_SEVEN = 7;

    /** From the device's code, 0–255, to the code of nine. */
    public int toNine(int code) {
        return switch (this) {
            case NINE -> code;
            case SEVEN -> code < LAST_OF_SEVEN || code >= LEAST_MANY ? code : code == LAST_OF_SEVEN ? ALL_DUAL_TRIDEM : 0;
        };
    }

    /** From the code of nine to the device's; 0 for a group that the scheme of seven cannot name. */
    public int fromNine(int code) {
        return switch (this) {
            case NINE -> code;
            case SEVEN -> code < LAST_OF_SEVEN || code >= LEAST_MANY ? code : code == ALL_DUAL_TRIDEM ? LAST_OF_SEVEN : 0;
        };
    }
}
