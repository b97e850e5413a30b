package org.etclane.device.rsu.serial;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The layouts that one frame may have in one profile. The length tells them apart when reading; when writing, the shortest one
 * that loses nothing is taken.
 *
 * @param layouts at least one; the first is the usual one
 */
record Form(int command, List<Layout> layouts) {
    Form {
        layouts = List.copyOf(layouts);
    }

    /** One form per command, the layouts in the order given. */
    static Map<Integer, Form> table(List<Layout> layouts) {
        Map<Integer, List<Layout>> byCommand = layouts.stream()
                .collect(Collectors.groupingBy(Layout::command, LinkedHashMap::new, Collectors.toList()));
        return byCommand.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getKey,
                entry -> new Form(entry.getKey(), entry.getValue())));
    }

    Layout usual() {
        return layouts.getFirst();
    }

    boolean has(Field field) {
        return layouts.stream().anyMatch(layout -> layout.has(field));
    }

    /** Whether OBUID and ErrorCode come first, so that a frame with an error may end anywhere after them. */
    boolean reportsErrors() {
        return usual().has(Field.ERROR_CODE);
    }

    /** @param length RSCTL…BCC */
    Optional<Layout> fitting(int length) {
        return layouts.stream().filter(layout -> layout.accepts(length)).findFirst();
    }

    /** The layout to write these values in. Values that no layout of this form has a place for are left out. */
    Layout carrying(FieldValues values) {
        return layouts.stream().filter(layout -> losesNothing(layout, values))
                .min(Comparator.comparingInt(Layout::minLength)).orElse(usual());
    }

    private boolean losesNothing(Layout layout, FieldValues values) {
        return values.fields().stream().filter(this::has).allMatch(field -> layout.holds(field, values.bytes(field).size()));
    }

    /** For messages: "24 or 67". */
    String acceptedLengths() {
        List<String> lengths = layouts.stream().sorted(Comparator.comparingInt(Layout::minLength))
                .map(layout -> layout.minLength() == layout.maxLength() ? "" + layout.minLength()
                        : layout.minLength() + "–" + layout.maxLength()).toList();
        int last = lengths.size() - 1;
        return last == 0 ? lengths.getFirst() : String.join(", ", lengths.subList(0, last)) + " or " + lengths.get(last);
    }
}
