package org.etclane.device.rsu.serial;

import org.etclane.device.Bytes;

import java.util.List;

/** Frames captured on real lines (rsu-captures.md §A), byte for byte; C0 and C1 completed from fragments. */
final class Captures {
    static final Bytes S1_B0 = Bytes.fromHex("ffff08b00001000000000000373737373737000d01000100010000000000b5ff");
    static final Bytes S2_B2 = Bytes.fromHex("ffff18b26a81353e00cdf2bcafcdf2bcaf12345678876543212020080320250802102200f4ff");
    static final Bytes S3_B3 = Bytes.fromHex("ffff58b36a81353e00b2e241313233343500000000000001002aff");
    static final Bytes S4_B4 = Bytes.fromHex("ffff38b46a81353e000000100000270f00000000cdf2bcafcdf2bcaf16011101123456788765"
            + "43212020080320250802b2e241313233343500000000000000aa290000010001025f46a239000211223344556677889901020388b2e2"
            + "4131323334350000000000000000" + "47ff");
    static final Bytes S5_B5 = Bytes.fromHex(
            "ffff48b56a81353e005f4797743737373737372020082711222809613c67b60012000000110000270f7cff");
    static final Bytes S6_C6 = Bytes.fromHex("ffff86c66a81353ecdf2bcafcdf2bcaf00000000000000002020082617555800010001025f46a2"
            + "2e000211223344556677889901020388b2e24131323334350000000000000000b8ff");
    static final Bytes S7_C0 = Bytes.fromHex("ffff80c05f493bf02020082817163203020a000287ff");
    static final Bytes S8_C1 = Bytes.fromHex("ffff82c16a81353ecdf2bcafcdf2bcafa3ff");

    static final List<Bytes> FROM_UNIT = List.of(S1_B0, S2_B2, S3_B3, S4_B4, S5_B5);
    static final List<Bytes> FROM_LANE = List.of(S6_C6, S7_C0, S8_C1);

    private Captures() {
    }

    /** RSCTL…BCC; right for captures, which hold no escape. */
    static Bytes inner(Bytes wire) {
        return wire.slice(2, wire.size() - 1);
    }

    static UnitFrame unit(Bytes wire) {
        return only(RsuDeframer.ofUnitFrames().feed(wire.toArray(), wire.size()));
    }

    static LaneFrame lane(Bytes wire) {
        return only(RsuDeframer.ofLaneFrames().feed(wire.toArray(), wire.size()));
    }

    private static <F> F only(List<Parsed<F>> parsed) {
        if (parsed.size() == 1 && parsed.getFirst() instanceof Parsed.Frame<F> good) {
            return good.frame();
        }
        throw new AssertionError("not exactly one frame: " + parsed);
    }
}
