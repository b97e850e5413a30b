package org.etclane.lane.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.etclane.device.spi.DriverRegistry;
import org.etclane.lane.core.LaneKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void theCommittedSchemaIsTheOneOfTheRecordsAndOurDrivers() throws IOException {
        assertEquals(SchemaWriter.schema(), Files.readString(CONFIG.resolve("lane.schema.json")),
                "write it anew: java -cp 'simulators/target/lib/*' org.etclane.lane.config.SchemaWriter config/lane.schema.json");
    }
}
