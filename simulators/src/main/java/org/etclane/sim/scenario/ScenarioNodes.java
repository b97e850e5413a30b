package org.etclane.sim.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.etclane.device.spi.Text;

/** Looks at the parts of a scenario's text and collects what is wrong with them. One text, one object. */
final class ScenarioNodes {
    private final String source;
    private final List<Problem> problems = new ArrayList<>();

    ScenarioNodes(String source) {
        this.source = source;
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    void problem(String key, String value, Text what, Text allowed, Text advice) {
        problems.add(new Problem(place(key), value, what, allowed, advice));
    }

    void problem(Problem found, String key) {
        problems.add(found.at(place(key)));
    }

    private String place(String key) {
        return key.isEmpty() ? source : source + " " + key;
    }

    void unknownPlate(String key, String plate, Set<String> plates) {
        problem(key, plate, new Text("no vehicle with this plate comes", "没有该车牌的车辆"), same(plates.stream().sorted().toList()),
                new Text("send it, or correct the plate", "增加send语句，或更正车牌"));
    }

    void keys(JsonNode node, String key, Set<String> allowed) {
        if (!node.isObject()) {
            problem(key, node.isValueNode() ? node.asText() : "", new Text("is no mapping", "不是键值表"),
                    same(allowed.stream().sorted().toList()), Text.NONE);
            return;
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!allowed.contains(name)) {
                problem(key.isEmpty() ? name : key + "." + name, "", new Text("is no key of a scenario", "未知的键"),
                        same(allowed.stream().sorted().toList()), new Text("correct or delete it", "更正或删除"));
            }
        });
    }

    String text(JsonNode node, String key) {
        String text = node.path(key).asText("").strip();
        if (text.isEmpty()) {
            problem(key, "", new Text("is missing", "缺少"), new Text("one line", "一行文字"), Text.NONE);
        }
        return text;
    }

    /** One of these, or {@code otherwise} and a problem. */
    <T extends Enum<T>> T one(JsonNode node, String key, T[] values, T otherwise) {
        return one(values, node.path(key).asText(""), key).orElse(otherwise);
    }

    <T extends Enum<T>> Optional<T> one(T[] values, String written, String key) {
        Optional<T> found = Stream.of(values).filter(v -> v.name().equalsIgnoreCase(written)).findFirst();
        if (found.isEmpty()) {
            problem(key, written, written.isEmpty() ? new Text("is missing", "缺少") : new Text("is not known here", "未知的值"),
                    same(Stream.of(values).map(v -> v.name()).toList()), Text.NONE);
        }
        return found;
    }

    /** A list of words, or one word; nothing when the key is not there. */
    List<String> words(JsonNode node, String key, String place) {
        JsonNode list = node.path(key);
        if (list.isMissingNode()) {
            return List.of();
        }
        if (list.isTextual()) {
            return List.of(list.asText());
        }
        List<String> words = new ArrayList<>();
        if (!list.isArray()) {
            problem(place, list.toString(), new Text("is no list", "不是列表"), new Text("[a, b]", "[a, b]"), Text.NONE);
        }
        list.forEach(word -> words.add(word.asText()));
        return words;
    }

    static Text same(Collection<String> words) {
        String text = String.join(", ", words);
        return new Text(text, text);
    }
}
