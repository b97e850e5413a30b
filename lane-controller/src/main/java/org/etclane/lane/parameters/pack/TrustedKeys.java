package org.etclane.lane.parameters.pack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Ed25519 keys of which any one may sign packages; several, so that a key can be replaced. Immutable. */
public final class TrustedKeys {
    /** As {@code openssl pkey -pubout} writes it. */
    private static final Pattern PEM = Pattern.compile("-----BEGIN PUBLIC KEY-----\\s+([A-Za-z0-9+/=\\s]+?)\\s+-----END PUBLIC KEY-----\\s*");
    private static final int MAX_BYTES = 10_000;
    public static final int SIGNATURE_BYTES = 64;

    private final List<Named> keys;

    private record Named(String name, PublicKey key) {
    }

    private TrustedKeys(List<Named> keys) {
        this.keys = List.copyOf(keys);
    }

    /** Each key is named by its file, without ending. @throws IOException with what is wrong with the first bad one */
    public static TrustedKeys load(List<Path> files) throws IOException {
        List<Named> keys = new ArrayList<>();
        for (Path file : files) {
            keys.add(new Named(file.getFileName().toString().replaceFirst("\\.[^.]*$", ""), key(file)));
        }
        return new TrustedKeys(keys);
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    public List<String> names() {
        return keys.stream().map(Named::name).toList();
    }

    private static PublicKey key(Path file) throws IOException {
        String text = Files.size(file) > MAX_BYTES ? "" : Files.readString(file, StandardCharsets.ISO_8859_1);
        Matcher pem = PEM.matcher(text);
        if (!pem.matches()) {
            throw new IOException(file + " is no public key in PEM (-----BEGIN PUBLIC KEY-----)");
        }
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1))));
        } catch (GeneralSecurityException | IllegalArgumentException notOne) {
            throw new IOException(file + " is no Ed25519 public key: " + notOne.getMessage(), notOne);
        }
    }

    /** Name of the key that made this signature of these bytes; empty when none of ours did. */
    Optional<String> signer(byte[] signed, byte[] signature) {
        return keys.stream().filter(named -> made(named.key(), signed, signature)).map(Named::name).findFirst();
    }

    private static boolean made(PublicKey key, byte[] signed, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }
}
