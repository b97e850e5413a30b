package org.etclane.lane.config;

import java.nio.file.Path;
import java.util.Optional;
import org.etclane.device.spi.Checked;
import org.etclane.device.spi.Key;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;

/** TLS 1.3, both sides show a certificate. */
@Checked(StationSection.CompleteWhenEnabled.class)
public record StationSection(
        @Key(en = "false: the lane works alone and keeps its records", zh = "false时车道独立运行并保存记录", otherwise = "true")
                boolean enabled,
        @Key(en = "name or address of the station server, as in its certificate", zh = "站级服务器名称或地址，与其证书一致", otherwise = "",
                max = 255, form = "[0-9A-Za-z.:_-]*", formEn = "a host name or IP address", formZh = "主机名或IP地址") String host,
        @Key(en = "its TCP port", zh = "TCP端口", otherwise = "7443", min = 1, max = 65_535) int port,
        @Key(en = "name in the station's certificate, without it: the host", zh = "站级证书中的名称，缺省为host") Optional<String> serverName,
        @Key(en = "PEM file with the authorities whose signature makes a station genuine", zh = "可信CA证书（PEM）")
                Optional<Path> trusted,
        @Key(en = "PEM file with this lane's certificate and those between it and the authority", zh = "本车道证书链（PEM）")
                Optional<Path> certificates,
        @Key(en = "PEM file with this lane's private key (PKCS#8, no password), readable for the lane's user only",
                zh = "本车道私钥（PEM，PKCS#8，无密码），仅限车道用户读取") Optional<Path> privateKey,
        @Key(en = "a sign of life is sent so often, ms", zh = "心跳间隔（毫秒）", otherwise = "5000", min = 100, max = 600_000)
                int heartbeatMs,
        @Key(en = "records sent before an acknowledgement is awaited", zh = "未确认记录上限", otherwise = "512", min = 1, max = 65_536)
                int windowRecords,
        @Key(en = "records per message", zh = "每条消息的记录数", otherwise = "64", min = 1, max = 256) int uploadRecords,
        @Key(en = "first pause before connecting again, ms; it doubles", zh = "重连初始间隔（毫秒），逐次加倍", otherwise = "500", min = 1,
                max = 60_000) int backOffMinMs,
        @Key(en = "longest pause before connecting again, ms", zh = "重连最长间隔（毫秒）", otherwise = "60000", min = 100, max = 3_600_000)
                int backOffMaxMs,
        @Key(en = "wait for TCP, then for TLS, then for the station's consent, ms", zh = "连接各阶段超时（毫秒）", otherwise = "5000",
                min = 100,
                max = 60_000) int connectTimeoutMs) {

    static final class CompleteWhenEnabled implements Checked.Check {
        @Override
        public void check(Checked.Values values, Checked.Report report) {
            values.get("backOffMinMs", Integer.class).ifPresent(first -> values.get("backOffMaxMs", Integer.class)
                    .filter(longest -> longest < first).ifPresent(longest -> report.problem(Problem.Kind.CONTRADICTION,
                            "backOffMaxMs", new Text("is less than backOffMinMs", "小于backOffMinMs"),
                            new Text("at least " + first, "至少" + first), Text.NONE)));
            if (!values.get("enabled", Boolean.class).orElse(false)) {
                return;
            }
            if (values.get("host", String.class).filter(String::isEmpty).isPresent()) {
                missing("host", report);
            }
            for (String file : new String[] {"trusted", "certificates", "privateKey"}) {
                Optional<?> path = values.get(file, Optional.class).orElse(null);
                if (path != null && path.isEmpty()) {
                    missing(file, report);
                } else if (path != null && !report.readable((Path) path.get())) {
                    report.problem(Problem.Kind.FILE_MISSING, file, Scalars.NO_FILE, Allowed.of(new Shape.File(true)),
                            Scalars.FILE_ADVICE);
                }
            }
        }

        private static void missing(String name, Checked.Report report) {
            report.problem(Problem.Kind.MISSING, name, new Text("is missing", "缺失"),
                    new Text("required when station.enabled is true", "station.enabled为true时必填"),
                    new Text("write it, or set station.enabled: false", "填写，或设station.enabled: false"));
        }
    }
}
