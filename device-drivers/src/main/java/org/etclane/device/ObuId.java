package org.etclane.device;

/** The 4-byte link address (MAC id) by which an RSU names an on-board unit (车载单元) during one dialogue. */
public record ObuId(int value) {
    public static final ObuId NONE = new ObuId(0);

    public String hex() {
        return "%08X".formatted(value);
    }

    @Override
    public String toString() {
        return hex();
    }
}
