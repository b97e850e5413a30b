package org.etclane.lane.parameters.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What lies where in a POSIX tar file (ustar, as {@code tar --format=ustar} writes it). Read strictly: plain files only, short plain
 * names, each once, nothing but zeros between and behind them, so that no bit of a package can change unseen.
 *
 * <pre>
 * block of 512 bytes: name 100, mode 8, uid 8, gid 8, size 12 octal, mtime 12, checksum 6 octal "\0 ", type 1, link 100, "ustar\0" "00",
 *                     owner 32, group 32, device 16, prefix 155, padding
 * content, filled up with zeros to whole blocks; behind the last file two or more blocks of zeros, at most 20
 * </pre>
 */
final class TarIndex {
    static final int BLOCK = 512;
    private static final int MAX_ENTRIES = 24;
    private static final int MAX_TAIL_BLOCKS = 20;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern OCTAL = Pattern.compile("[0-7]{1,12}");

    private TarIndex() {
    }

    /** @param offset of the first byte of the content */
    record Entry(String name, long offset, long size) {
    }

    /** Not such a file; the message says where and why. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    static List<Entry> read(SeekableByteChannel file) throws IOException, Malformed {
        List<Entry> entries = new ArrayList<>();
        long size = file.size();
        long at = 0;
        while (true) {
            ByteBuffer block = block(file, at, size);
            if (isZero(block)) {
                tail(file, at, size);
                return entries;
            }
            Entry entry = entry(block, at);
            long end = entry.offset() + padded(entry.size());
            if (end > size) {
                throw new Malformed(entry.name() + " ends behind the end of the file: it is cut off");
            }
            if (entries.size() == MAX_ENTRIES || entries.stream().anyMatch(before -> before.name().equals(entry.name()))) {
                throw new Malformed(entries.size() == MAX_ENTRIES ? "more than " + MAX_ENTRIES + " files" : entry.name() + " is in it twice");
            }
            zeros(file, entry.offset() + entry.size(), end);
            entries.add(entry);
            at = end;
        }
    }

    private static long padded(long size) {
        return (size + BLOCK - 1) / BLOCK * BLOCK;
    }

    private static ByteBuffer block(SeekableByteChannel file, long at, long size) throws IOException, Malformed {
        if (at + BLOCK > size) {
            throw new Malformed("ends at byte " + size + " without the two blocks of zeros of a tar file: it is cut off, or no tar file");
        }
        return fully(file, at, BLOCK);
    }

    static ByteBuffer fully(SeekableByteChannel file, long at, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        file.position(at);
        while (buffer.hasRemaining()) {
            if (file.read(buffer) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
        return buffer.flip();
    }

    private static Entry entry(ByteBuffer block, long at) throws Malformed {
        byte[] bytes = block.array();
        String magic = new String(bytes, 257, 8, StandardCharsets.ISO_8859_1);
        if (!magic.equals("ustar\00000")) {
            throw new Malformed("block at byte " + at + " is not of a POSIX tar file; write it with tar --format=ustar");
        }
        if (!new String(bytes, 148, 8, StandardCharsets.ISO_8859_1).equals(String.format(Locale.ROOT, "%06o\0 ", checksum(bytes)))) {
            throw new Malformed("block at byte " + at + " has a wrong checksum");
        }
        String name = text(bytes, 0, 100);
        boolean plain = (bytes[156] == '0' || bytes[156] == 0) && text(bytes, 345, 155).isEmpty() && NAME.matcher(name).matches();
        if (!plain) {
            throw new Malformed("\"" + name + "\" at byte " + at + " is no plain file with a plain name (letters, digits, . _ -, at most 100)");
        }
        return new Entry(name, at + BLOCK, octal(bytes, 124, 12));
    }

    private static long checksum(byte[] block) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : block[i] & 0xFF;
        }
        return sum;
    }

    private static String text(byte[] bytes, int from, int length) {
        String all = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        int end = all.indexOf(0);
        return end < 0 ? all : all.substring(0, end);
    }

    private static long octal(byte[] bytes, int from, int length) throws Malformed {
        String digits = text(bytes, from, length).strip();
        if (!OCTAL.matcher(digits).matches()) {
            throw new Malformed("\"" + digits + "\" is no octal number");
        }
        return Long.parseLong(digits, 8);
    }

    private static void tail(SeekableByteChannel file, long at, long size) throws IOException, Malformed {
        long blocks = (size - at) / BLOCK;
        if (size % BLOCK != 0 || blocks < 2 || blocks > MAX_TAIL_BLOCKS) {
            throw new Malformed(blocks < 2 ? "ends without the two blocks of zeros of a tar file: it is cut off"
                    : "holds " + (size - at) + " bytes behind its last file");
        }
        zeros(file, at, size);
    }

    private static void zeros(SeekableByteChannel file, long from, long until) throws IOException, Malformed {
        if (until > from && !isZero(fully(file, from, (int) (until - from)))) {
            throw new Malformed("holds something between byte " + from + " and " + until + " that belongs to no file");
        }
    }

    private static boolean isZero(ByteBuffer bytes) {
        for (int i = 0; i < bytes.limit(); i++) {
            if (bytes.get(i) != 0) {
                return false;
            }
        }
        return true;
    }
}
