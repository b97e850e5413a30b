package org.etclane.device.gpio.line.chardev;

import com.pi4j.io.exception.IOException;

/** A line that cannot be used: one sentence with chip, line, holder and remedy. */
public final class LineFailure extends IOException {
    public LineFailure(String sentence) {
        super(sentence);
    }
}
