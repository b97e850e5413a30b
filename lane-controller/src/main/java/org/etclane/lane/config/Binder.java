package org.etclane.lane.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.etclane.device.spi.Checked;
import org.etclane.device.spi.ConfiguredDevice;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;

/** YAML nodes to records. Goes on after each problem, so that one run finds them all. Pure but for the given look-up. */
final class Binder {
    private final List<Problem> problems;
    private final Scalars scalars;
    private final Predicate<Path> readable;
    private final Map<String, Object> byPath = new HashMap<>();

    /**
     * @param base     what relative paths are relative to
     * @param readable whether a file is there and may be read
     */
    Binder(Path base, Predicate<Path> readable, Function<String, Optional<String>> lookup, List<Problem> problems) {
        this.problems = problems;
        this.readable = readable;
        this.scalars = new Scalars(base, readable, lookup, problems);
    }

    private Binder(Binder like, List<Problem> problems) {
        this.problems = problems;
        this.readable = like.readable;
        this.scalars = like.scalars.reportingTo(problems);
    }

    /** Empty when anything below was wrong. */
    Optional<Object> bind(Shape.Section type, YamlNode root) {
        return section(type, root, "");
    }

    /** One device's section by itself. @param path what its keys are called by in problems, "" for nothing */
    Optional<ConfiguredDevice> bind(Shape.Device type, YamlNode section, String path) {
        return device(type, section, path).map(ConfiguredDevice.class::cast);
    }

    /** A single value that was right by itself, whether or not the whole was. */
    <T> Optional<T> bound(String path, Class<T> type) {
        return Optional.ofNullable(byPath.get(path)).map(type::cast);
    }

    private Optional<Object> value(Shape shape, YamlNode node, String path) {
        if (node instanceof YamlNode.Broken) {
            return Optional.empty();
        }
        return switch (shape) {
            case Shape.Section section -> section(section, node, path);
            case Shape.Device device -> device(device, node, path);
            case Shape.Rows rows -> rows(rows, node, path);
            case Shape.Table table -> table(table, node, path);
            case Shape.Words words -> scalars.words(words, node, path);
            case Shape.Whole whole -> scalars.whole(whole, node, path);
            case Shape.Flag ignored -> scalars.flag(node, path);
            case Shape.OneOf oneOf -> scalars.oneOf(oneOf, node, path);
            case Shape.File file -> scalars.file(file, node, path);
            case Shape.Zone ignored -> scalars.zone(node, path);
        };
    }

    private Optional<Object> section(Shape.Section section, YamlNode node, String path) {
        return entries(node, path).map(entries -> fields(section, entries, node.line(), path, false)).filter(Fields::good)
                .map(fields -> Records.make(section.type(), fields.values()));
    }

    /**
     * @param values of the keys that are right by themselves
     * @param good   nothing in the section is wrong
     */
    private record Fields(Map<String, Object> values, boolean good) {
    }

    private Fields fields(Shape.Section section, Map<String, YamlNode.Entry> entries, int line, String path, boolean typed) {
        int before = problems.size();
        refuseUnknown(section, entries, path, typed);
        Map<String, Object> values = new LinkedHashMap<>();
        for (Shape.Field field : section.fields()) {
            String fieldPath = child(path, field.name());
            field(field, Optional.ofNullable(entries.get(field.name())), line, fieldPath).ifPresent(value -> {
                values.put(field.name(), value);
                byPath.put(fieldPath, value);
            });
        }
        check(section, entries, line, path);
        return new Fields(values, problems.size() == before);
    }

    private Optional<Object> field(Shape.Field field, Optional<YamlNode.Entry> entry, int parentLine, String path) {
        boolean written = entry.isPresent() && !(entry.get().value() instanceof YamlNode.Nothing);
        if (written) {
            Optional<Object> value = value(field.shape(), entry.get().value(), path);
            return field.optional() ? value.map(Optional::of) : value;
        }
        if (field.optional()) {
            return Optional.of(Optional.empty());
        }
        if (field.otherwise().isPresent() && !(field.shape() instanceof Shape.Table)) {
            YamlNode standIn = field.shape() instanceof Shape.Rows
                    ? new YamlNode.Sequence(parentLine, listed(field.otherwise().get(), parentLine))
                    : new YamlNode.Scalar(parentLine, field.otherwise().get());
            return value(field.shape(), standIn, path);
        }
        if (field.shape() instanceof Shape.Section || field.shape() instanceof Shape.Table) {
            // left out: its own keys say what they are without it, or are reported as missing
            return value(field.shape(), new YamlNode.Mapping(parentLine, Map.of()), path);
        }
        problems.add(new Problem(Problem.Kind.MISSING, path, parentLine, "", new Text("is missing", "缺失"),
                Allowed.of(field.shape()), field.meaning()));
        return Optional.empty();
    }

