package org.etclane.sim.bench.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.etclane.device.gpio.GpioRole;
import org.etclane.device.gpio.GpioSettings;
import org.etclane.lane.config.EffectiveConfig;
import org.etclane.lane.config.LaneConfig;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.bench.LaneFiles;
import org.etclane.sim.bench.Traffic;
import org.etclane.sim.world.DriverHabits;
import org.etclane.sim.world.VehicleMix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lanes of the machine are the house's examples, but for what the report says. */
class LanePlanTest {
    private static final Path HOUSE = Path.of("").toAbsolutePath().getParent();
    private static final LanePlan.Ports PORTS = new LanePlan.Ports(4001, 4002, 4003, 4004);

    @TempDir
    Path run;

    @AfterEach
    void forgetVariables() {
        System.getProperties().keySet().removeIf(name -> name.toString().matches("etclane\\.(data|rates|rsu|io|gpio|station)\\b.*"));
    }

    private static Traffic traffic() throws IOException {
        return new Traffic(LaneKind.EXIT, 3, 360, 1, VehicleMix.resolve("legal"), DriverHabits.DEFAULT, Map.of());
    }

    private static Map<String, String> leaves(JsonNode node) {
        Map<String, String> leaves = new TreeMap<>();
        collect("", node, leaves);
        return leaves;
    }

    private static void collect(String at, JsonNode node, Map<String, String> leaves) {
        if (node.isObject()) {
            node.properties().forEach(entry -> collect(at + "." + entry.getKey(), entry.getValue(), leaves));
        } else {
            leaves.put(at.substring(1), node.toString());
        }
    }

    /** Keys that differ from the example, with the value here. */
    private Map<String, String> differences(LanePlan plan, String example) {
        LaneConfig usual = LaneFiles.config(HOUSE.resolve("config").resolve(example));
        Map<String, String> here = leaves(EffectiveConfig.json(plan.config()));
        Map<String, String> there = leaves(EffectiveConfig.json(usual));
        Map<String, String> different = new TreeMap<>();
        here.forEach((key, value) -> {
            if (!value.equals(there.get(key)) && !key.matches("station\\.(trusted|certificates|privateKey)")) {
                different.put(key, value);
            }
        });
        there.keySet().stream().filter(key -> !here.containsKey(key)).forEach(key -> different.put(key, "missing"));
        return different;
    }

    @Test
    void theSerialLaneIsTheExampleWithMorePatience() throws IOException {
        LanePlan plan = LanePlan.serial(HOUSE, run, PORTS, 7443, traffic());
        assertEquals(Map.of("devices.io.answerTimeoutMs", "1500", "devices.io.silentMs", "6000", "station.serverName", "\"localhost\""),
                differences(plan, "exit-lane.yaml"));
        assertEquals("/dev/ttyS1", plan.properties().get("etclane.rsu.port"));
        assertEquals("/data/serial", plan.properties().get("etclane.data"));
        assertEquals("true", plan.properties().get("etclane.station.enabled"));
    }

    @Test
    void theLaneOnLinesIsTheExampleWithADisplay() throws IOException {
        LanePlan plan = LanePlan.gpio(HOUSE, run, PORTS, 7443, traffic());
        Map<String, String> different = differences(plan, "exit-lane-gpio.yaml");
        assertTrue(different.keySet().stream().allMatch(key -> key.startsWith("devices.display") || key.equals("station.serverName")),
                different::toString);
        assertEquals("\"/dev/ttyS3\"", different.get("devices.display.port"));
        assertEquals(4004, plan.wires());
        GpioSettings lines = LanePlan.lines(plan.config());
        assertEquals(16, lines.outputs().get(GpioRole.RAISE).offset());
        assertEquals("/dev/gpio-lane", lines.inputs().get(GpioRole.TRIGGER_LOOP).chip());
    }

    @Test
    void theLaneThatIsRefusedEverythingHasAProperConfiguration() throws IOException {
        System.setProperty("etclane.data", run.toString());
        System.setProperty("etclane.gpio.chip", GuestPaths.CHIP);
        System.setProperty("etclane.rates", HOUSE.resolve("config/rates-sample.csv").toString());
        LaneConfig config = LaneFiles.config(Files.write(run.resolve("refused.yaml"), GuestImage.resource("refused-lane.yaml")));
        GpioSettings first = LanePlan.lines(LanePlan.gpio(HOUSE, run, PORTS, 7443, traffic()).config());
        GpioSettings second = LanePlan.lines(config);
        assertEquals(first.outputs().get(GpioRole.RAISE), second.outputs().get(GpioRole.RAISE));
        assertEquals(30, second.inputs().get(GpioRole.FOOT_ALARM).offset());
    }
}
