package org.etclane.lane.config;

import java.nio.file.Path;
import java.util.Optional;
import org.etclane.device.spi.Key;
import org.etclane.device.spi.Language;

public record DiagnosticsSection(
        @Key(en = "control socket for lanectl, without it: control/lane.sock in the data folder; at most 107 bytes long",
                zh = "lanectl控制套接字，缺省为数据目录下control/lane.sock，路径最长107字节") Optional<Path> socket,
        @Key(en = "events kept in the black box, for the dump after a bug", zh = "黑匣子保留的事件数", otherwise = "4096", min = 256, max = 20_000)
                int blackBoxEvents,
        @Key(en = "entries kept of each link while its trace is on, some minutes of traffic", zh = "跟踪开启时每条链路保留的条数", otherwise = "2000",
                min = 100, max = 20_000) int traceEntries) {
}
