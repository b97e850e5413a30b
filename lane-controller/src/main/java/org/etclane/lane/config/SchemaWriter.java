package org.etclane.lane.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.etclane.device.spi.DriverRegistry;

/**
 * The JSON Schema (2020-12) of the configuration, for editors. Derived from the same {@link Shape} that binds the file, so it knows
 * the drivers that are on the class path.
 */
public final class SchemaWriter {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String VARIABLE = "#/$defs/variable";

    private SchemaWriter() {
    }

    /** Writes the schema to the named file: {@code SchemaWriter config/lane.schema.json}. */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), schema());
    }

    /** With every driver on the class path. @throws org.etclane.device.spi.DriverException when one of them cannot be used */
    public static String schema() {
        return schema(DriverRegistry.load());
    }

    /** Pretty-printed, with a newline at the end; the same text for the same records and drivers. */
    static String schema(DriverRegistry drivers) {
        ObjectNode root = NODES.objectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "etclane: configuration of one lane");
        fill(root, Shape.section(LaneConfig.class, drivers));
        ObjectNode variable = root.putObject("$defs").putObject("variable");
        variable.put("type", "string");
        variable.put("pattern", "\\$\\{[A-Za-z_][A-Za-z0-9_.]*(:[^}]*)?\\}");
        variable.put("description", "a value with ${name:default}");
        return root.toPrettyString() + "\n";
    }

    private static ObjectNode node(Shape shape) {
        ObjectNode node = NODES.objectNode();
        fill(node, shape);
        return node;
    }

    private static void fill(ObjectNode node, Shape shape) {
        switch (shape) {
            case Shape.Section section -> section(node, section, null);
            case Shape.Device device when device.byType().isEmpty() -> node.putObject("not"); // nothing may stand there
            case Shape.Device device -> {
                ArrayNode choices = node.putArray("oneOf");
                device.byType().forEach((type, driver) -> section(choices.addObject(), driver.section(), type));
            }
            case Shape.Rows rows -> {
                node.put("type", "array");
                node.set("items", node(rows.element()));
                if (rows.max() < Integer.MAX_VALUE) {
                    node.put("maxItems", rows.max());
                }
            }
            case Shape.Table table -> {
                node.put("type", "object");
                ObjectNode properties = node.putObject("properties");
                table.keys().names().forEach(name -> properties.set(name, node(table.value())));
                node.put("additionalProperties", false);
            }
            case Shape.Words words -> words(node, words);
            case Shape.Whole whole -> orVariable(node, plain -> {
                plain.put("type", "integer");
                plain.put("minimum", whole.min());
                plain.put("maximum", whole.max());
            });
            case Shape.Flag ignored -> orVariable(node, plain -> plain.put("type", "boolean"));
            case Shape.OneOf oneOf -> orVariable(node, plain -> oneOf.names().forEach(plain.putArray("enum")::add));
            case Shape.File ignored -> {
                node.put("type", "string");
                node.put("minLength", 1);
            }
            case Shape.Zone ignored -> node.put("type", "string");
        }
    }

    private static void section(ObjectNode node, Shape.Section section, String typeName) {
        node.put("type", "object");
        ObjectNode properties = node.putObject("properties");
        ArrayNode required = NODES.arrayNode();
        if (typeName != null) {
            properties.putObject(Shape.TYPE_KEY).put("const", typeName);
            required.add(Shape.TYPE_KEY);
        }
        for (Shape.Field field : section.fields()) {
            ObjectNode property = NODES.objectNode();
            property.put("description", field.meaning().english() + " / " + field.meaning().chinese());
            fill(property, field.shape());
            field.otherwise().ifPresent(text -> otherwise(property, field.shape(), text));
            properties.set(field.name(), property);
            if (field.required()) {
                required.add(field.name());
            }
        }
        if (!required.isEmpty()) {
            node.set("required", required);
        }
        node.put("additionalProperties", false);
    }

    private static void words(ObjectNode node, Shape.Words words) {
        // numbers without quotes are taken as the text that was written
        if (words.form().isEmpty()) {
            node.putArray("type").add("string").add("integer");
            if (words.min() > 0) {
                node.put("minLength", words.min());
            }
            if (words.max() < Long.MAX_VALUE) {
                node.put("maxLength", words.max());
            }
        } else {
            orVariable(node, plain -> {
                plain.putArray("type").add("string").add("integer");
                plain.put("pattern", "^(" + words.form() + ")$");
            });
        }
    }

    private static void orVariable(ObjectNode node, java.util.function.Consumer<ObjectNode> plain) {
        ArrayNode either = node.putArray("anyOf");
        plain.accept(either.addObject());
        either.addObject().put("$ref", VARIABLE);
    }

    private static void otherwise(ObjectNode property, Shape shape, String text) {
        switch (shape) {
            case Shape.Whole ignored -> property.put("default", Long.decode(text));
            case Shape.Flag ignored -> property.put("default", Boolean.parseBoolean(text));
            case Shape.Rows ignored -> property.putArray("default");
            case Shape.Words w -> property.put("default", text);
            case Shape.OneOf o -> property.put("default", text);
            case Shape.File f -> property.put("default", text);
            case Shape.Zone z -> property.put("default", text);
            case Shape.Table t -> { }
            case Shape.Section s -> { }
            case Shape.Device d -> { }
        }
    }
}
