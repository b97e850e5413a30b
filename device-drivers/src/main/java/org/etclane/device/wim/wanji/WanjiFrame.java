package org.etclane.device.wim.wanji;

import org.etclane.device.Bytes;

/**
 * One frame of the new protocol, either direction: FF FF · 00 · command · sub · length 2 · data · CRC (weighing.md §5.1).
 *
 * @param command 80H–FFH, one of the constants where it means something to a lane
 * @param sub     sub-command or index, 0–255
 * @param data    usually ends in two reserved bytes
 */
public record WanjiFrame(int command, int sub, Bytes data) {
    public static final int VEHICLE_GROUPS = 0x80;
    public static final int VEHICLE_AXLES = 0x81;
    public static final int SET_TIME = 0x82;
    public static final int STATE = 0x85;
    public static final int HEARTBEAT = 0x86;

    /** FF FF 00 command sub length length … CRC CRC. */
    static final int OVERHEAD_BYTES = 9;
    static final int HEAD_BYTES = 7;
    /** Packet head, 900 bytes of body, CRC. */
    static final int LONGEST_BYTES = 13 + 900 + 2;

    /** A frame with three data bytes: the shortest that hosts and instrument exchange. */
    public static WanjiFrame brief(int command, int sub, int first) {
        return new WanjiFrame(command, sub, Bytes.of(first, 0, 0));
    }
}
