package org.etclane.device.ldi;

import org.etclane.device.Bytes;

/**
 * The parameters of one module in 0B and E1 (§6). Modules carry no length there: the type decides the size.
 */
public sealed interface LdiParameter {
    LdiModule module();

    /**
     * Modules with one value: FilterTime in ms (杂波信号过滤时间, E4 and E5), FontLine 1–6 or 0 automatic (E6), CPC 0 off, 1 on (E1).
     *
     * @param vendor 10 bytes
     */
    record Valued(LdiModule module, int value, Bytes vendor) implements LdiParameter {
    }

    /** @param vendor 2 bytes for E7, E8, EA, EB, else 10; EA with 10 occurs in E1 */
    record Plain(LdiModule module, Bytes vendor) implements LdiParameter {
    }

    /**
     * E2 and E3. The codes of {@code flag} differ between 0B and E1, so it is kept raw.
     *
     * @param setting HTTP address or FTP directory, user and password, at most 65535 bytes
     * @param rtsp    at most 255 bytes
     * @param vendor  10 bytes
     */
    record Camera(LdiModule module, int flag, Bytes setting, Bytes rtsp, Bytes vendor) implements LdiParameter {
    }

    /** Vendor bytes 0. {@code value} goes to E1, E4, E5 and E6; the other types have none. */
    static LdiParameter of(LdiModule module, int value) {
        return hasValue(module.typeCode()) ? new Valued(module, value, Bytes.zeros(10))
                : new Plain(module, Bytes.zeros(vendorBytes(module.typeCode())));
    }

    static boolean hasValue(int typeCode) {
        return typeCode == LdiModuleType.RSU.code || typeCode == LdiModuleType.BARRIER.code
                || typeCode == LdiModuleType.DETECTOR.code || typeCode == LdiModuleType.FEE_DISPLAY.code;
    }

    static boolean isCamera(int typeCode) {
        return typeCode == LdiModuleType.PLATE_CAMERA.code || typeCode == LdiModuleType.TYPE_RECOGNISER.code;
    }

    /** Of types without a value, and of every type in 0D. */
    static int vendorBytes(int typeCode) {
        return typeCode == LdiModuleType.PASS_LIGHT.code || typeCode == LdiModuleType.ALARM.code
                || typeCode == LdiModuleType.CANOPY_LIGHT.code || typeCode == LdiModuleType.FOG_LIGHT.code ? 2 : 10;
    }
}
