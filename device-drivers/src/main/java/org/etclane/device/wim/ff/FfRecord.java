package org.etclane.device.wim.ff;

import java.util.List;
import org.etclane.device.Bytes;

/**
 * The payload of commands 0 to 3 (weighing.md §3.3). Payload length 11 + 5 entries, for no entry 13.
 *
 * @param time          7 bytes, see {@link org.etclane.device.wim.MeterTime}
 * @param overLimit     flag byte, 0–255
 * @param speedTenthKmh 0.1 km/h, 0–65535
 * @param acceleration  a tenth of an unnamed unit, 0–255
 * @param axles         axle count, 0–255
 * @param groups        axle-group count, 0–255
 * @param weightsTenKg  one per axle (commands 1, 3) or per group (0, 2), 10 kg, 0–65535
 * @param types         one per weight: 1 single tyre, 2 dual for axles; group codes for groups
 * @param spacings      between the entries, one less than weights; unit not stated by the source, 0–65535
 */
public record FfRecord(Bytes time, int overLimit, int speedTenthKmh, int acceleration, int axles, int groups,
        List<Integer> weightsTenKg, List<Integer> types, List<Integer> spacings) {
    /** As many as fit a frame. */
    public static final int MAX_ENTRIES = 47;

    public FfRecord {
        weightsTenKg = List.copyOf(weightsTenKg);
        types = List.copyOf(types);
        spacings = List.copyOf(spacings);
        int entries = weightsTenKg.size();
        if (entries > MAX_ENTRIES || types.size() != entries || spacings.size() != Math.max(0, entries - 1)) {
            throw new IllegalArgumentException(entries + " weights, " + types.size() + " types, " + spacings.size()
                    + " spacings; allowed: up to " + MAX_ENTRIES + " weights, as many types, one spacing less");
        }
    }
}
