package org.etclane.lane.parameters.pack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.etclane.device.spi.Problem;
import org.etclane.lane.parameters.Handling;
import org.etclane.lane.parameters.ParameterSet;
import org.etclane.lane.parameters.StationKey;
import org.etclane.lane.parameters.TableKind;
import org.etclane.lane.parameters.Thresholds;
import org.etclane.lane.parameters.pack.PackageManifest.Contents;
import org.etclane.lane.parameters.table.Findings;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package is read as a whole or refused with its reasons, whatever was done to it. */
class PackageReaderTest {
    @TempDir
    Path folder;
    private TrustedKeys keys;

    @BeforeEach
    void keys() throws IOException {
        keys = Packages.trusting(folder);
    }

    private List<Problem> refused(byte[] file) {
        return refused(file, keys);
    }

    private List<Problem> refused(byte[] file, TrustedKeys trusted) {
        Findings findings = new Findings();
        Optional<VerifiedPackage> read = read(file, trusted, findings);
        read.filter(pack -> pack.manifest().contents() == Contents.SET)
                .ifPresent(pack -> assertEquals(Optional.empty(), SetReader.read(pack, Packages.FIT, "test", 0, findings)));
        assertTrue(!findings.none(), "nothing is wrong with it");
        return findings.all();
    }

    private Optional<VerifiedPackage> read(byte[] file, TrustedKeys trusted, Findings findings) {
        try {
            return PackageReader.read(Files.write(folder.resolve("p.etcp"), file), new Proof.SignedBy(trusted), findings);
        } catch (IOException notWritten) {
            throw new AssertionError(notWritten);
        }
    }

    private ParameterSet good(byte[] file, TrustedKeys trusted, LaneFit fit) {
        Findings findings = new Findings();
        Optional<ParameterSet> set = read(file, trusted, findings).flatMap(pack -> SetReader.read(pack, fit, "station", 77, findings));
        assertEquals(List.of(), findings.all());
        return set.orElseThrow();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = PackageReaderTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    /** Made with tar and openssl by the lines of PARAMETERS.md: no byte of it comes from our writer. */
    @Test
    void aPackageMadeWithOpensslAndTarIsRead() throws IOException {
        Path pem = Files.write(folder.resolve("example.pem"), resource("example.pem"));
        ParameterSet set = good(resource("example.etcp"), TrustedKeys.load(List.of(pem)), Packages.FIT);
        assertEquals("2026-12.1", set.id().version());
        assertEquals(17, set.version().number());
        assertEquals("example", set.version().signedBy());
        assertEquals("station", set.version().source());
        assertEquals(77, set.version().receivedAtMillis());
        assertEquals(1_767_196_800_000L, set.version().effectiveAtMillis());
        assertEquals(List.of("rates", "stations", "special-events", "thresholds", "holidays"),
                set.tables().stream().map(table -> table.name()).toList());
        assertEquals("sample-2026-12", set.rates().version());
        assertEquals(set.table(TableKind.RATES).orElseThrow().sha256(), set.rates().sha256());
        assertEquals("测试十二站", set.stations().station(Packages.HERE).orElseThrow().name());
        assertEquals(Handling.PASS, set.specialEvents().of(1, false));
        assertEquals(24, set.thresholds().get(Thresholds.Name.TRIP_MAX_HOURS));
        assertEquals(1, set.holidays().periods().size());
        good(resource("example.etcp"), TrustedKeys.load(List.of(pem)), LaneFit.of(new StationKey("3701", 3), 1, false));
    }

    /** The lines for whoever makes packages, as they stand in the document. */
    @Test
    void theLinesOfTheDocumentMakeAGoodPackage() throws IOException, InterruptedException {
        String document = Files.readString(Path.of("PARAMETERS.md"));
        String script = Arrays.stream(document.split("```")).filter(block -> block.startsWith("sh\n")).map(block -> block.substring(3))
                .collect(Collectors.joining("\n"));
        Path work = Files.createDirectory(folder.resolve("made"));
        try (var samples = Files.list(Path.of("../config/parameters-sample"))) {
            for (Path sample : samples.toList()) {
                Files.copy(sample, work.resolve(sample.getFileName()));
            }
        }
        Process openssl = new ProcessBuilder("bash", "-c", "openssl version && tar --version").redirectErrorStream(true).start();
        String versions = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Assumptions.assumeTrue(openssl.waitFor() == 0 && versions.startsWith("OpenSSL 3"), "needs bash, OpenSSL 3 and tar: " + versions);
        Process made = new ProcessBuilder("bash", "-eu", "-c", script).directory(work.toFile()).redirectErrorStream(true).start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, made.waitFor(), said);
        ParameterSet set = good(Files.readAllBytes(work.resolve("2026-12.1.etcp")), TrustedKeys.load(List.of(work.resolve("province-2026.pem"))),
                Packages.FIT);
        assertEquals("province-2026", set.version().signedBy());
    }

