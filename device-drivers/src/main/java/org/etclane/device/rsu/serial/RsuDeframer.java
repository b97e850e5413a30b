package org.etclane.device.rsu.serial;

import org.etclane.device.Bytes;
import org.etclane.device.frame.Bcc;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.frame.Escape;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Cuts a byte stream into frames: FF FF · RSCTL · DATA · BCC · FF (rsu-serial.md §1). FF is never a data byte, so every run of
 * FF, one or more, is a delimiter, wherever an ETX ends and an STX begins. Bytes before the first delimiter are the rest of
 * something that began before the line was opened and are reported, not decoded. The buffer is bounded.
 *
 * <p>One de-framer per line and direction; one thread at a time.
 *
 * @param <F> the frames of the direction that is read
 */
public final class RsuDeframer<F> {
    /** Escaped bytes between delimiters; the longest frame of any profile, every byte of it escaped, is 722. */
    public static final int MAX_FRAME_BYTES = 1024;

    static final String BAD_ESCAPE = "FE not followed by 00 or 01";
    static final String BAD_BCC = "BCC wrong";
    static final String NOT_BEGUN = "before the first delimiter";

    private final Function<Bytes, Parsed<F>> decoder;
    private State state = new Hunting(new ByteWriter());

    private sealed interface State {
    }

    /** No delimiter seen yet. */
    private record Hunting(ByteWriter collected) implements State {
    }

    /** The last byte was a delimiter. */
    private record Between() implements State {
    }

    private record Inside(ByteWriter collected) implements State {
    }

    /** Too long: reported already, silent up to the next delimiter. */
    private record Skipping() implements State {
    }

    /** @param decoder reads an unescaped frame RSCTL…BCC whose BCC is right; never throws */
    public RsuDeframer(Function<Bytes, Parsed<F>> decoder) {
        this.decoder = decoder;
    }

    public static RsuDeframer<UnitFrame> ofUnitFrames() {
        return ofUnitFrames(Profile.CLASSIC);
    }

    public static RsuDeframer<UnitFrame> ofUnitFrames(Profile profile) {
        return new RsuDeframer<>(frame -> UnitFrameCodec.decode(profile, frame));
    }

    public static RsuDeframer<LaneFrame> ofLaneFrames() {
        return ofLaneFrames(Profile.CLASSIC);
    }

    public static RsuDeframer<LaneFrame> ofLaneFrames(Profile profile) {
        return new RsuDeframer<>(frame -> LaneFrameCodec.decode(profile, frame));
    }

    /** Forgets what was buffered, as after a line break. */
    public void reset() {
        state = new Hunting(new ByteWriter());
    }

    /** @return what these bytes completed, in order; empty when more bytes are needed */
    public List<Parsed<F>> feed(byte[] buffer, int length) {
        List<Parsed<F>> out = new ArrayList<>(2);
        for (int i = 0; i < length; i++) {
            int octet = buffer[i] & 0xFF;
            state = octet == 0xFF ? delimiter(out) : octet(octet, out);
        }
        return out;
    }

    private State delimiter(List<Parsed<F>> out) {
        switch (state) {
            case Hunting hunting -> {
                if (hunting.collected.size() > 0) {
                    out.add(new Parsed.Malformed<>(hunting.collected.toBytes(), NOT_BEGUN));
                }
            }
            case Inside inside -> out.add(open(inside.collected.toBytes()));
            case Between _, Skipping _ -> { }
        }
        return new Between();
    }

    private State octet(int octet, List<Parsed<F>> out) {
        return switch (state) {
            case Hunting hunting -> collect(hunting, hunting.collected, octet, out);
            case Between _ -> new Inside(new ByteWriter().u8(octet));
            case Inside inside -> collect(inside, inside.collected, octet, out);
            case Skipping skipping -> skipping;
        };
    }

    private State collect(State same, ByteWriter collected, int octet, List<Parsed<F>> out) {
        if (collected.size() < MAX_FRAME_BYTES) {
            collected.u8(octet);
            return same;
        }
        out.add(new Parsed.Malformed<>(collected.toBytes(), "more than " + MAX_FRAME_BYTES + " bytes without a delimiter"));
        return new Skipping();
    }

    private Parsed<F> open(Bytes stuffed) {
        Bytes plain = Escape.unescape(stuffed).orElse(Bytes.EMPTY);
        if (plain.size() == 0) {
            return new Parsed.Malformed<>(stuffed, BAD_ESCAPE);
        }
        if (plain.size() < 2) {
            return new Parsed.Malformed<>(stuffed, "shorter than RSCTL and BCC");
        }
        if (Bcc.of(plain) != 0) {
            return new Parsed.Malformed<>(stuffed, BAD_BCC);
        }
        return decoder.apply(plain);
    }
}
