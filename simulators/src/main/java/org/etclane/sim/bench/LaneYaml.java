package org.etclane.sim.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts one entry of a lane's configuration file in place of another and leaves all else as it is written, comments too. For files
 * in block style, as the examples are. Pure.
 */
public final class LaneYaml {
    private static final String INDENT = "  ";
    /** A value that is a variable and nothing else stays one. */
    private static final String VARIABLE = "\\$\\{etclane\\.[a-z.]+}";

    /** Keys of files and folders, quoted or not, plain or as a variable with a default. */
    private static final Pattern PATHS = Pattern.compile(
            "(?m)^(?<before>(?:data| +(?:rateTable|trusted|certificates|privateKey)): *[\"']?(?:\\$\\{[^:}\\s]+:)?)(?<path>[^\\s\"'$}]+)");

    private static final Pattern KEYS = Pattern.compile("(?m)^(?<before> +trustedKeys: *\\[)(?<paths>[^\\]\\n]*)");
    private static final Pattern LISTED = Pattern.compile("[^\\s,\"'$}]+");

    private LaneYaml() {
    }

    /**
     * @param keys of the entry, in order; "a.b" is the key b of the inner section a; none: the entry is taken out
     * @throws IllegalArgumentException when the file has no such section in block style
     */
    public static String withSection(String yaml, String section, String entry, Map<String, String> keys) {
        List<String> lines = new ArrayList<>();
        if (!keys.isEmpty()) {
            lines.add(entry + ":");
            List<String> open = List.of();
            for (Map.Entry<String, String> key : keys.entrySet()) {
                List<String> words = List.of(key.getKey().split("\\."));
                List<String> sections = words.subList(0, words.size() - 1);
                int common = 0;
                while (common < Math.min(open.size(), sections.size()) && open.get(common).equals(sections.get(common))) {
                    common++;
                }
                for (int i = common; i < sections.size(); i++) {
                    lines.add(INDENT.repeat(i + 1) + sections.get(i) + ":");
                }
                lines.add(INDENT.repeat(words.size()) + words.getLast() + ": " + scalar(key.getValue()));
                open = sections;
            }
        }
        return with(yaml, section, entry, lines);
    }

    /** A copy elsewhere means the same files: relative paths become absolute, also those behind a variable. @param folder of the file */
    static String withAbsolutePaths(String yaml, Path folder) {
        String keys = KEYS.matcher(yaml).replaceAll(found -> Matcher.quoteReplacement(found.group("before")
                + LISTED.matcher(found.group("paths")).replaceAll(path -> absolute(folder, path.group()))));
        return PATHS.matcher(keys).replaceAll(found -> Matcher.quoteReplacement(found.group("before"))
                + absolute(folder, found.group("path")));
    }

    private static String absolute(Path folder, String path) {
        return Matcher.quoteReplacement(folder.resolve(path).normalize().toString());
    }

    /** The text with another value of one key, or that key added. */
    public static String withValue(String yaml, String section, String entry, String value) {
        return with(yaml, section, entry, List.of(entry + ": " + scalar(value)));
    }

    private static String with(String yaml, String section, String entry, List<String> replacement) {
        List<String> lines = new ArrayList<>(yaml.lines().toList());
        int head = 0;
        while (head < lines.size() && !lines.get(head).matches(section + ":\\s*(#.*)?")) {
            head++;
        }
        if (head == lines.size()) {
            throw new IllegalArgumentException("the lane's configuration has no section " + section + " with its keys in lines below it;"
                    + " write it as config/exit-lane.yaml does");
        }
        int end = endOf(lines, head + 1, 0);
        String indent = lines.subList(head + 1, end).stream().filter(LaneYaml::says).findFirst()
                .map(line -> " ".repeat(indentOf(line))).orElse(INDENT);
        int from = head + 1;
        while (from < end && !lines.get(from).matches(indent + entry + ":.*")) {
            from++;
        }
        int to = from == end ? end : endOf(lines, from + 1, indent.length());
        List<String> result = new ArrayList<>(lines.subList(0, from));
        replacement.forEach(line -> result.add(indent + line));
        result.addAll(lines.subList(to, lines.size()));
        return String.join("\n", result) + "\n";
    }

    /** Behind the last line of what began with this indentation; blank lines and comments in front of the next belong to that. */
    private static int endOf(List<String> lines, int from, int indent) {
        int end = from;
        for (int i = from; i < lines.size() && !(says(lines.get(i)) && indentOf(lines.get(i)) <= indent); i++) {
            end = says(lines.get(i)) ? i + 1 : end;
        }
        return end;
    }

    private static boolean says(String line) {
        return !line.isBlank() && !line.strip().startsWith("#");
    }

    private static int indentOf(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static String scalar(String value) {
        return value.matches("[A-Za-z0-9_./-]+|" + VARIABLE) ? value
                : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("${", "$${") + '"';
    }
}
