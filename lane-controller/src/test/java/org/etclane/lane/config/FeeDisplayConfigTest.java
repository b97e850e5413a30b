package org.etclane.lane.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.etclane.device.display.brace.BraceProfile;
import org.etclane.device.display.brace.BraceSection;
import org.etclane.device.display.brace.BraceSettings;
import org.etclane.device.display.sichuan.Sichuan1dSection;
import org.etclane.device.display.sichuan.Sichuan1dSettings;
import org.etclane.device.display.sichuan.Sichuan1eSection;
import org.etclane.device.display.sichuan.Sichuan1eSettings;
import org.etclane.device.spi.DriverRegistry;
import org.etclane.device.spi.Problem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fee displays on lines of their own: what is not written is what the drivers themselves take for usual. */
class FeeDisplayConfigTest {
    @TempDir
    Path folder;

    @BeforeEach
    void rates() throws IOException {
        Files.copy(Path.of("../config/rates-sample.csv"), folder.resolve("rates.csv"));
    }

    private LaneConfigLoader.Result parse(String display) {
        String yaml = LaneConfigLoaderTest.GOOD.replace("station: {enabled", "  display: {" + display + "}\nstation: {enabled");
        return LaneConfigLoader.parse(yaml, folder, DriverRegistry.load(), name -> Optional.empty());
    }

    private Record settings(String display) {
        LaneConfigLoader.Result result = parse(display);
        return assertInstanceOf(LaneConfigLoader.Loaded.class, result, result::toString).config().devices().display().orElseThrow()
                .settings();
    }

    private List<String> wrongKeys(String display) {
        return assertInstanceOf(LaneConfigLoader.Problems.class, parse(display)).list().stream().map(Problem::key).toList();
    }

    @ParameterizedTest
    @EnumSource(BraceProfile.class)
    void aProfileAndAPortAreEnough(BraceProfile profile) {
        BraceSection section = (BraceSection) settings("type: display-brace, port: /dev/ttyS2, profile: " + Shape.nameOf(profile));
        assertEquals(BraceSettings.defaults("display", profile), section.settings("display"));
        assertEquals(BraceSettings.DEFAULT_BAUD, section.baud());
    }

    @Test
    void forSichuanAPortIsEnough() {
        Sichuan1dSection oneD = (Sichuan1dSection) settings("type: display-sichuan-1d, port: /dev/ttyS2");
        assertEquals(Sichuan1dSettings.defaults("display"), oneD.settings("display"));
        assertEquals(Sichuan1dSettings.DEFAULT_BAUD, oneD.baud());
        Sichuan1eSection oneE = (Sichuan1eSection) settings("type: display-sichuan-1e, port: /dev/ttyS2");
        assertEquals(Sichuan1eSettings.defaults("display"), oneE.settings("display"));
        assertEquals(Sichuan1eSettings.DEFAULT_BAUD, oneE.baud());
    }

    @Test
    void whatIsWrittenIsTaken() {
        BraceSection section = (BraceSection) settings("type: display-brace, port: /dev/ttyS2, profile: shandong, rows: 3,"
                + " answerExpected: true, colours: 102, phrases: []");
        BraceSettings settings = section.settings("display");
        assertEquals(3, settings.rows());
        assertEquals(true, settings.timing().answerExpected());
        assertEquals('1', settings.colours().red());
        assertEquals(List.of("", "谢谢"), ((Sichuan1eSection) settings("type: display-sichuan-1e, port: /dev/ttyS2, phrases: ['', 谢谢]"))
                .settings("display").phrases());
    }

    @Test
    void whatIsWrongIsNamedByItsKey() {
        String brace = "type: display-brace, port: /dev/ttyS2, ";
        assertEquals(List.of("devices.display.profile"), wrongKeys("type: display-brace, port: /dev/ttyS2"));
        assertEquals(List.of("devices.display.textMode"), wrongKeys(brace + "profile: yunnan, textMode: fixed-form"));
        assertEquals(List.of("devices.display.colours"), wrongKeys(brace + "profile: yunnan, colours: '0{2'"));
        assertEquals(List.of("devices.display.volume"), wrongKeys(brace + "profile: shandong, volume: 3"));
        assertEquals(List.of("devices.display"), wrongKeys("type: display-sichuan-1d, port: /dev/ttyS1"), "the port of the I/O controller");
        assertEquals(List.of("devices.display.rows", "devices.display.retries"),
                wrongKeys("type: display-sichuan-1d, port: /dev/ttyS2, rows: 7, retries: 21"));
    }
}
