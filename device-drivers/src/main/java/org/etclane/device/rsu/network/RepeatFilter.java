package org.etclane.device.rsu.network;

import org.etclane.device.Bytes;

import java.util.Optional;

/**
 * Tells an RSU's repeats from its news (rsu-network.md §1): a frame that the lane has not answered comes again, at most three
 * times at 120 ms, with the same SEQ and body. Remembers the latest information frame and the answer to it.
 *
 * <p>A repeat that follows our answer by less than half the interval has crossed it on the way. One that comes later shows that
 * the answer was lost: then it is sent once more, unchanged, unless it was one that moves money, since nobody promises that an
 * RSU does not obey it twice.
 */
final class RepeatFilter {
    private static final long CROSSING_NANOS = 60_000_000L;

    private final long windowNanos;
    private Bytes heard = Bytes.EMPTY;
    private long heardAtNanos;
    private Optional<byte[]> answer = Optional.empty();
    private long answeredAtNanos;

    /** @param windowNanos how long after the first one the same frame counts as repeated; later it is news */
    RepeatFilter(long windowNanos) {
        this.windowNanos = windowNanos;
    }

    /** @param raw VER…CRC: SEQ and body; @return true when it is the latest one again, else it is the latest one now */
    boolean isRepeat(long nowNanos, Bytes raw) {
        if (raw.equals(heard) && nowNanos - heardAtNanos < windowNanos) {
            return true;
        }
        heard = raw;
        heardAtNanos = nowNanos;
        answer = Optional.empty();
        return false;
    }

    /** @param harmless may be sent again */
    void answered(long nowNanos, byte[] frame, boolean harmless) {
        answer = harmless ? Optional.of(frame.clone()) : Optional.empty();
        answeredAtNanos = nowNanos;
    }

    /** The answer to send again, now that a repeat has come. */
    Optional<byte[]> lostAnswer(long nowNanos) {
        return answer.filter(_ -> nowNanos - answeredAtNanos >= CROSSING_NANOS).map(byte[]::clone);
    }

    /** The next frame is news, whatever it is. */
    void forget() {
        heard = Bytes.EMPTY;
        answer = Optional.empty();
    }
}
