package org.etclane.sim.bench.vm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.display.brace.BraceProfile;
import org.etclane.device.gpio.GpioSection;
import org.etclane.device.gpio.GpioSettings;
import org.etclane.device.spi.DeviceKind;
import org.etclane.lane.config.LaneConfig;
import org.etclane.lane.station.TlsFiles;
import org.etclane.sim.bench.Cable;
import org.etclane.sim.bench.DisplayChoice;
import org.etclane.sim.bench.IoChoice;
import org.etclane.sim.bench.LaneFiles;
import org.etclane.sim.bench.LaneWiring;
import org.etclane.sim.bench.LaneYaml;
import org.etclane.sim.bench.RsuChoice;
import org.etclane.sim.bench.Traffic;
import org.etclane.sim.device.RsuSerialSimSettings;

/**
 * A lane in the machine and what stands around it outside: an example configuration of the house with as few changes as a slow machine
 * needs, in two readings: {@link #config} with the paths of this machine, {@link #properties} with those of the guest.
 *
 * @param name       of the lane's files
 * @param yaml       the configuration, as text
 * @param properties values of its variables in the guest
 * @param config     as the bench reads it
 */
record LanePlan(String name, String yaml, Map<String, String> properties, LaneConfig config, LaneWiring wiring,
        Map<DeviceKind, Cable> cables, Traffic traffic) {
    static final String SERIAL = "serial";
    static final String GPIO = "gpio";
    /** What is set other than the lane's defaults, for the report. */
    static final List<String> SETTINGS = List.of("the antenna waits 3 s for the lane (usually 1 s), drivers 60 s for a sign (usually 20 s)",
            "devices.io of the serial lane: answerTimeoutMs 1500 (default 400), silentMs 6000 (default 3000)",
            "everything else of the lane is config/exit-lane.yaml and config/exit-lane-gpio.yaml as they are, the latter with a fee display",
            "the machine is emulated: times in it are not those of a lane's PC, and no time is judged");

    private static final long ANTENNA_PATIENCE_MS = 3_000;

    /** TCP ports of this machine on which the devices wait. */
    record Ports(int rsu, int io, int display, int wires) {
        List<Integer> uarts() {
            return List.of(rsu, io, display);
        }
    }

    static LanePlan serial(Path house, Path run, Ports ports, int stationPort, Traffic traffic) throws IOException {
        Map<String, String> io = new LinkedHashMap<>();
        io.put("type", "lc301");
        io.put("port", GuestPaths.IO_PORT);
        io.put("answerTimeoutMs", "1500");
        io.put("silentMs", "6000");
        String yaml = LaneYaml.withSection(example(house, "exit-lane.yaml"), "devices", "io", io);
        return of(SERIAL, yaml, house, run, stationPort, traffic, _ -> wiring(new IoChoice.Lc301()),
                Map.of(DeviceKind.RSU, loopback(ports.rsu()), DeviceKind.LANE_IO, loopback(ports.io())));
    }

    static LanePlan gpio(Path house, Path run, Ports ports, int stationPort, Traffic traffic) throws IOException {
        DisplayChoice display = new DisplayChoice.Brace(BraceProfile.QINGHAI);
        Map<String, String> keys = new LinkedHashMap<>(display.keys());
        keys.put("port", GuestPaths.DISPLAY_PORT);
        String yaml = LaneYaml.withSection(example(house, "exit-lane-gpio.yaml"), "devices", "display", keys);
        return of(GPIO, yaml, house, run, stationPort, traffic, config -> wiring(new IoChoice.Gpio(lines(config))).with(display),
                Map.of(DeviceKind.RSU, loopback(ports.rsu()), DeviceKind.LANE_IO, new Cable.Lines("127.0.0.1", ports.wires()),
                        DeviceKind.DISPLAY, loopback(ports.display())));
    }

    /** Which line is what, as its configuration says. */
    static GpioSettings lines(LaneConfig config) {
        if (config.devices().io().settings() instanceof GpioSection section) {
            return section.settings(DeviceKind.LANE_IO.section());
        }
        throw new IllegalArgumentException("devices.io is " + config.devices().io().type() + ", looked for gpio");
    }

    /** Port of this machine on which the road waits for the far side of the lane's GPIO lines. */
    int wires() {
        if (cables.get(DeviceKind.LANE_IO) instanceof Cable.Lines(String _, int port)) {
            return port;
        }
        throw new IllegalStateException("devices.io is not joined to lines: " + cables.get(DeviceKind.LANE_IO));
    }

    /** How its data folder, certificates and file are called in the guest. */
    String file() {
        return "/opt/etclane/lanes/" + name + ".yaml";
    }

    /** Puts its configuration and certificates into the machine. */
    void addTo(GuestImage image, TlsFiles tls) throws IOException {
        image.add(file(), yaml.getBytes(StandardCharsets.UTF_8));
        image.add(certificates(name) + "/authority.pem", Files.readAllBytes(tls.trusted()));
        image.add(certificates(name) + "/lane.pem", Files.readAllBytes(tls.certificates()));
        image.addSecret(certificates(name) + "/lane-key.pem", Files.readAllBytes(tls.privateKey()));
    }

    private interface ForConfig {
        LaneWiring wiring(LaneConfig config);
    }

    private static LanePlan of(String name, String yaml, Path house, Path run, int stationPort, Traffic traffic, ForConfig devices,
            Map<DeviceKind, Cable> cables) throws IOException {
        // the station's test certificate is for this name
        String whole = LaneYaml.withValue(yaml, "station", "serverName", "localhost");
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("etclane.data", GuestPaths.DATA + "/" + name);
        properties.put("etclane.rsu.port", GuestPaths.RSU_PORT);
        properties.put("etclane.io.port", GuestPaths.IO_PORT);
        properties.put("etclane.gpio.chip", GuestPaths.CHIP);
        properties.put("etclane.rates", GuestPaths.CONFIG + "/rates-sample.csv");
        properties.put("etclane.station.enabled", "true");
        properties.put("etclane.station.host", GuestPaths.BENCH);
        properties.put("etclane.station.port", Integer.toString(stationPort));
        properties.put("etclane.station.trusted", certificates(name) + "/authority.pem");
        properties.put("etclane.station.certificates", certificates(name) + "/lane.pem");
        properties.put("etclane.station.privateKey", certificates(name) + "/lane-key.pem");
        properties.forEach(System::setProperty); // the configuration's variables are looked up there
        System.setProperty("etclane.rates", house.resolve("config/rates-sample.csv").toString());
        System.setProperty("etclane.station.enabled", "false"); // its files are in the guest
        LaneConfig config = LaneFiles.config(Files.writeString(run.resolve(name + ".yaml"), whole));
        return new LanePlan(name, whole, properties, config, devices.wiring(config), cables, traffic);
    }

    private static LaneWiring wiring(IoChoice io) {
        RsuSerialSimSettings usual = RsuSerialSimSettings.classic();
        RsuSerialSimSettings.Timing timing = usual.timing();
        return new LaneWiring(new RsuChoice.Serial(usual.withTiming(new RsuSerialSimSettings.Timing(timing.heartbeatMs(),
                timing.powerUpRepeatMs(), ANTENNA_PATIENCE_MS, timing.searchIntervalMs(), timing.recentSuccessMs(), timing.lateB5Ms(),
                timing.stuckMs(), timing.bootMs()))), io, Optional.empty(), Optional.empty());
    }

    private static String example(Path house, String file) throws IOException {
        return Files.readString(house.resolve("config").resolve(file));
    }

    private static String certificates(String name) {
        return GuestPaths.CERTIFICATES + "/" + name;
    }

    private static Cable loopback(int port) {
        return new Cable.Tcp("127.0.0.1", port);
    }
}
