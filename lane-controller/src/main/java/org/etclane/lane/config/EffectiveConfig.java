package org.etclane.lane.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.spi.ConfiguredDevice;

/** The configuration as it is in force: every key with its value, defaults and variables filled in, secrets masked. Pure. */
public final class EffectiveConfig {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private EffectiveConfig() {
    }

    /** A tree of the same shape as the file. */
    public static JsonNode json(LaneConfig config) {
        return masked(config);
    }

    static JsonNode masked(Record section) {
        return node(Shape.section(section.getClass()), section);
    }

    /** As YAML that the loader would take again, but for the masked values. */
    public static String yaml(LaneConfig config) {
        StringBuilder text = new StringBuilder();
        append(text, json(config), "");
        return text.toString();
    }

    private static JsonNode node(Shape shape, Object value) {
        return switch (shape) {
            case Shape.Section section -> section(section, value, NODES.objectNode());
            case Shape.Device ignored -> {
                ConfiguredDevice device = (ConfiguredDevice) value; // knows its driver, whatever others there are
                yield section(Shape.section(device.driver().settingsType()), device.settings(),
                        NODES.objectNode().put(Shape.TYPE_KEY, device.type()));
            }
            case Shape.Rows rows -> {
                ArrayNode array = NODES.arrayNode();
                ((List<?>) value).forEach(element -> array.add(node(rows.element(), element)));
                yield array;
            }
            case Shape.Table table -> {
                ObjectNode object = NODES.objectNode();
                ((Map<?, ?>) value).forEach((key, element) -> object.set(Shape.nameOf(key), node(table.value(), element)));
                yield object;
            }
            case Shape.Words words -> NODES.textNode(words.secret() && !value.equals("") ? Scalars.MASK : (String) value);
            case Shape.Whole ignored -> NODES.numberNode(((Number) value).longValue());
            case Shape.Flag ignored -> NODES.booleanNode((Boolean) value);
            case Shape.OneOf ignored -> NODES.textNode(Shape.nameOf(value));
            case Shape.File ignored -> NODES.textNode(value.toString());
            case Shape.Zone ignored -> NODES.textNode(value.toString());
        };
    }

    private static ObjectNode section(Shape.Section section, Object value, ObjectNode object) {
        RecordComponent[] components = section.type().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            Shape.Field field = section.fields().get(i);
            Object component = Records.read(components[i], value);
            if (component instanceof Optional<?> optional) {
                optional.ifPresent(there -> object.set(field.name(), node(field.shape(), there)));
            } else {
                object.set(field.name(), node(field.shape(), component));
            }
        }
        return object;
    }

    private static void append(StringBuilder text, JsonNode object, String indent) {
        object.properties().forEach(entry -> {
            text.append(indent).append(entry.getKey()).append(':');
            JsonNode value = entry.getValue();
            if (value.isObject() && !value.isEmpty()) {
                text.append('\n');
                append(text, value, indent + "  ");
            } else {
                text.append(' ').append(value).append('\n'); // JSON values are YAML values
            }
        });
    }
}
