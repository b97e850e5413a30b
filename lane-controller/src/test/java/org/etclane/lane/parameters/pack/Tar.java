package org.etclane.lane.parameters.pack;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Packages with whatever in them, well signed. */
final class Tar {
    private Tar() {
    }

    static byte[] signed(String manifest, KeyPair key, Map<String, byte[]> files) {
        byte[] signed = manifest.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key.getPrivate());
            signature.update(signed);
            file(out, "manifest.json", signed);
            file(out, "manifest.sig", signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
        new TreeMap<>(files).reversed().forEach((name, content) -> file(out, name, content));
        out.writeBytes(new byte[1024]);
        return out.toByteArray();
    }

    private static void file(ByteArrayOutputStream out, String name, byte[] content) {
        StringBuilder head = new StringBuilder(name).append("\0".repeat(100 - name.length())).append("0000644\0" + "0000000\0" + "0000000\0")
                .append(String.format(Locale.ROOT, "%011o\0", content.length)).append("00000000000\0").append("        ").append('0')
                .append("\0".repeat(100)).append("ustar\0" + "00").append("\0".repeat(247));
        int sum = head.chars().sum();
        head.replace(148, 156, String.format(Locale.ROOT, "%06o\0 ", sum));
        out.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(content);
        out.writeBytes(new byte[Math.floorMod(-content.length, 512)]);
    }
}
