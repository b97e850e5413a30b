package org.etclane.device.rsu.serial;

import java.util.List;
import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.RsuEvent;
import org.etclane.device.RsuIdentity;
import org.etclane.device.spi.RsuRehearsal;

/** The RSU's frames for a lane that rehearses: right in form, with made-up device data. Pure. */
public final class RsuSerialRehearsal implements RsuRehearsal {
    private static final int STATUS_OK = 0;

    private final Profile profile;

    public RsuSerialRehearsal(Profile profile) {
        this.profile = profile;
    }

    @Override
    public byte[] wire(RsuEvent event) {
        return UnitFrameCodec.wire(profile, switch (event) {
            case RsuEvent.Ready ready -> status(0x08, ready.identity());
            case RsuEvent.Restarted _ -> status(UnitFrame.POWER_UP_RSCTL, new RsuIdentity(List.of(), 0, "000000", 0));
            case RsuEvent.ObuFound found -> new UnitFrame.B2ObuInfo(0x18, found.obu());
            case RsuEvent.VehicleRead read -> new UnitFrame.B3VehicleInfo(0x28, read.obu(), read.vehicle(), Bytes.EMPTY);
            case RsuEvent.CardRead read -> new UnitFrame.B4CardInfo(0x48, read.obu(), read.card());
            case RsuEvent.Completed done -> new UnitFrame.B5Result(0x58, done.obu(), done.result());
            case RsuEvent.StepFailed failed -> failed(failed.step(), failed.obu(), failed.errorCode());
        });
    }

    private static UnitFrame status(int rsctl, RsuIdentity who) {
        return new UnitFrame.B0Status(rsctl, STATUS_OK, 1, terminal(who, 0), terminal(who, 1), 0, who.manufacturer(), who.rsuId(),
                who.version(), Bytes.zeros(5));
    }

    private static String terminal(RsuIdentity who, int index) {
        return index < who.terminals().size() ? who.terminals().get(index) : "000000000000";
    }

    private static UnitFrame failed(RsuEvent.RsuStep step, ObuId obu, int errorCode) {
        return new UnitFrame.StepError(0x18, switch (step) {
            case FIND -> 0xB2;
            case READ_VEHICLE -> 0xB3;
            case READ_CARD -> 0xB4;
            case TRANSACT, FETCH_TAC -> 0xB5;
        }, obu, errorCode, Bytes.EMPTY);
    }
}
