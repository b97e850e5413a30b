package org.etclane.lane.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Names the check over several keys of one section. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Checked {
    Class<? extends Check> value();

    /** Called also when some keys are wrong, so that everything is reported at once. */
    interface Check {
        void check(Values values, Report report);
    }

    /**
     * The keys of the section that are right by themselves.
     *
     * @param byPath all values bound so far
     * @param path   of the section
     */
    record Values(Map<String, Object> byPath, String path) {
        /** @param name of a key in the section, or "inner.key" of a section within */
        <T> Optional<T> get(String name, Class<T> type) {
            return Optional.ofNullable(byPath.get(path.isEmpty() ? name : path + "." + name)).map(type::cast);
        }
    }

    interface Report {
        /** Whether there is such a file and this process may read it. */
        boolean readable(Path file);

        void problem(Problem.Kind kind, String name, Text what, Text allowed, Text advice);
    }
}
