package org.etclane.lane.parameters.pack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import org.etclane.lane.parameters.StationKey;
import org.etclane.lane.parameters.TableKind;
import org.etclane.lane.parameters.pack.PackageManifest.Contents;

/** Packages for tests: a made-up network, keys made anew in every run. */
public final class Packages {
    public static final StationKey HERE = new StationKey("3701", 12);
    public static final LaneFit FIT = LaneFit.of(HERE, 1, true);
    /** 2026-12-01T00:00+08:00. */
    public static final long NOW = 1_796_054_400_000L;
    public static final long DAY_MS = 86_400_000L;
    public static final KeyPair KEY = newKey();
    public static final KeyPair OTHER_KEY = newKey();

    private Packages() {
    }

    private static KeyPair newKey() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The public half as a PEM file, as a configuration names it. */
    public static Path pem(Path folder, String name, KeyPair key) {
        try {
            return Files.writeString(folder.resolve(name + ".pem"), "-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(key.getPublic().getEncoded()) + "\n-----END PUBLIC KEY-----\n");
        } catch (IOException notWritten) {
            throw new UncheckedIOException(notWritten);
        }
    }

    public static TrustedKeys trusting(Path folder) throws IOException {
        return TrustedKeys.load(List.of(pem(folder, "test-2026", KEY)));
    }

    public static byte[] rates(String version, String effectiveAt, long feeFen) {
        return ("etclane-rate-table,1\nversion," + version + "\neffectiveAt," + effectiveAt + "\netcDiscountPermille,50\n"
                + "entryNetwork,entryStation,exitNetwork,exitStation,vehicleClass,feeFen\n3701,7,3701,12,1," + feeFen + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Class 1 pays so much from station 7. The version is "set-NUMBER". */
    public static PackageWriter set(long number, long effectiveAtMillis, long feeFen) {
        String effectiveAt = java.time.Instant.ofEpochMilli(effectiveAtMillis).toString();
        return new PackageWriter(Contents.SET, "set-" + number, number, "test office", NOW, effectiveAtMillis)
                .table(TableKind.RATES, "rates.csv", "rates-" + number, effectiveAtMillis, rates("rates-" + number, effectiveAt, feeFen));
    }

    public static byte[] signed(PackageWriter writer) {
        return signed(writer, KEY);
    }

    public static byte[] signed(PackageWriter writer, KeyPair key) {
        try {
            return writer.sign(key.getPrivate());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static byte[] signedSet(long number, long effectiveAtMillis, long feeFen) {
        return signed(set(number, effectiveAtMillis, feeFen));
    }
}
