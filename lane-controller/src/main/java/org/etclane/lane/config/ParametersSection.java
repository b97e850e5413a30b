package org.etclane.lane.config;

import java.nio.file.Path;
import java.util.List;
import org.etclane.device.spi.Key;

public record ParametersSection(
        @Key(en = "rate table to start with, unsigned; the first parameter package replaces it for good",
                zh = "初始费率表（不带签名），首个参数包生效后不再使用", mustExist = true) Path rateTable,
        @Key(en = "PEM files with the Ed25519 public keys that may sign parameter packages; without one none is taken",
                zh = "可签发参数包的Ed25519公钥（PEM文件），未配置则不接受参数包", otherwise = "", rows = 8) List<Path> trustedKeys,
        @Key(en = "largest parameter package, MiB", zh = "参数包大小上限（MiB）", otherwise = "256", min = 1, max = 8192) int maxPackageMiB,
        @Key(en = "a rate above this is a mistake, and its package is refused, fen", zh = "高于此值的费率视为错误，拒绝该参数包（分）",
                otherwise = "5000000", min = 100, max = 4_294_967_295L) long maxFeeFen,
        @Key(en = "a discount above this is a mistake, and its package is refused, permille", zh = "高于此值的折扣视为错误，拒绝该参数包（千分比）",
                otherwise = "500", min = 0, max = 1000) int maxDiscountPermille,
        @Key(en = "a package that would come into force later than this is refused, days", zh = "生效时间超前超过该天数的参数包被拒绝",
                otherwise = "366", min = 1, max = 3660) int maxAheadDays) {
    public ParametersSection {
        trustedKeys = List.copyOf(trustedKeys);
    }
}
