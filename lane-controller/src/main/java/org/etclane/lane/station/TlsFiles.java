package org.etclane.lane.station;

import java.nio.file.Path;

/**
 * One side's TLS identity as PEM files.
 *
 * @param certificates own certificate first, then those between it and the trusted one
 * @param privateKey   PKCS#8, unencrypted; readable by the process's user only
 * @param trusted      the authorities whose signature makes the other side genuine
 */
public record TlsFiles(Path certificates, Path privateKey, Path trusted) {
}
