package org.etclane.lane.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;

/** Text to {@link YamlNode}s. Keeps lines, reports double keys and goes on. Aliases and further documents are refused. */
final class YamlReader {
    private static final YAMLFactory FACTORY = new YAMLFactory();
    private static final int MAX_DEPTH = 32;

    private final List<Problem> problems;
    private final YAMLParser parser;

    private YamlReader(YAMLParser parser, List<Problem> problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /** An empty file is an empty mapping. On bad syntax the result is an empty mapping and one problem. */
    static YamlNode read(String yaml, List<Problem> problems) {
        try (YAMLParser parser = FACTORY.createParser(yaml)) {
            YamlReader reader = new YamlReader(parser, problems);
            JsonToken first = parser.nextToken();
            if (first == null || first == JsonToken.VALUE_NULL) {
                return new YamlNode.Mapping(1, Map.of());
            }
            YamlNode root = reader.node("", 0);
            if (parser.nextToken() != null) {
                reader.syntax("", new Text("a second document follows", "文件中有第二个文档"));
            }
            return root;
        } catch (JsonProcessingException bad) {
            JsonLocation at = bad.getLocation();
            problems.add(new Problem(Problem.Kind.SYNTAX, "", at == null ? 0 : Math.max(0, at.getLineNr()), "",
                    new Text("not valid YAML: " + bad.getOriginalMessage().replaceAll("\\s+", " "),
                            "不是有效的YAML：" + bad.getOriginalMessage().replaceAll("\\s+", " ")),
                    new Text("YAML", "YAML"),
                    new Text("check indentation, colons and quotes around this line; nothing else could be checked",
                            "检查该行附近的缩进、冒号和引号；其余内容未能检查")));
            return new YamlNode.Mapping(1, Map.of());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // reading a text in memory
        }
    }

    private YamlNode node(String path, int depth) throws IOException {
        int line = parser.currentTokenLocation().getLineNr();
        if (depth > MAX_DEPTH) {
            syntax(path, new Text("nested too deeply", "嵌套过深"));
            parser.skipChildren();
            return new YamlNode.Broken(line);
        }
        if (parser.isCurrentAlias()) {
            syntax(path, new Text("an alias (*name) is not used here", "不支持别名（*name）"));
            return new YamlNode.Broken(line);
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(path, line, depth);
            case START_ARRAY -> sequence(path, line, depth);
            case VALUE_NULL -> new YamlNode.Nothing(line);
            default -> new YamlNode.Scalar(line, parser.getText());
        };
    }

    private YamlNode mapping(String path, int line, int depth) throws IOException {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            int keyLine = parser.currentTokenLocation().getLineNr();
            String keyPath = path.isEmpty() ? key : path + "." + key;
            parser.nextToken();
            YamlNode.Entry entry = new YamlNode.Entry(keyLine, node(keyPath, depth + 1));
            YamlNode.Entry before = entries.putIfAbsent(key, entry);
            if (before != null) {
                problems.add(new Problem(Problem.Kind.DUPLICATE_KEY, keyPath, keyLine, "",
                        new Text("written a second time (first in line " + before.keyLine() + ")",
                                "重复出现（首次在第" + before.keyLine() + "行）"),
                        new Text("each key once", "每个键只出现一次"), new Text("delete one of the two", "删除其中一个")));
            }
        }
        return new YamlNode.Mapping(line, entries);
    }

    private YamlNode sequence(String path, int line, int depth) throws IOException {
        List<YamlNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(path + "[" + items.size() + "]", depth + 1));
        }
        return new YamlNode.Sequence(line, items);
    }

    private void syntax(String path, Text what) {
        problems.add(new Problem(Problem.Kind.SYNTAX, path, parser.currentTokenLocation().getLineNr(), "", what,
                new Text("plain keys and values", "普通的键和值"), new Text("write the value itself", "直接写出值")));
    }
}
