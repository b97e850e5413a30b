package org.etclane.sim.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Which vehicles come, and how often. Built in: {@code default} (85 % legal and some of every refusal), {@code legal},
 * {@code refusals}, {@code behaviours}; or a YAML or JSON file:
 *
 * <pre>
 * name: rush hour
 * vehicles:
 *   - { kind: legal_car, weight: 80 }
 *   - { kind: legal_truck_16, weight: 5, lengthM: 18, cruiseMps: 3 }
 *   - { kind: legal_car, weight: 2, behaviour: tailgater }
 *   - { kind: obu_expired, weight: 1 }
 * </pre>
 */
public record VehicleMix(String name, List<Entry> entries) {
    public static final List<String> BUILT_IN = List.of("default", "legal", "refusals", "behaviours");

    private static final double LEGAL_SHARE = 85;
    private static final double REFUSED_SHARE = 15;
    private static final double CARS_AMONG_LEGAL = 0.8;
    private static final Set<String> FILE_KEYS = Set.of("name", "vehicles");
    private static final Set<String> ENTRY_KEYS = Set.of("kind", "weight", "behaviour", "lengthM", "cruiseMps");

    /**
     * @param weight    relative to the other entries, greater than 0
     * @param lengthM   fixed instead of usual for the class
     * @param cruiseMps fixed instead of usual for the class
     */
    public record Entry(VehicleKind kind, Behaviour behaviour, double weight, OptionalDouble lengthM, OptionalDouble cruiseMps) {
        public Entry(VehicleKind kind, Behaviour behaviour, double weight) {
            this(kind, behaviour, weight, OptionalDouble.empty(), OptionalDouble.empty());
        }

        /** Nothing about it is out of the ordinary. */
        public boolean plain() {
            return kind.legal() && behaviour == Behaviour.NORMAL;
        }
    }

