package org.etclane.lane.config;

import java.util.List;
import java.util.Map;

/** What was written, with the line where it stands (1-based). */
sealed interface YamlNode {
    int line();

    /** The text as written, without quotes: what it has to be is decided by the record that it fills. */
    record Scalar(int line, String text) implements YamlNode {
    }

    /** A key without a value, or null. */
    record Nothing(int line) implements YamlNode {
    }

    /** Already reported: nothing more is to be said about this place. */
    record Broken(int line) implements YamlNode {
    }

    record Sequence(int line, List<YamlNode> items) implements YamlNode {
    }

    record Mapping(int line, Map<String, Entry> entries) implements YamlNode {
    }

    record Entry(int keyLine, YamlNode value) {
    }
}
