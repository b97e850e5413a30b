package org.etclane.device.rsu.network;

import org.etclane.device.Bytes;
import org.etclane.device.frame.ByteWriter;
import org.etclane.device.rsu.network.UnitFrame.Antenna;
import org.etclane.device.rsu.network.UnitFrame.B0Status;
import org.etclane.device.rsu.network.UnitFrame.B1Heartbeat;
import org.etclane.device.rsu.network.UnitFrame.BAPsamInfo;
import org.etclane.device.rsu.network.UnitFrame.BBPsamResult;
import org.etclane.device.rsu.network.UnitFrame.Psam;
import org.etclane.device.rsu.network.UnitFrame.PsamRequest;
import org.etclane.device.rsu.network.UnitFrame.PsamRun;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The frames that speak of the RSU itself: B0, B1, BA, BB, with lists of records (rsu-network.md §3). Captured frames tell a
 * count of 0 where one record follows, so the number of records is taken from the length where there is one list, and where
 * there are three, from the first reading of the counts that closes the length exactly: as told, else with 1 in place of 0.
 */
final class DeviceFrames {
    private static final int STATUS_BYTES = 18;
    private static final int LONG_PSAM = 9;
    private static final int PSAM_RUN_BYTES = 3;
    private static final int ANTENNA_BYTES = 4;
    private static final int REQUEST_BYTES = 35;

    private DeviceFrames() {
    }

    static void write(ByteWriter out, B0Status b0) {
        out.u8(b0.status()).u8(b0.psamCount());
        for (Psam psam : b0.psams()) {
            if (psam.channel() >= 0) {
                out.u8(psam.channel()).u8(psam.version()).u8(psam.auth());
            } else {
                out.u8(psam.version());
            }
            out.hex(psam.terminal());
        }
        out.u8(b0.algorithm()).u8(b0.manufacturer()).hex(b0.rsuId()).u16(b0.version()).u8(b0.workStatus()).hex(b0.flagId())
                .fixed(b0.reserved(), 4);
    }

    static Optional<UnitFrame> status(Bytes data, int psamRecordBytes) {
        int records = data.size() - STATUS_BYTES;
        if (records < 0 || records % psamRecordBytes != 0) {
            return Optional.empty();
        }
        int at = 3 + records;
        return Optional.of(new B0Status(data.u8(1), data.u8(2),
                list(data.slice(3, at), psamRecordBytes, psamRecordBytes == LONG_PSAM ? DeviceFrames::longPsam
                        : DeviceFrames::shortPsam),
                data.u8(at), data.u8(at + 1), data.slice(at + 2, at + 5).hex(), data.u16(at + 5), data.u8(at + 7),
                data.slice(at + 8, at + 11).hex(), data.slice(at + 11, at + 15)));
    }

    private static Psam longPsam(Bytes record) {
        return new Psam(record.u8(0), record.u8(1), record.u8(2), record.slice(3, 9).hex());
    }

    private static Psam shortPsam(Bytes record) {
        return new Psam(-1, record.u8(0), -1, record.slice(1, 7).hex());
    }

    static void write(ByteWriter out, B1Heartbeat b1) {
        out.u8(b1.control1()).u8(b1.control2()).u8(b1.control3());
        writeRuns(out.u8(b1.psamCount1()), b1.psams1());
        writeRuns(out.u8(b1.psamCount2()), b1.psams2());
        out.u8(b1.antennaCount()).u8(b1.antennasWorking());
        for (Antenna antenna : b1.antennas()) {
            out.u8(antenna.id()).u8(antenna.status()).u8(antenna.channel()).u8(antenna.power());
        }
    }

    private static void writeRuns(ByteWriter out, List<PsamRun> runs) {
        runs.forEach(run -> out.u8(run.channel()).u8(run.run()).u8(run.auth()));
    }

    static Optional<UnitFrame> heartbeat(Bytes data) {
        // bit set: a count of 0 in that place is read as 1; in the order in which a reading is preferred
        for (int ones = 0; ones < 8; ones++) {
            Optional<UnitFrame> read = heartbeat(data, ones);
            if (read.isPresent()) {
                return read;
            }
        }
        return Optional.empty();
    }

    private static Optional<UnitFrame> heartbeat(Bytes data, int ones) {
        int firstAt = 5;
        int secondAt = firstAt + PSAM_RUN_BYTES * count(data, 4, ones & 1) + 1;
        int antennaCountAt = secondAt + PSAM_RUN_BYTES * count(data, secondAt - 1, ones & 2);
        int antennasAt = antennaCountAt + 2;
        int end = antennasAt + ANTENNA_BYTES * count(data, antennaCountAt, ones & 4);
        if (data.size() < antennasAt || data.size() != end) {
            return Optional.empty();
        }
        return Optional.of(new B1Heartbeat(data.u8(1), data.u8(2), data.u8(3), data.u8(4),
                list(data.slice(firstAt, secondAt - 1), PSAM_RUN_BYTES, DeviceFrames::run), data.u8(secondAt - 1),
                list(data.slice(secondAt, antennaCountAt), PSAM_RUN_BYTES, DeviceFrames::run), data.u8(antennaCountAt),
                data.u8(antennaCountAt + 1), list(data.slice(antennasAt, end), ANTENNA_BYTES, DeviceFrames::antenna)));
    }

    /** 0 beyond the end: the caller sees that the lengths do not close. */
    private static int count(Bytes data, int at, int zeroIsOne) {
        int told = at < data.size() ? data.u8(at) : 0;
        return told == 0 && zeroIsOne != 0 ? 1 : told;
    }

    private static PsamRun run(Bytes record) {
        return new PsamRun(record.u8(0), record.u8(1), record.u8(2));
    }

    private static Antenna antenna(Bytes record) {
        return new Antenna(record.u8(0), record.u8(1), record.u8(2), record.u8(3));
    }

    static Optional<UnitFrame> psamInfo(Bytes data) {
        return data.size() < 10 || (data.size() - 10) % REQUEST_BYTES != 0 ? Optional.empty()
                : Optional.of(new BAPsamInfo(data.u8(1), data.slice(2, 9).hex(), data.u8(9),
                        list(data.slice(10, data.size()), REQUEST_BYTES, DeviceFrames::request)));
    }

    private static PsamRequest request(Bytes record) {
        return new PsamRequest(record.u8(0), record.slice(1, 7).hex(), record.slice(7, 17).hex(), record.u8(17), record.u8(18),
                record.slice(19, 27).hex(), record.slice(27, 35));
    }

    static Optional<UnitFrame> psamResult(Bytes data) {
        return data.size() < 3 || (data.size() - 3) % 4 != 0 ? Optional.empty()
                : Optional.of(new UnitFrame.BBPsamResult(data.u8(1), data.u8(2),
                        list(data.slice(3, data.size()), 4, record -> record)));
    }

    private static <T> List<T> list(Bytes records, int recordBytes, Function<Bytes, T> read) {
        List<T> all = new ArrayList<>();
        for (int at = 0; at < records.size(); at += recordBytes) {
            all.add(read.apply(records.slice(at, at + recordBytes)));
        }
        return all;
    }
}
