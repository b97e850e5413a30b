package org.etclane.sim.bench.vm;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Writes an archive in the format that the kernel unpacks as its first file system: cpio "newc", 110 bytes of head in hexadecimal
 * digits, name, content, the latter two filled up to multiples of four. Needs no root for device nodes and owners. Times are zero,
 * so the same content gives the same bytes. One thread; not closed before {@link #end}.
 */
public final class CpioArchive {
    private static final int FOLDER = 0040000;
    private static final int FILE = 0100000;
    private static final int LINK = 0120000;
    private static final int CHARACTER_DEVICE = 0020000;

    private final OutputStream out;
    private final Set<String> folders = new HashSet<>();
    private int entries;
    private long written;

    /** @param out written in small pieces; give it a buffer */
    public CpioArchive(OutputStream out) {
        this.out = out;
    }

    /** Also makes the folders above it, with mode 0755; one that is there already stays as it is. */
    public void folder(String name, int mode) throws IOException {
        if (folders.add(name)) {
            above(name);
            head(name, FOLDER | mode, 0, 0, 0, 0);
        }
    }

    /** @param owner user and group number */
    public void file(String name, int mode, int owner, byte[] content) throws IOException {
        above(name);
        head(name, FILE | mode, owner, content.length, 0, 0);
        put(content);
        fill();
    }

    public void file(String name, int mode, Path content) throws IOException {
        above(name);
        head(name, FILE | mode, 0, Files.size(content), 0, 0);
        written += Files.copy(content, out);
        fill();
    }

    public void link(String name, String target) throws IOException {
        above(name);
        byte[] content = target.getBytes(StandardCharsets.UTF_8);
        head(name, LINK | 0777, 0, content.length, 0, 0);
        put(content);
        fill();
    }

    public void characterDevice(String name, int mode, int major, int minor) throws IOException {
        above(name);
        head(name, CHARACTER_DEVICE | mode, 0, 0, major, minor);
    }

    /** The entry that ends the archive. */
    public void end() throws IOException {
        head("TRAILER!!!", 0, 0, 0, 0, 0);
        out.flush();
    }

    private void above(String name) throws IOException {
        int slash = name.lastIndexOf('/');
        if (slash > 0) {
            folder(name.substring(0, slash), 0755);
        }
    }

    private void head(String name, int mode, int owner, long size, int major, int minor) throws IOException {
        if (size > Integer.MAX_VALUE) {
            throw new IOException(name + " is " + size + " bytes, allowed: less than 2 GiB");
        }
        byte[] nameBytes = (name + '\0').getBytes(StandardCharsets.UTF_8);
        entries++;
        long[] fields = {entries, mode, owner, owner, 1, 0, size, 0, 0, major, minor, nameBytes.length, 0};
        StringBuilder head = new StringBuilder("070701");
        for (long field : fields) {
            head.append("%08X".formatted(field));
        }
        put(head.toString().getBytes(StandardCharsets.US_ASCII));
        put(nameBytes);
        fill();
    }

    private void put(byte[] bytes) throws IOException {
        out.write(bytes);
        written += bytes.length;
    }

    private void fill() throws IOException {
        while (written % 4 != 0) {
            out.write(0);
            written++;
        }
    }
}
