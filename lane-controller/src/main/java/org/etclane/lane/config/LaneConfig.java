package org.etclane.lane.config;

import java.nio.file.Path;
import org.etclane.device.spi.Key;

/** The whole configuration of one lane. Paths are absolute once loaded. */
public record LaneConfig(
        @Key(en = "what this lane is and how it decides", zh = "车道身份与判定参数") LaneSection lane,
        @Key(en = "folder for everything that the lane writes; made when it does not exist",
                zh = "车道写入数据的目录，不存在则创建", otherwise = "../data") Path data,
        @Key(en = "what is connected and how", zh = "设备及其连接方式") DevicesSection devices,
        @Key(en = "the durable record store", zh = "记录库") JournalSection journal,
        @Key(en = "link to the station server", zh = "与站级服务器的连接") StationSection station,
        @Key(en = "tables that fees and decisions are made from", zh = "费率等参数表") ParametersSection parameters,
        @Key(en = "wording of the fee display", zh = "费显用语") DisplaySection display,
        @Key(en = "how people look into the lane", zh = "诊断与运维") DiagnosticsSection diagnostics) {

    public Path journalDirectory() {
        return journal.dir().orElse(data.resolve("journal"));
    }

    /** Where parameter files downloaded from the station are kept. */
    public Path parameterDirectory() {
        return data.resolve("parameters");
    }

    /** What went over the line of a device before it failed. */
    public Path traceDirectory() {
        return data.resolve("trace");
    }

    public Path controlSocket() {
        return diagnostics.socket().orElse(socketIn(data));
    }

    /** Where the control socket of a lane lies whose data folder is this one. */
    public static Path socketIn(Path data) {
        return data.resolve("control").resolve("lane.sock");
    }
}
