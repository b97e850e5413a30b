package org.etclane.device.rsu.network;

import org.etclane.device.Bytes;

import java.util.List;

/** Frames captured on real lines (rsu-captures.md §B), byte for byte. */
final class Captures {
    static final Bytes N1_B0 = Bytes.fromHex("ffff00050000001bb0000003010101370004727f0008000829200900000000000000009e53");
    static final Bytes N2_B1 = Bytes.fromHex("ffff00010000000fb10011010003000100010001000002d5dc");
    static final Bytes N3_C4 = Bytes.fromHex("ffff001000000002c4013f41");

    static final List<Bytes> FROM_UNIT = List.of(N1_B0, N2_B1);

    private Captures() {
    }

    static Parsed.Frame<UnitFrame> unit(Bytes wire) {
        return only(RsuNetworkDeframer.ofUnitFrames(9).feed(wire.toArray(), wire.size()));
    }

    static Parsed.Frame<LaneFrame> lane(Bytes wire) {
        return only(RsuNetworkDeframer.ofLaneFrames().feed(wire.toArray(), wire.size()));
    }

    static Bytes wire(int seq, UnitFrame frame) {
        return Bytes.copyOf(UnitFrameCodec.wire(seq, frame));
    }

    private static <F> Parsed.Frame<F> only(List<Parsed<F>> parsed) {
        if (parsed.size() == 1 && parsed.getFirst() instanceof Parsed.Frame<F> good) {
            return good;
        }
        throw new AssertionError("not exactly one frame: " + parsed);
    }
}
