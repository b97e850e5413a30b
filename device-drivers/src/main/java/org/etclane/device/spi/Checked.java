package org.etclane.device.spi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Names the check over several keys of one section. The check needs a constructor without parameters, of any visibility. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Checked {
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
        public <T> Optional<T> get(String name, Class<T> type) {
            return Optional.ofNullable(byPath.get(path.isEmpty() ? name : path + "." + name)).map(type::cast);
        }
    }

    /** Where a check puts what it finds. */
    interface Report {
        /** Whether there is such a file and this process may read it. */
        boolean readable(Path file);

        /** @param name of the key in the section that is to be changed, or "inner.key" of a section within */
        void problem(Problem.Kind kind, String name, Text what, Text allowed, Text advice);
    }
}
