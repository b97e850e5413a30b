package org.etclane.lane.config;

import java.nio.file.Path;
import java.util.Optional;
import org.etclane.device.spi.Key;

public record JournalSection(
        @Key(en = "folder of the database, without it: \"journal\" in the data folder; a disk that survives a power cut",
                zh = "数据库目录，缺省为数据目录下的journal") Optional<Path> dir,
        @Key(en = "days that acknowledged records are kept", zh = "已上传记录保留天数", otherwise = "90", min = 1, max = 3650)
                int retentionDays,
        @Key(en = "entries that may wait for the disk; a full queue closes the lane", zh = "写盘队列长度，满则车道关闭", otherwise = "1024",
                min = 64, max = 65_536) int queue,
        @Key(en = "alarm when less than this is free on the disk, MiB", zh = "磁盘剩余空间报警值（MiB）", otherwise = "1024", min = 64,
                max = 1_048_576) int freeSpaceAlarmMib) {
}
