package org.etclane.device.ldi;

import org.etclane.device.Bytes;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.ldi.LdiControl.BarrierMove;
import org.etclane.device.ldi.LdiControl.ClearText;
import org.etclane.device.ldi.LdiControl.Defog;
import org.etclane.device.ldi.LdiControl.Fog;
import org.etclane.device.ldi.LdiControl.Light;
import org.etclane.device.ldi.LdiControl.OtherControl;
import org.etclane.device.ldi.LdiControl.ShowBoard;
import org.etclane.device.ldi.LdiControl.ShowText;
import org.etclane.device.ldi.LdiControl.SoundAlarm;
import org.etclane.device.ldi.LdiControl.Speak;
import org.etclane.device.ldi.LdiMessage.Receipt;
import org.etclane.device.ldi.LdiMessage.Result;
import org.etclane.device.ldi.LdiReport.BarrierInPlace;
import org.etclane.device.ldi.LdiReport.Detected;
import org.etclane.device.ldi.LdiReport.OtherReport;

/**
 * Module bodies of 1B, B1, 1C and C1 (§8): DeviceType, DeviceIndex, DeviceFuncType, then by type and function. What does not have
 * exactly the length of a described body is kept raw as "other". Part of {@link LdiCodec}.
 */
final class LdiBodies {
    private LdiBodies() {
    }

    static Bytes write(LdiControl control) {
        ByteWriter out = start(control.module(), control.func());
        switch (control) {
            case BarrierMove c -> out.u8(c.motion());
            case Defog _ -> { }
            case ShowText c -> out.u8(c.colour()).u8(c.fontSize()).u8(c.fontLine()).u8(c.keepTimeS()).bytes(c.text());
            case ClearText c -> out.u8(c.clearType());
            case ShowBoard c -> out.u8(c.colour()).u8(c.fontSize()).u8(c.fontLine()).u8(c.keepTimeS()).u8(c.format())
                    .bytes(c.text());
            case Light c -> out.u8(c.colour());
            case SoundAlarm c -> out.u8(c.status()).u8(c.workMode()).u8(c.keepTimeS());
            case Fog c -> out.u8(c.status()).u8(c.workMode());
            case Speak c -> out.u8(c.kind()).u16(c.data().size()).bytes(c.data());
            case OtherControl c -> out.bytes(c.rest());
        }
        return out.toBytes();
    }

    static Bytes write(Result result) {
        return start(result.module(), result.func()).u8(result.status()).bytes(result.rest()).toBytes();
    }

    static Bytes write(LdiReport report) {
        ByteWriter out = start(report.module(), report.func());
        switch (report) {
            case BarrierInPlace r -> out.u8(r.status());
            case Detected r -> out.u8(r.status());
            case OtherReport r -> out.bytes(r.rest());
        }
        return out.toBytes();
    }

    static Bytes write(Receipt receipt) {
        return start(receipt.module(), receipt.func()).u8(receipt.status()).toBytes();
    }

    private static ByteWriter start(LdiModule module, int func) {
        return new ByteWriter().u8(module.typeCode()).u8(module.index()).u8(func);
    }

    static Result result(LdiCursor in) {
        return new Result(in.module(), in.u8(), in.u8(), in.rest());
    }

    /** Bytes behind the status are left over and forgotten: no text gives them a meaning. */
    static Receipt receipt(LdiCursor in) {
        return new Receipt(in.module(), in.u8(), in.u8());
    }

    static LdiReport report(LdiCursor in) {
        LdiModule module = in.module();
        int func = in.u8();
        boolean one = in.left() == 1;
        if (one && module.is(LdiModuleType.BARRIER) && func == 2) {
            return new BarrierInPlace(module, in.u8());
        }
        if (one && module.is(LdiModuleType.DETECTOR) && func == 1) {
            return new Detected(module, in.u8());
        }
        return new OtherReport(module, func, in.rest());
    }

    static LdiControl control(LdiCursor in) {
        LdiModule module = in.module();
        int func = in.u8();
        Bytes rest = in.rest();
        LdiCursor fields = new LdiCursor(rest);
        LdiControl read = switch (module.type().orElse(null)) {
            case BARRIER -> func == 1 ? new BarrierMove(module, fields.u8()) : null;
            case DETECTOR -> func == 2 ? new Defog(module) : null;
            case FEE_DISPLAY -> switch (func) {
                case 1 -> new ShowText(module, fields.u8(), fields.u8(), fields.u8(), fields.u8(), fields.rest());
                case 2 -> new ClearText(module, fields.u8());
                default -> null;
            };
            case PASS_LIGHT, CANOPY_LIGHT -> func == 1 ? new Light(module, fields.u8()) : null;
            case ALARM -> func == 1 ? new SoundAlarm(module, fields.u8(), fields.u8(), fields.u8()) : null;
            case GUIDE_BOARD -> switch (func) {
                case 1 -> new ShowBoard(module, fields.u8(), fields.u8(), fields.u8(), fields.u8(), fields.u8(), fields.rest());
                case 2 -> new ClearText(module, fields.u8());
                default -> null;
            };
            case FOG_LIGHT -> func == 1 ? new Fog(module, fields.u8(), fields.u8()) : null;
            case VOICE -> func == 1 ? new Speak(module, fields.u8(), fields.bytes(fields.u16())) : null;
            case RSU, PLATE_CAMERA, TYPE_RECOGNISER, WEIGHING, CARD_DISPENSER, SELF_PAYMENT, LANE_CAMERA, IC_READER, PRINTER,
                 PAYMENT_TERMINAL, SCANNER -> null;
            case null -> null;
        };
        boolean exact = read != null && !fields.overrun() && fields.left() == 0;
        return exact ? read : new OtherControl(module, func, rest);
    }
}
