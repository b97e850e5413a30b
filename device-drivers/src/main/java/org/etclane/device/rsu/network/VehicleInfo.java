package org.etclane.device.rsu.network;

import org.etclane.device.Bytes;
import org.etclane.device.Plate;
import org.etclane.device.VehicleFile;
import org.etclane.device.frame.PlateText;

import java.util.Optional;

/** The first 79 bytes of an OBU's vehicle file, in clear (card-and-obu-files.md §2); bytes 27–78 are not read here. */
final class VehicleInfo {
    private VehicleInfo() {
    }

    /** @param file at least 27 bytes */
    static VehicleFile read(Bytes file) {
        return new VehicleFile(new Plate(PlateText.decode(file.slice(0, 12)), file.u16(12)), file.u8(14), file.u8(15),
                Optional.of(new VehicleFile.Dimensions(file.u16(16), file.u8(18), file.u8(19), file.u8(20), file.u8(21),
                        file.u16(22), file.u24(24))));
    }
}
