package org.etclane.device.gpio;

/**
 * What goes between {@link GpioIoDriver} and whatever holds the lines. Levels are electrical: {@code high} is the level on the
 * wire, polarity is the driver's affair. {@code atNanos} is monotonic, of the same clock as all times of the lane.
 */
public sealed interface GpioFrame {

    /** 'L', to the driver: the level of a line as it was read just now; answer to {@link ReadLevels}, one per line whose level is known. */
    record Level(GpioRole role, boolean high, long atNanos) implements GpioFrame {
    }

    /** 'E', to the driver: an input changed to this level at that moment, as stamped by the kernel. */
    record Edge(GpioRole role, boolean high, long atNanos) implements GpioFrame {
    }

    /** 'X', to the driver: edges of this input were lost before that moment; its level then. */
    record EdgesLost(GpioRole role, boolean high, long atNanos) implements GpioFrame {
    }

    /** 'C', to the driver: a barrier relay has taken this level, that it was driven to; the moment is right behind. */
    record Driven(GpioRole role, boolean high, long atNanos) implements GpioFrame {
    }

    /** 'D', from the driver: an output takes this level at once. */
    record Drive(GpioRole role, boolean high) implements GpioFrame {
    }

    /** 'Q', from the driver: all levels are to be read and told. */
    record ReadLevels() implements GpioFrame {
    }
}
