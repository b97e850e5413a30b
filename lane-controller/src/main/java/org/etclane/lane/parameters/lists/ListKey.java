package org.etclane.lane.parameters.lists;

import java.util.Optional;

/**
 * What stands in a status list: a user card by its number with the network in front (20 digits, file 0015 bytes 10–19,
 * card-and-obu-files.md §1), or an OBU by its contract serial (16 digits, system information bytes 10–17, §2). Both are BCD in the
 * files that are read on the road, so a key keeps the digits as hexadecimal: what a damaged or foreign card says is still a key.
 *
 * @param network 0–FFFFH, the card's network; 0 of an OBU
 * @param number  16 digits, the first in the topmost four bits; compared as unsigned
 */
public record ListKey(ListKind kind, int network, long number) implements Comparable<ListKey> {
    private static final int NETWORK_DIGITS = 4;
    private static final int NUMBER_DIGITS = 16;

    public ListKey {
        if (network < 0 || network > 0xFFFF || kind == ListKind.OBU && network != 0) {
            throw new IllegalArgumentException("network " + network + " of a key for " + kind + ": cards 0 to 65535, OBUs 0");
        }
    }

    /** @param digits 20 hexadecimal digits, network and number; empty when they are not */
    public static Optional<ListKey> card(String digits) {
        return hex(digits, NETWORK_DIGITS + NUMBER_DIGITS)
                ? Optional.of(new ListKey(ListKind.CARD, Integer.parseInt(digits, 0, NETWORK_DIGITS, 16),
                        Long.parseUnsignedLong(digits, NETWORK_DIGITS, NETWORK_DIGITS + NUMBER_DIGITS, 16)))
                : Optional.empty();
    }

    /** @param serial 16 hexadecimal digits; empty when they are not */
    public static Optional<ListKey> obu(String serial) {
        return hex(serial, NUMBER_DIGITS)
                ? Optional.of(new ListKey(ListKind.OBU, 0, Long.parseUnsignedLong(serial, 16))) : Optional.empty();
    }

    private static boolean hex(String text, int digits) {
        return text.length() == digits && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F');
    }

    /** As it is written: 20 digits of a card, 16 of an OBU. */
    public String digits() {
        return switch (kind) {
            case CARD -> "%04x%016x".formatted(network, number);
            case OBU -> "%016x".formatted(number);
        };
    }

    /** Order of the files: by network, then by number, both unsigned. */
    @Override
    public int compareTo(ListKey other) {
        int byKind = kind.compareTo(other.kind);
        int byNetwork = Integer.compare(network, other.network);
        return byKind != 0 ? byKind : byNetwork != 0 ? byNetwork : Long.compareUnsigned(number, other.number);
    }
}
