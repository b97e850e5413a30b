package org.etclane.lane.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.etclane.device.HealthEvent;
import org.etclane.device.spi.Language;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;
import org.etclane.device.trace.PcapngReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every verb as it is typed, against a real socket with a lane made by hand, in both languages and as JSON. */
@Timeout(60)
class LaneCtlTest {
    @TempDir
    Path root;
    private final SampleLane lane = new SampleLane();
    private ControlServer server;

    @BeforeEach
    void start() throws IOException {
        server = ControlServer.start(root.resolve("data/exit/control/lane.sock"), lane);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    record Said(int code, String out, String err) {
        JsonNode json() {
            try {
                return new JsonMapper().readTree(out);
            } catch (IOException notJson) {
                throw new AssertionError(out, notJson);
            }
        }

        Said has(String... pieces) {
            for (String piece : pieces) {
                assertTrue(out.contains(piece) || err.contains(piece), () -> "no \"" + piece + "\" in\n" + out + err);
            }
            return this;
        }

        Said code(int expected) {
            assertEquals(expected, code, out + err);
            return this;
        }
    }

    private Said run(String... arguments) {
        return run(Map.of("LANG", "en_US.UTF-8"), arguments);
    }

    private Said run(Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = LaneCtl.run(arguments, new PrintWriter(out), new PrintWriter(err), environment, root);
        return new Said(code, out.toString(), err.toString());
    }

    @Test
    void status() {
        run("status").code(0).has("370100300100120260001", "open", "测A12345", "12.34 CNY", "01:02:05", "No alarm",
                "p99 251.0 ms");
        run("--lang", "zh", "status").code(0).has("开放", "测A12345", "12.34 元", "无报警", "出口", "抬起");
        assertEquals("OPEN", run("status", "--json").code(0).json().path("mode").asText());
        lane.alarms = List.of(SampleLane.alarm());
        run("status").code(1).has("arm did not reach its position", "commanded down");
        run("status", "--lang=zh").code(1).has("栏杆未到位");
        assertEquals("ARM_STUCK", run("--json", "status").code(1).json().at("/alarms/0/alarm").asText());
    }

    @Test
    void devices() {
        run("devices").code(0).has("NAME", "rsu-serial", "/dev/ttyS8 9600 8N1", "up");
        lane.rsuState = HealthEvent.State.DOWN;
        run("devices").code(1).has("no frame for 150 s", "down", "  3  ",
                "rsu: what went over its line before its last fault is in /lane/trace/rsu-00003-20261120-221513.pcapng");
        run("devices", "--lang", "zh").code(1).has("名称", "故障");
        assertEquals(2, run("devices", "--json").code(1).json().size());
    }

    @Test
    void records() {
        run("records").code(0).has(SampleLane.TRANSACTION, "测B67890", "settled", "refused", "12.34 CNY", "waiting");
        run("records", "list", "--limit", "1").code(0).has("测B67890");
        assertFalse(run("records", "list", "--filter", "测B67890").code(0).out().contains(SampleLane.TRANSACTION));
        run("records", "list", "--filter", "none").code(0).has("No records");
        run("records", "show", SampleLane.TRANSACTION).code(0).has("OBU found", "250.0 ms", "+100.0 ms", "A1B2C3D4",
                "487.66 CNY");
        run("records", "show", SampleLane.TRANSACTION, "--lang", "zh").code(0).has("发现标签", "交易成功", "时间线");
        run("records", "show", "nothing").code(5).has("no record of nothing");
        assertEquals("Settled", run("records", "show", SampleLane.TRANSACTION, "--json").json().at("/0/entry/kind").asText());
        assertEquals("nothing-found", run("records", "show", "nothing", "--json").code(5).json().path("error").asText());
        assertEquals(2, run("records", "--json").json().size());
    }

    @Test
    void bringup() throws IOException {
        run("bringup", "levitator", "--type", "lc301").code(2).has("there is no console \"levitator\"", "rsu, barrier");
        run("bringup", "rsu").code(2).has("say which device");
        run("bringup", "rsu", "--config", "x.yaml", "--port", "/dev/ttyS0").code(2).has("say which device");
        run("bringup", "rsu", "--type", "rsu-serial", "--port", "/dev/x", "--lane", "sideways").code(2).has("allowed: entry, exit");
        run("bringup", "rsu", "--type", "rsu-serial").code(1).has("port", "is missing");
        run("--lang", "zh", "bringup", "rsu", "--type", "rsu-seral", "--port", "/dev/x").code(1).has("未知的设备类型", "rsu-serial");
        Path config = Files.writeString(root.resolve("io.yaml"), "devices: {io: {type: lc301, port: /dev/ttyS1, boud: 9600}}");
        run("bringup", "barrier", "--config", config.toString()).code(1).has("line 1  devices.io.boud", "did you mean \"baud\"?");
        run("bringup", "ldi", "--type", "lc301", "--port", "/dev/x").code(2).has("does not speak the national interface");
        run("bringup", "loops", "--type", "lc301", "--port", root.resolve("ttyX").toString()).code(1).has("ttyX does not exist");
        run("bringup", "rsu", "--type", "rsu-serial", "--port", "/dev/ttyS8").code(4).has("data/exit/control/lane.sock", "as io on /dev/ttyS8",
                "Stop the lane first");
        run("--lang", "zh", "bringup", "rsu", "--type", "rsu-serial", "--port", "/dev/ttyS8").code(4).has("已拒绝", "停止车道");
    }

    @Test
    void parameters() {
        run("parameters").code(0).has("sample-2026-01", "2026-11", "in force", "2026-10", "withdrawn", "province-2026", "abababababab");
        run("parameters", "list", "--lang", "zh").code(0).has("生效", "已撤回", "站级", "配置文件");
        assertEquals(7, run("parameters", "list", "--json").json().at("/inForce/number").asInt());
        run("parameters", "show").code(0).has("2026-11  " + "ab".repeat(32), "Next package", "8", "rates", "r-7", "ef".repeat(32), "tripMaxHours", "24");
        run("parameters", "show", "--lang", "zh").code(0).has("参数集", "受信密钥", "费率");
    }

    @Test
    void parameterPackagesAreLoadedAndRolledBack() {
        run("parameters", "load", "some/p.etcp").code(0).has("Set 2026-12 is kept");
        assertEquals("load " + Path.of("some/p.etcp").toAbsolutePath(), lane.done.getLast());
        run("parameters", "load", "p.etcp", "--lang=zh").code(0).has("参数集2026-12已保存");
        lane.loading = new ParameterReport(ParameterReport.What.ROLLED_BACK, "2026-10", 1, List.of());
        run("parameters", "rollback").code(0).has("2026-10", "next vehicle");
        assertEquals("rollback to the one before", lane.done.getLast());
        run("parameters", "rollback", "2026-10").code(0);
        assertEquals("rollback 2026-10", lane.done.getLast());
        lane.loading = new ParameterReport(ParameterReport.What.REFUSED, "", 0, List.of(new Problem(Problem.Kind.CONTRADICTION,
                "manifest.json/number", 0, "4", new Text("is not newer", "不是更新的"), new Text("above 7", "大于7"), new Text("roll back", "回退"))));
        run("parameters", "load", "p.etcp").code(1).has("1 problem(s); nothing has changed", "manifest.json/number = 4", "is not newer",
                "allowed: above 7", "advice: roll back");
        run("parameters", "load", "p.etcp", "--lang", "zh").code(1).has("已拒绝", "不是更新的", "大于7", "回退");
        assertEquals("CONTRADICTION", run("parameters", "load", "p.etcp", "--json").code(1).json().at("/problems/0/kind").asText());
        run("parameters", "rollback").code(4).has("is not newer");
    }

    @Test
    void outbox() {
        run("outbox").code(0).has("connection refused", "Waiting", "38", SampleLane.TRANSACTION);
        run("outbox", "--lang", "zh").code(0).has("待上传", "未连接");
        assertEquals(2, run("outbox", "--json").json().path("pending").intValue());
    }

    @Test
    void openAndClose() {
        run("lane", "open").code(0).has("lane opened");
        run("lane", "close", "--reason", "雾").code(0).has("lane closed: 雾");
        assertEquals("close 雾", lane.done.getLast());
        run("lane", "empty").code(0).has("queue cleared");
        run("lane", "close").code(2).has("--reason");
        run("lane").code(2).has("open, close");
        assertEquals("lane opened", run("lane", "open", "--json").json().path("done").asText());
        lane.opening = CompletableFuture.failedFuture(new LaneControl.RefusedException("records cannot be written"));
        run("lane", "open").code(4).has("refused: records cannot be written");
        assertEquals("refused", run("lane", "open", "--json").code(4).json().path("error").asText());
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException missing) {
            throw new AssertionError(missing);
        }
    }

