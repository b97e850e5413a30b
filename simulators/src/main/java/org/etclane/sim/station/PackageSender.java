package org.etclane.sim.station;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.etclane.lane.station.v1.ParameterChunk;
import org.etclane.lane.station.v1.ParameterOffer;
import org.etclane.lane.station.v1.ParameterResult;

/** One package on its way over one connection: a few chunks ahead of the lane's acknowledgements. On the event loop. */
final class PackageSender {
    private static final int CHUNK_BYTES = 1 << 18;
    private static final int WINDOW_CHUNKS = 4;

    private final ParameterOffer offer;
    private final Source source;
    private final CompletableFuture<ParameterResult> result;
    private long next = Long.MAX_VALUE;
    private int waiting;

    /** Where the bytes come from. */
    interface Source {
        byte[] read(long offset, int bytes) throws IOException;
    }

    PackageSender(ParameterOffer offer, Source source, CompletableFuture<ParameterResult> result) {
        this.offer = offer;
        this.source = source;
        this.result = result;
    }

    static Source of(byte[] all) {
        return (offset, bytes) -> java.util.Arrays.copyOfRange(all, (int) offset, (int) offset + bytes);
    }

    static Source of(Path file) {
        return (offset, bytes) -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                ByteBuffer buffer = ByteBuffer.allocate(bytes);
                channel.position(offset);
                while (buffer.hasRemaining()) {
                    if (channel.read(buffer) < 0) {
                        throw new IOException(file + " became shorter");
                    }
                }
                return buffer.array();
            }
        };
    }

    ParameterOffer offer() {
        return offer;
    }

    CompletableFuture<ParameterResult> result() {
        return result;
    }

    /** The lane wants it from here on. */
    void begin(long offset) {
        next = offset;
    }

    /** The lane has one more chunk in its file. */
    void progress() {
        waiting--;
    }

    /** Empty when all is sent, or the lane has to catch up first. */
    Optional<ParameterChunk> next() {
        if (waiting == WINDOW_CHUNKS || next >= offer.getSize()) {
            return Optional.empty();
        }
        try {
            byte[] data = source.read(next, (int) Math.min(CHUNK_BYTES, offer.getSize() - next));
            ParameterChunk chunk = ParameterChunk.newBuilder().setOfferId(offer.getOfferId()).setOffset(next).setData(ByteString.copyFrom(data)).build();
            next += data.length;
            waiting++;
            return Optional.of(chunk);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
