package org.etclane.lane.station;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.etclane.lane.parameters.RateTableFile;
import org.etclane.lane.station.v1.ParameterChunk;
import org.etclane.lane.station.v1.ParameterOffer;

/** One parameter file on its way in: chunks must follow each other without gap or overlap. One thread. */
final class ParameterDownload {
    static final int MAX_BYTES = 16 << 20;
    static final int MAX_CHUNK_BYTES = 1 << 18;

    private final ParameterOffer offer;
    private byte[] content = new byte[0];
    private int received;

    ParameterDownload(ParameterOffer offer) {
        this.offer = offer;
    }

    /** Why the lane does not want it; empty when it does. */
    static Optional<String> refusal(ParameterOffer offer) {
        return switch (offer.getKind()) {
            case RATE_TABLE -> {
                if (offer.getSize() < 1 || offer.getSize() > MAX_BYTES) {
                    yield Optional.of("size " + offer.getSize() + ", allowed 1 to " + MAX_BYTES + " bytes");
                }
                yield RateTableFile.isSha256(offer.getSha256()) ? Optional.empty()
                        : Optional.of("sha256 is not 64 lower-case hexadecimal digits");
            }
            case PARAMETER_KIND_UNSPECIFIED, UNRECOGNIZED ->
                    Optional.of("parameter kind " + offer.getKindValue() + " is unknown");
        };
    }

    ParameterOffer offer() {
        return offer;
    }

    /** What is wrong with the chunk; empty when it is taken. */
    Optional<String> take(ParameterChunk chunk) {
        int size = chunk.getData().size();
        if (chunk.getOffset() != received || size < 1 || size > MAX_CHUNK_BYTES || received + size > offer.getSize()) {
            return Optional.of(String.format(Locale.ROOT, "chunk of %d bytes at %d after %d of %d bytes", size, chunk.getOffset(),
                    received, offer.getSize()));
        }
        if (content.length < received + size) {
            // grows with what really came: a false size costs no memory
            content = Arrays.copyOf(content, (int) Math.min(offer.getSize(), Math.max(received + size, content.length * 2L)));
        }
        chunk.getData().copyTo(content, received);
        received += size;
        return Optional.empty();
    }

    boolean complete() {
        return received == offer.getSize();
    }

    /** The file, once {@link #complete()}. */
    byte[] content() {
        return Arrays.copyOf(content, received);
    }
}