    @Test
    void trace() {
        run("trace", "rsu", "on").code(0).has("trace of rsu on");
        run("trace", "rsu", "off").code(0);
        assertEquals(List.of("trace rsu true", "trace rsu false"), lane.done);
        run("trace", "rsu", "show").code(0).has("< ffff18b2", "> ffff81c1");
        assertEquals(1, run("trace", "rsu", "show", "--lines", "1", "--json").json().size());
        run("trace", "scale", "on").code(2).has("rsu, io");
        run("trace", "rsu", "perhaps").code(2).has("on, off, show, save");
        run("trace", "rsu", "save").code(2).has("trace LINK save FILE");
        run("trace", "rsu", "on", "here.pcapng").code(2).has("trace LINK save FILE");
        run("trace", "io", "save", root.resolve("io.pcapng").toString()).code(5).has("Nothing has gone over the line of io");
        run("trace", "rsu", "save", root.resolve("rsu.pcapng").toString()).code(0).has("rsu.pcapng: 2 pieces");
        assertEquals(new PcapngReader.Result.Trace("rsu", SampleLane.TRACED), PcapngReader.read(bytes(root.resolve("rsu.pcapng"))));
    }

    @Test
    void watch() throws InterruptedException {
        List<Said> said = new ArrayList<>();
        for (String[] arguments : new String[][] {{"watch", "--count", "1"}, {"watch", "--count=1", "--lang=zh"},
                {"watch", "--count=1", "--json"}}) {
            Thread reader = Thread.ofPlatform().start(() -> said.add(run(arguments)));
            while (lane.sinks.isEmpty()) {
                Thread.onSpinWait();
            }
            lane.sinks.getFirst().accept(SampleLane.charged());
            reader.join();
            while (!lane.sinks.isEmpty()) {
                Thread.onSpinWait();
            }
        }
        said.get(0).code(0).has("charged", "#7", "测A12345", "12.34 CNY", "251 ms");
        said.get(1).code(0).has("已扣费", "12.34 元");
        assertEquals("CHARGED", said.get(2).code(0).json().path("what").asText());
    }

