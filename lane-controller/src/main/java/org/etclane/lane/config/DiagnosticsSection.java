package org.etclane.lane.config;

import java.nio.file.Path;
import java.util.Optional;
import org.etclane.device.spi.Key;
import org.etclane.device.spi.Language;

public record DiagnosticsSection(
        @Key(en = "control socket for lanectl, without it: control/lane.sock in the data folder; at most 107 bytes long",
                zh = "lanectl控制套接字，缺省为数据目录下control/lane.sock，路径最长107字节") Optional<Path> socket,
        @Key(en = "language of the log", zh = "日志语言", otherwise = "zh") Language language,
        @Key(en = "events kept in the black box", zh = "黑匣子保留的事件数", otherwise = "20000", min = 1000, max = 1_000_000)
                int blackBoxEvents,
        @Key(en = "largest byte trace per link before the oldest half is dropped, KiB", zh = "每条链路跟踪文件上限（KiB）",
                otherwise = "10240",
                min = 64, max = 1_048_576) int traceKib) {
}
