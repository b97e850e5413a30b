package org.etclane.lane.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverRegistry;
import org.etclane.device.spi.LaneDirection;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.spi.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A device from a file or from what is typed: the same binder, the same words. */
class DeviceTargetTest {
    private static final DriverRegistry DRIVERS = DriverRegistry.load();
    private static final List<DeviceKind> DISPLAYS = List.of(DeviceKind.DISPLAY, DeviceKind.LANE_IO);

    @TempDir
    Path folder;

    private DeviceTarget.Result file(String yaml, DeviceKind... kinds) throws Exception {
        Path file = Files.writeString(folder.resolve("lane.yaml"), yaml);
        return DeviceTarget.ofConfiguration(file, List.of(kinds), DRIVERS);
    }

    private static DeviceTarget found(DeviceTarget.Result result) {
        return assertInstanceOf(DeviceTarget.Found.class, result, result::toString).target();
    }

    private static List<Problem> problems(DeviceTarget.Result result) {
        return assertInstanceOf(DeviceTarget.Problems.class, result, result::toString).list();
    }

    private static DeviceTarget.Result typed(String type, String port, String... settings) {
        return DeviceTarget.ofType(type, List.of(settings), Optional.ofNullable(port), DISPLAYS, DRIVERS);
    }

    @Test
    void theExamplesNameTheirDevices() {
        DeviceTarget rsu = found(DeviceTarget.ofConfiguration(Path.of("../config/exit-lane.yaml"), List.of(DeviceKind.RSU), DRIVERS));
        assertEquals("rsu", rsu.name());
        assertEquals("rsu-serial", rsu.type());
        assertEquals(LaneDirection.EXIT, rsu.lane().direction());
        assertEquals("rsu-serial at /dev/ttyS0", rsu.words().english());
        assertEquals("115200", rsu.keys().get("baud"));
        DeviceTarget entry = found(DeviceTarget.ofConfiguration(Path.of("../config/entry-lane.yaml"), List.of(DeviceKind.RSU), DRIVERS));
        assertEquals(LaneDirection.ENTRY, entry.lane().direction());
        DeviceTarget gpio = found(DeviceTarget.ofConfiguration(Path.of("../config/exit-lane-gpio.yaml"), List.of(DeviceKind.LANE_IO), DRIVERS));
        assertTrue(gpio.keys().containsKey("outputs.raise.offset"), gpio.keys()::toString);
    }

    @Test
    void whatIsWrongElsewhereDoesNotMatterAndWhatIsWrongHereIsSaidWithItsLine() throws Exception {
        String yaml = """
                lane: {kind: entry, zone: Nowhere, laneId: x}
                devices:
                  io: {type: lc301, port: /dev/ttyS1, boud: 9600, retries: many}
                  rsu: {type: rsu-network, port: tcp:10.0.0.9:9000}
                staton: {enabled: maybe}
                """;
        DeviceTarget rsu = found(file(yaml, DeviceKind.RSU));
        assertEquals(new LinkChoice.TcpClient("10.0.0.9", 9000), rsu.link());
        assertEquals(LaneDirection.ENTRY, rsu.lane().direction());
        assertEquals("Asia/Shanghai", rsu.lane().zone().getId());
        assertEquals(List.of("devices.io.boud@3", "devices.io.retries@3"), places(problems(file(yaml, DeviceKind.LANE_IO))));
        assertEquals(List.of("devices.scale@0"), places(problems(file(yaml, DeviceKind.SCALE))));
        assertEquals("io", found(file(yaml.replace("boud", "baud").replace("many", "3"), DeviceKind.DISPLAY, DeviceKind.LANE_IO)).name());
    }

    private static List<String> places(List<Problem> problems) {
        return problems.stream().map(problem -> problem.key() + "@" + problem.line()).toList();
    }

    @Test
    void noFileAndNoYamlAreSaidAsOfAWholeConfiguration() throws Exception {
        assertEquals(Problem.Kind.UNREADABLE, problems(DeviceTarget.ofConfiguration(folder.resolve("none.yaml"), List.of(DeviceKind.RSU),
                DRIVERS)).getFirst().kind());
        assertEquals(Problem.Kind.SYNTAX, problems(file("devices: {rsu: ", DeviceKind.RSU)).getFirst().kind());
    }

    @Test
    void aTypedDeviceIsTheSameAsAWrittenOne() throws Exception {
        DeviceTarget written = found(file("devices: {io: {type: lc301, port: /dev/ttyS1, retries: 5, rearLoop: arm}}", DeviceKind.LANE_IO));
        DeviceTarget typed = found(typed("lc301", "/dev/ttyS1", "retries=5", "rearLoop=arm"));
        assertEquals(written.device(), typed.device());
        assertEquals(DeviceKind.LANE_IO, typed.kind()); // asked for as a display, which it is too
        assertEquals(DeviceKind.DISPLAY, found(typed("display-sichuan-1d", "tcp:10.0.0.1:4001")).kind());
        assertEquals(LaneDirection.ENTRY, typed.in(LaneDirection.ENTRY).lane().direction());
    }

    @Test
    void innerKeysAreDotted() {
        DeviceTarget gpio = found(typed("gpio", null, "chip=/dev/gpiochip0", "inputs.triggerLoop.offset=0", "inputs.armLoop.offset=1",
                "inputs.armUp.offset=2", "outputs.raise.offset=5", "outputs.lower.offset=6"));
        assertEquals("/dev/gpiochip0 line 5", gpio.link().occupies().get(3));
        assertEquals("5", gpio.keys().get("outputs.raise.offset"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            lc302 | /dev/ttyS1 | retries=5 | type | did you mean "lc301"?
            rsu-serial | /dev/ttyS1 | retries=5 | type | write one of the allowed values
            lc301 | | retries=5 | port | serial port of the controller
            lc301 | /dev/ttyS1 | retris=5 | retris | did you mean "retries"?
            lc301 | /dev/ttyS1 | retries=many | retries | |
            lc301 | tcp:nowhere | retries=5 | port | for a serial-to-Ethernet converter
            lc301 | /dev/ttyS1 | retries | | for example baud=9600
            lc301 | /dev/ttyS1 | port=/dev/ttyS2 | port | leave one of the two out
            """)
    void whatIsTypedWrongIsSaidAsInAFile(String type, String port, String setting, String key, String advice) {
        List<Problem> problems = problems(typed(type, port, setting));
        assertEquals(1, problems.size(), problems::toString);
        assertEquals(key == null ? "" : key, problems.getFirst().key());
        assertTrue(advice == null || problems.getFirst().advice().english().contains(advice), problems::toString);
    }

    @Test
    void everythingIsSaidAtOnce() {
        String all = problems(typed("lc301", null, "retris=5", "silentMs=1", "odd")).stream().map(Problem::toString)
                .collect(Collectors.joining("\n"));
        assertTrue(Arrays.asList("retris", "silentMs", "odd", "port").stream().allMatch(all::contains), all);
    }
}
