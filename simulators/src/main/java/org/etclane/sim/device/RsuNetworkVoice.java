package org.etclane.sim.device;

import java.util.List;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.ObuInfo;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.rsu.network.Seq;
import org.etclane.device.rsu.network.UnitFrame;
import org.etclane.device.rsu.network.UnitFrame.B2ObuInfo;
import org.etclane.device.rsu.network.UnitFrameCodec;
import org.etclane.sim.obu.SimObu;
import org.etclane.sim.psam.Tac;

/**
 * The frames a simulated RSU of variant B sends, in the forms of its settings. Counts SEQ; otherwise without state. Not
 * thread-safe: the simulation's thread.
 */
final class RsuNetworkVoice {
    private static final int CAPP = 0x10;
    private static final int PSAM_CHANNEL = 3;
    private static final int MANUFACTURER = 0x08;
    private static final int VERSION = 0x2009;
    private static final String RSU_ID = "000829";
    private static final String NO_GANTRY = "000000";
    /** TransType of a single-chip OBU's purchase; its TAC is made with type 09 here. */
    private static final int SINGLE_CHIP_PURCHASE = 0x80;
    private static final int B4_BODY_BYTES = 177;

    private final RsuNetworkSimSettings.Forms forms;
    private int seq = Seq.NONE;

    RsuNetworkVoice(RsuNetworkSimSettings.Forms forms) {
        this.forms = forms;
    }

    void restart() {
        seq = Seq.NONE;
    }

    private byte[] say(UnitFrame frame) {
        seq = Seq.nextOfUnit(seq);
        return UnitFrameCodec.wire(seq, frame);
    }

    byte[] b0(Bytes terminal, boolean authorised) {
        return say(new UnitFrame.B0Status(0, forms.zeroCounts() ? 0 : 1,
                List.of(new UnitFrame.Psam(PSAM_CHANNEL, 1, auth(authorised), terminal.hex())), 0, MANUFACTURER, RSU_ID, VERSION, 0,
                NO_GANTRY, Bytes.fromHex("03040000")));
    }

    byte[] b1(boolean authorised, int txPower) {
        int one = forms.zeroCounts() ? 0 : 1;
        return say(new UnitFrame.B1Heartbeat(0, 0x11, 1, one, List.of(new UnitFrame.PsamRun(PSAM_CHANNEL, 0, auth(authorised))), 0,
                List.of(), 1, one, List.of(new UnitFrame.Antenna(1, 0, 0, txPower))));
    }

    /** The captured RSU tells 01, whatever it means by it. */
    private int auth(boolean authorised) {
        return authorised && !forms.zeroCounts() ? 0 : 1;
    }

    byte[] b2(SimObu obu) {
        ObuInfo info = obu.info();
        return say(new B2ObuInfo(1, obu.singleChip() ? B2ObuInfo.SINGLE_CHIP : B2ObuInfo.DUAL_CHIP, info));
    }

    byte[] b4(SimObu obu, RsuAir.CardData card) {
        Bytes trip = forms.tripFile() ? obu.tripFile().orElse(Bytes.EMPTY) : Bytes.EMPTY;
        return say(new UnitFrame.B4CardInfo(obu.id(), CAPP, obu.vehicleFile(), card.balanceFen(), trip,
                new ByteWriter().fixed(card.issueFile(), 50).toBytes(), card.transitFile()));
    }

    byte[] b5(SimObu obu, RsuAir.Attempt attempt, Bytes terminal, Bytes tac, long balanceFen) {
        return say(result(obu, attempt, terminal, tac, balanceFen));
    }

    private static UnitFrame.B5Result result(SimObu obu, RsuAir.Attempt attempt, Bytes terminal, Bytes tac, long balanceFen) {
        return new UnitFrame.B5Result(obu.id(), terminal.hex(), attempt.time7().hex(),
                obu.singleChip() ? SINGLE_CHIP_PURCHASE : Tac.TYPE_CAPP, 0, 1, tac.hex(), attempt.serialAfter(),
                attempt.terminalSerial(), balanceFen);
    }

    byte[] b8(ObuId obu, Bytes tac, Bytes mac, long balanceFen) {
        return say(new UnitFrame.B8TacInfo(obu, 0, tac.hex(), mac.hex(), balanceFen));
    }

    byte[] ba(Bytes terminal, Bytes random8) {
        return say(new UnitFrame.BAPsamInfo(0, "20261120100000", 1, List.of(new UnitFrame.PsamRequest(PSAM_CHANNEL, terminal.hex(),
                "00000000000000000001", 1, 0, "CDF2BCAFCDF2BCAF", random8))));
    }

    byte[] bb(boolean good) {
        return say(new UnitFrame.BBPsamResult(good ? 0 : 1, 1, List.of(Bytes.of(PSAM_CHANNEL, good ? 0 : 1, 0, 0))));
    }

    /** A step that failed. What follows the code is zero, or in a B5 what was tried, as set. */
    byte[] failed(int frame, SimObu obu, int errorCode, Optional<RsuAir.Attempt> tried, Bytes terminal) {
        Bytes rest = switch (frame) {
            case 0xB4 -> Bytes.zeros(B4_BODY_BYTES);
            case 0xB5 -> tried.filter(_ -> forms.tellsTried()).map(attempt -> UnitFrameCodec.resultBody(
                    result(obu, attempt, terminal, Bytes.zeros(4), -1))).orElse(Bytes.EMPTY);
            default -> Bytes.EMPTY;
        };
        return say(new UnitFrame.StepError(frame, obu.id(), errorCode, rest));
    }

    byte[] noProof(ObuId obu, int errorCode) {
        return say(new UnitFrame.StepError(0xB8, obu, errorCode, Bytes.EMPTY));
    }
}
