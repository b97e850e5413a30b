package org.etclane.lane.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.etclane.device.card.TransitRecord;
import org.etclane.device.spi.ConfiguredDevice;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverException;
import org.etclane.device.spi.DriverRegistry;
import org.etclane.device.spi.LaneDirection;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;
import org.etclane.lane.core.LaneKind;

/**
 * One device without its lane: from its section of a configuration, or from keys and values as they are typed. Bound as the whole file
 * is, with the same messages, all at once; what is wrong elsewhere in the file does not matter here. Reads files; any thread.
 */
public final class DeviceLoader {
    private static final String DEVICES = "devices";
    private static final String LANE = "lane";

    private DeviceLoader() {
    }

    /** What a driver or an engineer may need of the lane; the usual values where no file says otherwise. */
    public record Surroundings(LaneDirection direction, ZoneId zone, TransitRecord.Layout transitLayout) {
        public static final Surroundings USUAL = new Surroundings(LaneDirection.EXIT, ZoneId.of("Asia/Shanghai"), TransitRecord.Layout.Y2019);
    }

    public sealed interface Result {
    }

    public record Found(DeviceKind kind, ConfiguredDevice device, Surroundings lane) implements Result {
    }

    /** @param list never empty */
    public record Problems(List<Problem> list) implements Result {
        public Problems {
            list = List.copyOf(list);
        }
    }

    /**
     * The first of these devices that the file has.
     *
     * @param kinds one at least
     * @throws DriverException when the settings of one of the drivers are not described
     */
    public static Result fromFile(Path file, List<DeviceKind> kinds, DriverRegistry drivers) {
        return fromFile(file, kinds, drivers, Variables.lookup(System.getProperties(), System.getenv()));
    }

    static Result fromFile(Path file, List<DeviceKind> kinds, DriverRegistry drivers, Function<String, Optional<String>> lookup) {
        List<Problem> problems = new ArrayList<>();
        YamlNode root = LaneConfigLoader.text(file, problems).map(yaml -> YamlReader.read(yaml, problems)).orElse(new YamlNode.Nothing(0));
        if (problems.stream().anyMatch(problem -> problem.key().isEmpty())) { // no file, or no YAML
            return new Problems(problems);
        }
        Optional<DeviceKind> there = kinds.stream().filter(kind -> child(child(root, DEVICES), kind.section()).isPresent()).findFirst();
        if (there.isEmpty()) {
            return new Problems(List.of(missing(kinds)));
        }
        String path = DEVICES + "." + there.get().section();
        problems.removeIf(problem -> !problem.key().startsWith(path + ".")); // a key written twice elsewhere
        Binder binder = new Binder(LaneConfigLoader.folder(file), LaneConfigLoader::readable, lookup, problems);
        Optional<ConfiguredDevice> device = binder.bind(Shape.device(there.get(), drivers),
                child(child(root, DEVICES), there.get().section()).orElseThrow(), path);
        problems.sort(Comparator.comparingInt(Problem::line));
        return device.isPresent() && problems.isEmpty()
                ? new Found(there.get(), device.get(), surroundings(root, LaneConfigLoader.folder(file), lookup)) : new Problems(problems);
    }

    /**
     * A device of this type.
     *
     * @param keys  dotted: "inputs.armLoop.offset"; values as they would be written, {@code [a, b]} for lists
     * @param kinds under which it may stand, one at least
     * @throws DriverException when the settings of one of the drivers are not described
     */
    public static Result fromKeys(String type, Map<String, String> keys, List<DeviceKind> kinds, DriverRegistry drivers) {
        return fromKeys(type, keys, kinds, drivers, Variables.lookup(System.getProperties(), System.getenv()));
    }

