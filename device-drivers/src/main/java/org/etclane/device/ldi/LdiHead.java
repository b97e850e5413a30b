package org.etclane.device.ldi;

import org.etclane.device.Bytes;

/**
 * What every national message begins with, behind its command byte (§4). Reserved bytes are sent as 00 and not looked at.
 *
 * @param unixTime      UTC; seconds in the standard head, milliseconds in the head of 1B, B1, 1C and C1. The sender's claim
 * @param lane          LaneHex, 5 bytes: network 2 BCD, road and station 1 each, lane 1
 * @param certification device verification code (设备校验码), 8 bytes, issued by the platform
 */
public record LdiHead(long unixTime, Bytes lane, Bytes certification) {
    public static final int LANE_BYTES = 5;
    public static final int CERTIFICATION_BYTES = 8;

    public LdiHead {
        if (lane.size() != LANE_BYTES || certification.size() != CERTIFICATION_BYTES) {
            throw new IllegalArgumentException("lane of " + lane.size() + " and code of " + certification.size()
                    + " bytes, allowed: 5 and 8");
        }
    }
}
