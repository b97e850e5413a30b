package org.etclane.device.ldi;

import java.util.Optional;

/** DeviceType codes (lane-devices-ldi.md §5). F5–FF are reserved. */
public enum LdiModuleType {
    RSU(0xE1, "rsu"), PLATE_CAMERA(0xE2, "plate-camera"), TYPE_RECOGNISER(0xE3, "type-recogniser"), BARRIER(0xE4, "barrier"),
    DETECTOR(0xE5, "detector"), FEE_DISPLAY(0xE6, "display"), PASS_LIGHT(0xE7, "pass-light"), ALARM(0xE8, "alarm"),
    GUIDE_BOARD(0xE9, "guide-board"), CANOPY_LIGHT(0xEA, "canopy-light"), FOG_LIGHT(0xEB, "fog-light"),
    WEIGHING(0xEC, "weighing"), CARD_DISPENSER(0xED, "card-dispenser"), SELF_PAYMENT(0xEE, "self-payment"),
    LANE_CAMERA(0xEF, "lane-camera"), IC_READER(0xF0, "ic-reader"), PRINTER(0xF1, "printer"),
    PAYMENT_TERMINAL(0xF2, "payment-terminal"), SCANNER(0xF3, "scanner"), VOICE(0xF4, "voice");

    private static final LdiModuleType[] BY_CODE = byCode();

    public final int code;
    public final String words;

    LdiModuleType(int code, String words) {
        this.code = code;
        this.words = words;
    }

    /** @param code 0–255 */
    public static Optional<LdiModuleType> of(int code) {
        return Optional.ofNullable(BY_CODE[code & 0xFF]);
    }

    private static LdiModuleType[] byCode() {
        LdiModuleType[] table = new LdiModuleType[256];
        for (LdiModuleType type : values()) {
            table[type.code] = type;
        }
        return table;
    }
}
