package org.etclane.device.gpio.line.chardev;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.nio.charset.StandardCharsets;

/** Structures, call numbers and flags of {@code linux/gpio.h}, interface version 2. Offsets are computed from the layouts. */
final class GpioAbi {
    static final int NAME_BYTES = 32;
    private static final int LINES_MAX = 64;
    private static final int ATTRS_MAX = 10;

    static final StructLayout CHIP_INFO = MemoryLayout.structLayout(text("name"), text("label"), JAVA_INT.withName("lines"));
    /** The union of flags, values and debounce period is the long at its end. */
    static final StructLayout ATTRIBUTE = MemoryLayout.structLayout(JAVA_INT.withName("id"), JAVA_INT.withName("padding"),
            JAVA_LONG.withName("flags"));
    static final StructLayout LINE_INFO = MemoryLayout.structLayout(text("name"), text("consumer"), JAVA_INT.withName("offset"),
            JAVA_INT.withName("num_attrs"), JAVA_LONG.withName("flags"),
            MemoryLayout.sequenceLayout(ATTRS_MAX, ATTRIBUTE).withName("attrs"), ints("padding", 4));
    static final StructLayout CONFIG_ATTRIBUTE = MemoryLayout.structLayout(ATTRIBUTE.withName("attr"), JAVA_LONG.withName("mask"));
    static final StructLayout LINE_CONFIG = MemoryLayout.structLayout(JAVA_LONG.withName("flags"), JAVA_INT.withName("num_attrs"),
            ints("padding", 5), MemoryLayout.sequenceLayout(ATTRS_MAX, CONFIG_ATTRIBUTE).withName("attrs"));
    static final StructLayout LINE_REQUEST = MemoryLayout.structLayout(ints("offsets", LINES_MAX), text("consumer"),
            LINE_CONFIG.withName("config"), JAVA_INT.withName("num_lines"), JAVA_INT.withName("event_buffer_size"),
            ints("padding", 5), JAVA_INT.withName("fd"));
    static final StructLayout LINE_VALUES = MemoryLayout.structLayout(JAVA_LONG.withName("bits"), JAVA_LONG.withName("mask"));
    static final StructLayout LINE_EVENT = MemoryLayout.structLayout(JAVA_LONG.withName("timestamp_ns"), JAVA_INT.withName("id"),
            JAVA_INT.withName("offset"), JAVA_INT.withName("seqno"), JAVA_INT.withName("line_seqno"), ints("padding", 6));

    static final long GET_CHIPINFO = ioctl(true, false, 0x01, CHIP_INFO);
    static final long GET_LINEINFO = ioctl(true, true, 0x05, LINE_INFO);
    static final long GET_LINE = ioctl(true, true, 0x07, LINE_REQUEST);
    static final long SET_CONFIG = ioctl(true, true, 0x0D, LINE_CONFIG);
    static final long GET_VALUES = ioctl(true, true, 0x0E, LINE_VALUES);
    static final long SET_VALUES = ioctl(true, true, 0x0F, LINE_VALUES);

    static final long FLAG_USED = 1;
    static final long FLAG_INPUT = 1 << 2;
    static final long FLAG_OUTPUT = 1 << 3;
    static final long FLAG_EDGE_RISING = 1 << 4;
    static final long FLAG_EDGE_FALLING = 1 << 5;
    static final long FLAG_PULL_UP = 1 << 8;
    static final long FLAG_PULL_DOWN = 1 << 9;
    static final int ATTR_OUTPUT_VALUES = 2;
    static final int EVENT_RISING = 1;

    private GpioAbi() {
    }

    static long offset(StructLayout layout, String field) {
        return layout.byteOffset(groupElement(field));
    }

    static int getInt(StructLayout layout, String field, MemorySegment struct) {
        return struct.get(JAVA_INT, offset(layout, field));
    }

    static void setInt(StructLayout layout, String field, MemorySegment struct, int value) {
        struct.set(JAVA_INT, offset(layout, field), value);
    }

    static long getLong(StructLayout layout, String field, MemorySegment struct) {
        return struct.get(JAVA_LONG, offset(layout, field));
    }

    static void setLong(StructLayout layout, String field, MemorySegment struct, long value) {
        struct.set(JAVA_LONG, offset(layout, field), value);
    }

    /** A name field up to its first zero. */
    static String getText(StructLayout layout, String field, MemorySegment struct) {
        byte[] bytes = struct.asSlice(offset(layout, field), NAME_BYTES).toArray(JAVA_BYTE);
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    /** At most 31 bytes, the rest zero. */
    static void setText(StructLayout layout, String field, MemorySegment struct, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
        int length = Math.min(bytes.length, NAME_BYTES - 1);
        MemorySegment.copy(bytes, 0, struct, JAVA_BYTE, offset(layout, field), length);
    }

    /** Into a zeroed {@link #LINE_CONFIG}: the flags, and for an output the level that it takes. */
    static void configure(MemorySegment config, long flags, boolean withLevel, boolean high) {
        setLong(LINE_CONFIG, "flags", config, flags);
        if (withLevel) {
            setInt(LINE_CONFIG, "num_attrs", config, 1);
            MemorySegment attribute = config.asSlice(offset(LINE_CONFIG, "attrs"), CONFIG_ATTRIBUTE.byteSize());
            setInt(ATTRIBUTE, "id", attribute, ATTR_OUTPUT_VALUES);
            setLong(ATTRIBUTE, "flags", attribute, high ? 1 : 0);
            setLong(CONFIG_ATTRIBUTE, "mask", attribute, 1);
        }
    }

    /** {@code _IOR} and {@code _IOWR} of asm-generic/ioctl.h for type B4H. */
    private static long ioctl(boolean read, boolean write, int number, StructLayout argument) {
        return (read ? 2L : 0) << 30 | (write ? 1L : 0) << 30 | argument.byteSize() << 16 | 0xB4 << 8 | number;
    }

    private static MemoryLayout text(String name) {
        return MemoryLayout.sequenceLayout(NAME_BYTES, JAVA_BYTE).withName(name);
    }

    private static MemoryLayout ints(String name, int count) {
        return MemoryLayout.sequenceLayout(count, JAVA_INT).withName(name);
    }
}
