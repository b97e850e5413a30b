package org.etclane.lane.journal;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * What stood on the disk after the last group commit, kept in a small file beside the database. The database opens without a
 * word when its end is missing: it falls back to an older version of itself. Only something outside the file can tell. The mark
 * is written after the sync and not synced itself, so it is never ahead of the database; after a power cut it may lag.
 *
 * @param ledgerId      UUID
 * @param sequence      highest durable sequence number
 * @param lastId        highest batch and serial of a transaction id (16 digits), or empty
 * @param vehicleNumber highest vehicle number used
 */
record LedgerMark(String ledgerId, long sequence, String lastId, long vehicleNumber) {
    private static final Pattern LINE =
            Pattern.compile("(ledger=([0-9a-f-]{36}) seq=(\\d{1,19}) id=(\\d{16})? vehicle=(\\d{1,19})) crc=([0-9a-f]{8})\\s*");

    /** One line of constant length 128, padded with blanks, so that it is overwritten in place. */
    byte[] encode() {
        String text = "ledger=" + ledgerId + " seq=" + sequence + " id=" + lastId + " vehicle=" + vehicleNumber;
        return "%-127s%n".formatted(text + " crc=" + crc(text)).getBytes(StandardCharsets.US_ASCII);
    }

    /** Empty when the text is torn or not a mark. */
    static Optional<LedgerMark> parse(byte[] content) {
        Matcher line = LINE.matcher(new String(content, StandardCharsets.US_ASCII));
        if (!line.matches() || !crc(line.group(1)).equals(line.group(6))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LedgerMark(line.group(2), Long.parseLong(line.group(3)),
                    line.group(4) == null ? "" : line.group(4), Long.parseLong(line.group(5))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String crc(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return "%08x".formatted(crc.getValue());
    }
}
