package org.etclane.device.display;

/** What a display says of itself. @param cause English words when it is not good, else empty */
public record DisplayAnswer(boolean good, String cause) {
    public static final DisplayAnswer GOOD = new DisplayAnswer(true, "");
}