    @Test
    void whatOurWriterMakesIsReadToo() {
        ParameterSet set = good(Packages.signedSet(3, Packages.NOW, 2000), keys, Packages.FIT);
        assertEquals("set-3", set.id().version());
        assertEquals(64, set.id().sha256().length());
        assertEquals("test-2026", set.version().signedBy());
        assertEquals(2000, set.rates().feeFen(new StationKey("3701", 7), Packages.HERE, 1).orElseThrow());
    }

    @Test
    void onlyTheTrustedKeysCount() throws IOException {
        byte[] file = Packages.signed(Packages.set(1, Packages.NOW, 2000), Packages.OTHER_KEY);
        assertEquals("manifest.sig", refused(file).getFirst().key());
        assertEquals(1, refused(file).size(), "nothing of an unproven manifest is read");
        assertTrue(refused(Packages.signedSet(1, Packages.NOW, 1), TrustedKeys.load(List.of())).getFirst().toString().contains("parameters.trustedKeys"));
        TrustedKeys both = TrustedKeys.load(List.of(Packages.pem(folder, "old", Packages.KEY), Packages.pem(folder, "new", Packages.OTHER_KEY)));
        assertEquals("new", good(file, both, Packages.FIT).version().signedBy());
        assertEquals("old", good(Packages.signedSet(1, Packages.NOW, 2000), both, Packages.FIT).version().signedBy());
    }

    @Test
    void keysThatAreNoneAreNamed() throws IOException {
        Path notPem = Files.writeString(folder.resolve("x.pem"), "hello");
        assertTrue(assertThrows(IOException.class, () -> TrustedKeys.load(List.of(notPem))).getMessage().contains("x.pem"));
        Path notKey = Files.writeString(folder.resolve("y.pem"), "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
        assertTrue(assertThrows(IOException.class, () -> TrustedKeys.load(List.of(notKey))).getMessage().contains("Ed25519"));
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] file = Packages.signedSet(1, Packages.NOW, 2000);
        for (int length = 0; length < file.length; length += length % 512 == 511 ? 1 : 37) {
            refused(Arrays.copyOf(file, length));
        }
        refused(Arrays.copyOf(file, file.length - 512));
        refused(Arrays.copyOf(file, file.length + 1));
        refused(Arrays.copyOf(file, file.length + 512 * 19));
        good(Arrays.copyOf(file, file.length + 512 * 18), keys, Packages.FIT);
    }

    @Test
    void everyFlippedBitIsRefused() {
        byte[] file = Packages.signedSet(1, Packages.NOW, 2000);
        for (int bit = 0; bit < file.length * 8; bit++) {
            file[bit / 8] ^= (byte) (1 << bit % 8);
            refused(file);
            file[bit / 8] ^= (byte) (1 << bit % 8);
        }
        good(file, keys, Packages.FIT);
    }

