package org.etclane.sim.host;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.etclane.device.link.ByteLink;

/**
 * A line on which chunks stay whole, over one that is a mere stream of bytes: each goes with its length, 2 bytes, in front. One thread
 * at a time hands bytes in.
 */
public final class ChunkLink implements ByteLink {
    private static final int HEAD_BYTES = 2;

    private final ByteLink stream;

    /** @param stream not started */
    public ChunkLink(ByteLink stream) {
        this.stream = stream;
    }

    /** @param chunk at most 65,535 bytes */
    public static byte[] framed(byte[] chunk) {
        byte[] framed = new byte[HEAD_BYTES + chunk.length];
        framed[0] = (byte) (chunk.length >> 8);
        framed[1] = (byte) chunk.length;
        System.arraycopy(chunk, 0, framed, HEAD_BYTES, chunk.length);
        return framed;
    }

    @Override
    public void start(Listener listener) {
        stream.start(new Listener() {
            private byte[] waiting = new byte[0];

            @Override
            public void up(long atNanos) {
                waiting = new byte[0];
                listener.up(atNanos);
            }

            @Override
            public void bytes(long atNanos, byte[] piece) {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                all.writeBytes(waiting);
                all.writeBytes(piece);
                waiting = whole(all.toByteArray(), atNanos, listener);
            }

            @Override
            public void down(long atNanos, String cause) {
                listener.down(atNanos, cause);
            }
        });
    }

    /** @return what is no whole chunk yet */
    private static byte[] whole(byte[] all, long atNanos, Listener listener) {
        int from = 0;
        while (all.length - from >= HEAD_BYTES) {
            int length = (all[from] & 0xFF) << 8 | all[from + 1] & 0xFF;
            if (all.length - from < HEAD_BYTES + length) {
                break;
            }
            listener.bytes(atNanos, Arrays.copyOfRange(all, from + HEAD_BYTES, from + HEAD_BYTES + length));
            from += HEAD_BYTES + length;
        }
        return Arrays.copyOfRange(all, from, all.length);
    }

    @Override
    public boolean offer(byte[] frame) {
        return stream.offer(framed(frame));
    }

    @Override
    public void restart(String cause) {
        stream.restart(cause);
    }

    @Override
    public Optional<String> trouble() {
        return stream.trouble();
    }

    @Override
    public String description() {
        return stream.description();
    }

    @Override
    public void close() {
        stream.close();
    }
}
