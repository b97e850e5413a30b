package org.etclane.sim.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.etclane.device.spi.Text;
import org.etclane.lane.core.LaneAlarm;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.rules.SpecialEvent;

/** Reads {@code expect:}. What is left out is expected not to be seen. */
final class ExpectationReader {
    private static final Set<String> EXIT_KEYS = Set.of("passed", "refused", "failed debits", "events", "alarms", "alarms left", "debits",
            "purses lose", "reconciliations", "arm", "weighed", "weights of nobody");
    private static final Set<String> ENTRY_KEYS = Set.of("passed", "refused", "failed debits", "events", "alarms", "alarms left", "entries",
            "reconciliations", "arm", "weighed", "weights of nobody");

    private enum ArmEnd { UP, DOWN }

    private final ScenarioNodes nodes;
    private final LaneKind lane;
    private final Set<String> plates;

    ExpectationReader(ScenarioNodes nodes, LaneKind lane, Set<String> plates) {
        this.nodes = nodes;
        this.lane = lane;
        this.plates = plates;
    }

    Expectation read(JsonNode expect) {
        nodes.keys(expect, "expect", lane == LaneKind.EXIT ? EXIT_KEYS : ENTRY_KEYS);
        List<String> passed = nodes.words(expect, "passed", "expect.passed");
        passed.forEach(plate -> known("expect.passed", plate));
        Set<LaneAlarm> alarms = alarms(expect, "alarms");
        Set<LaneAlarm> left = alarms(expect, "alarms left");
        left.stream().filter(alarm -> !alarms.contains(alarm)).forEach(alarm -> nodes.problem("expect.alarms left", alarm.name(),
                new Text("is not among the alarms that come on", "不在alarms之中"), ScenarioNodes.same(names(alarms)), Text.NONE));
        return new Expectation(passed.stream().sorted().toList(), byPlate(expect, "refused"), byPlate(expect, "failed debits"),
                events(nodes.words(expect, "events", "expect.events"), "expect.events"), alarms, left,
                lane == LaneKind.EXIT ? number(expect, "debits", 0) : OptionalInt.empty(), money(expect),
                lane == LaneKind.ENTRY ? number(expect, "entries", 0) : OptionalInt.empty(),
                number(expect, "reconciliations", 0).orElse(0), arm(expect), weighed(expect),
                events(nodes.words(expect, "weights of nobody", "expect.weights of nobody"), "expect.weights of nobody"));
    }

    private static List<String> names(Set<LaneAlarm> alarms) {
        return alarms.stream().map(Enum::name).sorted().toList();
    }

    private void known(String key, String plate) {
        boolean nobody = key.contains("refused") && plate.equals(RecordSorter.NOBODY);
        if (!plates.contains(plate) && !nobody) {
            nodes.unknownPlate(key, plate, plates);
        }
    }

    private List<SpecialEvent> events(List<String> words, String key) {
        return words.stream().flatMap(word -> nodes.one(SpecialEvent.values(), word, key).stream()).sorted().toList();
    }

    private Set<LaneAlarm> alarms(JsonNode expect, String key) {
        Set<LaneAlarm> alarms = EnumSet.noneOf(LaneAlarm.class);
        String place = "expect." + key;
        nodes.words(expect, key, place).forEach(word -> nodes.one(LaneAlarm.values(), word, place).ifPresent(alarms::add));
        return alarms;
    }

    private Map<String, Set<SpecialEvent>> byPlate(JsonNode expect, String key) {
        Map<String, Set<SpecialEvent>> found = new TreeMap<>();
        JsonNode node = expect.path(key);
        if (!node.isMissingNode() && !node.isObject()) {
            nodes.problem("expect." + key, node.asText(), new Text("is no mapping", "不是键值表"),
                    new Text("{ 测A00001: NO_OBU }", "{ 测A00001: NO_OBU }"), Text.NONE);
        }
        node.fieldNames().forEachRemaining(plate -> {
            String place = "expect." + key + "." + plate;
            known(place, plate);
            Set<SpecialEvent> events = EnumSet.noneOf(SpecialEvent.class);
            events.addAll(events(nodes.words(node, plate, place), place));
            found.put(plate, events);
        });
        return found;
    }

    private Map<String, Integer> weighed(JsonNode expect) {
        Map<String, Integer> found = new TreeMap<>();
        expect.path("weighed").properties().forEach(entry -> {
            String place = "expect.weighed." + entry.getKey();
            known(place, entry.getKey());
            Words words = new Words(entry.getValue().asText());
            Optional<?> kg = Slot.WEIGHT.read(words);
            if (kg.isEmpty() || words.peek().isPresent()) {
                nodes.problem(place, entry.getValue().asText(), new Text("is no weight", "不是重量"), Slot.WEIGHT.allowed(), Text.NONE);
            } else {
                found.put(entry.getKey(), (Integer) kg.get());
            }
        });
        return found;
    }

    private OptionalInt number(JsonNode expect, String key, int otherwise) {
        JsonNode node = expect.path(key);
        if (node.isMissingNode()) {
            return OptionalInt.of(otherwise);
        }
        if (!node.isInt() || node.asInt() < 0) {
            nodes.problem("expect." + key, node.asText(), new Text("is no number", "不是数字"), new Text("0, 1, 2 ...", "0、1、2……"), Text.NONE);
        }
        return OptionalInt.of(node.asInt());
    }

    private OptionalLong money(JsonNode expect) {
        JsonNode node = expect.path("purses lose");
        if (node.isMissingNode()) {
            return OptionalLong.empty();
        }
        Words words = new Words(node.asText());
        OptionalLong fen = Slot.MONEY.read(words).map(m -> OptionalLong.of((long) m)).orElseGet(OptionalLong::empty);
        if (fen.isEmpty() || words.peek().isPresent()) {
            nodes.problem("expect.purses lose", node.asText(), new Text("is no amount", "不是金额"), Slot.MONEY.allowed(), Text.NONE);
        }
        return fen;
    }

    private boolean arm(JsonNode expect) {
        return expect.has("arm")
                && nodes.one(ArmEnd.values(), expect.get("arm").asText(), "expect.arm").filter(ArmEnd.UP::equals).isPresent();
    }
}