    @Test
    void ports() {
        run("ports").code(0).has("/dev/ttyS7", "rsu", "absent");
        run("ports", "--lang", "zh").code(0).has("不存在", "串口");
        assertTrue(run("ports", "--json").code(0).out().contains("\"device\" : \"io\""));
    }

    @Test
    void configCheckReportsEverything() throws IOException {
        Path bad = Files.writeString(root.resolve("bad.yaml"), "lane: {kind: sideways, station: 99999}\nextra: 1\n");
        Said said = run("config", "check", bad.toString()).code(1).has("lane.kind = sideways", "lane.station = 99999", "extra",
                "allowed: a whole number 0–65535", "line 1", "parameters.rateTable");
        assertTrue(said.out().indexOf("lane.kind") < said.out().indexOf("extra"));
        run("config", "check", bad.toString(), "--lang", "zh").code(1).has("允许：", "建议：", "第1行");
        JsonNode json = run("config", "check", bad.toString(), "--json").code(1).json();
        assertFalse(json.path("ok").booleanValue());
        assertTrue(json.path("problems").size() > 5);
        run("config", "check", root.resolve("absent.yaml").toString()).code(1).has("does not exist");
        run("config", "check").code(2);
        run("config").code(2).has("check, show");
    }

    @Test
    void configShowPrintsWhatIsInForce() {
        String example = Path.of("../config/exit-lane.yaml").toString();
        run("config", "check", example).code(0).has("no problems");
        run("config", "check", example, "--lang", "zh").code(0).has("没有问题");
        run("config", "show", example).code(0).has("laneId: \"370100300100120260001\"", "armClearHoldMs: 200");
        assertEquals("exit", run("config", "show", example, "--json").code(0).json().at("/lane/kind").asText());
        run("config", "schema").code(0).has("json-schema.org");
    }

