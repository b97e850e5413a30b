package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.etclane.device.display.brace.BraceProfile;
import org.etclane.device.display.brace.BraceSection;
import org.etclane.device.display.sichuan.Sichuan1dSection;
import org.etclane.device.display.sichuan.Sichuan1eSection;
import org.etclane.device.gpio.GpioSection;
import org.etclane.device.gpio.GpioSettings;
import org.etclane.device.ldi.LdiSection;
import org.etclane.device.ldi.LdiSettings;
import org.etclane.device.link.Parity;
import org.etclane.device.link.SerialSettings;
import org.etclane.device.scale.toledo.ToledoSection;
import org.etclane.device.scale.yaohua.YaohuaSection;
import org.etclane.device.spi.ConfiguredDevice;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.wim.ff.FfSection;
import org.etclane.device.wim.wanji.WanjiSection;
import org.etclane.lane.config.LaneConfig;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.host.SimulatedChip;
import org.etclane.lane.core.WeighQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The configuration of a lane fits the devices that the bench puts around it. */
class LaneWiringTest {
    private static final Path EXIT = BenchRuns.config(LaneKind.EXIT);

    @TempDir
    Path folder;
    private Map<DeviceKind, Cable> cables;

    private Path configuration(LaneWiring wiring) throws IOException {
        cables = wiring.cables(folder);
        LaneWiring.ports(cables).forEach(System::setProperty);
        return wiring.configuration(EXIT, cables, folder.resolve("lane.yaml"));
    }

    @AfterEach
    void forget() {
        LaneWiring.ports(cables).keySet().forEach(System::clearProperty);
    }

    static List<RsuChoice> rsus() {
        return RsuChoice.ALL;
    }

    static List<DisplayChoice> displays() {
        return DisplayChoice.ALL;
    }

    @Test
    void theUsualDevicesAreThoseOfTheExample() throws IOException {
        assertEquals(EXIT, configuration(LaneWiring.USUAL));
    }

    @ParameterizedTest
    @MethodSource("rsus")
    void theLaneSpeaksWhatTheAntennaSpeaks(RsuChoice rsu) throws IOException {
        LaneConfig config = LaneFiles.config(configuration(LaneWiring.USUAL.with(rsu)));
        ConfiguredDevice device = config.devices().rsu();
        assertEquals(rsu.keys().get("type"), device.type());
        assertEquals(switch (cables.get(DeviceKind.RSU)) {
            case Cable.PseudoTerminal(Path link) -> List.of(link.toString());
            case Cable.Tcp(String address, int port) -> List.of(address + ":" + port);
            case Cable.Port _, Cable.Calls _, Cable.Lines _ -> throw new AssertionError(cables.toString());
        }, device.link().occupies());
        assertEquals(rsu, RsuChoice.named(rsu.label()));
    }

    @ParameterizedTest
    @MethodSource("displays")
    void theDisplayIsConfiguredAsItIsSimulated(DisplayChoice display) throws IOException {
        LaneConfig config = LaneFiles.config(configuration(LaneWiring.USUAL.with(display)));
        ConfiguredDevice device = config.devices().display().orElseThrow();
        assertEquals(switch (display) {
            case DisplayChoice.Brace brace -> brace.settings();
            case DisplayChoice.Sichuan1d oneD -> oneD.settings();
            case DisplayChoice.Sichuan1e oneE -> oneE.settings();
        }, switch (device.settings()) {
            case BraceSection section -> section.settings("display");
            case Sichuan1dSection section -> section.settings("display");
            case Sichuan1eSection section -> section.settings("display");
            default -> throw new AssertionError(device.settings().toString());
        });
        LinkChoice.Serial serial = (LinkChoice.Serial) device.link();
        assertEquals(display.baud(), serial.line().baud());
        assertEquals(folder.resolve("display.tty").toString(), serial.line().path());
        assertEquals(Optional.of(display), DisplayChoice.named(display.label()));
    }

    static List<ScaleChoice> scales() {
        return ScaleChoice.ALL;
    }

    @ParameterizedTest
    @MethodSource("scales")
    void theScaleIsConfiguredAsItIsSimulated(ScaleChoice scale) throws IOException {
        LaneConfig config = LaneFiles.config(configuration(LaneWiring.USUAL.with(scale)));
        ConfiguredDevice device = config.devices().scale().orElseThrow();
        assertEquals(switch (scale) {
            case ScaleChoice.Ff ff -> ff.settings();
            case ScaleChoice.Wanji wanji -> wanji.settings();
            case ScaleChoice.Yaohua yaohua -> yaohua.settings();
            case ScaleChoice.Toledo toledo -> toledo.settings();
        }, settings(device));
        LinkChoice.Serial serial = (LinkChoice.Serial) device.link();
        assertEquals(new SerialSettings(folder.resolve("scale.tty").toString(), scale.baud(), 8, Parity.NONE, 1), serial.line());
        assertEquals(Optional.of(scale), ScaleChoice.named(scale.label()));
        assertEquals(config.lane().settings().weighing(), WeighQueue.Window.DEFAULT, "right in front of the loop");
    }

