package org.etclane.lane.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverProvider;
import org.etclane.device.spi.DriverRegistry;
import org.etclane.device.spi.Language;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;

/**
 * The section of a device as an example for a configuration, with every key of its driver: meaning, what is allowed, and the default
 * as value. Keys that may be left out altogether are commented out. Made from the same {@link Shape} that binds the file, so it is right
 * for drivers of others, too. Pure.
 */
public final class DeviceExample {
    private static final String STEP = "  ";
    private static final String INSIDE_DEVICES = STEP;
    private static final Text REQUIRED = new Text("must be written", "必填");
    private static final Text MAY_BE_LEFT_OUT = new Text("may be left out", "可省略");
    private static final Text ALLOWED = new Text("allowed: ", "允许：");
    private static final Text TO_FILL_IN = new Text("to be filled in", "待填写");

    private final Language language;
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Integer> requiredNumbers = new HashMap<>();

    private DeviceExample(Language language) {
        this.language = language;
    }

    /** Either the text or what is wrong with the name of the type. */
    public sealed interface Result {
    }

    public record Written(String yaml) implements Result {
    }

    public record UnknownType(Problem problem) implements Result {
    }

    /**
     * @param type as a configuration has it: "wim-ff"
     * @throws org.etclane.device.spi.DriverException when a driver on the class path cannot be described
     */
    public static Result of(String type, DriverRegistry drivers, Language language) {
        Optional<DriverProvider<?>> provider = drivers.find(type);
        if (provider.isEmpty()) {
            List<String> types = Arrays.stream(DeviceKind.values()).flatMap(kind -> drivers.providers(kind).stream())
                    .map(DriverProvider::type).distinct().sorted().toList();
            return new UnknownType(new Problem(Problem.Kind.NOT_ALLOWED, Shape.TYPE_KEY, 0, type,
                    new Text("is no known device type", "未知的设备类型"), Allowed.oneOf(types), Nearest.advice(type, types)));
        }
        return new Written(new DeviceExample(language).device(provider.get()));
    }

    private String device(DriverProvider<?> provider) {
        List<DeviceKind> kinds = provider.kinds().stream().sorted().toList();
        lines.add("devices:");
        lines.add(INSIDE_DEVICES + kinds.getFirst().section() + ":" + others(kinds));
        String indent = INSIDE_DEVICES + STEP;
        lines.add(indent + Shape.TYPE_KEY + ": " + provider.type());
        fields(Shape.section(provider.settingsType()), indent, "");
        return String.join("\n", lines) + "\n";
    }

    private String others(List<DeviceKind> kinds) {
        if (kinds.size() == 1) {
            return "";
        }
        List<String> names = kinds.stream().skip(1).map(DeviceKind::section).toList();
        return "  # " + new Text("or ", "或").in(language) + String.join(", ", names);
    }

    /** @param comment "" or "# ": written before each line */
    private void fields(Shape.Section section, String indent, String comment) {
        for (Shape.Field field : section.fields()) {
            String inForce = field.optional() && comment.isEmpty() ? "# " : comment;
            describe(field, indent, comment);
            switch (field.shape()) {
                case Shape.Section inner -> {
                    lines.add(indent + inForce + field.name() + ":");
                    fields(inner, indent + STEP, inForce);
                }
                case Shape.Words _, Shape.Whole _, Shape.Flag _, Shape.OneOf _, Shape.File _, Shape.Zone _, Shape.Rows _, Shape.Table _,
                     Shape.Device _ -> lines.add((indent + inForce + field.name() + ": " + value(field, inForce.isEmpty())).stripTrailing());
            }
        }
    }

    private void describe(Shape.Field field, String indent, String comment) {
        if (!comment.isEmpty()) {
            return; // the first line of a section that is commented out says enough
        }
        List<String> parts = new ArrayList<>(List.of(field.meaning().in(language)));
        if (!(field.shape() instanceof Shape.Section)) {
            String allowed = Allowed.of(field.shape()).in(language);
            Stream.of(allowed).filter(text -> !text.isEmpty()).forEach(text -> parts.add(ALLOWED.in(language) + text));
        }
        if (field.optional()) {
            parts.add(MAY_BE_LEFT_OUT.in(language));
        } else if (field.required()) {
            parts.add(REQUIRED.in(language));
        }
        lines.add(indent + "# " + String.join("; ", parts));
    }

    private String value(Shape.Field field, boolean inForce) {
        if (field.otherwise().isPresent()) {
            return written(field.shape(), field.otherwise().get());
        }
        if (!field.example().isEmpty()) {
            return written(field.shape(), field.example());
        }
        return switch (field.shape()) {
            // several keys of one name mean several things of one sort, such as lines of a chip: each has another number
            case Shape.Whole whole -> Long.toString(whole.min() + (inForce ? requiredNumbers.merge(field.name(), 1, Integer::sum) - 1 : 0));
            case Shape.OneOf oneOf -> oneOf.names().getFirst();
            case Shape.Flag _ -> "true";
            case Shape.Rows _ -> "[]";
            case Shape.Table _ -> "{}";
            case Shape.Words _, Shape.File _, Shape.Zone _, Shape.Section _, Shape.Device _ ->
                    inForce ? "  # " + TO_FILL_IN.in(language) : "";
        };
    }

    private static String written(Shape shape, String text) {
        return switch (shape) {
            case Shape.Words _ -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            case Shape.Rows _ -> text.isEmpty() ? "[]" : "[" + text + "]";
            case Shape.Table _ -> "{}";
            case Shape.Whole _, Shape.Flag _, Shape.OneOf _, Shape.File _, Shape.Zone _, Shape.Section _, Shape.Device _ -> text;
        };
    }
}
