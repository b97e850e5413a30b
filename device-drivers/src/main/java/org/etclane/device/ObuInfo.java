package org.etclane.device;

/**
 * The system information of an OBU as an RSU reports it (rsu-serial.md §5 B2, card-and-obu-files.md §2).
 *
 * @param issuer          8 bytes issuer identifier: name twice, or name and region
 * @param contractType    −1 when the frame form does not carry it
 * @param contractVersion −1 when the frame form does not carry it
 * @param serial          16 hexadecimal digits
 * @param issuedYmd       YYYYMMDD as a number, −1 when the bytes are not BCD
 * @param expiresYmd      YYYYMMDD as a number, −1 when the bytes are not BCD
 * @param cardNumber      20 digits (network and number) when the frame form carries it, else empty
 * @param equipmentCv     equipment class and version byte
 */
public record ObuInfo(ObuId id, Bytes issuer, int contractType, int contractVersion, String serial, int issuedYmd,
        int expiresYmd, String cardNumber, int equipmentCv, ObuStatus status) {
}