    private static List<YamlNode> listed(String otherwise, int line) {
        return otherwise.isEmpty() ? List.of()
                : Arrays.stream(otherwise.split("\\|")).<YamlNode>map(text -> new YamlNode.Scalar(line, text)).toList();
    }

    private Optional<Map<String, YamlNode.Entry>> entries(YamlNode node, String path) {
        return switch (node) {
            case YamlNode.Mapping mapping -> Optional.of(mapping.entries());
            case YamlNode.Nothing ignored -> Optional.of(Map.of());
            case YamlNode.Broken ignored -> Optional.empty();
            case YamlNode.Scalar scalar -> notKeys(path, node.line(), scalar.text());
            case YamlNode.Sequence ignored -> notKeys(path, node.line(), "[...]");
        };
    }

    private Optional<Map<String, YamlNode.Entry>> notKeys(String path, int line, String value) {
        problems.add(new Problem(Problem.Kind.WRONG_TYPE, path, line, value, new Text("is not a section", "不是配置段"),
                new Text("keys with values, indented below", "下方缩进的键和值"), Text.NONE));
        return Optional.empty();
    }

    private void refuseUnknown(Shape.Section section, Map<String, YamlNode.Entry> entries, String path, boolean typed) {
        List<String> known = section.fields().stream().map(Shape.Field::name).toList();
        entries.forEach((key, entry) -> {
            if (!known.contains(key) && !(typed && key.equals(Shape.TYPE_KEY))) {
                unknown(child(path, key), key, entry.keyLine(), known);
            }
        });
    }

    private void unknown(String path, String key, int line, List<String> known) {
        Text advice = Nearest.of(key, known)
                .map(near -> new Text("did you mean \"" + near + "\"?", "是否应为“" + near + "”？"))
                .orElse(new Text("delete it or write one of the allowed keys", "删除，或改为允许的键"));
        problems.add(new Problem(Problem.Kind.UNKNOWN_KEY, path, line, "", new Text("is not a known key", "未知的键"),
                new Text(String.join(", ", known), String.join("、", known)), advice));
    }

    private Optional<Object> device(Shape.Device shape, YamlNode node, String path) {
        Optional<Map<String, YamlNode.Entry>> entries = entries(node, path);
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        YamlNode.Entry type = entries.get().get(Shape.TYPE_KEY);
        String typePath = child(path, Shape.TYPE_KEY);
        if (type == null || !(type.value() instanceof YamlNode.Scalar written)) {
            problems.add(new Problem(Problem.Kind.MISSING, typePath, node.line(), "", new Text("is missing", "缺失"),
                    DeviceTypes.allowed(shape), new Text("says which protocol the device speaks; its other keys depend on it",
                            "指明设备所用协议，其余键由它决定")));
            return Optional.empty();
        }
        Shape.Driver driver = shape.byType().get(written.text());
        if (driver == null) {
            problems.add(DeviceTypes.unknown(shape, written, typePath));
            return Optional.empty();
        }
        try {
            return configured(driver, entries.get(), node.line(), path);
        } catch (RuntimeException | LinkageError failed) { // the driver's own record, checks and link: any code may stand there
            problems.add(DeviceTypes.failed(driver, failed, node.line(), path));
            return Optional.empty();
        }
    }

    private Optional<Object> configured(Shape.Driver driver, Map<String, YamlNode.Entry> entries, int line, String path) {
        Fields fields = fields(driver.section(), entries, line, path, true);
        if (!fields.good()) {
            likelyLink(driver, fields.values(), line, path).ifPresent(link -> byPath.put(child(path, Shape.LINK), link));
            return Optional.empty();
        }
        ConfiguredDevice device = new ConfiguredDevice(driver.provider(),
                (Record) Records.make(driver.section().type(), fields.values()));
        byPath.put(child(path, Shape.LINK), device.link());
        return Optional.of(device);
    }

