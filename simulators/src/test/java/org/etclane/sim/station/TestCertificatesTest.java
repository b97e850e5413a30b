package org.etclane.sim.station;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.etclane.lane.station.TlsFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCertificatesTest {
    private static final Instant NOW = Instant.parse("2026-05-01T00:00:00Z");

    @TempDir
    Path directory;

    @Test
    void whatIsThereIsUsedAgainUntilItIsNearlyOld() throws Exception {
        TlsFiles first = TestCertificates.in(directory, NOW).lane("G1");
        String certificate = Files.readString(first.certificates());
        String authority = Files.readString(first.trusted());
        assertEquals(certificate, Files.readString(TestCertificates.in(directory, NOW.plus(Duration.ofDays(100))).lane("G1")
                .certificates()));
        TlsFiles renewed = TestCertificates.in(directory, NOW.plus(Duration.ofDays(820))).lane("G1");
        assertNotEquals(certificate, Files.readString(renewed.certificates()));
        assertEquals(authority, Files.readString(renewed.trusted()));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(renewed.privateKey())));
    }

    @Test
    void aNewAuthorityMakesNewCertificates() throws Exception {
        String old = Files.readString(TestCertificates.in(directory, NOW).station().certificates());
        Files.delete(directory.resolve("ca.pem"));
        assertNotEquals(old, Files.readString(TestCertificates.in(directory, NOW).station().certificates()));
    }
}
