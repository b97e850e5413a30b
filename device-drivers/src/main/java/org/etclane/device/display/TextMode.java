package org.etclane.device.display;

/** How a text is sent. */
public enum TextMode {
    /** One frame per row, each filled up with blanks; understood by every display of these families. */
    ROWS,
    /** One frame for the whole screen; some displays break its lines by their own width. */
    SCREEN,
    /**
     * Class, amount and balance as fields of the display's own form (固定格式), where the protocol has one and the command names
     * all three; all else as {@link #ROWS}. The display may speak the amount by itself.
     */
    FIXED_FORM
}
