package org.etclane.device.card;

import org.etclane.device.Bytes;
import org.etclane.device.Plate;
import org.etclane.device.frame.Bcd;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.frame.PlateText;

import java.util.Optional;

/**
 * The issue information of a user card: file 0015, 43 bytes (卡片发行基本数据, card-and-obu-files.md §1).
 *
 * <pre>
 * 0 issuer 8 · 8 card type 1 · 9 version 1 · 10 network 2 · 12 card number 8 · 20 start 4 BCD · 24 expiry 4 BCD
 * 28 plate 12 · 40 user type 1 · 41, 42: from version 40H on plate colour and vehicle class, before that bind byte and colour
 * </pre>
 *
 * @param issuer       8 bytes: four bytes of GBK name twice, or name and region
 * @param cardType     {@link #STORED_VALUE}, {@link #CREDIT} or any other byte value
 * @param version      0–255
 * @param network      4 hexadecimal digits, lower case
 * @param cardNumber   16 hexadecimal digits, lower case
 * @param startYmd     YYYYMMDD, −1 when not BCD
 * @param expiryYmd    YYYYMMDD, −1 when not BCD
 * @param userType     0 ordinary, 6 official/free
 * @param vehicleClass byte 42 from version 40H on, −1 before
 */
public record IssueFile(Bytes issuer, int cardType, int version, String network, String cardNumber, int startYmd, int expiryYmd,
        Plate plate, int userType, int vehicleClass) {
    public static final int LENGTH = 43;
    /** 储值卡: the purse holds money. */
    public static final int STORED_VALUE = 22;
    /** 记账卡: the purse only counts. */
    public static final int CREDIT = 23;
    /** First version of the 2019-era national card. */
    public static final int VERSION_2019 = 0x40;

    public IssueFile {
        if (issuer.size() != 8 || network.length() != 4 || cardNumber.length() != 16) {
            throw new IllegalArgumentException("issuer 8 bytes, network 4 digits, card number 16 digits: " + issuer + ", "
                    + network + ", " + cardNumber);
        }
    }

    /** 43 bytes, or more (50 when the separate read of bytes 43–49 was appended); empty when shorter. */
    public static Optional<IssueFile> parse(Bytes file) {
        if (file.size() < LENGTH) {
            return Optional.empty();
        }
        int version = file.u8(9);
        boolean recent = version >= VERSION_2019;
        Plate plate = new Plate(PlateText.decode(file.slice(28, 40)), file.u8(recent ? 41 : 42));
        return Optional.of(new IssueFile(file.slice(0, 8), file.u8(8), version, file.slice(10, 12).hex(),
                file.slice(12, 20).hex(), Bcd.ymd(file, 20), Bcd.ymd(file, 24), plate, file.u8(40),
                recent ? file.u8(42) : -1));
    }

    /** 43 bytes. A date of −1 becomes FFFFFFFF; the bind byte of cards before version 40H becomes 0. */
    public Bytes encode() {
        boolean recent = version >= VERSION_2019;
        return new ByteWriter().bytes(issuer).u8(cardType).u8(version).hex(network).hex(cardNumber)
                .bytes(Bcd.ofYmd(startYmd)).bytes(Bcd.ofYmd(expiryYmd)).bytes(PlateText.encode(plate.text())).u8(userType)
                .u8(recent ? plate.colour() : 0).u8(recent ? vehicleClass : plate.colour()).toBytes();
    }

    /** The dispersion factor (分散因子): the issuer's first four bytes twice, 8 bytes. */
    public Bytes factor() {
        return Bytes.concat(issuer.slice(0, 4), issuer.slice(0, 4));
    }
}
