package org.etclane.lane.parameters.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of parts of files, 64 KiB in memory at a time. */
public final class Sha256 {
    private static final int BUFFER_BYTES = 1 << 16;

    private Sha256() {
    }

    /** Lower-case hexadecimal. @throws IOException also when the file ends before the part does */
    public static String of(SeekableByteChannel file, long offset, long size) throws IOException {
        MessageDigest digest = digest();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        file.position(offset);
        for (long left = size; left > 0; ) {
            buffer.clear().limit((int) Math.min(left, buffer.capacity()));
            int read = file.read(buffer);
            if (read < 0) {
                throw new IOException("the file ends " + left + " bytes early");
            }
            digest.update(buffer.flip());
            left -= read;
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
