package org.etclane.lane.parameters.pack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;
import org.etclane.lane.parameters.table.Findings;

/**
 * Opens a package: first the manifest's signature, and only then what it says; then the hash of every table. Files in the order
 * {@code manifest.json}, {@code manifest.sig}, then the tables in the manifest's order and nothing else. Reads the file once with
 * 64 KiB in memory, whatever its size.
 */
public final class PackageReader {
    static final String MANIFEST = "manifest.json";
    static final String SIGNATURE = "manifest.sig";
    private static final int MAX_MANIFEST_BYTES = 1 << 16;
    private static final Text ORDER = new Text(MANIFEST + ", " + SIGNATURE + ", then the tables in the manifest's order",
            MANIFEST + "、" + SIGNATURE + "，然后按清单顺序的各表");
    private static final Text SEND_AGAIN = new Text("have it sent or made again", "请重新下发或重新生成");

    private final Path file;
    private final Findings findings;

    private PackageReader(Path file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    /** Empty when anything is wrong; then it is in the findings. */
    public static Optional<VerifiedPackage> read(Path file, Proof proof, Findings findings) {
        return new PackageReader(file, findings).read(proof);
    }

    private Optional<VerifiedPackage> read(Proof proof) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            List<TarIndex.Entry> entries = TarIndex.read(channel);
            if (entries.size() < 2 || !entries.get(0).name().equals(MANIFEST) || !entries.get(1).name().equals(SIGNATURE)
                    || entries.get(0).size() > MAX_MANIFEST_BYTES || entries.get(1).size() != TrustedKeys.SIGNATURE_BYTES) {
                broken(new Text("does not begin with a manifest of at most 64 KiB and its signature of 64 bytes",
                        "开头不是清单（不超过64 KiB）及其64字节签名"), ORDER);
                return Optional.empty();
            }
            return signed(channel, entries, proof);
        } catch (TarIndex.Malformed malformed) {
            broken(new Text(malformed.getMessage(), "包文件损坏：" + malformed.getMessage()), new Text("a tar file in format ustar", "ustar格式的tar文件"));
        } catch (IOException unreadable) {
            findings.add(Problem.Kind.UNREADABLE, "", 0, "", new Text("cannot be read: " + unreadable.getMessage(),
                    "无法读取：" + unreadable.getMessage()), Text.NONE, Text.NONE);
        }
        return Optional.empty();
    }

    private Optional<VerifiedPackage> signed(FileChannel channel, List<TarIndex.Entry> entries, Proof proof) throws IOException {
        byte[] manifest = TarIndex.fully(channel, entries.get(0).offset(), (int) entries.get(0).size()).array();
        byte[] signature = TarIndex.fully(channel, entries.get(1).offset(), TrustedKeys.SIGNATURE_BYTES).array();
        String sha256 = Sha256.of(channel, entries.get(0).offset(), entries.get(0).size());
        Optional<String> signedBy = believed(proof, manifest, signature, sha256);
        if (signedBy.isEmpty()) {
            return Optional.empty();
        }
        findings.in(MANIFEST);
        Optional<PackageManifest> read = ManifestReader.read(manifest, findings);
        findings.in("");
        if (read.isEmpty()) {
            return Optional.empty();
        }
        List<VerifiedPackage.Section> sections = sections(channel, read.get(), entries.subList(2, entries.size()));
        return findings.none() ? Optional.of(new VerifiedPackage(file, read.get(), sha256, signedBy.get(), sections)) : Optional.empty();
    }

    private Optional<String> believed(Proof proof, byte[] manifest, byte[] signature, String sha256) {
        return switch (proof) {
            case Proof.SignedBy(TrustedKeys keys) -> {
                Optional<String> signer = keys.signer(manifest, signature);
                if (signer.isEmpty()) {
                    findings.add(Problem.Kind.FILE_WRONG, SIGNATURE, 0, "", new Text("is made by none of the trusted keys, or the manifest was changed",
                            "不是受信密钥的签名，或清单被改动"), keys.isEmpty() ? new Text("no key is configured: parameters.trustedKeys is empty",
                            "未配置密钥：parameters.trustedKeys为空") : new Text("signed by one of " + keys.names(), "由以下密钥之一签名：" + keys.names()),
                            new Text("sign manifest.json as it is in the package, and name the public key in parameters.trustedKeys",
                                    "对包内的manifest.json签名，并在parameters.trustedKeys中配置公钥"));
                }
                yield signer;
            }
            case Proof.KnownAs(String known, String signedBy) -> {
                if (!known.equals(sha256)) {
                    broken(new Text("is not the package that was accepted: its manifest has hash " + sha256, "不是当初接受的参数包，清单摘要为" + sha256),
                            new Text(known, known));
                    yield Optional.empty();
                }
                yield Optional.of(signedBy);
            }
        };
    }

    private List<VerifiedPackage.Section> sections(FileChannel channel, PackageManifest manifest, List<TarIndex.Entry> files)
            throws IOException {
        List<VerifiedPackage.Section> sections = new ArrayList<>();
        List<String> wanted = manifest.tables().stream().map(PackageManifest.Table::file).toList();
        List<String> there = files.stream().map(TarIndex.Entry::name).toList();
        if (!wanted.equals(there)) {
            broken(new Text("holds " + there + " where its manifest names " + wanted, "包内文件为" + there + "，清单为" + wanted), ORDER);
            return sections;
        }
        for (int i = 0; i < files.size(); i++) {
            PackageManifest.Table table = manifest.tables().get(i);
            TarIndex.Entry entry = files.get(i);
            String sha256 = entry.size() == table.size() ? Sha256.of(channel, entry.offset(), entry.size()) : "";
            if (entry.size() != table.size()) {
                findings.add(Problem.Kind.FILE_WRONG, table.file(), 0, Long.toString(entry.size()), new Text("has not the size that the manifest says",
                        "大小与清单不符"), new Text(table.size() + " bytes", table.size() + "字节"), SEND_AGAIN);
            } else if (!sha256.equals(table.sha256())) {
                findings.add(Problem.Kind.FILE_WRONG, table.file(), 0, sha256, new Text("has not the SHA-256 that the manifest says", "SHA-256与清单不符"),
                        new Text(table.sha256(), table.sha256()), SEND_AGAIN);
            }
            sections.add(new VerifiedPackage.Section(table, entry.offset()));
        }
        return sections;
    }

    private void broken(Text what, Text allowed) {
        findings.add(Problem.Kind.FILE_WRONG, "package", 0, "", what, allowed, SEND_AGAIN);
    }
}
