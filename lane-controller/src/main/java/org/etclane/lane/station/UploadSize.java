package org.etclane.lane.station;

import java.util.List;
import org.etclane.lane.station.v1.Record;

/** Keeps an upload well inside one frame. Pure. */
final class UploadSize {
    /** Half a frame: records beyond it wait for the next upload. */
    static final int AIM_BYTES = StationFrames.MAX_BYTES / 2;

    private UploadSize() {
    }

    /** The first records that together stay below {@link #AIM_BYTES}; at least one. */
    static List<Record> fitting(List<Record> records) {
        long bytes = 0;
        for (int i = 0; i < records.size(); i++) {
            bytes += records.get(i).getSerializedSize();
            if (bytes > AIM_BYTES && i > 0) {
                return records.subList(0, i);
            }
        }
        return records;
    }
}
