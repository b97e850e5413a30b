package org.etclane.sim.psam;

import org.etclane.device.Bytes;

/** Integers and BCD as byte strings, high byte first. Pure. */
public final class Octets {
    private Octets() {
    }

    public static Bytes u8(int value) {
        return Bytes.of(value);
    }

    /** The low 16 bits. */
    public static Bytes u16(int value) {
        return Bytes.of(value >>> 8, value);
    }

    /** The low 32 bits. */
    public static Bytes u32(long value) {
        return Bytes.of((int) (value >>> 24), (int) (value >>> 16), (int) (value >>> 8), (int) value);
    }
}
