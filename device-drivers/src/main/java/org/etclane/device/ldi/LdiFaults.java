package org.etclane.device.ldi;

/** Words for the fault codes that every module shares (§9). The lists of cameras and dispensers are not used by the lane yet. */
final class LdiFaults {
    private LdiFaults() {
    }

    static String words(int code) {
        String meaning = switch (code) {
            case 0x00 -> "normal";
            case 0x01 -> "abnormal, no detail";
            case 0x02 -> "initialisation data wrong";
            case 0x03 -> "mandatory parameter missing";
            case 0x04 -> "illegal parameter";
            default -> code >= 0x80 && code <= 0xFE ? "vendor's own code" : "not in the list";
        };
        return "fault %02X (%s)".formatted(code, meaning);
    }
}
