package org.etclane.lane.parameters.pack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A package whose signature and hashes are right; nothing is said yet of what is in its tables.
 *
 * @param manifestSha256 names it for ever
 * @param signedBy       name of the key
 */
public record VerifiedPackage(Path file, PackageManifest manifest, String manifestSha256, String signedBy, List<Section> sections) {
    public VerifiedPackage {
        sections = List.copyOf(sections);
    }

    /** A table where it lies in the file. @param offset of its first byte */
    public record Section(PackageManifest.Table table, long offset) {
    }

    /** The bytes of a table of any size, to be read once from the beginning; to be closed by the caller. */
    public InputStream open(Section section) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        channel.position(section.offset());
        return new Bounded(Channels.newInputStream(channel), section.table().size());
    }

    /** The bytes of a table, whole in memory: for tables of a set, which are bounded. */
    public byte[] bytes(Section section) throws IOException {
        try (InputStream in = open(section)) {
            byte[] bytes = in.readNBytes(Math.toIntExact(section.table().size()));
            if (bytes.length != section.table().size()) {
                throw new IOException(file + " became shorter while it was read");
            }
            return bytes;
        }
    }

    /** Ends where the table ends. */
    private static final class Bounded extends InputStream {
        private final InputStream in;
        private long left;

        Bounded(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(into, offset, (int) Math.min(length, left));
            left -= Math.max(read, 0);
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