    /** Over what a device would be reached if the keys that are wrong were left out, so that a port used twice is found at once. */
    private Optional<LinkChoice> likelyLink(Shape.Driver driver, Map<String, Object> right, int line, String path) {
        Map<String, Object> values = new HashMap<>(right);
        Binder quiet = new Binder(this, new ArrayList<>());
        for (Shape.Field field : driver.section().fields()) {
            if (!values.containsKey(field.name())) {
                quiet.field(field, Optional.empty(), line, child(path, field.name()))
                        .ifPresent(value -> values.put(field.name(), value));
            }
        }
        if (!quiet.problems.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ConfiguredDevice(driver.provider(),
                    (Record) Records.make(driver.section().type(), values)).link());
        } catch (RuntimeException notWithThese) { // what is wrong has been reported already
            return Optional.empty();
        }
    }

    private Optional<Object> rows(Shape.Rows rows, YamlNode node, String path) {
        if (!(node instanceof YamlNode.Sequence sequence)) {
            problems.add(new Problem(Problem.Kind.WRONG_TYPE, path, node.line(),
                    node instanceof YamlNode.Scalar scalar ? scalar.text() : "", new Text("is not a list", "不是列表"),
                    Allowed.of(rows), new Text("write [a, b] or one \"- item\" per line", "写作 [a, b] 或每行一个“- 项”")));
            return Optional.empty();
        }
        if (sequence.items().size() > rows.max()) {
            problems.add(new Problem(Problem.Kind.OUT_OF_RANGE, path, node.line(), sequence.items().size() + " elements",
                    new Text("has too many elements", "元素过多"), Allowed.of(rows), Text.NONE));
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            value(rows.element(), sequence.items().get(i), path + "[" + i + "]").ifPresent(values::add);
        }
        return Optional.of(List.copyOf(values));
    }

    private Optional<Object> table(Shape.Table table, YamlNode node, String path) {
        Optional<Map<String, YamlNode.Entry>> entries = entries(node, path);
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        Map<Object, Object> values = new LinkedHashMap<>();
        entries.get().forEach((key, entry) -> {
            Optional<Object> constant = Scalars.constant(table.keys(), key);
            if (constant.isEmpty()) {
                unknown(child(path, key), key, entry.keyLine(), table.keys().names());
            }
            Optional<Object> value = value(table.value(), entry.value(), child(path, key));
            constant.ifPresent(name -> value.ifPresent(there -> values.put(name, there)));
        });
        return Optional.of(Collections.unmodifiableMap(values));
    }

    private void check(Shape.Section section, Map<String, YamlNode.Entry> entries, int line, String path) {
        Checked checked = section.type().getAnnotation(Checked.class);
        if (checked == null) {
            return;
        }
        Records.check(checked).check(new Checked.Values(byPath, path), report(entries, line, path));
    }

    private Checked.Report report(Map<String, YamlNode.Entry> entries, int line, String path) {
        return new Checked.Report() {
            @Override
            public boolean readable(Path file) {
                return readable.test(file);
            }

            @Override
            public void problem(Problem.Kind kind, String name, Text what, Text allowed, Text advice) {
                Place place = place(entries, name, line);
                problems.add(new Problem(kind, child(path, name), place.line(), place.value(), what, allowed, advice));
            }
        };
    }

    /** @param value as written, "" when nothing is, or no single value */
    private record Place(int line, String value) {
    }

    /** Of "key" or "inner.key"; where that is not written, of the section that it is missing in. */
    private static Place place(Map<String, YamlNode.Entry> entries, String name, int line) {
        Map<String, YamlNode.Entry> within = entries;
        Place place = new Place(line, "");
        for (String key : name.split("\\.")) {
            YamlNode.Entry entry = within.get(key);
            if (entry == null) {
                return new Place(place.line(), "");
            }
            place = new Place(entry.keyLine(), entry.value() instanceof YamlNode.Scalar scalar ? scalar.text() : "");
            within = entry.value() instanceof YamlNode.Mapping mapping ? mapping.entries() : Map.of();
        }
        return place;
    }

    private static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
