package org.etclane.lane.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.etclane.device.LoopEvent;
import org.etclane.device.lc301.Lc301Section;
import org.etclane.device.rsu.serial.RsuSerialSettings;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverRegistry;
import org.etclane.device.spi.Key;
import org.etclane.device.spi.Language;
import org.etclane.device.spi.Problem;
import org.etclane.lane.core.LaneEffect;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.core.LaneSettings;
import org.etclane.lane.parameters.StationKey;
import org.etclane.lane.parameters.pack.Packages;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LaneConfigLoaderTest {
    static final String GOOD = """
            lane:
              kind: exit
              laneId: "370100300100120260001"
              network: 3701
              station: 12
              laneNumber: 1
            devices:
              rsu: {type: rsu-serial, port: /dev/ttyS0}
              io: {type: lc301, port: /dev/ttyS1}
            station: {enabled: false}
            parameters: {rateTable: rates.csv}
            """;

    private static final DriverRegistry DRIVERS = DriverRegistry.load();

    @TempDir
    Path folder;

    @BeforeEach
    void rates() throws IOException {
        Files.copy(Path.of("../config/rates-sample.csv"), folder.resolve("rates.csv"));
    }

    private LaneConfigLoader.Result parse(String yaml) {
        return LaneConfigLoader.parse(yaml, folder, DRIVERS, name -> Optional.empty());
    }

    private LaneConfig good(String yaml) {
        return switch (parse(yaml)) {
            case LaneConfigLoader.Loaded(LaneConfig config) -> config;
            case LaneConfigLoader.Problems(List<Problem> list) -> throw new AssertionError(list.toString());
        };
    }

    private List<Problem> problems(String yaml) {
        return assertInstanceOf(LaneConfigLoader.Problems.class, parse(yaml)).list();
    }

    private Problem only(String yaml) {
        List<Problem> all = problems(yaml);
        assertEquals(1, all.size(), all.toString());
        Problem problem = all.getFirst();
        assertFalse(problem.what().english().isEmpty());
        assertFalse(problem.what().chinese().isEmpty());
        assertFalse(problem.allowed().english().isEmpty());
        assertFalse(problem.allowed().chinese().isEmpty());
        return problem;
    }

    @Test
    void theShortestFileHasTheDefaultsOfTheCore() {
        LaneConfig config = good(GOOD);
        assertEquals(LaneSettings.defaults(LaneKind.EXIT, "370100300100120260001", new StationKey("3701", 12), 1,
                java.time.ZoneId.of("Asia/Shanghai")), config.lane().settings());
        assertEquals(folder.resolve("../data").normalize(), config.data());
        assertEquals(config.data().resolve("journal"), config.journalDirectory());
        assertEquals(config.data().resolve("control/lane.sock"), config.controlSocket());
        assertEquals(Map.of("/dev/ttyS0", "rsu", "/dev/ttyS1", "io"), config.devices().deviceByPort());
        assertEquals(LoopEvent.Role.ARM, assertInstanceOf(Lc301Section.class, config.devices().io().settings()).rearLoop());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kind: exit       | kind: exits          | NOT_ALLOWED   | lane.kind
            station: 12      | station: 65536       | OUT_OF_RANGE  | lane.station
            station: 12      | station: twelve      | WRONG_TYPE    | lane.station
            station: 12      | station: 012         | WRONG_TYPE    | lane.station
            station: 12      | station: 1.5         | WRONG_TYPE    | lane.station
            station: 12      | station: [12]        | WRONG_TYPE    | lane.station
            station: 12      | station:             | MISSING       | lane.station
            network: 3701    | network: 37O1        | WRONG_FORM    | lane.network
            370100300100120260001 | 37010030010012026000 | OUT_OF_RANGE | lane.laneId
            370100300100120260001 | 37010030010012026000- | WRONG_FORM | lane.laneId
            laneNumber: 1    | lanenumer: 1         | MISSING,UNKNOWN_KEY | lane.laneNumber,lane.lanenumer
            enabled: false   | enabled: maybe       | WRONG_TYPE    | station.enabled
            enabled: false   | enabled: "${nobody}" | UNRESOLVED_VARIABLE | station.enabled
            rates.csv        | nowhere.csv          | FILE_MISSING  | parameters.rateTable
            rsu-serial       | rsu-parallel         | NOT_ALLOWED   | devices.rsu.type
            rsu-serial       | lc301                | NOT_ALLOWED   | devices.rsu.type
            type: rsu-serial, | ''                  | MISSING       | devices.rsu.type
            /dev/ttyS1       | /dev/ttyS0           | CONTRADICTION | devices.io
            /dev/ttyS1       | /dev/ttyS1, frontLoop: arm | CONTRADICTION | devices.io.rearLoop
            /dev/ttyS1       | /dev/ttyS1, silentMs: 300 | CONTRADICTION | devices.io.silentMs
            /dev/ttyS1       | /dev/ttyS1, earliestAnswerMs: 400 | CONTRADICTION | devices.io.earliestAnswerMs
            /dev/ttyS1       | /dev/ttyS1, answerTimeoutMs: 2001 | OUT_OF_RANGE | devices.io.answerTimeoutMs
            /dev/ttyS0       | /dev/ttyS0, firstRsctl: 0x85 | NOT_ALLOWED | devices.rsu.firstRsctl
            /dev/ttyS0       | /dev/ttyS0, stationLength: 39 | NOT_ALLOWED | devices.rsu.stationLength
            laneNumber: 1    | zone: Mars           | MISSING,NOT_ALLOWED | lane.laneNumber,lane.zone
            kind: exit       | kind: *other         | SYNTAX        | lane.kind
            """)
    void eachKindOfProblemNamesItsKey(String from, String to, String kinds, String keys) {
        String yaml = GOOD.replace(from, to == null ? "" : to);
        assertFalse(yaml.equals(GOOD));
        List<Problem> all = problems(yaml.contains("*other") ? "x: &other 1\n" + yaml : yaml);
        all = all.stream().filter(problem -> !problem.key().equals("x")).toList();
        assertEquals(kinds, all.stream().map(problem -> problem.kind().name()).collect(Collectors.joining(",")), all.toString());
        assertEquals(keys, all.stream().map(Problem::key).collect(Collectors.joining(",")));
        assertTrue(all.getFirst().line() > 0);
    }

    @Test
    void everythingWrongIsReportedAtOnce() {
        List<Problem> all = problems("""
                lane:
                  kind: sideways
                  laneId: short
                  network: 3701
                  station: 99999
                  laneNumber: 0
                  laneNumber: 1
                  colour: red
                devices:
                  rsu: {type: rsu-serial, port: /dev/ttyS1, baud: 9600, profil: classic}
                  io: {type: lc301, port: /dev/ttyS1, retries: many}
                station: {enabled: true, host: "a b", port: 0}
                parameters: {}
                display:
                  phrases:
                    payed: {zh: [x]}
                    refused: {zh: ["{reson}"], shortText: 请走人工车道}
                """);
        Map<String, List<Problem>> byKey = all.stream().collect(Collectors.groupingBy(Problem::key));
        assertEquals(java.util.Set.of("lane.kind", "lane.laneId", "lane.station", "lane.laneNumber", "lane.colour",
                "devices.rsu.baud", "devices.rsu.profil", "devices.io", "devices.io.retries", "station.host", "station.port",
                "station.trusted", "station.certificates", "station.privateKey", "parameters.rateTable",
                "display.phrases.payed", "display.phrases.refused.zh", "display.phrases.refused.shortText"), byKey.keySet(),
                all.toString());
        assertEquals(all, all.stream().sorted(java.util.Comparator.comparingInt(Problem::line)).toList());
        assertTrue(byKey.get("lane.laneNumber").stream().anyMatch(problem -> problem.kind() == Problem.Kind.DUPLICATE_KEY));
        assertTrue(byKey.get("devices.rsu.profil").getFirst().advice().english().contains("\"profile\""));
        assertTrue(byKey.get("display.phrases.payed").getFirst().advice().english().contains("\"paid\""));
        assertTrue(byKey.get("display.phrases.refused.zh").getFirst().advice().english().contains("reason"));
    }

    @Test
    void aTypeThatIsNotKnownIsAnsweredWithThoseThatAre() {
        Problem misspelt = only(GOOD.replace("rsu-serial", "rsu-serail"));
        assertEquals(List.of("devices.rsu.type", "rsu-serail"), List.of(misspelt.key(), misspelt.value()));
        assertTrue(misspelt.allowed().english().contains("rsu-serial"), misspelt.toString());
        assertTrue(misspelt.advice().english().contains("\"rsu-serial\""), misspelt.toString());
        Problem foreign = only(GOOD.replace("type: lc301", "type: acme-board"));
        assertTrue(foreign.allowed().english().contains("lc301") && !foreign.allowed().english().contains("rsu-serial"), foreign.toString());
        assertTrue(foreign.advice().english().contains("drivers") && foreign.advice().chinese().contains("drivers"), foreign.toString());
        Problem elsewhere = only(GOOD.replace("type: lc301", "type: rsu-serial"));
        assertTrue(elsewhere.what().english().contains("under rsu") && elsewhere.what().chinese().contains("rsu"), elsewhere.toString());
    }

    @Test
    void everyKindOfDeviceHasItsSection() {
        assertEquals(Arrays.stream(DeviceKind.values()).map(DeviceKind::section).toList(),
                Arrays.stream(DevicesSection.class.getRecordComponents()).map(RecordComponent::getName).toList());
    }

    @Test
    void anRsuAt9600BaudIsRefusedWithTheArithmetic() {
        Problem problem = only(GOOD.replace("/dev/ttyS0", "/dev/ttyS0, baud: 9600"));
        assertEquals("devices.rsu.baud", problem.key());
        assertEquals("9600", problem.value());
        assertTrue(problem.in(Language.EN).contains("343") && problem.in(Language.EN).contains("357"), problem.in(Language.EN));
        assertTrue(problem.in(Language.EN).contains("115200"));
        assertTrue(problem.in(Language.ZH).contains("343") && problem.in(Language.ZH).contains("357"), problem.in(Language.ZH));
        assertTrue(problem.in(Language.ZH).contains("115200"));
        good(GOOD.replace("/dev/ttyS0", "/dev/ttyS0, baud: 57600"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1200, 9600, 19_200, 28_800, 38_400, 57_600, 115_200, 460_800})
    void theDriverRefusesTheSameRates(int baud) {
        LaneConfigLoader.Result result = parse(GOOD.replace("/dev/ttyS0", "/dev/ttyS0, baud: " + baud));
        assertEquals(RsuSerialSettings.refuseBaud(baud, 40).isEmpty(), result instanceof LaneConfigLoader.Loaded);
    }

    @Test
    void whatIsWrongInTheRateTableIsSaidToo() throws IOException {
        Files.writeString(folder.resolve("rates.csv"), "etclane-rate-table,1\nversion,x\n");
        List<Problem> all = problems(GOOD.replace("station: 12", "station: 70000"));
        assertTrue(all.stream().anyMatch(problem -> problem.kind() == Problem.Kind.FILE_WRONG), all.toString());
        assertTrue(all.stream().anyMatch(problem -> problem.key().equals("lane.station")));
    }

    @Test
    void aTrustedKeyHasToBeOne() throws IOException {
        String with = GOOD.replace("rateTable: rates.csv", "rateTable: rates.csv, trustedKeys: [office.pem]");
        assertEquals("parameters.trustedKeys", only(with).key());
        Files.writeString(folder.resolve("office.pem"), "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
        assertTrue(only(with).what().english().contains("Ed25519"));
        Packages.pem(folder, "office", Packages.KEY);
        assertEquals(List.of(folder.resolve("office.pem")), good(with).parameters().trustedKeys());
        assertEquals(List.of(), good(GOOD).parameters().trustedKeys());
    }

    @Test
    void aStationNeedsItsFilesOnlyWhenItIsEnabled() throws IOException {
        String on = GOOD.replace("{enabled: false}",
                "{enabled: true, host: station, trusted: ca.pem, certificates: lane.pem, privateKey: key.pem}");
        List<Problem> all = problems(on);
        assertEquals(3, all.size());
        assertTrue(all.stream().allMatch(problem -> problem.kind() == Problem.Kind.FILE_MISSING));
        for (String file : List.of("ca.pem", "lane.pem", "key.pem")) {
            Files.writeString(folder.resolve(file), "");
        }
        assertEquals(Optional.of(folder.resolve("key.pem")), good(on).station().privateKey());
    }

    @Test
    void syntaxIsReportedWithItsLine() {
        Problem problem = only("lane:\n  kind: exit\n   laneId: x\n");
        assertEquals(Problem.Kind.SYNTAX, problem.kind());
        assertEquals(3, problem.line());
        assertEquals(Problem.Kind.SYNTAX, problems(GOOD + "---\nlane: {}\n").getFirst().kind());
        assertEquals(Problem.Kind.WRONG_TYPE, problems("just words").getFirst().kind());
        assertFalse(problems("").isEmpty());
        assertFalse(problems("lane: &a\n  x: *a\n").isEmpty());
        assertFalse(problems("[".repeat(200)).isEmpty());
    }

    @Test
    void filesThatCannotBeReadAreProblemsToo() throws IOException {
        Path absent = folder.resolve("absent.yaml");
        Problem problem = assertInstanceOf(LaneConfigLoader.Problems.class, LaneConfigLoader.load(absent)).list().getFirst();
        assertEquals(Problem.Kind.UNREADABLE, problem.kind());
        assertTrue(problem.in(Language.EN).contains("absent.yaml does not exist"));
        Path gbk = Files.write(folder.resolve("gbk.yaml"), "# 车道\n".getBytes(Charset.forName("GBK")));
        assertTrue(assertInstanceOf(LaneConfigLoader.Problems.class, LaneConfigLoader.load(gbk)).list().getFirst()
                .in(Language.EN).contains("UTF-8"));
        Path huge = Files.write(folder.resolve("huge.yaml"), new byte[2 << 20]);
        assertInstanceOf(LaneConfigLoader.Problems.class, LaneConfigLoader.load(huge));
        assertInstanceOf(LaneConfigLoader.Problems.class, LaneConfigLoader.load(folder));
    }

    @Test
    void variablesComeFromPropertiesThenTheEnvironmentThenTheirDefault() {
        Properties properties = new Properties();
        properties.setProperty("etclane.rsu.port", "/dev/pts/7");
        Map<String, String> environment = Map.of("ETCLANE_RSU_PORT", "no", "ETCLANE_IO_PORT", "/dev/pts/8", "N", "1${M}");
        var lookup = Variables.lookup(properties, environment);
        assertEquals("/dev/pts/7", Variables.resolve("${etclane.rsu.port:/dev/ttyS0}", lookup).text());
        assertEquals("/dev/pts/8", Variables.resolve("${etclane.io.port}", lookup).text());
        assertEquals("a/dev/pts/8:", Variables.resolve("a${etclane.io.port}:${x:}", lookup).text());
        assertEquals("${x}", Variables.resolve("$${x}", lookup).text());
        assertEquals("1${M}", Variables.resolve("${N}", lookup).text());
        assertEquals(java.util.Set.of("x"), Variables.resolve("${x}", lookup).missing());
        assertEquals("${not a name}", Variables.resolve("${not a name}", lookup).text());
    }

    @Test
    void theEffectiveConfigurationIsAConfigurationAgain() {
        LaneConfig config = good(GOOD);
        assertEquals(config, good(EffectiveConfig.yaml(config)));
        assertTrue(EffectiveConfig.yaml(config).contains("  laneId: \"370100300100120260001\""));
        assertEquals(150_000, EffectiveConfig.json(config).at("/devices/rsu/linkLostMs").intValue());
    }

    record Door(@Key(en = "who", zh = "谁") String user,
            @Key(en = "word", zh = "口令", min = 4, secret = true, otherwise = "") String password) {
    }

    @Test
    void secretsAreMaskedWhereverTheyAreShown() {
        assertEquals("{\"user\":\"li\",\"password\":\"***\"}", EffectiveConfig.masked(new Door("li", "geheim")).toString());
        List<Problem> problems = new java.util.ArrayList<>();
        YamlNode root = YamlReader.read("{user: li, password: abc}", problems);
        new Binder(folder, path -> true, name -> Optional.empty(), problems).bind(Shape.section(Door.class), root);
        assertEquals(1, problems.size());
        assertEquals("***", problems.getFirst().value());
        assertFalse(problems.toString().contains("abc"));
    }

    @Test
    void ownWordingReplacesTheBuiltInOnePhraseByPhrase() {
        LaneConfig config = good(GOOD + "display: {phrases: {already-paid: {zh: [\"{plate} 请走\"], colour: yellow}}}\n");
        assertEquals(List.of("{plate} 请走"), config.display().phrases().get(LaneEffect.Phrase.ALREADY_PAID).zh());
    }

    @Test
    void nearestFindsTypingErrorsAndNothingElse() {
        assertEquals(Optional.of("laneNumber"), Nearest.of("lane_numbr", List.of("laneId", "laneNumber")));
        assertEquals(Optional.empty(), Nearest.of("colour", List.of("laneId", "laneNumber", "kind")));
        assertEquals(3, Nearest.distance("kitten", "sitting"));
    }
}
