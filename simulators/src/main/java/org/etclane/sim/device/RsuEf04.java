package org.etclane.sim.device;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.rsu.serial.Ef04;
import org.etclane.device.rsu.serial.LaneFrame;

/**
 * Files EF04 of the OBUs around a simulated RSU, and what its C0 asked to have read of them (profile {@code ef04};
 * rsu-serial.md §4, §5, card-and-obu-files.md §2). An OBU that nothing was put into has zeros. Not thread-safe: the
 * simulation's thread.
 */
public final class RsuEf04 {
    /** The file with room for its list of provinces. */
    public static final int FILE_LENGTH = 512;
    /** C9 clears the prefix of the record and the list of provinces (one source). */
    private static final int PREFIX_LENGTH = 3;
    private static final int PROVINCES_OFFSET = 405;
    private static final int PROVINCES_LENGTH = 80;
    private static final int ENTRY_MODE = 3;

    private final Map<ObuId, byte[]> files = new HashMap<>();
    private Ef04.Request request = Ef04.Request.NOTHING;
    private boolean entryMode;

    void initialised(LaneFrame.C0Initialise init) {
        request = init.ef04().orElse(Ef04.Request.NOTHING);
        entryMode = init.laneMode() == ENTRY_MODE && init.ef04().isPresent();
    }

    /** Whether the lane is an entry of this profile, where EF04 is not read and C6 over 0 fen writes the entry. */
    boolean entryMode() {
        return entryMode;
    }

    /** What B4 says: in entry mode zeros and "not read", as that firmware has it. */
    Ef04.Read read(ObuId obu) {
        if (request.option() == 0) {
            return new Ef04.Read(0, 1, Optional.empty());
        }
        if (entryMode) {
            return new Ef04.Read(0, 1, Optional.of(new Ef04.Part(0, 0, Bytes.zeros(request.length()))));
        }
        return new Ef04.Read(0, 0, Optional.of(Ef04.Part.of(request.offset(), content(obu, request.offset(), request.length()))));
    }

    /** So many bytes from there on; what lies beyond the file is missing. */
    public Bytes content(ObuId obu, int offset, int length) {
        byte[] file = file(obu);
        int from = Math.min(offset, file.length);
        return Bytes.copyOf(file, from, Math.min(from + length, file.length));
    }

    /** What lies beyond the file is not written. */
    public void write(ObuId obu, int offset, Bytes data) {
        byte[] file = file(obu);
        for (int i = 0; i < data.size() && offset + i < file.length; i++) {
            file[offset + i] = (byte) data.u8(i);
        }
    }

    void write(ObuId obu, Ef04.Part part) {
        part.content().ifPresent(data -> write(obu, part.offset(), data));
    }

    Bytes take(ObuId obu, int offset, int length) {
        Bytes taken = content(obu, offset, length);
        write(obu, Ef04.RECORD_OFFSET, Bytes.zeros(PREFIX_LENGTH));
        write(obu, PROVINCES_OFFSET, Bytes.zeros(PROVINCES_LENGTH));
        return taken;
    }

    private byte[] file(ObuId obu) {
        return files.computeIfAbsent(obu, _ -> new byte[FILE_LENGTH]);
    }
}
