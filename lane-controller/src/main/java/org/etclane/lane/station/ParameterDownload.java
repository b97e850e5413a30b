package org.etclane.lane.station;

import java.util.Locale;
import java.util.Optional;
import org.etclane.lane.parameters.RateTableFile;
import org.etclane.lane.station.v1.ErrorCode;
import org.etclane.lane.station.v1.ParameterChunk;
import org.etclane.lane.station.v1.ParameterOffer;

/** How far one package is on its way: chunks follow each other without gap or overlap, a few of them ahead of the disk. One thread. */
final class ParameterDownload {
    static final int MAX_CHUNK_BYTES = 1 << 18;
    /** So many chunks may be without their acknowledgement: with them, all that a download holds in memory. */
    static final int WINDOW_CHUNKS = 4;

    private final ParameterOffer offer;
    private long received;
    private int waiting;
    private boolean begun;

    ParameterDownload(ParameterOffer offer) {
        this.offer = offer;
    }

    /** Why the lane does not want it; empty when it does. */
    static Optional<String> refusal(ParameterOffer offer, long maxBytes) {
        return switch (offer.getKind()) {
            case PARAMETER_PACKAGE -> {
                if (offer.getSize() < 1 || offer.getSize() > maxBytes) {
                    yield Optional.of("size " + Long.toUnsignedString(offer.getSize()) + ", allowed 1 to " + maxBytes + " bytes");
                }
                yield RateTableFile.isSha256(offer.getSha256()) ? Optional.empty()
                        : Optional.of("sha256 is not 64 lower-case hexadecimal digits");
            }
            case RATE_TABLE -> Optional.of("a rate table by itself is unsigned: send it in a signed package (PARAMETER_PACKAGE)");
            case PARAMETER_KIND_UNSPECIFIED, UNRECOGNIZED ->
                    Optional.of("parameter kind " + offer.getKindValue() + " is unknown");
        };
    }

    ParameterOffer offer() {
        return offer;
    }

    /** The station has been told to send from here. */
    void begin(long offset) {
        received = offset;
        begun = true;
    }

    /** False until the station has been told from where to send: what comes before is of an older download. */
    boolean begun() {
        return begun;
    }

    /** What is wrong with the chunk; empty when it is taken and waits for the disk. */
    Optional<ProtocolViolation> take(ParameterChunk chunk) {
        int size = chunk.getData().size();
        if (chunk.getOffset() != received || size < 1 || size > MAX_CHUNK_BYTES || received + size > offer.getSize()) {
            return Optional.of(new ProtocolViolation(ErrorCode.INVALID_FIELD, String.format(Locale.ROOT,
                    "chunk of %d bytes at %d after %d of %d bytes", size, chunk.getOffset(), received, offer.getSize())));
        }
        if (waiting == WINDOW_CHUNKS) {
            return Optional.of(new ProtocolViolation(ErrorCode.WINDOW_EXCEEDED, WINDOW_CHUNKS + 1 + " chunks without an acknowledgement"));
        }
        received += size;
        waiting++;
        return Optional.empty();
    }

    /** A chunk is in the file. @return true when it was the last one */
    boolean written() {
        waiting--;
        return complete();
    }

    boolean complete() {
        return begun && waiting == 0 && received == offer.getSize();
    }
}
