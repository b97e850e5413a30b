package org.etclane.device.ldi;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.Bytes;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.ldi.LdiParameter.Camera;
import org.etclane.device.ldi.LdiParameter.Plain;
import org.etclane.device.ldi.LdiParameter.Valued;

/**
 * The module lists of 0B and E1 (§6), which carry no lengths. A canopy light has 2 vendor bytes in 0B and 10 in the printed E1: the size
 * that lets the frame parse to its exact end is the right one (§12 row 3). Part of {@link LdiCodec}.
 */
final class LdiParameters {
    private static final int VENDOR_BYTES = 10;

    private LdiParameters() {
    }

    static void write(ByteWriter out, List<LdiParameter> modules) {
        out.u8(modules.size());
        for (LdiParameter one : modules) {
            out.u8(one.module().typeCode()).u8(one.module().index());
            switch (one) {
                case Valued p -> out.u8(p.value()).fixed(p.vendor(), VENDOR_BYTES);
                case Plain p -> out.bytes(p.vendor());
                case Camera p -> out.u8(p.flag()).u16(p.setting().size()).bytes(p.setting()).u8(p.rtsp().size()).bytes(p.rtsp())
                        .fixed(p.vendor(), VENDOR_BYTES);
            }
        }
    }

    /**
     * Takes everything that is left. Zeros of a longer canopy light may pass for a module of type 00, so a reading with known types
     * only goes before one without.
     */
    static List<LdiParameter> read(LdiCursor in) {
        int announced = in.u8();
        Bytes rest = in.rest();
        List<List<LdiParameter>> fitting = new ArrayList<>();
        for (int canopyVendorBytes : new int[] {2, VENDOR_BYTES}) {
            LdiCursor modules = new LdiCursor(rest);
            List<LdiParameter> list = new ArrayList<>();
            for (int i = 0; i < announced && !modules.overrun(); i++) {
                list.add(one(modules, canopyVendorBytes));
            }
            if (!modules.overrun() && modules.left() == 0) {
                fitting.add(list);
            }
        }
        if (fitting.isEmpty()) {
            in.spoil();
            return List.of();
        }
        return fitting.stream().filter(list -> list.stream().allMatch(p -> p.module().type().isPresent())).findFirst()
                .orElse(fitting.getFirst());
    }

    private static LdiParameter one(LdiCursor in, int canopyVendorBytes) {
        LdiModule module = in.module();
        if (LdiParameter.isCamera(module.typeCode())) {
            return new Camera(module, in.u8(), in.bytes(in.u16()), in.bytes(in.u8()), in.bytes(VENDOR_BYTES));
        }
        if (LdiParameter.hasValue(module.typeCode())) {
            return new Valued(module, in.u8(), in.bytes(VENDOR_BYTES));
        }
        return new Plain(module, in.bytes(module.is(LdiModuleType.CANOPY_LIGHT) ? canopyVendorBytes
                : LdiParameter.vendorBytes(module.typeCode())));
    }
}
