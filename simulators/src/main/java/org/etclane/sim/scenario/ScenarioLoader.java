package org.etclane.sim.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.etclane.device.spi.Language;
import org.etclane.device.spi.Text;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.scenario.Scenario.Step;
import org.etclane.sim.scenario.Sentences.Result;

/**
 * Reads a scenario from YAML, strictly: an unknown key, a sentence that is not understood or a plate that never comes is a problem,
 * and all problems are told at once.
 *
 * <pre>
 * name: a tailgater behind a car that pays
 * lane: exit
 * steps:
 *   - at 0 s: send car 测A00001
 *   - at 1.5 s: send car 测A00002, no obu, tailgates
 *   - when 测A00001 is found: [cut rsu, stick loop arm]
 *   - after 20 s: plug rsu
 * expect:
 *   passed: [测A00001, 测A00002]
 *   debits: 1
 *   events: [RUN_THROUGH]
 *   alarms: [RUN_THROUGH]
 * </pre>
 */
public final class ScenarioLoader {
    private static final Set<String> KEYS = Set.of("name", "about", "lane", "scale", "lasts", "patience", "steps", "expect");
    private static final double MOST_LASTING_S = 3_600;
    private static final ObjectMapper YAML = new ObjectMapper(
            YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

    private final ScenarioNodes nodes;

    private ScenarioLoader(ScenarioNodes nodes) {
        this.nodes = nodes;
    }

    /** A scenario, or everything that is wrong with its text. */
    public sealed interface Loaded {
        record Good(Scenario scenario) implements Loaded {
        }

        record Bad(List<Problem> problems) implements Loaded {
            public Bad {
                problems = List.copyOf(problems);
            }

            public String in(Language language) {
                return Problem.in(language, problems);
            }
        }
    }

    /** @param source named in problems */
    public static Loaded load(String text, String source) {
        ScenarioNodes nodes = new ScenarioNodes(source);
        JsonNode root;
        try {
            root = YAML.readTree(text);
        } catch (JsonProcessingException bad) {
            String at = bad.getLocation() == null ? source : source + " line " + bad.getLocation().getLineNr();
            String why = bad.getOriginalMessage().replaceAll("\\s+", " ");
            return new Loaded.Bad(List.of(new Problem(at, "", new Text("not valid YAML: " + why, "不是有效的YAML：" + why), Text.NONE,
                    new Text("check indentation, colons and quotes around this line; nothing else could be checked",
                            "检查该行附近的缩进、冒号和引号；其余内容未能检查"))));
        }
        Scenario scenario = new ScenarioLoader(nodes).scenario(root == null ? MissingNode.getInstance() : root);
        return nodes.problems().isEmpty() ? new Loaded.Good(scenario) : new Loaded.Bad(nodes.problems());
    }

    private Scenario scenario(JsonNode root) {
        nodes.keys(root, "", KEYS);
        String name = nodes.text(root, "name");
        String about = root.path("about").asText("").strip();
        LaneKind lane = nodes.one(root, "lane", LaneKind.values(), LaneKind.EXIT);
        ScaleInLane scale = nodes.one(ScaleInLane.values(), root.path("scale").asText("none").replace('-', '_'), "scale")
                .orElse(ScaleInLane.NONE);
        List<Step> steps = steps(root.path("steps"), lane);
        steps.stream().filter(step -> scale == ScaleInLane.NONE && step.action().needsScale()).forEach(step -> nodes.problem(step.sentence(), "",
                ScenarioPlayer.NO_SCALE, Text.NONE, new Text("say which: scale: ff", "指明称重设备：scale: ff")));
        Set<String> plates = plates(steps);
        Expectation expect = new ExpectationReader(nodes, lane, plates).read(root.path("expect"));
        return new Scenario(name, about, lane, scale, seconds(root, "lasts"), seconds(root, "patience"), steps, expect);
    }

    private OptionalDouble seconds(JsonNode root, String key) {
        if (!root.has(key)) {
            return OptionalDouble.empty();
        }
        Words words = new Words(root.get(key).asText());
        OptionalDouble read = Slot.SECONDS.read(words).map(s -> OptionalDouble.of((double) s)).orElseGet(OptionalDouble::empty);
        if (read.isEmpty() || words.peek().isPresent() || read.getAsDouble() > MOST_LASTING_S) {
            nodes.problem(key, root.get(key).asText(), new Text("is no such time", "时间无效"),
                    new Text("a time such as 120 s or 3 min, at most 60 min", "时间，如120 s、3 min，最长60 min"), Text.NONE);
        }
        return read;
    }

    private List<Step> steps(JsonNode list, LaneKind lane) {
        if (!list.isArray() || list.isEmpty()) {
            nodes.problem("steps", "", new Text("is no list with at least one step", "不是非空列表"),
                    new Text("- at 0 s: send car 测A00001", "- at 0 s: send car 测A00001"), Text.NONE);
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode step = list.get(i);
            if (!step.isObject() || step.size() != 1) {
                nodes.problem("steps[" + i + "]", step.isValueNode() ? step.asText() : step.toString(),
                        new Text("is not one time with what happens then", "不是“时间: 语句”"),
                        new Text("- at 0 s: send car 测A00001", "- at 0 s: send car 测A00001"),
                        new Text("for several things at one time: - at 0 s: [cut rsu, cut io]; sentences with commas in quotes then",
                                "同一时刻多个语句：- at 0 s: [cut rsu, cut io]，含逗号的语句加引号"));
                continue;
            }
            Map.Entry<String, JsonNode> entry = step.properties().iterator().next();
            step("steps[" + i + "] " + entry.getKey(), entry, lane, steps);
        }
        return steps;
    }

    private void step(String where, Map.Entry<String, JsonNode> entry, LaneKind lane, List<Step> steps) {
        Result<When> when = Sentences.when(entry.getKey());
        if (when instanceof Result.NotUnderstood<When>(Problem problem)) {
            nodes.problem(problem, where);
            return;
        }
        List<JsonNode> sentences = new ArrayList<>();
        if (entry.getValue().isArray()) {
            entry.getValue().forEach(sentences::add);
        } else {
            sentences.add(entry.getValue());
        }
        When time = ((Result.Understood<When>) when).meaning();
        for (JsonNode sentence : sentences) {
            switch (Sentences.action(sentence.isTextual() ? sentence.asText() : sentence.toString(), lane)) {
                case Result.Understood<Action>(Action action) -> {
                    steps.add(new Step(time, action, entry.getKey() + ": " + sentence.asText()));
                    // what stands in one list happens at one moment
                    time = time instanceof When.After ? new When.After(0) : time;
                }
                case Result.NotUnderstood<Action>(Problem problem) -> nodes.problem(problem, where);
            }
        }
    }

    /** Plates of those who come; and a problem for each other plate that is spoken of, or that comes twice without saying so. */
    private Set<String> plates(List<Step> steps) {
        Set<String> plates = new HashSet<>();
        for (Step step : steps) {
            if (step.action() instanceof Action.Send(VehicleOrder vehicle)) {
                if (vehicle.plate().isEmpty()) {
                    nodes.problem(step.sentence(), "", new Text("names no plate", "未写车牌"), Slot.PLATE.allowed(),
                            new Text("in a file every vehicle has one, so that the rest can speak of it", "文件中每辆车都要写车牌"));
                } else if (!plates.add(vehicle.plate().get()) && !vehicle.again()) {
                    nodes.problem(step.sentence(), vehicle.plate().get(), new Text("comes a second time", "车牌重复"), Text.NONE,
                            new Text("take another plate, or say that it comes \"again\"", "换一个车牌，或写明again"));
                }
            }
        }
        for (Step step : steps) {
            new Words(step.sentence().replace(":", " ")).all().filter(Slot::isPlate).filter(p -> !plates.contains(p)).distinct()
                    .forEach(plate -> nodes.unknownPlate(step.sentence(), plate, plates));
        }
        return plates;
    }
}
