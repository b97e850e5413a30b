package org.etclane.device;

import java.util.Optional;

/**
 * The vehicle information of an OBU after decryption (card-and-obu-files.md §2).
 *
 * @param vehicleClass 1–4 passenger, 11–16 goods, 21–26 special purpose (JT/T 489-2019); any byte value may be read
 * @param userType     0 ordinary, 6 official/free
 * @param dimensions   present only when the frame form carries them (67-byte B3, 79-byte file)
 */
public record VehicleFile(Plate plate, int vehicleClass, int userType, Optional<Dimensions> dimensions) {

    /** Length, width, height and wheelbase in decimetres; loadOrSeats is the 3-byte load (trucks) or seat count (cars). */
    public record Dimensions(int lengthDm, int widthDm, int heightDm, int wheels, int axles, int wheelbaseDm, int loadOrSeats) {
    }
}
