package org.etclane.device.display.sichuan;

/** Which 1E frames have a check byte before their end. The source shows it as optional and often ignored. */
public enum CheckByte {
    /** The documented form. */
    ALWAYS,
    /** A published firmware takes the check byte of a text for text, and needs it in the colour command. */
    COLOUR_ONLY,
    NEVER
}
