package org.etclane.device.gpio.line.chardev;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One line, held: read, driven, given back. Failures are {@link LineFailure}s. One thread at a time, except that {@link #descriptor}
 * may be polled by another.
 */
final class LineRequest {
    /** How our lines are marked for others, with their role behind it. */
    static final String CONSUMER = "etclane";
    /** Edges that the kernel keeps for us while our thread is held up; above that it drops the oldest. */
    private static final int EVENT_BUFFER = 128;

    private final KernelCalls calls;
    private final String chip;
    private final int offset;
    private final int descriptor;
    private boolean output;

    private LineRequest(KernelCalls calls, String chip, int offset, int descriptor, boolean output) {
        this.calls = calls;
        this.chip = chip;
        this.offset = offset;
        this.descriptor = descriptor;
        this.output = output;
    }

    /** @param pullFlag 0, or one of the pull flags of {@link GpioAbi} */
    static LineRequest input(KernelCalls calls, String chip, int offset, String role, long pullFlag) {
        long flags = GpioAbi.FLAG_INPUT | GpioAbi.FLAG_EDGE_RISING | GpioAbi.FLAG_EDGE_FALLING | pullFlag;
        return request(calls, chip, offset, role, flags, "as an input with edges");
    }

    /** The line stays as it is: its direction and level change with the first {@link #drive}. */
    static LineRequest asIs(KernelCalls calls, String chip, int offset, String role) {
        return request(calls, chip, offset, role, 0, "as it is");
    }

    private static LineRequest request(KernelCalls calls, String chip, int offset, String role, long flags, String wanted) {
        int file = calls.open(chip, KernelCalls.O_RDWR | KernelCalls.O_CLOEXEC);
        if (file < 0) {
            throw new LineFailure(FailureWords.opening(chip, -file, FailureWords.facts(chip)));
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = lineInfo(calls, chip, offset, file, arena);
            MemorySegment request = arena.allocate(GpioAbi.LINE_REQUEST);
            GpioAbi.setInt(GpioAbi.LINE_REQUEST, "offsets", request, offset);
            GpioAbi.setText(GpioAbi.LINE_REQUEST, "consumer", request, CONSUMER + " " + role);
            GpioAbi.setInt(GpioAbi.LINE_REQUEST, "num_lines", request, 1);
            GpioAbi.setInt(GpioAbi.LINE_REQUEST, "event_buffer_size", request, flags == 0 ? 0 : EVENT_BUFFER);
            GpioAbi.configure(request.asSlice(GpioAbi.offset(GpioAbi.LINE_REQUEST, "config"), GpioAbi.LINE_CONFIG.byteSize()), flags,
                    false, false);
            int result = calls.ioctl(file, GpioAbi.GET_LINE, request);
            if (result < 0) {
                boolean used = (GpioAbi.getLong(GpioAbi.LINE_INFO, "flags", info) & GpioAbi.FLAG_USED) != 0;
                throw new LineFailure(FailureWords.requesting(chip, offset, -result, used,
                        GpioAbi.getText(GpioAbi.LINE_INFO, "consumer", info), wanted));
            }
            return new LineRequest(calls, chip, offset, GpioAbi.getInt(GpioAbi.LINE_REQUEST, "fd", request), false);
        } finally {
            calls.close(file); // the line has a descriptor of its own
        }
    }

    private static MemorySegment lineInfo(KernelCalls calls, String chip, int offset, int file, Arena arena) {
        MemorySegment chipInfo = arena.allocate(GpioAbi.CHIP_INFO);
        int result = calls.ioctl(file, GpioAbi.GET_CHIPINFO, chipInfo);
        if (result < 0) {
            throw new LineFailure(FailureWords.noChip(chip, -result));
        }
        int lines = GpioAbi.getInt(GpioAbi.CHIP_INFO, "lines", chipInfo);
        if (Integer.compareUnsigned(offset, lines) >= 0) {
            throw new LineFailure(FailureWords.noLine(chip, offset, lines));
        }
        MemorySegment info = arena.allocate(GpioAbi.LINE_INFO);
        GpioAbi.setInt(GpioAbi.LINE_INFO, "offset", info, offset);
        result = calls.ioctl(file, GpioAbi.GET_LINEINFO, info);
        if (result < 0) {
            throw new LineFailure(FailureWords.oldKernel(chip, -result));
        }
        return info;
    }

    int descriptor() {
        return descriptor;
    }

    String where() {
        return chip + " line " + offset;
    }

    boolean high() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocate(GpioAbi.LINE_VALUES);
            GpioAbi.setLong(GpioAbi.LINE_VALUES, "mask", values, 1);
            check("read", calls.ioctl(descriptor, GpioAbi.GET_VALUES, values));
            return (GpioAbi.getLong(GpioAbi.LINE_VALUES, "bits", values) & 1) != 0;
        }
    }

    /** Makes the line an output with this level, in one step; later only the level changes. */
    void drive(boolean high) {
        try (Arena arena = Arena.ofConfined()) {
            if (output) {
                MemorySegment values = arena.allocate(GpioAbi.LINE_VALUES);
                GpioAbi.setLong(GpioAbi.LINE_VALUES, "bits", values, high ? 1 : 0);
                GpioAbi.setLong(GpioAbi.LINE_VALUES, "mask", values, 1);
                check("driven", calls.ioctl(descriptor, GpioAbi.SET_VALUES, values));
            } else {
                MemorySegment config = arena.allocate(GpioAbi.LINE_CONFIG);
                GpioAbi.configure(config, GpioAbi.FLAG_OUTPUT, true, high);
                check("made an output", calls.ioctl(descriptor, GpioAbi.SET_CONFIG, config));
                output = true;
            }
        }
    }

    void release() {
        calls.close(descriptor);
    }

    private void check(String what, int result) {
        if (result < 0) {
            throw new LineFailure(FailureWords.using(chip, offset, what, -result));
        }
    }
}
