package org.etclane.sim.device;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.etclane.device.Bytes;
import org.etclane.device.CardFile;
import org.etclane.device.ObuId;
import org.etclane.device.ObuInfo;
import org.etclane.device.TransactionResult;
import org.etclane.device.VehicleFile;
import org.etclane.device.card.PurseRecord;
import org.etclane.device.frame.Bcd;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.rsu.serial.Ef04;
import org.etclane.device.rsu.serial.LaneFrame;
import org.etclane.device.rsu.serial.Profile;
import org.etclane.device.rsu.serial.UnitFrame;
import org.etclane.device.rsu.serial.UnitFrameCodec;
import org.etclane.sim.device.RsuSerialSimSettings.HeartbeatObu;
import org.etclane.sim.obu.SimObu;

/**
 * The frames a simulated serial RSU sends, in the profile, the forms and with the RSCTL rule of its settings. Frames are built
 * with all that any profile carries; a layout leaves out what it has no place for. Counts RSCTL; otherwise
 * without state. Not thread-safe: the simulation's thread.
 */
final class RsuSerialWire {
    private static final int CAPP = 0x10;
    private static final int COUNTS = 8;
    private static final int YUNNAN_HEARTBEAT = 0x08;
    private static final int KEY_3DES = 0;
    private static final UnitFrame.PsamState AUTHORISED = new UnitFrame.PsamState(1, 0x13, 0);
    /** File 0009 of a card that has passed no mark station. */
    private static final Bytes MARK_FILE = Bytes.zeros(9);

    private final RsuSerialSimSettings settings;
    private final Profile profile;
    private int count;
    private int lastRsctl;

    RsuSerialWire(RsuSerialSimSettings settings) {
        this.settings = settings;
        this.profile = settings.profile();
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
        return line(new UnitFrame.B0Status(rsctl, 0, 1, terminal.hex(), "000000000000", 0, settings.manufacturer(), "010001", 1,
                Bytes.zeros(5), Optional.of(AUTHORISED)));
    }

    /** Does not count as a frame that wants an answer. */
    byte[] heartbeat() {
        int rsctl = settings.rsctl() == RsuSerialSimSettings.Rsctl.FIXED ? 0x88 : (count++ % COUNTS) << 4 | 8;
        ObuId obu = settings.heartbeatObu() == HeartbeatObu.ZERO ? ObuId.NONE : new ObuId(-1);
        int code = profile == Profile.YUNNAN ? YUNNAN_HEARTBEAT : UnitFrame.B2Heartbeat.CODE;
        return line(new UnitFrame.B2Heartbeat(rsctl, obu, code, Bytes.zeros(bytes(0xB2) - 8)));
    }

    byte[] b2(ObuInfo full) {
        int length = bytes(0xB2);
        boolean contract = length >= 37;
        // a 47-byte frame without a card carries ten zero bytes
        String card = length < 47 ? "" : full.cardNumber().isEmpty() ? "0".repeat(20) : full.cardNumber();
        ObuInfo told = new ObuInfo(full.id(), full.issuer(), contract ? full.contractType() : -1,
                contract ? full.contractVersion() : -1, full.serial(), full.issuedYmd(), full.expiresYmd(), card,
                full.equipmentCv(), full.status());
        return line(new UnitFrame.B2ObuInfo(rsctl(0x18), told));
    }

    byte[] b3(SimObu obu) {
        int length = bytes(0xB3);
        boolean full = length > 24;
        VehicleFile file = obu.vehicle();
        VehicleFile told = full ? new VehicleFile(file.plate(), file.vehicleClass(), file.userType(),
                Optional.of(file.dimensions().orElse(SimObu.NO_DIMENSIONS)))
                : new VehicleFile(file.plate(), file.vehicleClass(), file.userType(), Optional.empty());
        // the vehicle file stands from offset 7 on, its first 27 bytes in fields of their own
        return line(new UnitFrame.B3VehicleInfo(rsctl(0x28), obu.id(), told,
                full ? obu.vehicleFile().slice(27, length - 8) : Bytes.EMPTY));
    }

    byte[] b4(ObuId obu, RsuAir.CardData card, Ef04.Read ef04) {
        Bytes station = switch (profile) {
            case CLASSIC -> switch (settings.forms().b4Length()) {
                case 98 -> card.transitFile().slice(3, 39);
                case 101 -> card.transitFile().slice(0, 39);
                default -> card.transitFile();
            };
            case JIANGSU, YUNNAN, EF04 -> card.transitFile();
        };
        return line(new UnitFrame.B4CardInfo(rsctl(0x48), obu,
                new CardFile(false, 0, CAPP, card.balanceFen(), 0, card.issueFile(), station), MARK_FILE, Optional.of(ef04)));
    }

    byte[] b5(ObuId obu, TransactionResult result) {
        return line(new UnitFrame.B5Result(rsctl(0x58), obu, result, Optional.of(new Ef04.Result(KEY_3DES, 0))));
    }

    byte[] b7(ObuId obu, List<PurseRecord> records) {
        return line(new UnitFrame.B7PurseRecords(rsctl(0x78), obu, records));
    }

    byte[] b9(ObuId obu, Bytes data) {
        return line(new UnitFrame.B9Answer(rsctl(0x68), obu, data));
    }

    /** After C3: the lane's serial comes back in place of the PSAM's, and nothing was signed. */
    byte[] b5AfterEntry(LaneFrame.C3WriteEntry asked, long fileTimeSeconds, Bytes terminal, int transType, long balanceFen) {
        TransactionResult result = profile == Profile.CLASSIC && settings.forms().shortB5AfterC3()
                ? new TransactionResult(fileTimeSeconds, terminal.hex(), "", -1, "", 0, 0, -1)
                : new TransactionResult(fileTimeSeconds, terminal.hex(), time7(asked.purchaseTime()).hex(), transType,
                        "00000000", 0, asked.transSerial(), balanceFen);
        return b5(asked.obu(), result);
    }

    /** A step that failed, in the full length of its frame; what follows the code is zero. */
    byte[] failed(int frame, ObuId obu, int errorCode) {
        int fixed = switch (frame) {
            case 0xB3 -> 0x28;
            case 0xB4 -> 0x48;
            case 0xB7 -> 0x78;
            case 0xB9 -> 0x68;
            default -> 0x58;
        };
        return line(new UnitFrame.StepError(rsctl(fixed), frame, obu, errorCode, Bytes.zeros(bytes(frame) - 8)));
    }

    /** RSCTL…BCC of the form that is in use. */
    private int bytes(int command) {
        return switch (profile) {
            case CLASSIC -> switch (command) {
                case 0xB2 -> settings.forms().b2Length();
                case 0xB3 -> settings.forms().b3Length();
                case 0xB4 -> settings.forms().b4Length();
                default -> profile.usualBytes(command);
            };
            case JIANGSU, YUNNAN, EF04 -> profile.usualBytes(command);
        };
    }

    private byte[] line(UnitFrame frame) {
        return UnitFrameCodec.wire(profile, frame);
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
