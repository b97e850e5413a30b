package org.etclane.sim.station;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.etclane.lane.station.TlsFiles;

/**
 * A small certificate authority for test benches, kept as PEM files in a directory: what is there and still valid is used again.
 * For tests only: its keys lie unencrypted on the disk (readable by their owner).
 */
public final class TestCertificates {
    private static final Duration LIFE = Duration.ofDays(825);
    private static final Duration SKEW = Duration.ofDays(1);
    private static final Duration RENEW_BEFORE = Duration.ofDays(7);

    private final Path directory;
    private final Instant now;
    private final SecureRandom random = new SecureRandom();
    private final X509Certificate authority;
    private final PrivateKey authorityKey;

    private TestCertificates(Path directory, String authorityName, Instant now) throws IOException, GeneralSecurityException {
        this.directory = directory;
        this.now = now;
        Files.createDirectories(directory);
        if (!usable("ca")) {
            KeyPair keys = newKeys();
            write("ca", certificate(authorityName, keys, authorityName, keys.getPrivate(), now.minus(SKEW),
                    now.plus(LIFE.multipliedBy(4)), true, List.of()), keys.getPrivate());
            // certificates of an authority that is gone are worthless
            try (var old = Files.newDirectoryStream(directory, "{station,lane-}*.pem")) {
                for (Path stale : old) {
                    Files.delete(stale);
                }
            }
        }
        this.authority = readCertificate(pem("ca"));
        this.authorityKey = readKey(key("ca"));
    }

    /**
     * Opens the directory or makes it.
     *
     * @param now the present; also when new certificates begin (a day earlier)
     */
    public static TestCertificates in(Path directory, Instant now) {
        return in(directory, "etclane test authority", now);
    }

    /** An authority with another name. */
    public static TestCertificates in(Path directory, String authorityName, Instant now) {
        try {
            return new TestCertificates(directory, authorityName, now);
        } catch (IOException | GeneralSecurityException failed) {
            throw new IllegalStateException("certificates in " + directory + ": " + failed.getMessage(), failed);
        }
    }

    /** The station's, for localhost, 127.0.0.1 and ::1. */
    public TlsFiles station() {
        return files("station", "etclane test station", now.minus(SKEW), now.plus(LIFE), List.of(
                new GeneralName(GeneralName.dNSName, "localhost"), new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                new GeneralName(GeneralName.iPAddress, "::1")));
    }

    /** A lane's: the common name is its id. */
    public TlsFiles lane(String laneId) {
        return files("lane-" + laneId, laneId, now.minus(SKEW), now.plus(LIFE), List.of());
    }

    /** A lane's that was valid between two other times; kept under another file name. */
    public TlsFiles lane(String laneId, Instant from, Instant until) {
        return files("lane-" + laneId + "-" + until.getEpochSecond(), laneId, from, until, List.of());
    }

    /** What the other side must hold to trust these certificates. */
    public Path trusted() {
        return pem("ca");
    }

    private TlsFiles files(String name, String commonName, Instant from, Instant until, List<GeneralName> alternatives) {
        try {
            if (!usable(name)) {
                KeyPair keys = newKeys();
                write(name, certificate(commonName, keys, null, authorityKey, from, until, false, alternatives),
                        keys.getPrivate());
            }
            return new TlsFiles(pem(name), key(name), pem("ca"));
        } catch (IOException | GeneralSecurityException failed) {
            throw new IllegalStateException("certificate for " + commonName + ": " + failed.getMessage(), failed);
        }
    }

    private boolean usable(String name) throws IOException, GeneralSecurityException {
        return Files.exists(pem(name)) && Files.exists(key(name))
                && readCertificate(pem(name)).getNotAfter().toInstant().isAfter(now.plus(RENEW_BEFORE));
    }

    private Path pem(String name) {
        return directory.resolve(name + ".pem");
    }

    private Path key(String name) {
        return directory.resolve(name + "-key.pem");
    }

    private KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private X509Certificate certificate(String commonName, KeyPair keys, String selfIssuer, PrivateKey signer, Instant from,
            Instant until, boolean isAuthority, List<GeneralName> alternatives) throws GeneralSecurityException, IOException {
        X500Name subject = name(commonName);
        X500Name issuer = selfIssuer == null ? new X509CertificateHolder(authority.getEncoded()).getSubject() : name(selfIssuer);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(issuer, new BigInteger(120, random),
                Date.from(from), Date.from(until), subject, keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
        if (isAuthority) {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        } else {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(
                    new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
        }
        if (!alternatives.isEmpty()) {
            builder.addExtension(Extension.subjectAlternativeName, false,
                    new GeneralNames(alternatives.toArray(GeneralName[]::new)));
        }
        try {
            return new JcaX509CertificateConverter().getCertificate(
                    builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
        } catch (OperatorCreationException noSigner) {
            throw new GeneralSecurityException(noSigner);
        }
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.O, "etclane test bench").addRDN(BCStyle.CN, commonName)
                .build();
    }

    private void write(String name, X509Certificate certificate, PrivateKey privateKey) throws IOException {
        Files.deleteIfExists(key(name));
        Files.createFile(key(name), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Writer out = Files.newBufferedWriter(key(name), StandardCharsets.US_ASCII, StandardOpenOption.TRUNCATE_EXISTING);
                JcaPEMWriter pem = new JcaPEMWriter(out)) {
            pem.writeObject(new JcaPKCS8Generator(privateKey, null));
        }
        try (Writer out = Files.newBufferedWriter(pem(name), StandardCharsets.US_ASCII);
                JcaPEMWriter pem = new JcaPEMWriter(out)) {
            pem.writeObject(certificate);
        }
    }

    private static X509Certificate readCertificate(Path file) throws IOException, GeneralSecurityException {
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.US_ASCII); PEMParser pem = new PEMParser(in)) {
            return new JcaX509CertificateConverter().getCertificate((X509CertificateHolder) pem.readObject());
        }
    }

    private static PrivateKey readKey(Path file) throws IOException {
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.US_ASCII); PEMParser pem = new PEMParser(in)) {
            return new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) pem.readObject());
        }
    }
}
