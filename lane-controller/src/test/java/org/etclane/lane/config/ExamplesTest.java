package org.etclane.lane.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverRegistry;
import org.etclane.device.spi.Language;
import org.etclane.device.spi.Problem;
import org.etclane.lane.core.LaneKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in the folder config/ is what this code takes. */
class ExamplesTest {
    private static final Path CONFIG = Path.of("../config");

    @ParameterizedTest
    @CsvSource({"exit-lane.yaml, EXIT", "entry-lane.yaml, ENTRY", "exit-lane-display.yaml, EXIT", "exit-lane-gpio.yaml, EXIT",
        "exit-lane-ldi.yaml, EXIT"})
    void everyExampleLoadsWithoutAProblem(String file, LaneKind kind) {
        LaneConfigLoader.Result result = LaneConfigLoader.load(CONFIG.resolve(file), DriverRegistry.load(), name -> Optional.empty());
        assertEquals(kind, assertInstanceOf(LaneConfigLoader.Loaded.class, result, result.toString()).config().lane().kind());
    }

    static Stream<Arguments> drivers() {
        DriverRegistry drivers = DriverRegistry.load();
        return Arrays.stream(DeviceKind.values()).flatMap(kind -> drivers.providers(kind).stream().map(p -> Arguments.of(kind, p.type())));
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void thePrintedExampleOfEveryTypeFitsIntoALane(DeviceKind kind, String type, @TempDir Path folder) throws IOException {
        for (Language language : Language.values()) {
            String example = assertInstanceOf(DeviceExample.Written.class, DeviceExample.of(type, DriverRegistry.load(), language)).yaml();
            YAMLMapper yaml = new YAMLMapper();
            ObjectNode lane = (ObjectNode) yaml.readTree(CONFIG.resolve("exit-lane.yaml").toFile());
            JsonNode section = yaml.readTree(example).path("devices").elements().next();
            ((ObjectNode) lane.path("devices")).set(kind.section(), section);
            lane.put("data", folder.toString());
            ((ObjectNode) lane.path("parameters")).put("rateTable", CONFIG.resolve("rates-sample.csv").toAbsolutePath().toString());
            Path file = Files.writeString(folder.resolve(language + ".yaml"), yaml.writeValueAsString(lane));
            LaneConfigLoader.Result result = LaneConfigLoader.load(file, DriverRegistry.load(), name -> Optional.empty());
            assertInstanceOf(LaneConfigLoader.Loaded.class, result, () -> result + "\nfrom\n" + example);
        }
    }

    @Test
    void theExampleOfATypeThatIsNotThereNamesTheNearest() {
        Problem problem = assertInstanceOf(DeviceExample.UnknownType.class,
                DeviceExample.of("wim-f", DriverRegistry.load(), Language.EN)).problem();
        assertTrue(problem.advice().english().contains("\"wim-ff\""), problem.toString());
    }

    @Test
    void theCommittedSchemaIsTheOneOfTheRecordsAndOurDrivers() throws IOException {
        assertEquals(SchemaWriter.schema(), Files.readString(CONFIG.resolve("lane.schema.json")),
                "write it anew: java -cp 'simulators/target/lib/*' org.etclane.lane.config.SchemaWriter config/lane.schema.json");
    }
}