    private static Object settings(ConfiguredDevice device) {
        return switch (device.settings()) {
            case FfSection section -> section.settings("scale");
            case WanjiSection section -> section.settings("scale");
            case YaohuaSection section -> section.settings("scale");
            case ToledoSection section -> section.settings("scale");
            default -> throw new AssertionError(device.settings().toString());
        };
    }

    @Test
    void theDigitalLinesAreConfiguredAsTheyAreSimulated() throws IOException {
        IoChoice.Gpio gpio = IoChoice.Gpio.usual();
        ConfiguredDevice device = LaneFiles.config(configuration(LaneWiring.USUAL.with(gpio))).devices().io();
        GpioSettings lane = ((GpioSection) device.settings()).settings("io");
        String road = cables.get(DeviceKind.LANE_IO).lanePort();
        assertEquals(List.of(road + "/gpiochip0", road + "/gpiochip1"), lane.chips());
        assertTrue(lane.chips().stream().allMatch(new SimulatedChip()::serves));
        assertEquals(gpio.keys(), VirtualGpio.keys(lane, Optional.of("/dev")), "all but the chips");
        assertEquals(gpio.settings().pulse(), lane.pulse());
        assertEquals(gpio.settings().timing(), lane.timing());
        assertEquals(gpio.settings().bindPassLight(), lane.bindPassLight());
    }

    @ParameterizedTest
    @EnumSource
    void theDevicesThatCallAreConfiguredAsTheyAreSimulated(VirtualLdi devices) throws IOException {
        IoChoice.Ldi ldi = IoChoice.Ldi.of(devices);
        ConfiguredDevice device = LaneFiles.config(configuration(LaneWiring.USUAL.with(ldi))).devices().io();
        Cable.Calls calls = (Cable.Calls) cables.get(DeviceKind.LANE_IO);
        LdiSettings lane = ((LdiSection) device.settings()).settings("io");
        LdiSettings expected = devices.settings("io").listening(calls.address(), calls.port());
        assertEquals(Set.copyOf(expected.modules()), Set.copyOf(lane.modules()));
        assertEquals(new LdiSettings("io", lane.bindAddress(), lane.port(), lane.laneHex(), expected.modules(), lane.timing(),
                lane.limits(), lane.habits()), expected);
        assertEquals(ldi.devices().size(), calls.devices());
        assertEquals(List.of("TCP port " + calls.port()), device.link().occupies());
        assertEquals(ldi, IoChoice.named(ldi.label()));
    }

    /** What {@code scripts/sim --lane FILE} simulates is what the file says, and the file fits as it is. */
    @ParameterizedTest
    @CsvSource({"exit-lane.yaml, serial, serial, none", "entry-lane.yaml, serial, serial, none", "exit-lane-gpio.yaml, serial, gpio, none",
        "exit-lane-ldi.yaml, serial, ldi, none"})
    void theDevicesOfAnExampleAreThoseThatItNames(String file, String rsu, String io, String display) throws IOException {
        Path example = EXIT.resolveSibling(file);
        LaneConfig config = LaneFiles.config(example);
        LaneWiring wiring = new LaneWiring(ConfiguredWiring.rsu(config), ConfiguredWiring.io(config), ConfiguredWiring.display(config),
                ConfiguredWiring.scale(config));
        assertEquals(List.of(rsu, io), List.of(wiring.rsu().label(), wiring.io().label()));
        assertEquals(DisplayChoice.named(display), wiring.display());
        cables = wiring.cables(folder);
        LaneWiring.ports(cables).forEach(System::setProperty);
        assertEquals(example, wiring.configuration(example, cables, folder.resolve("lane.yaml")));
    }

    @Test
    void modulesWithOneCodeAreOneDevice() throws IOException {
        cables = Map.of();
        IoChoice.Ldi example = (IoChoice.Ldi) ConfiguredWiring.io(LaneFiles.config(EXIT.resolveSibling("exit-lane-ldi.yaml")));
        assertEquals(List.of("[barrier-1, detector-1, pass-light-1]", "[detector-2]", "[display-1]", "[alarm-1, canopy-light-1]"),
                example.devices().stream().map(device -> device.modules().stream().map(module -> module.id().toString()).sorted().toList()
                        .toString()).toList());
        IoChoice.Ldi integrated = IoChoice.Ldi.of(VirtualLdi.INTEGRATED);
        assertFalse(integrated.keys(new Cable.Calls("192.168.1.2", 1, 2)).containsKey("limits.perAddress"), "two have room as it is");
        assertEquals("12", IoChoice.Ldi.of(VirtualLdi.SEPARATE).keys(new Cable.Calls("192.168.1.2", 1, 6)).get("limits.perAddress"));
    }

