package org.etclane.device.ldi;

import org.etclane.device.Bytes;

/** Reads fields one behind the other. Past the end it gives zeros and remembers it, so a reader checks once, at the end. */
final class LdiCursor {
    private final Bytes source;
    private int at;
    private boolean overrun;

    LdiCursor(Bytes source) {
        this.source = source;
    }

    boolean overrun() {
        return overrun;
    }

    /** What was read makes no sense: as if the source had ended too early. */
    void spoil() {
        overrun = true;
    }

    int left() {
        return source.size() - at;
    }

    int u8() {
        return take(1) ? source.u8(at - 1) : 0;
    }

    int u16() {
        return take(2) ? source.u16(at - 2) : 0;
    }

    long u32() {
        return take(4) ? source.u32(at - 4) : 0;
    }

    long i64() {
        return take(8) ? source.u32(at - 8) << 32 | source.u32(at - 4) : 0;
    }

    Bytes bytes(int count) {
        return take(count) ? source.slice(at - count, at) : Bytes.zeros(count);
    }

    Bytes rest() {
        return bytes(left());
    }

    LdiModule module() {
        int typeCode = u8();
        return new LdiModule(typeCode, u8());
    }

    private boolean take(int count) {
        if (overrun || count > left()) {
            overrun = true;
            return false;
        }
        at += count;
        return true;
    }
}
