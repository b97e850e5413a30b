package org.etclane.sim.bench.vm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.etclane.sim.bench.BenchReport;

/**
 * What the machine has shown. The JSON names are a contract; they never change meaning.
 *
 * @param machine  facts, in order
 * @param settings what the bench sets other than the lane's defaults, in words
 * @param runs     vehicles through a lane, by name
 */
public record VmReport(Map<String, String> machine, List<String> settings, List<Proof> proofs, Map<String, BenchReport> runs) {
    private static final int WIDTH = 128;
    private static final String INDENT = " ".repeat(16);

    public VmReport {
        machine = new LinkedHashMap<>(machine);
        settings = List.copyOf(settings);
        proofs = List.copyOf(proofs);
        runs = new LinkedHashMap<>(runs);
    }

    public boolean ok() {
        return !proofs.isEmpty() && proofs.stream().allMatch(Proof::holds);
    }

    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        machine.forEach(json.putObject("machine")::put);
        settings.forEach(json.putArray("settings")::add);
        ArrayNode list = json.putArray("proofs");
        proofs.forEach(proof -> list.addObject().put("area", proof.area()).put("what", proof.what()).put("holds", proof.holds())
                .put("seen", proof.seen()));
        ObjectNode lanes = json.putObject("runs");
        runs.forEach((name, run) -> lanes.set(name, run.json()));
        return json.put("ok", ok());
    }

    /** For people. */
    public String text() {
        StringBuilder out = new StringBuilder();
        machine.forEach((name, value) -> out.append("  %-15s %s%n".formatted(name, value)));
        settings.forEach(setting -> wrapped(out, "  setting         ", setting));
        String area = "";
        for (Proof proof : proofs) {
            if (!proof.area().equals(area)) {
                area = proof.area();
                out.append("\n  ").append(area).append('\n');
            }
            out.append("    ").append(proof.holds() ? "holds       " : "DOES NOT    ").append(proof.what()).append('\n');
            wrapped(out, INDENT, proof.seen());
        }
        runs.forEach((name, run) -> out.append("\n  vehicles through the lane on ").append(name).append('\n').append(run.text()));
        long holding = proofs.stream().filter(Proof::holds).count();
        out.append("\n  %d of %d hold: %s%n".formatted(holding, proofs.size(), ok() ? "OK" : "NOT OK"));
        return out.toString();
    }

    private static void wrapped(StringBuilder out, String first, String text) {
        String lead = first;
        for (String line : lines(text)) {
            out.append(lead).append(line).append('\n');
            lead = INDENT;
        }
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+")) {
            if (!line.isEmpty() && INDENT.length() + line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
