package org.etclane.lane.config;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code ${name}} and {@code ${name:default}} in values. The name is looked up as a Java system property, then as an environment
 * variable of the same name in capitals with underscores for dots ({@code etclane.rsu.port} → {@code ETCLANE_RSU_PORT}).
 * {@code $${} stands for {@code ${}. Only in values, never in keys; what is put in is not looked at again; a default ends at the
 * first closing brace.
 */
final class Variables {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_.]*)(?::([^}]*))?}");

    private Variables() {
    }

    /** @param missing names that have neither a value nor a default */
    record Resolved(String text, Set<String> missing) {
    }

    static Resolved resolve(String text, Function<String, Optional<String>> lookup) {
        if (!text.contains("${")) {
            return new Resolved(text, Set.of());
        }
        Set<String> missing = new LinkedHashSet<>();
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String replacement = matcher.group(1) == null ? "${" : value(matcher.group(1), matcher.group(2), lookup, missing);
            matcher.appendReplacement(result, Matcher.quoteReplacement(replacement));
        }
        matcher.appendTail(result);
        return new Resolved(result.toString(), missing);
    }

    private static String value(String name, String otherwise, Function<String, Optional<String>> lookup, Set<String> missing) {
        Optional<String> found = lookup.apply(name);
        if (found.isEmpty() && otherwise == null) {
            missing.add(name);
        }
        return found.orElse(otherwise == null ? "" : otherwise);
    }

    static Function<String, Optional<String>> lookup(Properties properties, Map<String, String> environment) {
        return name -> Optional.ofNullable(properties.getProperty(name))
                .or(() -> Optional.ofNullable(environment.get(environmentName(name))));
    }

    static String environmentName(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_');
    }
}
