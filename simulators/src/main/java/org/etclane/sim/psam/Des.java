package org.etclane.sim.psam;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.etclane.device.Bytes;

/**
 * Single DES and two-key triple DES on whole 8-byte blocks. Weak ciphers by today's measure, and the ones that the cards in
 * the field speak. Pure; any thread.
 */
final class Des {
    private Des() {
    }

    /** Encrypts one 8-byte block under an 8-byte key. */
    static byte[] encrypt(Bytes key8, byte[] block8) {
        return run("DES/ECB/NoPadding", new SecretKeySpec(key8.toArray(), "DES"), block8);
    }

    /** Encrypts one 8-byte block under a 16-byte key: left half encrypts, right half decrypts, left half encrypts. */
    static byte[] encryptTriple(Bytes key16, byte[] block8) {
        Bytes k1k2k1 = Bytes.concat(key16, key16.slice(0, 8));
        return run("DESede/ECB/NoPadding", new SecretKeySpec(k1k2k1.toArray(), "DESede"), block8);
    }

    private static byte[] run(String transformation, SecretKeySpec key, byte[] block) {
        try {
            Cipher cipher = Cipher.getInstance(transformation);
            cipher.init(Cipher.ENCRYPT_MODE, key);
            return cipher.doFinal(block);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("key of wrong length or block not a multiple of 8 bytes", e);
        }
    }
}
