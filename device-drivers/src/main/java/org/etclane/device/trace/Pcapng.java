package org.etclane.device.trace;

/** Numbers of the pcapng format (draft-ietf-opsawg-pcapng §3, §4) that a trace of a serial line needs. */
final class Pcapng {
    static final int SECTION_HEADER = 0x0A0D0D0A;
    static final int INTERFACE_DESCRIPTION = 1;
    static final int ENHANCED_PACKET = 6;
    static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    /** Block type, block length before and after the body. */
    static final int BLOCK_OVERHEAD = 12;
    /** For private use: a dissector can be told to take it (Wireshark: Preferences, Protocols, DLT_USER). */
    static final int LINKTYPE_USER0 = 147;

    static final int END_OF_OPTIONS = 0;
    static final int COMMENT = 1;
    static final int SHB_USERAPPL = 4;
    static final int IF_NAME = 2;
    static final int IF_DESCRIPTION = 3;
    static final int IF_TSRESOL = 9;
    static final int EPB_FLAGS = 2;

    /** Resolution 10 to the power of minus 9. */
    static final byte NANOSECONDS = 9;
    static final int INBOUND = 1;
    static final int OUTBOUND = 2;
    static final int LONGEST_TEXT = 4_000;

    private Pcapng() {
    }

    /** Everything is filled up to a multiple of 4 bytes. */
    static int padded(int length) {
        return (length + 3) & ~3;
    }
}
