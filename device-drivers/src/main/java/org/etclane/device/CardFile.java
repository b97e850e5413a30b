package org.etclane.device;

import java.util.Optional;

/**
 * What an RSU reads from the user card (rsu-serial.md §5 B4, rsu-network.md §3 B4).
 *
 * @param localCard    card type byte: false national, true local card
 * @param physicalType 0 CPU, 1 Mifare S50, 2 Mifare Pro, 3 Ultralight, 5 S70
 * @param transType    0 traditional, 16 (10H) compound (CAPP, 复合消费)
 * @param balanceFen   unsigned 32-bit, 0–4,294,967,295: credit cards really hold values above 7FFFFFFFH
 * @param uid          card UID, 0 if none
 * @param issueFile    the 43 bytes of file 0015, raw
 * @param transitFile  the last-station field as sent: 36, 39 or 43 bytes, raw (0012 or 0019)
 * @param trip         the OBU's trip file, when the frame carries it
 */
public record CardFile(boolean localCard, int physicalType, int transType, long balanceFen, int uid, Bytes issueFile,
        Bytes transitFile, Optional<TripFile> trip) {

    /** Without a trip file, as most frames are. */
    public CardFile(boolean localCard, int physicalType, int transType, long balanceFen, int uid, Bytes issueFile,
            Bytes transitFile) {
        this(localCard, physicalType, transType, balanceFen, uid, issueFile, transitFile, Optional.empty());
    }

    public CardFile withTrip(Optional<TripFile> read) {
        return new CardFile(localCard, physicalType, transType, balanceFen, uid, issueFile, transitFile, read);
    }
}
