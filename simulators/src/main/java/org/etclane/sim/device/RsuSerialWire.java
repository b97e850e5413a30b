package org.etclane.sim.device;

import java.time.LocalDateTime;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.CardFile;
import org.etclane.device.ObuId;
import org.etclane.device.ObuInfo;
import org.etclane.device.TransactionResult;
import org.etclane.device.VehicleFile;
import org.etclane.device.frame.Bcd;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.rsu.serial.LaneFrame;
import org.etclane.device.rsu.serial.UnitFrame;
import org.etclane.device.rsu.serial.UnitFrameCodec;
import org.etclane.sim.device.RsuSerialSimSettings.Forms;
import org.etclane.sim.device.RsuSerialSimSettings.HeartbeatObu;
import org.etclane.sim.obu.SimObu;

/**
 * The frames a simulated serial RSU sends, in the forms and with the RSCTL rule of its settings. Counts RSCTL; otherwise
 * without state. Not thread-safe: the simulation's thread.
 */
final class RsuSerialWire {
    private static final int CAPP = 0x10;
    private static final int COUNTS = 8;

    private final RsuSerialSimSettings settings;
    private int count;
    private int lastRsctl;

    RsuSerialWire(RsuSerialSimSettings settings) {
        this.settings = settings;
    }

    void restart() {
        count = 0;
    }

    /** True when {@code laneRsctl} is the nibble swap of the latest frame that wants an answer. */
    boolean answersLatest(int laneRsctl) {
        return laneRsctl == LaneFrame.answerTo(lastRsctl);
    }

    private int rsctl(int fixed) {
        lastRsctl = switch (settings.rsctl()) {
            case FIXED -> fixed;
            case COUNTER -> (count++ % COUNTS) << 4 | 8;
        };
        return lastRsctl;
    }

    byte[] b0(boolean powerUp, Bytes terminal) {
        if (powerUp) {
            lastRsctl = UnitFrame.POWER_UP_RSCTL;
        }
        int rsctl = powerUp ? UnitFrame.POWER_UP_RSCTL : rsctl(0x08);
        return UnitFrameCodec.wire(new UnitFrame.B0Status(rsctl, 0, 1, terminal.hex(), "000000000000", 0, settings.manufacturer(),
                "010001", 1, Bytes.zeros(5)));
    }

    /** Does not count as a frame that wants an answer. */
    byte[] heartbeat() {
        int rsctl = settings.rsctl() == RsuSerialSimSettings.Rsctl.FIXED ? 0x88 : (count++ % COUNTS) << 4 | 8;
        ObuId obu = settings.heartbeatObu() == HeartbeatObu.ZERO ? ObuId.NONE : new ObuId(-1);
        int rest = settings.forms().b2Length() - 8;
        return UnitFrameCodec.wire(new UnitFrame.B2Heartbeat(rsctl, obu, Bytes.zeros(rest)));
    }

    byte[] b2(ObuInfo full) {
        int length = settings.forms().b2Length();
        boolean contract = length >= 37;
        // a 47-byte frame without a card carries ten zero bytes
        String card = length < 47 ? "" : full.cardNumber().isEmpty() ? "0".repeat(20) : full.cardNumber();
        ObuInfo told = new ObuInfo(full.id(), full.issuer(), contract ? full.contractType() : -1,
                contract ? full.contractVersion() : -1, full.serial(), full.issuedYmd(), full.expiresYmd(), card,
                full.equipmentCv(), full.status());
        return UnitFrameCodec.wire(new UnitFrame.B2ObuInfo(rsctl(0x18), told));
    }

    byte[] b3(SimObu obu) {
        boolean full = settings.forms().b3Length() == 67;
        VehicleFile file = obu.vehicle();
        VehicleFile told = full ? new VehicleFile(file.plate(), file.vehicleClass(), file.userType(),
                Optional.of(file.dimensions().orElse(SimObu.NO_DIMENSIONS)))
                : new VehicleFile(file.plate(), file.vehicleClass(), file.userType(), Optional.empty());
        return UnitFrameCodec.wire(new UnitFrame.B3VehicleInfo(rsctl(0x28), obu.id(), told,
                full ? obu.vehicleFile().slice(27, 59) : Bytes.EMPTY));
    }

    byte[] b4(ObuId obu, RsuAir.CardData card) {
        Forms forms = settings.forms();
        Bytes station = switch (forms.b4Length()) {
            case 98 -> card.transitFile().slice(3, 39);
            case 101 -> card.transitFile().slice(0, 39);
            default -> card.transitFile();
        };
        return UnitFrameCodec.wire(new UnitFrame.B4CardInfo(rsctl(0x48), obu,
                new CardFile(false, 0, CAPP, card.balanceFen(), 0, card.issueFile(), station)));
    }

    byte[] b5(ObuId obu, TransactionResult result) {
        return UnitFrameCodec.wire(new UnitFrame.B5Result(rsctl(0x58), obu, result));
    }

    /** After C3: the lane's serial comes back in place of the PSAM's, and nothing was signed. */
    byte[] b5AfterEntry(LaneFrame.C3WriteEntry asked, long fileTimeSeconds, Bytes terminal, int transType, long balanceFen) {
        TransactionResult result = settings.forms().shortB5AfterC3()
                ? new TransactionResult(fileTimeSeconds, terminal.hex(), "", -1, "", 0, 0, -1)
                : new TransactionResult(fileTimeSeconds, terminal.hex(), time7(asked.purchaseTime()).hex(), transType,
                        "00000000", 0, asked.transSerial(), balanceFen);
        return b5(asked.obu(), result);
    }

    /** A step that failed, in the full length of its frame; what follows the code is zero. */
    byte[] failed(int frame, ObuId obu, int errorCode) {
        Forms forms = settings.forms();
        int length = switch (frame) {
            case 0xB3 -> forms.b3Length();
            case 0xB4 -> forms.b4Length();
            default -> 40;
        };
        int fixed = frame == 0xB3 ? 0x28 : frame == 0xB4 ? 0x48 : 0x58;
        return UnitFrameCodec.wire(new UnitFrame.StepError(rsctl(fixed), frame, obu, errorCode, Bytes.zeros(length - 8)));
    }

    /** BCD, 7 bytes. */
    static Bytes time7(LocalDateTime time) {
        return Bcd.ofDateTime(time);
    }

    /** What the card is given for a station of 36 or 40 bytes. */
    static Bytes transit43(Bytes station) {
        return Bytes.concat(Bytes.of(0xAA, 0x29, 0x00), new ByteWriter().fixed(station, 40).toBytes());
    }
}
