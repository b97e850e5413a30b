package org.etclane.sim.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The components of a settings record, so that a new one cannot be forgotten by whoever tests them all. */
final class RecordParts {
    private RecordParts() {
    }

    /** Names of its components; of a component that is a record declared inside it, "component.part" for each of its own. */
    static Set<String> names(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents()).flatMap(one -> names(type, one)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> names(Class<? extends Record> type, RecordComponent component) {
        Class<?> inner = component.getType();
        return inner.isRecord() && inner.getDeclaringClass() == type
                ? Arrays.stream(inner.getRecordComponents()).map(part -> component.getName() + "." + part.getName())
                : Stream.of(component.getName());
    }

    /** The same but for one component. */
    static <R extends Record> R with(R usual, String component, Object value) {
        try {
            RecordComponent[] all = usual.getClass().getRecordComponents();
            Object[] values = new Object[all.length];
            for (int i = 0; i < all.length; i++) {
                values[i] = all[i].getName().equals(component) ? value : all[i].getAccessor().invoke(usual);
            }
            @SuppressWarnings("unchecked") // of the record's own class
            Class<R> type = (Class<R>) usual.getClass();
            return type.getDeclaredConstructor(Arrays.stream(all).map(RecordComponent::getType).toArray(Class[]::new)).newInstance(values);
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /**
     * Every component is either tried or excused, and nothing else is.
     *
     * @param tried   the first argument of each names a component
     * @param excused by name, with the reason
     */
    static void assertNoneForgotten(Class<? extends Record> type, List<Arguments> tried, Map<String, String> excused) {
        Set<String> told = tried.stream().map(one -> (String) one.get()[0]).collect(Collectors.toCollection(TreeSet::new));
        told.addAll(excused.keySet());
        assertEquals(names(type), told);
    }
}
