package org.etclane.device.spi;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** For tests: a section in which little but {@code port} is written, so that its defaults can be compared with its driver's. */
public final class SectionDefaults {
    private SectionDefaults() {
    }

    public static <S extends Record> S of(Class<S> section, String port) throws ReflectiveOperationException {
        return of(section, Map.of("port", port));
    }

    /** @param written by key; an optional key that is not among them is left out */
    public static <S extends Record> S of(Class<S> section, Map<String, String> written) throws ReflectiveOperationException {
        RecordComponent[] keys = section.getRecordComponents();
        Object[] values = Arrays.stream(keys).map(key -> key.getType() == Optional.class ? Optional.empty() : value(key.getType(),
                written.getOrDefault(key.getName(), key.getAnnotation(Key.class).otherwise()))).toArray();
        return section.getDeclaredConstructor(Arrays.stream(keys).map(RecordComponent::getType).toArray(Class[]::new)).newInstance(values);
    }

    private static Object value(Class<?> type, String written) {
        if (type == String.class) {
            return written;
        }
        if (type == int.class) {
            return Integer.decode(written);
        }
        if (type == boolean.class) {
            return Boolean.valueOf(written);
        }
        return Arrays.stream(type.getEnumConstants()).map(Enum.class::cast)
                .filter(constant -> constant.name().equals(written.toUpperCase(Locale.ROOT).replace('-', '_'))).findFirst().orElseThrow();
    }
}
