package org.etclane.sim.bench.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.etclane.sim.bench.BenchReport;
import org.etclane.sim.bench.Reconciliation;
import org.junit.jupiter.api.Test;

class VmReportTest {
    private static final BenchReport RUN = new BenchReport(1, "exit", 3, 3, Map.of(), 3, 0, true, 300, new Histogram(1_000_000, 3),
            new Reconciliation(4560, 4560, 4560, 0, 0, 0, 0, List.of()), 3, 3, 0, Optional.empty());

    private static VmReport report(Proof... proofs) {
        return new VmReport(Map.of("kernel", "6.1.0-56-amd64"), List.of("drivers wait 60 s"), List.of(proofs), Map.of("serial", RUN));
    }

    @Test
    void holdsOnlyWhenEverythingHolds() {
        Proof good = new Proof("serial", "ledgers agree", true, "4560 fen");
        assertTrue(report(good).ok());
        assertFalse(report(good, new Proof("gpio", "carried through", false, "the machine is gone")).ok());
        assertFalse(report().ok(), "nothing shown is nothing proven");
    }

    @Test
    void theTableNamesEachProofWithWhatWasSeen() {
        String words = "a word of the machine ".repeat(20);
        String text = report(new Proof("serial", "ledgers agree", true, "4560 fen"), new Proof("gpio", "the arm moves", false, words)).text();
        assertTrue(text.contains("  serial\n    holds       ledgers agree\n                4560 fen\n"), text);
        assertTrue(text.contains("  gpio\n    DOES NOT    the arm moves\n"), text);
        assertTrue(text.contains("1 of 2 hold: NOT OK"), text);
        assertTrue(text.contains("purses lost     45.60 yuan"), text);
        assertTrue(text.lines().allMatch(line -> line.length() <= 130), text);
        assertEquals(20, text.split("machine", -1).length - 1);
    }

    @Test
    void theJsonHoldsTheSame() {
        JsonNode json = report(new Proof("serial", "ledgers agree", true, "4560 fen")).json();
        assertEquals("{\"area\":\"serial\",\"what\":\"ledgers agree\",\"holds\":true,\"seen\":\"4560 fen\"}", json.path("proofs").get(0).toString());
        assertEquals(4560, json.path("runs").path("serial").path("ledgers").path("purseFen").asLong());
        assertEquals("6.1.0-56-amd64", json.path("machine").path("kernel").asText());
        assertTrue(json.path("ok").asBoolean());
    }
}
