package org.etclane.sim.station;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.etclane.lane.station.TlsFiles;

/** A TLS identity with JDK classes alone: a second opinion on the PEM files. */
final class PeerTls {
    private PeerTls() {
    }

    static SSLContext context(TlsFiles files) throws Exception {
        String pem = Files.readString(files.privateKey()).replaceAll("-----[A-Z ]+-----|\\s", "");
        KeyStore own = empty();
        PKCS8EncodedKeySpec key = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem));
        own.setKeyEntry("own", KeyFactory.getInstance("EC").generatePrivate(key), new char[0],
                new Certificate[] {certificate(files.certificates())});
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, new char[0]);
        KeyStore trusted = empty();
        trusted.setCertificateEntry("ca", certificate(files.trusted()));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Certificate certificate(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