    public VehicleMix {
        entries = List.copyOf(entries);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("vehicle mix '" + name + "' has no vehicles");
        }
    }

    /** A built-in mix, empty when there is none of that name. */
    public static Optional<VehicleMix> named(String name) {
        return switch (name) {
            case "default" -> Optional.of(new VehicleMix(name, concat(legal(LEGAL_SHARE), refusals(REFUSED_SHARE))));
            case "legal" -> Optional.of(new VehicleMix(name, legal(1)));
            case "refusals" -> Optional.of(new VehicleMix(name, refusals(1)));
            case "behaviours" -> Optional.of(new VehicleMix(name, concat(legal(70), behaviours(30))));
            case null, default -> Optional.empty();
        };
    }

    /**
     * A built-in name, or else a file.
     *
     * @throws IllegalArgumentException with every problem of the file, one per line
     */
    public static VehicleMix resolve(String nameOrFile) {
        Optional<VehicleMix> builtIn = named(nameOrFile);
        if (builtIn.isPresent()) {
            return builtIn.get();
        }
        Path file = Path.of(nameOrFile);
        try {
            return parse(Files.readString(file), nameOrFile);
        } catch (IOException e) {
            throw new IllegalArgumentException("vehicle mix '" + nameOrFile + "' is neither one of " + BUILT_IN
                    + " nor a file that can be read (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Reads YAML or JSON text.
     *
     * @param source named in messages, and the mix's name when the text gives none
     * @throws IllegalArgumentException with every problem, one per line
     */
    public static VehicleMix parse(String text, String source) {
        JsonNode root;
        try {
            root = new ObjectMapper(new YAMLFactory()).readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(source + ": not YAML or JSON: " + e.getOriginalMessage(), e);
        }
        List<String> problems = new ArrayList<>();
        unknownKeys(root, FILE_KEYS, source, problems);
        List<Entry> entries = new ArrayList<>();
        JsonNode vehicles = root.path("vehicles");
        if (!vehicles.isArray() || vehicles.isEmpty()) {
            problems.add(source + ": 'vehicles' must be a list with at least one vehicle");
        }
        for (int i = 0; i < vehicles.size(); i++) {
            entry(vehicles.get(i), source + ": vehicles[" + i + "]", problems).ifPresent(entries::add);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        return new VehicleMix(root.path("name").asText(source), entries);
    }

    private static Optional<Entry> entry(JsonNode node, String where, List<String> problems) {
        int before = problems.size();
        unknownKeys(node, ENTRY_KEYS, where, problems);
        VehicleKind kind = constant(VehicleKind.class, node.path("kind").asText(""), where + ".kind", problems);
        Behaviour behaviour = constant(Behaviour.class, node.path("behaviour").asText("normal"), where + ".behaviour", problems);
        OptionalDouble weight = number(node, "weight", 0, 1e9, where, problems);
        OptionalDouble lengthM = number(node, "lengthM", 2, 30, where, problems);
        OptionalDouble cruiseMps = number(node, "cruiseMps", 0.5, 20, where, problems);
        return problems.size() > before ? Optional.empty()
                : Optional.of(new Entry(kind, behaviour, weight.orElse(1), lengthM, cruiseMps));
    }

    private static void unknownKeys(JsonNode node, Set<String> allowed, String where, List<String> problems) {
        if (!node.isObject()) {
            problems.add(where + ": must be a mapping with the keys " + sorted(allowed));
            return;
        }
        for (Iterator<String> keys = node.fieldNames(); keys.hasNext();) {
            String key = keys.next();
            if (!allowed.contains(key)) {
                problems.add(where + ": unknown key '" + key + "', allowed are " + sorted(allowed));
            }
        }
    }

    private static List<String> sorted(Set<String> keys) {
        return keys.stream().sorted().toList();
    }

    private static <T extends Enum<T>> T constant(Class<T> type, String text, String where, List<String> problems) {
        for (T value : type.getEnumConstants()) {
            if (value.name().equalsIgnoreCase(text)) {
                return value;
            }
        }
        List<String> names = Arrays.stream(type.getEnumConstants()).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
        problems.add(where + ": '" + text + "' is not one of " + String.join(", ", names));
        return null;
    }

    private static OptionalDouble number(JsonNode node, String key, double above, double most, String where,
                                         List<String> problems) {
        JsonNode value = node.get(key);
        if (value == null) {
            return OptionalDouble.empty();
        }
        if (!value.isNumber() || !(value.asDouble() > above) || value.asDouble() > most) {
            problems.add(where + "." + key + ": " + value + " is not a number above " + above + " and at most " + most);
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(value.asDouble());
    }

    private static List<Entry> legal(double share) {
        List<VehicleKind> kinds = Arrays.stream(VehicleKind.values()).filter(VehicleKind::legal).toList();
        double truckWeight = share * (1 - CARS_AMONG_LEGAL) / (kinds.size() - 1);
        return kinds.stream().map(kind -> new Entry(kind, Behaviour.NORMAL,
                kind == VehicleKind.LEGAL_CAR ? share * CARS_AMONG_LEGAL : truckWeight)).toList();
    }

    private static List<Entry> refusals(double share) {
        List<VehicleKind> kinds = Arrays.stream(VehicleKind.values()).filter(kind -> !kind.legal()).toList();
        return kinds.stream().map(kind -> new Entry(kind, Behaviour.NORMAL, share / kinds.size())).toList();
    }

    private static List<Entry> behaviours(double share) {
        Map<Behaviour, VehicleKind> kinds = Map.of(
                Behaviour.TAILGATER, VehicleKind.NO_OBU,
                Behaviour.REVERSES_UNREAD, VehicleKind.LEGAL_CAR,
                Behaviour.DAWDLES_AFTER_PAYING, VehicleKind.LEGAL_CAR,
                Behaviour.TURNS_BACK_AFTER_READ, VehicleKind.LEGAL_CAR,
                Behaviour.NEIGHBOUR_OBU, VehicleKind.LEGAL_CAR);
        List<Entry> entries = new ArrayList<>();
        double each = share / (kinds.size() + 3);
        for (Behaviour behaviour : Behaviour.values()) {
            if (kinds.containsKey(behaviour)) {
                entries.add(new Entry(kinds.get(behaviour), behaviour, each));
            }
        }
        entries.add(new Entry(VehicleKind.LEGAL_TRUCK_16, Behaviour.NORMAL, each, OptionalDouble.of(18), OptionalDouble.of(3)));
        entries.add(new Entry(VehicleKind.LEGAL_CAR, Behaviour.NORMAL, each, OptionalDouble.empty(), OptionalDouble.of(1.5)));
        entries.add(new Entry(VehicleKind.LEGAL_CAR, Behaviour.NORMAL, each, OptionalDouble.empty(), OptionalDouble.of(8)));
        return entries;
    }

    private static List<Entry> concat(List<Entry> first, List<Entry> second) {
        List<Entry> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
