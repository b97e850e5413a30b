package org.etclane.sim.card;

import java.util.Optional;
import org.etclane.device.Bytes;

/**
 * A command to a card: CLA INS P1 P2, then data with its length before it, then perhaps the length wanted. The static methods
 * build the commands an RSU sends (card-and-obu-files.md §4, §5). Pure.
 *
 * @param le length of answer wanted, −1 when not stated
 */
public record CommandApdu(int cla, int ins, int p1, int p2, Bytes data, int le) {

    /** Empty when the lengths inside do not add up. */
    public static Optional<CommandApdu> parse(Bytes apdu) {
        if (apdu.size() < 4) {
            return Optional.empty();
        }
        int rest = apdu.size() - 4;
        boolean headOnly = rest == 0;
        boolean leOnly = rest == 1;
        int lc = headOnly || leOnly ? 0 : apdu.u8(4);
        boolean withoutLe = rest == 1 + lc;
        boolean withLe = rest == 2 + lc;
        if (!headOnly && !leOnly && (lc == 0 || !(withoutLe || withLe))) {
            return Optional.empty();
        }
        Bytes data = lc == 0 ? Bytes.EMPTY : apdu.slice(5, 5 + lc);
        int le = leOnly || (lc > 0 && withLe) ? apdu.u8(apdu.size() - 1) : -1;
        return Optional.of(new CommandApdu(apdu.u8(0), apdu.u8(1), apdu.u8(2), apdu.u8(3), data, le));
    }

    public Bytes encode() {
        Bytes head = Bytes.of(cla, ins, p1, p2);
        Bytes body = data.size() == 0 ? Bytes.EMPTY : Bytes.concat(Bytes.of(data.size()), data);
        return Bytes.concat(head, body, le < 0 ? Bytes.EMPTY : Bytes.of(le));
    }

    private static Bytes withData(int cla, int ins, int p1, int p2, Bytes data) {
        return new CommandApdu(cla, ins, p1, p2, data, -1).encode();
    }

    private static Bytes asking(int cla, int ins, int p1, int p2, int le) {
        return new CommandApdu(cla, ins, p1, p2, Bytes.EMPTY, le).encode();
    }

    /** {@code 805C000204} */
    public static Bytes getBalance() {
        return asking(0x80, 0x5C, 0x00, 0x02, 4);
    }

    /** {@code 00B095002B}: file 0015, 43 bytes. */
    public static Bytes readIssueFile() {
        return asking(0x00, 0xB0, 0x95, 0x00, 43);
    }

    /** {@code 00B201CC2B}: file 0019, 43 bytes. */
    public static Bytes readTransitRecord() {
        return asking(0x00, 0xB2, 0x01, 0xCC, 43);
    }

    /** Entry: the 43-byte transit record without a purchase. */
    public static Bytes writeTransitRecord(Bytes record43) {
        return withData(0x00, 0xDC, 0xAA, 0xC8, record43);
    }

    /** File 0018: 1 is the newest record. */
    public static Bytes readPurseRecord(int number) {
        return asking(0x00, 0xB2, number, 0xC4, 23);
    }

    /** INITIALIZE FOR CAPP PURCHASE. */
    public static Bytes initialiseCapp(long amountFen, Bytes terminal6) {
        Bytes amount = Bytes.of((int) (amountFen >>> 24), (int) (amountFen >>> 16), (int) (amountFen >>> 8), (int) amountFen);
        return withData(0x80, 0x50, 0x03, 0x02, Bytes.concat(Bytes.of(1), amount, terminal6));
    }

    /** UPDATE CAPP DATA CACHE with the 43-byte transit record. */
    public static Bytes updateCappCache(Bytes record43) {
        return withData(0x80, 0xDC, 0xAA, 0xC8, record43);
    }

    /** DEBIT FOR CAPP. */
    public static Bytes debitCapp(long terminalSerial, Bytes time7, Bytes mac1) {
        Bytes serial = Bytes.of((int) (terminalSerial >>> 24), (int) (terminalSerial >>> 16), (int) (terminalSerial >>> 8),
                (int) terminalSerial);
        return withData(0x80, 0x54, 0x01, 0x00, Bytes.concat(serial, time7, mac1));
    }

    /** GET TRANSACTION PROVE for the compound purchase that took the card's counter to {@code cardSerial}. */
    public static Bytes getTransactionProve(int cardSerial) {
        return withData(0x80, 0x5A, 0x00, 0x09, Bytes.of(cardSerial >>> 8, cardSerial));
    }
}
