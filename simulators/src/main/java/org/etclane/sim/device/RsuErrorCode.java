package org.etclane.sim.device;

/** Error codes of B3, B4 and B5 as RSU firmware gives them (rsu-serial.md §6). */
final class RsuErrorCode {
    static final int VEHICLE_NO_ANSWER = 0x04;
    static final int VEHICLE_NOT_DECRYPTED = 0x06;
    static final int CARD_NO_ANSWER = 0x08;
    static final int TRANSIT_NOT_READ = 0x09;
    static final int PURCHASE_NO_ANSWER = 0x10;
    static final int PURCHASE_REFUSED = 0x11;
    static final int MAC1_FAILED = 0x13;
    static final int DEBIT_NO_ANSWER = 0x16;
    static final int DEBIT_REFUSED = 0x17;
    static final int MAC2_WRONG = 0x19;
    static final int EF04_TAKE_NO_ANSWER = 0x08;
    static final int PROOF_NO_ANSWER = 0x35;
    static final int PROOF_REFUSED = 0x36;

    private RsuErrorCode() {
    }
}