    @Test
    void whenTheLaneIsNotRunningItIsSaidAndWhatStillWorks() {
        server.close();
        for (String[] verb : new String[][] {{"status"}, {"devices"}, {"records"}, {"outbox"}, {"watch"}, {"lane", "open"},
                {"trace", "rsu", "on"}}) {
            run(verb).code(3).has("not running", "config check", "ports");
        }
        run("status", "--lang", "zh").code(3).has("车道未运行");
        assertEquals("not-running", run("status", "--json").code(3).json().path("error").asText());
        run("ports").code(0).has("not running");
        run("config", "check", "../config/entry-lane.yaml").code(0);
    }

    @Test
    void aDeadLanesSocketFileIsNotALane() throws IOException {
        server.close();
        Files.createDirectories(root.resolve("data/exit/control"));
        try (var channel = java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            channel.bind(java.net.UnixDomainSocketAddress.of(root.resolve("data/exit/control/lane.sock")));
        }
        run("status").code(3).has("not running");
    }

    @Test
    void theLaneIsFoundOrNamed() throws IOException {
        String data = root.resolve("data/exit").toString();
        run("status", "--data", data).code(0);
        run("status", "--socket", root.resolve("data/exit/control/lane.sock").toString()).code(0);
        run(Map.of("ETCLANE_DATA", data), "status").code(0);
        run("status", "--data", root.resolve("elsewhere").toString()).code(3);
        try (ControlServer second = ControlServer.start(root.resolve("data/entry/control/lane.sock"), lane)) {
            run("status").code(2).has("Several lanes", "entry", "exit");
            run("status", "--data", data).code(0);
            assertTrue(Files.exists(second.path()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "status --help", "records list --help", "lane close --help", "trace --help",
            "config check -h"})
    void helpHasWordsInBothLanguages(String line) {
        Said english = run(line.split(" ")).code(0);
        Said chinese = run((line + " --lang zh").split(" ")).code(0);
        assertTrue(english.out().contains("print JSON") && !english.out().equals(chinese.out()), english.out());
        assertTrue(chinese.out().contains("JSON") && chinese.out().codePoints().anyMatch(point -> point > 0x4E00), chinese.out());
    }

    @Test
    void wrongUse() {
        run("--version").code(0).has("etclane");
        run().code(2).has("lanectl");
        run("fly").code(2).has("fly");
        run("status", "--fast").code(2).has("--fast");
    }

    @Test
    void theLanguageIsThatOfTheLocale() {
        assertEquals(Language.ZH, Wording.ofEnvironment(Map.of("LANG", "zh_CN.UTF-8")));
        assertEquals(Language.EN, Wording.ofEnvironment(Map.of("LANG", "zh_CN.UTF-8", "LC_ALL", "C")));
        assertEquals(Language.EN, Wording.ofEnvironment(Map.of()));
        run(Map.of("LANG", "zh_CN.UTF-8"), "status").code(0).has("开放");
    }

    @Test
    void bothLanguagesHaveTheSameKeysAndEveryLineOfTheLiveViewHasAWord() {
        assertEquals(new TreeSet<>(Wording.bundle(Language.EN).keySet()), new TreeSet<>(Wording.bundle(Language.ZH).keySet()));
        for (LaneSnapshotLine.What what : LaneSnapshotLine.What.values()) {
            assertTrue(Wording.bundle(Language.ZH).containsKey("code." + what), what.name());
        }
    }

    @Test
    void columnsLineUpWithChineseInThem() {
        List<String> lines = new Table().row("车牌", "x").row("测A12345", "y").lines();
        assertEquals(List.of("车牌      x", "测A12345  y"), lines);
        assertEquals(8, Table.width("测A12345"));
    }

    @Test
    void theKeysOfADeviceAreShownAsAnExample() {
        run("config", "example").code(0).has("wim-ff", "scale", "gpio", "io");
        run("config", "example", "wim-ff").code(0).has("  scale:\n    type: wim-ff", "allowed: a whole number 1200–115200", "    baud: 9600");
        run("config", "example", "wim-ff", "--lang", "zh").code(0).has("允许：", "    baud: 9600");
        run("config", "example", "wim-f").code(5).has("did you mean \"wim-ff\"?");
    }
}
