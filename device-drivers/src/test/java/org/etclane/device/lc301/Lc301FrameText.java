package org.etclane.device.lc301;

import org.etclane.device.Bytes;
import org.etclane.device.lc301.Lc301Frame.AControl;
import org.etclane.device.lc301.Lc301Frame.BStatus;
import org.etclane.device.lc301.Lc301Frame.CCommand;
import org.etclane.device.lc301.Lc301Frame.DisplayColour;
import org.etclane.device.lc301.Lc301Frame.ErrorReport;

/** A frame as the golden files write it. */
final class Lc301FrameText {
    private Lc301FrameText() {
    }

    static String of(Lc301Frame frame) {
        return switch (frame) {
            case AControl a -> "A addr=%d ctrl1=%02x fee=%s bal=%s entry=%s class=%d kind=%d ctrl2=%02x seq=%d".formatted(
                    a.address(), a.ctrl1(), a.fee(), a.balance(), a.entry(), a.vehicleClass(), a.vehicleKind(), a.ctrl2(),
                    a.seq());
            case BStatus b -> "B addr=%d st1=%02x st2=%02x".formatted(b.address(), b.st1(), b.st2());
            case CCommand c -> "C addr=%d %s".formatted(c.address(), c.code());
            case DisplayColour colour -> colour.green() ? "GREEN" : "RED";
            case ErrorReport _ -> "ERROR";
        };
    }

    static String hex(byte[] bytes) {
        return Bytes.copyOf(bytes).hex();
    }
}
