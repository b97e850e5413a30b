package org.etclane.device.spi;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;

/** For tests: a section in which only {@code port} is written, so that its defaults can be compared with its driver's. */
public final class SectionDefaults {
    private SectionDefaults() {
    }

    public static <S extends Record> S of(Class<S> section, String port) throws ReflectiveOperationException {
        RecordComponent[] keys = section.getRecordComponents();
        Object[] values = Arrays.stream(keys).map(key -> key.getName().equals("port") ? port
                : value(key.getType(), key.getAnnotation(Key.class).otherwise())).toArray();
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