    static Result fromKeys(String type, Map<String, String> keys, List<DeviceKind> kinds, DriverRegistry drivers,
            Function<String, Optional<String>> lookup) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Shape.Driver> byType = new TreeMap<>();
        kinds.forEach(kind -> Shape.device(kind, drivers).byType().forEach(byType::putIfAbsent));
        Map<String, YamlNode.Entry> section = new LinkedHashMap<>();
        section.put(Shape.TYPE_KEY, new YamlNode.Entry(0, new YamlNode.Scalar(0, type)));
        keys.forEach((key, value) -> put(section, key, key, value, problems));
        Binder binder = new Binder(Path.of("").toAbsolutePath(), LaneConfigLoader::readable, lookup, problems);
        Optional<ConfiguredDevice> device = binder.bind(new Shape.Device(kinds.getFirst(), drivers, byType),
                new YamlNode.Mapping(0, section), "");
        return device.isPresent() && problems.isEmpty()
                ? new Found(kinds.stream().filter(kind -> device.get().driver().kinds().contains(kind)).findFirst().orElseThrow(),
                        device.get(), Surroundings.USUAL)
                : new Problems(problems);
    }

    /** Every key of the device with its value in force, dotted; defaults filled in, secrets masked. */
    public static Map<String, String> keys(ConfiguredDevice device) {
        Map<String, String> flat = new LinkedHashMap<>();
        flatten("", EffectiveConfig.masked(device.settings()), flat);
        return flat;
    }

    private static void flatten(String path, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            node.properties().forEach(entry -> flatten(path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue(), into));
        } else {
            into.put(path, node.isTextual() ? node.textValue() : node.toString());
        }
    }

    private static void put(Map<String, YamlNode.Entry> section, String key, String rest, String value, List<Problem> problems) {
        int dot = rest.indexOf('.');
        if (dot < 0) {
            section.put(rest, new YamlNode.Entry(0, node(key, value, problems)));
            return;
        }
        YamlNode.Entry inner = section.computeIfAbsent(rest.substring(0, dot), name -> new YamlNode.Entry(0,
                new YamlNode.Mapping(0, new LinkedHashMap<>())));
        if (inner.value() instanceof YamlNode.Mapping(int ignored, Map<String, YamlNode.Entry> entries)) {
            put(entries, key, rest.substring(dot + 1), value, problems);
        } else {
            problems.add(new Problem(Problem.Kind.WRONG_TYPE, key, 0, value, new Text("lies in a key that has a value itself", "上级键已有值"),
                    new Text("a value, or keys below it", "值，或其下的键"), Text.NONE));
        }
    }

    /** Lists are written as in a file; anything else is text, so that no value needs quotes for YAML besides those for the shell. */
    private static YamlNode node(String key, String value, List<Problem> problems) {
        if (!value.startsWith("[")) {
            return new YamlNode.Scalar(0, value);
        }
        List<Problem> odd = new ArrayList<>();
        YamlNode list = YamlReader.read(value, odd);
        odd.forEach(one -> problems.add(new Problem(one.kind(), key, 0, value, one.what(), new Text("[a, b]", "[a, b]"), Text.NONE)));
        return odd.isEmpty() ? list : new YamlNode.Broken(0);
    }

    private static Optional<YamlNode> child(Optional<YamlNode> parent, String key) {
        return parent.flatMap(node -> child(node, key));
    }

    private static Optional<YamlNode> child(YamlNode parent, String key) {
        return parent instanceof YamlNode.Mapping mapping ? Optional.ofNullable(mapping.entries().get(key)).map(YamlNode.Entry::value)
                .filter(value -> !(value instanceof YamlNode.Nothing)) : Optional.empty();
    }

    private static Problem missing(List<DeviceKind> kinds) {
        String keys = kinds.stream().map(kind -> DEVICES + "." + kind.section()).collect(Collectors.joining(", "));
        return new Problem(Problem.Kind.MISSING, keys, 0, "", new Text("is not in the configuration", "配置中没有"),
                new Text("a section with type and the keys of that type", "含type及其各键的配置段"),
                new Text("write it, or name the device itself: --type TYPE --port PATH", "补写该段，或直接指定设备：--type 类型 --port 路径"));
    }

    /** What is right by itself in the lane's section; what is wrong there has the usual value. */
    private static Surroundings surroundings(YamlNode root, Path folder, Function<String, Optional<String>> lookup) {
        Binder binder = new Binder(folder, LaneConfigLoader::readable, lookup, new ArrayList<>());
        YamlNode lane = child(root, LANE).orElse(new YamlNode.Mapping(0, Map.of()));
        binder.bind(Shape.section(LaneSection.class), lane);
        Surroundings usual = Surroundings.USUAL;
        LaneDirection direction = binder.bound("kind", LaneKind.class)
                .map(kind -> kind == LaneKind.EXIT ? LaneDirection.EXIT : LaneDirection.ENTRY).orElse(usual.direction());
        return new Surroundings(direction, binder.bound("zone", ZoneId.class).orElse(usual.zone()),
                binder.bound("transitLayout", TransitRecord.Layout.class).orElse(usual.transitLayout()));
    }
}
