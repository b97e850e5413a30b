package org.etclane.lane.parameters;

/**
 * A toll station as it stands in the transit record.
 *
 * @param network 4 hexadecimal digits (BCD), e.g. "3701"
 * @param station 0–65535
 */
public record StationKey(String network, int station) {
    @Override
    public String toString() {
        return network + "-" + station;
    }
}
