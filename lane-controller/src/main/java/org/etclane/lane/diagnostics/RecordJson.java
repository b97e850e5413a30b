package org.etclane.lane.diagnostics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.time.temporal.Temporal;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.etclane.device.Bytes;
import org.etclane.device.ObuId;

/**
 * Any snapshot as JSON: records by component name, a record of a sealed family with its name under "kind", byte strings and OBU
 * ids in hexadecimal, empty optionals null, enumerations by constant. One way only; for people and scripts. Pure.
 */
public final class RecordJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RecordJson() {
    }

    /** @throws IllegalArgumentException for a type that no snapshot has */
    public static JsonNode of(Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case String text -> NODES.textNode(text);
            case Boolean flag -> NODES.booleanNode(flag);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            case Enum<?> constant -> NODES.textNode(constant.name());
            case Bytes bytes -> NODES.textNode(bytes.hex());
            case ObuId id -> NODES.textNode(id.hex());
            case Optional<?> optional -> of(optional.orElse(null));
            case OptionalLong optional -> optional.isPresent() ? NODES.numberNode(optional.getAsLong()) : NODES.nullNode();
            case Temporal time -> NODES.textNode(time.toString());
            case Collection<?> elements -> array(elements);
            case Map<?, ?> map -> object(map);
            case Record record -> object(record);
            default -> throw new IllegalArgumentException("no JSON form for " + value.getClass());
        };
    }

    /** The texts of an array. */
    static java.util.List<String> texts(JsonNode array) {
        java.util.List<String> texts = new java.util.ArrayList<>();
        array.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    private static ArrayNode array(Collection<?> elements) {
        ArrayNode array = NODES.arrayNode();
        elements.forEach(element -> array.add(of(element)));
        return array;
    }

    private static ObjectNode object(Map<?, ?> map) {
        ObjectNode object = NODES.objectNode();
        map.forEach((key, element) -> object.set(key.toString(), of(element)));
        return object;
    }

    private static ObjectNode object(Record record) {
        ObjectNode object = NODES.objectNode();
        for (Class<?> family : record.getClass().getInterfaces()) {
            if (family.isSealed()) {
                object.put("kind", record.getClass().getSimpleName());
            }
        }
        try {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                // "kind" of a journal entry's lane is kept apart from the entry's own name
                String name = object.has(component.getName()) ? "lane" + capitalised(component.getName()) : component.getName();
                object.set(name, of(component.getAccessor().invoke(record)));
            }
        } catch (ReflectiveOperationException hidden) {
            throw new IllegalArgumentException("cannot read " + record.getClass(), hidden);
        }
        return object;
    }

    private static String capitalised(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
