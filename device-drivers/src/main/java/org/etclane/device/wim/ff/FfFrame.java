package org.etclane.device.wim.ff;

import org.etclane.device.Bytes;

/**
 * One frame of either direction: FF · command · length of the whole frame · payload · CRC (weighing.md §3.1). FF is not escaped.
 *
 * @param payload 0–250 bytes
 */
public record FfFrame(FfCommand command, Bytes payload) {
    public static final int MAX_PAYLOAD_BYTES = 250;

    public FfFrame {
        if (payload.size() > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("payload of " + payload.size() + " bytes, allowed: 0–" + MAX_PAYLOAD_BYTES);
        }
    }
}
