package org.etclane.device.ldi;

import java.util.Optional;

/**
 * One module (模块) of a lane: what a device consists of. Unique within the lane.
 *
 * @param typeCode DeviceType, 0–255, also codes that {@link LdiModuleType} does not know
 * @param index    DeviceIndex, 0–255, counted from 1
 */
public record LdiModule(int typeCode, int index) {

    public static LdiModule of(LdiModuleType type, int index) {
        return new LdiModule(type.code, index);
    }

    public Optional<LdiModuleType> type() {
        return LdiModuleType.of(typeCode);
    }

    public boolean is(LdiModuleType type) {
        return typeCode == type.code;
    }

    /** "barrier-1"; the code in hexadecimal where the type has no name. */
    @Override
    public String toString() {
        return type().map(t -> t.words).orElse("%02X".formatted(typeCode)) + "-" + index;
    }
}
