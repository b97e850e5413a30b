package org.etclane.lane.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What may stand at a place of the configuration, read once from a record and its {@link Key} annotations. Binding, schema and
 * printing walk this tree, so they cannot disagree.
 */
sealed interface Shape {
    /** The key that selects among {@link Variants}. */
    String TYPE_KEY = "type";

    record Words(String form, Text formWords, long min, long max, int gbkBytes, boolean secret) implements Shape {
    }

    record Whole(long min, long max, boolean wide) implements Shape {
    }

    record Flag() implements Shape {
    }

    record OneOf(Class<?> constants) implements Shape {
        List<String> names() {
            List<String> names = new ArrayList<>();
            for (Object constant : constants.getEnumConstants()) {
                names.add(nameOf(constant));
            }
            return names;
        }
    }

    record File(boolean mustExist) implements Shape {
    }

    record Zone() implements Shape {
    }

    record Rows(Shape element, int max) implements Shape {
    }

    record Table(OneOf keys, Shape value) implements Shape {
    }

    record Section(Class<?> type, List<Field> fields) implements Shape {
    }

    record Variants(Class<?> type, Map<String, Section> byName) implements Shape {
    }

    /** @param optional the component is an {@link Optional}: nothing written, nothing there */
    record Field(String name, Shape shape, Text meaning, Optional<String> otherwise, boolean optional) {
        /** A section may be left out when all that is in it may be left out. */
        boolean required() {
            return !optional && otherwise.isEmpty() && switch (shape) {
                case Section section -> section.fields().stream().anyMatch(Field::required);
                case Table ignored -> false;
                case Words w -> true;
                case Whole w -> true;
                case Flag f -> true;
                case OneOf o -> true;
                case File f -> true;
                case Zone z -> true;
                case Rows r -> true;
                case Variants v -> true;
            };
        }
    }

    /** A constant as it is written in a file: lower case, hyphens. */
    static String nameOf(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Section section(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            fields.add(field(component));
        }
        return new Section(type, List.copyOf(fields));
    }

    private static Field field(RecordComponent component) {
        Key key = component.getAnnotation(Key.class);
        if (key == null) {
            throw new IllegalStateException(component + " of " + component.getDeclaringRecord() + " has no @Key");
        }
        Type type = component.getGenericType();
        boolean optional = component.getType() == Optional.class;
        Shape shape = shape(optional ? argument(type, 0) : type, key);
        Optional<String> otherwise = Key.REQUIRED.equals(key.otherwise()) ? Optional.empty() : Optional.of(key.otherwise());
        return new Field(component.getName(), shape, new Text(key.en(), key.zh()), otherwise, optional);
    }

    private static Shape shape(Type type, Key key) {
        if (type == String.class) {
            return new Words(key.form(), new Text(key.formEn(), key.formZh()), Math.max(0, key.min()), key.max(), key.gbkBytes(),
                    key.secret());
        }
        if (type == int.class || type == Integer.class) {
            return new Whole(Math.max(key.min(), Integer.MIN_VALUE), Math.min(key.max(), Integer.MAX_VALUE), false);
        }
        if (type == long.class || type == Long.class) {
            return new Whole(key.min(), key.max(), true);
        }
        if (type == boolean.class) {
            return new Flag();
        }
        if (type == Path.class) {
            return new File(key.mustExist());
        }
        if (type == ZoneId.class) {
            return new Zone();
        }
        if (type instanceof ParameterizedType parameterized && parameterized.getRawType() == List.class) {
            return new Rows(shape(argument(type, 0), key), key.rows());
        }
        if (type instanceof ParameterizedType parameterized && parameterized.getRawType() == Map.class) {
            return new Table(new OneOf((Class<?>) argument(type, 0)), shape(argument(type, 1), key));
        }
        return shape((Class<?>) type);
    }

    private static Shape shape(Class<?> type) {
        if (type.isEnum()) {
            return new OneOf(type);
        }
        if (type.isRecord()) {
            return section(type);
        }
        if (type.isSealed()) {
            Map<String, Section> variants = new LinkedHashMap<>();
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                variants.put(permitted.getAnnotation(TypeName.class).value(), section(permitted));
            }
            return new Variants(type, java.util.Collections.unmodifiableMap(variants));
        }
        throw new IllegalStateException("no configuration shape for " + type);
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }
}
