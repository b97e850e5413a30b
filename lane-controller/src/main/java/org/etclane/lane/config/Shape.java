package org.etclane.lane.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.spi.ConfiguredDevice;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverException;
import org.etclane.device.spi.DriverProvider;
import org.etclane.device.spi.DriverRegistry;
import org.etclane.device.spi.Key;
import org.etclane.device.spi.Text;

/**
 * What may stand at a place of the configuration, read once from a record and its {@link Key} annotations. Binding, schema and
 * printing walk this tree, so they cannot disagree.
 */
sealed interface Shape {
    /** The key that names the driver of a {@link Device}. */
    String TYPE_KEY = "type";
    /** Not a key of any file: where the link of a device is found among the bound values, below the device. */
    String LINK = "#link";

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

    /** A section of which {@link #TYPE_KEY} says what else may stand in it. */
    record Device(DeviceKind kind, DriverRegistry drivers, Map<String, Driver> byType) implements Shape {
    }

    record Driver(DriverProvider<?> provider, Section section) {
    }

    /**
     * @param example  of a value, or empty
     * @param optional the component is an {@link Optional}: nothing written, nothing there
     */
    record Field(String name, Shape shape, Text meaning, Optional<String> otherwise, String example, boolean optional) {
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
                case Device d -> true;
            };
        }
    }

    /** A constant as it is written in a file: lower case, hyphens. */
    static String nameOf(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @param drivers may be named by devices in the section
     * @throws DriverException when the settings of one of them are not described
     */
    static Section section(Class<?> type, DriverRegistry drivers) {
        List<Field> fields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            fields.add(field(component, drivers));
        }
        return new Section(type, List.copyOf(fields));
    }

    /** A section without devices. */
    static Section section(Class<?> type) {
        return section(type, DriverRegistry.of(List.of()));
    }

    private static Field field(RecordComponent component, DriverRegistry drivers) {
        Key key = component.getAnnotation(Key.class);
        if (key == null) {
            throw new IllegalStateException(component + " of " + component.getDeclaringRecord() + " has no @Key");
        }
        Type type = component.getGenericType();
        boolean optional = component.getType() == Optional.class;
        Type plain = optional ? argument(type, 0) : type;
        Shape shape = plain == ConfiguredDevice.class ? device(component.getName(), drivers) : shape(plain, key, drivers);
        Optional<String> otherwise = Key.REQUIRED.equals(key.otherwise()) ? Optional.empty() : Optional.of(key.otherwise());
        return new Field(component.getName(), shape, new Text(key.en(), key.zh()), otherwise, key.example(), optional);
    }

    private static Device device(String name, DriverRegistry drivers) {
        return device(Arrays.stream(DeviceKind.values()).filter(k -> k.section().equals(name)).findFirst().orElseThrow(), drivers);
    }

    /** @throws DriverException when the settings of a driver of this kind are not described */
    static Device device(DeviceKind kind, DriverRegistry drivers) {
        Map<String, Driver> byType = new LinkedHashMap<>();
        for (DriverProvider<?> provider : drivers.providers(kind)) {
            try {
                Section section = section(provider.settingsType());
                if (section.fields().stream().anyMatch(field -> field.name().equals(TYPE_KEY))) {
                    throw new IllegalStateException("no key may be called " + TYPE_KEY + ", it names the driver");
                }
                byType.put(provider.type(), new Driver(provider, section));
            } catch (RuntimeException | LinkageError undescribed) { // foreign code, read by reflection
                throw new DriverException(DriverRegistry.named(provider) + " has settings that cannot be described: "
                        + undescribed.getMessage() + "; have it mended, or remove its jar from drivers/", undescribed);
            }
        }
        return new Device(kind, drivers, Collections.unmodifiableMap(byType));
    }

    private static Shape shape(Type type, Key key, DriverRegistry drivers) {
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
        if (type == boolean.class || type == Boolean.class) {
            return new Flag();
        }
        if (type == Path.class) {
            return new File(key.mustExist());
        }
        if (type == ZoneId.class) {
            return new Zone();
        }
        if (type instanceof ParameterizedType parameterized && parameterized.getRawType() == List.class) {
            return new Rows(shape(argument(type, 0), key, drivers), key.rows());
        }
        if (type instanceof ParameterizedType parameterized && parameterized.getRawType() == Map.class) {
            return new Table(new OneOf((Class<?>) argument(type, 0)), shape(argument(type, 1), key, drivers));
        }
        return shape((Class<?>) type, drivers);
    }

    private static Shape shape(Class<?> type, DriverRegistry drivers) {
        if (type.isEnum()) {
            return new OneOf(type);
        }
        if (type.isRecord()) {
            return section(type, drivers);
        }
        throw new IllegalStateException("no configuration shape for " + type);
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }
}
