package org.etclane.lane.parameters.pack;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.etclane.lane.parameters.RateTableFile;
import org.etclane.lane.parameters.TableKind;
import org.etclane.lane.parameters.pack.PackageManifest.Contents;

/** Makes packages in memory, for stations written in Java and for the test bench; a lane reads them only. One thread. */
public final class PackageWriter {
    private final ObjectNode manifest = new JsonMapper().createObjectNode();
    private final ArrayNode tables;
    private final String effectiveAt;
    private final List<Content> contents = new ArrayList<>();

    private record Content(String file, byte[] bytes) {
    }

    /** @param number greater than that of every package before */
    public PackageWriter(Contents kind, String version, long number, String issuer, long issuedAtMillis, long effectiveAtMillis) {
        effectiveAt = time(effectiveAtMillis);
        manifest.put("format", ManifestReader.FORMAT).put("formatVersion", ManifestReader.VERSION)
                .put("contents", kind.name().toLowerCase(Locale.ROOT).replace('_', '-')).put("version", version).put("number", number)
                .put("issuer", issuer).put("issuedAt", time(issuedAtMillis)).put("effectiveAt", effectiveAt);
        tables = manifest.putArray("tables");
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.ofHours(8)).toString();
    }

    /** A table that is in force with the set. */
    public PackageWriter table(TableKind kind, String file, String version, byte[] bytes) {
        return table(kind, file, version, effectiveAt, bytes);
    }

    /** @param tableEffectiveAtMillis not later than the set's */
    public PackageWriter table(TableKind kind, String file, String version, long tableEffectiveAtMillis, byte[] bytes) {
        return table(kind, file, version, time(tableEffectiveAtMillis), bytes);
    }

    private PackageWriter table(TableKind kind, String file, String version, String from, byte[] bytes) {
        tables.addObject().put("kind", kind.key()).put("file", file).put("version", version).put("effectiveAt", from).put("size", bytes.length)
                .put("sha256", RateTableFile.sha256(bytes));
        contents.add(new Content(file, bytes.clone()));
        return this;
    }

    /** The manifest as it would be signed. */
    public byte[] manifest() {
        return (manifest.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The whole file. @param key Ed25519 */
    public byte[] sign(PrivateKey key) throws GeneralSecurityException {
        byte[] signed = manifest();
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(signed);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        entry(out, PackageReader.MANIFEST, signed);
        entry(out, PackageReader.SIGNATURE, signature.sign());
        contents.forEach(content -> entry(out, content.file(), content.bytes()));
        out.writeBytes(new byte[2 * TarIndex.BLOCK]);
        return out.toByteArray();
    }

    private static void entry(ByteArrayOutputStream out, String name, byte[] bytes) {
        byte[] head = new byte[TarIndex.BLOCK];
        put(head, 0, name);
        put(head, 100, "0000644\0");
        put(head, 108, "0000000\0");
        put(head, 116, "0000000\0");
        put(head, 124, String.format(Locale.ROOT, "%011o\0", bytes.length));
        put(head, 136, "00000000000\0");
        put(head, 148, "        ");
        put(head, 156, "0");
        put(head, 257, "ustar\00000");
        int sum = 0;
        for (byte one : head) {
            sum += one & 0xFF;
        }
        put(head, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        out.writeBytes(head);
        out.writeBytes(bytes);
        out.writeBytes(new byte[Math.floorMod(-bytes.length, TarIndex.BLOCK)]);
    }

    private static void put(byte[] head, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, head, at, bytes.length);
    }
}
