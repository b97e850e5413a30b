package org.etclane.device.link;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a serial line is and how it is set.
 *
 * @param path     device file or a link to it, e.g. "/dev/ttyS1"; pseudo-terminals are found by path only
 * @param baud     bits per second, 50–4,000,000
 * @param dataBits 5–8
 * @param stopBits 1 or 2
 */
public record SerialSettings(String path, int baud, int dataBits, Parity parity, int stopBits) {
    private static final Pattern MODE = Pattern.compile("(\\d{2,7})\\s+([5-8])([NOEMS])([12])");

    public SerialSettings {
        if (path.isBlank()) {
            throw new IllegalArgumentException("serial path is empty; allowed: a device file such as /dev/ttyS1");
        }
        if (baud < 50 || baud > 4_000_000) {
            throw new IllegalArgumentException("baud " + baud + " is not within 50–4000000");
        }
        if (dataBits < 5 || dataBits > 8) {
            throw new IllegalArgumentException("data bits " + dataBits + " are not within 5–8");
        }
        if (stopBits < 1 || stopBits > 2) {
            throw new IllegalArgumentException("stop bits " + stopBits + " are not 1 or 2");
        }
    }

    /**
     * Reads what an engineer writes, e.g. {@code ("/dev/ttyS1", "115200 8N1")}.
     *
     * @throws IllegalArgumentException with the text and the form that is allowed
     */
    public static SerialSettings parse(String path, String mode) {
        Matcher matcher = MODE.matcher(mode.strip().toUpperCase(java.util.Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("serial mode \"" + mode + "\" is not of the form \"<baud> <data bits 5-8>"
                    + "<parity N|O|E|M|S><stop bits 1|2>\", e.g. \"115200 8N1\"");
        }
        return new SerialSettings(path.strip(), Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)),
                parity(matcher.group(3).charAt(0)), Integer.parseInt(matcher.group(4)));
    }

    /** "115200 8N1". */
    public String mode() {
        return baud + " " + dataBits + parity.letter() + stopBits;
    }

    /** Bits that one byte takes on the wire, start, parity and stop bits included: 10 for 8N1. */
    public int bitsPerByte() {
        return 1 + dataBits + (parity == Parity.NONE ? 0 : 1) + stopBits;
    }

    /** "/dev/ttyS1 115200 8N1". */
    @Override
    public String toString() {
        return path + " " + mode();
    }

    private static Parity parity(char letter) {
        for (Parity parity : Parity.values()) {
            if (parity.letter() == letter) {
                return parity;
            }
        }
        throw new IllegalArgumentException("parity " + letter + " is not one of N, O, E, M, S");
    }
}
