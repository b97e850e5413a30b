package org.etclane.lane.parameters;

/** Numeric vehicle classes (JT/T 489-2019): 1–4 passenger (客车), 11–16 goods (货车), 21–26 special purpose (专项作业车). */
public final class VehicleClasses {
    public static final String ALLOWED = "1-4, 11-16, 21-26";

    private VehicleClasses() {
    }

    public static boolean isOne(int value) {
        return value >= 1 && value <= 4 || value >= 11 && value <= 16 || value >= 21 && value <= 26;
    }
}
