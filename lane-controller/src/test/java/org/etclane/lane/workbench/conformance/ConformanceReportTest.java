package org.etclane.lane.workbench.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.etclane.device.conformance.Check;
import org.etclane.device.conformance.ConformanceReport;
import org.etclane.device.conformance.Finding;
import org.etclane.device.conformance.Measured;
import org.etclane.device.conformance.Moves;
import org.etclane.device.conformance.Outcome;
import org.etclane.device.conformance.SuiteEvent.ExerciseEnded;
import org.etclane.device.spi.Language;
import org.etclane.device.spi.Text;
import org.junit.jupiter.api.Test;

/** Reports as files that were written by hand. */
class ConformanceReportTest {
    private static final ConformanceReport REPORT = new ConformanceReport("lc301", "XY-LC-301", "/dev/ttyUSB1 9600 8N1",
            "2026-11-20 10:00:00",
            List.of(new ExerciseEnded("questions", new Text("Six questions", "查询六次"), List.of(
                    new Finding(Check.of("status.answer", "every question is answered", "每次查询都有应答", "lane-io-lc301.md §1"),
                            Outcome.quirk("answers-lost", "answered 4 of 6", "6次应答4次", "retries", "retries")),
                    new Finding(Check.of("status.answer-time", "the answer comes in time", "应答及时", "lane-io-lc301.md §1"), Outcome.passed(
                            Measured.atMost(new Text("longest", "最长"), 41, 400), Measured.without(new Text("shortest", "最短"), 33))),
                    new Finding(Check.of("status.spacing", "not too often", "间隔不过短", "lane-io-lc301.md §2"), Outcome.passed(
                            new Measured(new Text("apart", "间隔"), 3200, 3000, Measured.NO_LIMIT)))),
                    List.of("    0.000 -> ask  024331560324", "    0.033 <- B status | arm up  02423134000347")),
                    new ExerciseEnded("arm", new Text("Raise and lower", "抬杆和落杆"), List.of(
                            new Finding(Check.of("arm.raise", "the arm goes up", "抬杆到位", "lane-io-lc301.md §2").moving(Moves.ARM),
                                    Outcome.failed("reported up", "上报抬杆", "nothing within 10000 ms")),
                            new Finding(Check.of("arm.lower", "the arm comes down", "落杆", "lane-io-lc301.md §2").moving(Moves.ARM),
                                    Outcome.notAsked("the arm did not go up", "未抬杆"))), List.of())));

    private static final ConformanceReport CLEAN = new ConformanceReport("lc301", "XY-LC-301", "in memory", "2026-11-20 10:00:00",
            List.of(new ExerciseEnded("watch", new Text("Listening", "静听"), List.of(new Finding(Check.of("report.on-change",
            "reports changes only",
                    "仅上报变化", "lane-io-lc301.md §1"), Outcome.passed())), List.of())));

    private static String golden(String name) throws IOException {
        try (InputStream file = ConformanceReportTest.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void markdownInEnglish() throws IOException {
        assertEquals(golden("report-en.md"), MarkdownReport.of(REPORT, Language.EN));
    }

    @Test
    void markdownInChinese() throws IOException {
        assertEquals(golden("report-zh.md"), MarkdownReport.of(REPORT, Language.ZH));
    }

    @Test
    void aCleanReportFindsNothing() throws IOException {
        assertEquals(golden("clean-en.md"), MarkdownReport.of(CLEAN, Language.EN));
        assertEquals(true, JsonReport.of(CLEAN).path("clean").booleanValue());
    }

    @Test
    void json() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        assertEquals(mapper.readTree(golden("report.json")), mapper.readTree(JsonReport.of(REPORT).toPrettyString()));
    }
}
