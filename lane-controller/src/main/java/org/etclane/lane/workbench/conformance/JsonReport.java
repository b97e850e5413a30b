package org.etclane.lane.workbench.conformance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.etclane.device.conformance.ConformanceReport;
import org.etclane.device.conformance.Finding;
import org.etclane.device.conformance.Measured;
import org.etclane.device.conformance.SuiteEvent.ExerciseEnded;
import org.etclane.device.conformance.Verdict;
import org.etclane.device.spi.Text;

/** A conformance report as JSON, both languages in it. The names are a contract. Pure. */
public final class JsonReport {
    private JsonReport() {
    }

    public static ObjectNode of(ConformanceReport report) {
        ObjectNode document = object().put("type", report.type()).put("protocol", report.protocol()).put("line", report.line())
                .put("startedAt", report.startedAt()).put("clean", report.clean());
        document.putObject("counts").put("passed", report.count(Verdict.Passed.class)).put("failed", report.count(Verdict.Failed.class))
                .put("quirks", report.count(Verdict.Quirk.class)).put("notAsked", report.count(Verdict.NotAsked.class));
        ArrayNode exercises = document.putArray("exercises");
        for (ExerciseEnded exercise : report.exercises()) {
            ObjectNode node = exercises.addObject().put("id", exercise.id());
            node.set("title", text(exercise.title()));
            ArrayNode checks = node.putArray("checks");
            exercise.findings().forEach(one -> checks.add(finding(one)));
            ArrayNode said = node.putArray("said");
            exercise.said().forEach(said::add);
        }
        return document;
    }

    private static ObjectNode finding(Finding finding) {
        ObjectNode node = object().put("id", finding.check().id());
        node.set("title", text(finding.check().title()));
        node.put("source", finding.check().source()).put("moves", finding.check().moves().label());
        verdict(node, finding.verdict());
        ArrayNode measured = node.putArray("measured");
        for (Measured one : finding.outcome().measured()) {
            ObjectNode time = measured.addObject();
            time.set("what", text(one.what()));
            time.put("tookMs", one.tookMs());
            if (one.leastMs() > 0) {
                time.put("leastMs", one.leastMs());
            }
            if (one.mostMs() != Measured.NO_LIMIT) {
                time.put("mostMs", one.mostMs());
            }
        }
        return node;
    }

    private static void verdict(ObjectNode node, Verdict verdict) {
        switch (verdict) {
            case Verdict.Passed _ -> node.put("verdict", "passed");
            case Verdict.Failed(Text expected, String came) -> {
                node.put("verdict", "failed").set("expected", text(expected));
                node.put("came", came);
            }
            case Verdict.Quirk(String name, Text meaning, Text setting) -> {
                node.put("verdict", "quirk").put("quirk", name).set("meaning", text(meaning));
                node.set("setting", text(setting));
            }
            case Verdict.NotAsked(Text why) -> node.put("verdict", "not-asked").set("why", text(why));
        }
    }

    private static ObjectNode text(Text text) {
        return object().put("en", text.english()).put("zh", text.chinese());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
