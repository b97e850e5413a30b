package org.etclane.lane.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import org.etclane.device.spi.Checked;

/** Makes and reads records that are described by {@link Shape}, of whatever visibility. */
final class Records {
    private Records() {
    }

    /**
     * @param values one per component
     * @throws IllegalStateException when the record refuses them, with its reason as the cause
     */
    static Object make(Class<?> type, Map<String, Object> values) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
        Object[] arguments = Arrays.stream(components).map(component -> values.get(component.getName())).toArray();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException refused) {
            throw new IllegalStateException(type + " refuses what its description allows: " + refused.getCause().getMessage(),
                    refused.getCause());
        } catch (ReflectiveOperationException wrong) {
            throw new IllegalStateException("cannot make " + type, wrong);
        }
    }

    static Object read(RecordComponent component, Object value) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException wrong) {
            throw new IllegalStateException("cannot read " + component, wrong);
        }
    }

    static Checked.Check check(Checked checked) {
        try {
            Constructor<? extends Checked.Check> constructor = checked.value().getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException wrong) {
            throw new IllegalStateException("cannot make " + checked.value(), wrong);
        }
    }
}
