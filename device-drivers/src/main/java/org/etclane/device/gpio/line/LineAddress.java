package org.etclane.device.gpio.line;

/**
 * A line as the one number by which Pi4J tells lines apart: the chip's place in the configured list and the line's offset on it.
 *
 * @param chipIndex 0–32767
 * @param offset    0–65535
 */
public record LineAddress(int chipIndex, int offset) {
    private static final int OFFSET_BITS = 16;

    public LineAddress {
        if (chipIndex < 0 || chipIndex > 0x7FFF || offset < 0 || offset > 0xFFFF) {
            throw new IllegalArgumentException("no such line address: chip " + chipIndex + ", offset " + offset);
        }
    }

    public static LineAddress of(int number) {
        return new LineAddress(number >>> OFFSET_BITS, number & 0xFFFF);
    }

    public int number() {
        return chipIndex << OFFSET_BITS | offset;
    }
}