    @Test
    void theLanesEndOfASerialCableIsAVariable() throws IOException {
        LaneWiring wiring = LaneWiring.USUAL.with(new DisplayChoice.Brace(BraceProfile.YUNNAN));
        cables = Map.of(DeviceKind.RSU, new Cable.Port("/dev/ttyUSB0"), DeviceKind.LANE_IO, new Cable.PseudoTerminal(folder.resolve("io")),
                DeviceKind.DISPLAY, new Cable.Port("/dev/ttyUSB1"));
        LaneWiring.ports(cables).forEach(System::setProperty);
        String generated = Files.readString(wiring.configuration(EXIT, cables, folder.resolve("lane.yaml")));
        assertTrue(generated.contains("    port: ${etclane.rsu.port:/dev/ttyS0}\n"), "the section that fits is as it was");
        assertTrue(generated.contains("    port: ${etclane.display.port}\n"), generated);
    }

    @Test
    void aLineThatIsNoneForTheDeviceIsRefusedWithWhatIsOne() {
        cables = Map.of();
        assertEquals("\"pty\" is no line for the lane I/O controller ldi: allowed are tcp:PORT and tcp:ADDRESS:PORT, where the lane listens",
                assertThrows(IllegalArgumentException.class, () -> IoChoice.named("ldi").cable("pty", folder)).getMessage());
        assertEquals(new Cable.Calls("10.1.2.3", 10_028, 6), IoChoice.named("ldi").cable("tcp:10.1.2.3:10028", folder));
        assertEquals(new Cable.Lines("0.0.0.0", 4000), IoChoice.named("gpio").cable("tcp:0.0.0.0:4000", folder));
        assertEquals(new Cable.Tcp("127.0.0.1", 4000), RsuChoice.named("network").cable("tcp:4000", folder));
        assertEquals(new Cable.Port("/dev/ttyUSB0"), IoChoice.named("serial").cable("/dev/ttyUSB0", folder));
    }

    @Test
    void allButTheDeviceAndThePlaceOfTheRatesIsAsItWas() throws IOException {
        Path generated = configuration(LaneWiring.USUAL.with(new DisplayChoice.Brace(BraceProfile.YUNNAN)));
        List<String> before = Files.readAllLines(EXIT);
        List<String> after = Files.readAllLines(generated);
        assertEquals(List.of("  display:", "    type: display-brace", "    profile: yunnan", "    port: " + folder.resolve("display.tty"),
                "  rateTable: ${etclane.rates:" + EXIT.resolveSibling("rates-sample.csv").toAbsolutePath().normalize() + "} # to start with,"
                        + " unsigned; the first package replaces it"),
                after.stream().filter(line -> !before.contains(line) && !line.matches(" *(data|trusted|certificates|privateKey): .*"))
                        .toList());
        assertEquals(4, after.size() - before.size());
        assertEquals(LaneFiles.config(EXIT).lane(), LaneFiles.config(generated).lane());
        assertEquals(LaneFiles.config(EXIT).data(), LaneFiles.config(generated).data());
        assertEquals(LaneFiles.config(EXIT).station(), LaneFiles.config(generated).station());
        assertEquals(LaneFiles.config(EXIT).parameters(), LaneFiles.config(generated).parameters());
        assertEquals(LaneFiles.config(EXIT).devices().io().settings(), LaneFiles.config(generated).devices().io().settings());
    }

    @Test
    void whatThereIsNotIsRefusedWithWhatThereIs() {
        cables = Map.of();
        assertEquals(Optional.empty(), DisplayChoice.named("none"));
        String displays = assertThrows(IllegalArgumentException.class, () -> DisplayChoice.named("beijing")).getMessage();
        assertEquals("--display beijing: allowed are none, qinghai, guizhou, yunnan, shandong, sichuan-1d, sichuan-1e", displays);
        assertEquals(Optional.empty(), ScaleChoice.named("none"));
        String scales = assertThrows(IllegalArgumentException.class, () -> ScaleChoice.named("kitchen")).getMessage();
        assertEquals("--scale kitchen: allowed are none, ff, wanji, yaohua, yaohua-commands, toledo", scales);
        String rsus = assertThrows(IllegalArgumentException.class, () -> RsuChoice.named("radio")).getMessage();
        assertEquals("--rsu radio: allowed are serial, serial-jiangsu, serial-yunnan, serial-ef04, network", rsus);
        String wirings = assertThrows(IllegalArgumentException.class, () -> IoChoice.named("modbus")).getMessage();
        assertEquals("--wiring modbus: allowed are serial, gpio, ldi, ldi-integrated", wirings);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new Cable.Port("/dev/ttyUSB0").lanePort()).getMessage()
                .contains("/dev/ttyUSB0"));
    }
}