    @Test
    void noiseIsRefused() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        System.out.println("new Random(" + seed + "L)");
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[random.nextInt(8192)];
            random.nextBytes(noise);
            refused(noise);
        }
    }

    private byte[] withManifest(UnaryOperator<String> change) {
        byte[] rates = Packages.rates("rates-1", "2026-12-01T00:00:00+08:00", 2000);
        String manifest = new String(Packages.set(1, Packages.NOW, 2000).manifest(), StandardCharsets.UTF_8);
        return Tar.signed(change.apply(manifest), Packages.KEY, Map.of("rates.csv", rates));
    }

    private List<String> keysOf(UnaryOperator<String> change) {
        return refused(withManifest(change)).stream().map(Problem::key).toList();
    }

    @Test
    void everyProblemOfASignedManifestIsNamedAtOnce() {
        assertEquals(List.of("manifest.json"), keysOf(m -> m.substring(1)));
        assertEquals(List.of("manifest.json"), keysOf(m -> "[]"));
        assertEquals(List.of("manifest.json"), keysOf(m -> m + "{}"));
        assertEquals(List.of("manifest.json"), keysOf(m -> m.replace("\"number\"", "\"version\" : \"b\",\n  \"number\"")), "a key twice");
        assertEquals(List.of("manifest.json/colour"), keysOf(m -> m.replace("\"number\"", "\"colour\" : 1,\n  \"number\"")));
        assertEquals(List.of("manifest.json/formatVersion", "manifest.json/version", "manifest.json/number", "manifest.json/issuer"),
                keysOf(m -> m.replace("\"formatVersion\" : 1", "\"formatVersion\" : 2").replace("\"set-1\"", "\"set 1\"")
                        .replace("\"number\" : 1", "\"number\" : 0").replace("test office", "")));
        assertEquals(List.of("manifest.json/effectiveAt"), keysOf(m -> m.replaceFirst("\"effectiveAt\" : \"[^\"]*\"", "\"effectiveAt\" : \"tomorrow\"")
                .replaceAll("(\"version\" : \"rates-1\",\\s+)\"effectiveAt\" : \"[^\"]*\"", "$1\"effectiveAt\" : \"1970-01-01T00:00Z\"")));
        assertEquals(List.of("manifest.json/tables[0].effectiveAt"),
                keysOf(m -> m.replaceFirst("(?s)(tables.*effectiveAt\" : \")2026-12-01", "$12026-12-02")));
        assertEquals(List.of("manifest.json/tables[0].kind"), keysOf(m -> m.replace("\"rates\"", "\"card-status\"")), "no table of a set");
        assertEquals(List.of("manifest.json/tables"), keysOf(m -> m.replaceFirst("(?s)\"tables\" : \\[.*\\]", "\"tables\" : []")));
    }

    @Test
    void filesThatAreNotThoseOfTheManifestAreRefused() {
        assertEquals(List.of("package"), keysOf(m -> m.replace("rates.csv", "tariff.csv")));
        assertEquals(List.of("rates.csv"), keysOf(m -> m.replaceFirst("\"size\" : \\d+", "\"size\" : 1")));
        assertEquals(List.of("rates.csv"), keysOf(m -> m.replaceFirst("\"sha256\" : \"\\w+\"", "\"sha256\" : \"" + "0".repeat(64) + "\"")));
        String manifest = new String(Packages.set(1, Packages.NOW, 2000).manifest(), StandardCharsets.UTF_8);
        byte[] rates = Packages.rates("rates-1", "2026-12-01T00:00:00+08:00", 2000);
        assertTrue(refused(Tar.signed(manifest, Packages.KEY, Map.of("rates.csv", rates, "more.csv", rates))).getFirst().toString().contains("more.csv"));
        assertTrue(refused(Tar.signed(manifest, Packages.KEY, Map.of("../rates.csv", rates))).getFirst().toString().contains("plain name"));
    }

    @Test
    void aSetThatDoesNotFitThisLaneIsRefused() {
        assertEquals("rates.csv/exit", refused(Packages.signed(new PackageWriter(Contents.SET, "x", 1, "o", 0, Packages.NOW).table(TableKind.RATES,
                "rates.csv", "r", Packages.NOW, new String(Packages.rates("r", "2026-12-01T00:00:00+08:00", 1), StandardCharsets.UTF_8)
                        .replace("3701,12,1,", "3701,13,1,").getBytes(StandardCharsets.UTF_8)))).getFirst().key());
        assertEquals("rates.csv/feeFen", refused(Packages.signedSet(1, Packages.NOW, LaneFit.MAX_FEE_FEN + 1)).getFirst().key());
        byte[] empty = new String(Packages.rates("rates-1", "2026-12-01T00:00:00+08:00", 1), StandardCharsets.UTF_8).replaceAll("3701.*\n", "")
                .getBytes(StandardCharsets.UTF_8);
        assertTrue(refused(Packages.signed(new PackageWriter(Contents.SET, "x", 1, "o", 0, Packages.NOW).table(TableKind.RATES, "rates.csv", "rates-1",
                empty))).getFirst().what().english().contains("empty"));
        String discount = new String(Packages.rates("rates-1", "2026-12-01T00:00:00+08:00", 1), StandardCharsets.UTF_8)
                .replace("etcDiscountPermille,50", "etcDiscountPermille,999");
        assertEquals("rates.csv/etcDiscountPermille", refused(Packages.signed(new PackageWriter(Contents.SET, "x", 1, "o", 0, Packages.NOW)
                .table(TableKind.RATES, "rates.csv", "rates-1", discount.getBytes(StandardCharsets.UTF_8)))).getFirst().key());
        String head = "etclane-stations,1\nnetwork,station,id,name,lane,laneType\n";
        assertEquals("s.csv/station", withStations(head + "3701,13,,x,,\n"));
        assertEquals("s.csv/lane", withStations(head + "3701,12,,x,2,exit\n"));
        assertEquals("s.csv/lane", withStations(head + "3701,12,,x,1,entry\n"));
        byte[] onlyStations = Packages.signed(new PackageWriter(Contents.SET, "x", 1, "o", 0, Packages.NOW).table(TableKind.STATIONS, "s.csv", "1",
                (head + "3701,12,,x,1,exit\n").getBytes(StandardCharsets.UTF_8)));
        assertEquals("manifest.json/tables", refused(onlyStations).getFirst().key(), "no rates");
    }

    private String withStations(String stations) {
        return refused(Packages.signed(Packages.set(1, Packages.NOW, 1).table(TableKind.STATIONS, "s.csv", "1",
                stations.getBytes(StandardCharsets.UTF_8)))).getFirst().key();
    }

    @Test
    void aTimeThatIsFarOffIsRefused() {
        for (long days : new long[] {367, -365 * 20}) {
            Findings findings = new Findings();
            Findings reading = new Findings();
            VerifiedPackage pack = read(Packages.signedSet(1, Packages.NOW + days * Packages.DAY_MS, 1), keys, reading).orElseThrow();
            SetReader.aheadOf(Packages.NOW, pack.manifest(), Packages.FIT, findings);
            assertEquals("manifest.json/effectiveAt", findings.all().getFirst().key());
        }
    }

    @Test
    void aStatusListIsHandedOverAsAStreamOfItsOwnBytes() throws IOException {
        byte[] cards = new byte[200_000];
        new Random(1).nextBytes(cards);
        Findings findings = new Findings();
        VerifiedPackage pack = read(Packages.signed(new PackageWriter(Contents.STATUS_LISTS, "lists-9", 9, "o", 0, Packages.NOW)
                .table(TableKind.CARD_STATUS, "cards.bin", "9", cards).table(TableKind.OBU_STATUS, "obus.bin", "9", new byte[] {1, 2})), keys,
                findings).orElseThrow();
        try (InputStream in = pack.open(pack.sections().getFirst())) {
            assertArrayEquals(cards, in.readAllBytes());
            assertEquals(-1, in.read());
        }
        try (InputStream in = pack.open(pack.sections().getLast())) {
            assertEquals(1, in.read());
            assertEquals(2, in.read());
            assertEquals(-1, in.read());
        }
    }
}
