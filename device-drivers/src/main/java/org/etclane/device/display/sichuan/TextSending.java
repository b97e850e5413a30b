package org.etclane.device.display.sichuan;

import org.etclane.device.display.TextMode;

/** How a text may be sent to Sichuan's displays: they have no form of their own. */
public enum TextSending {
    ROWS(TextMode.ROWS), SCREEN(TextMode.SCREEN);

    final TextMode mode;

    TextSending(TextMode mode) {
        this.mode = mode;
    }
}
