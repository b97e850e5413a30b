package org.etclane.device.conformance;

import org.etclane.device.Bytes;

/**
 * Something to put on the line.
 *
 * @param what for the report: "C0 initialise"
 * @param wire as it goes on the line
 */
public record Say(String what, Bytes wire) {
    public static Say of(String what, byte[] wire) {
        return new Say(what, Bytes.copyOf(wire));
    }
}
