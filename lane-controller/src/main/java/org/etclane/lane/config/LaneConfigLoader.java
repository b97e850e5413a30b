package org.etclane.lane.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** File to {@link LaneConfig}, or everything that is wrong with it. Reads files; main thread or lanectl. */
public final class LaneConfigLoader {
    private static final long MAX_BYTES = 1 << 20;

    private LaneConfigLoader() {
    }

    public sealed interface Result {
    }

    public record Loaded(LaneConfig config) implements Result {
    }

    /** @param list never empty, in the order of the file */
    public record Problems(List<Problem> list) implements Result {
        public Problems {
            list = List.copyOf(list);
        }
    }

    /** Variables come from Java system properties and the environment, see config/exit-lane.yaml. */
    public static Result load(Path file) {
        return load(file, Variables.lookup(System.getProperties(), System.getenv()));
    }

    static Result load(Path file, Function<String, Optional<String>> lookup) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                return unreadable(file, new Text("is larger than 1 MiB", "大于1 MiB"));
            }
            return parse(Files.readString(file), file.toAbsolutePath().normalize().getParent(), lookup);
        } catch (CharacterCodingException notUtf8) {
            return unreadable(file, new Text("is not UTF-8", "不是UTF-8编码"));
        } catch (IOException failed) {
            boolean absent = !Files.exists(file);
            return unreadable(file, absent ? new Text("does not exist", "不存在")
                    : new Text("cannot be read: " + failed.getMessage(), "无法读取：" + failed.getMessage()));
        }
    }

    static Result parse(String yaml, Path base, Function<String, Optional<String>> lookup) {
        List<Problem> problems = new ArrayList<>();
        YamlNode root = YamlReader.read(yaml, problems);
        if (problems.stream().anyMatch(problem -> problem.kind() == Problem.Kind.SYNTAX && problem.key().isEmpty())) {
            return new Problems(problems);
        }
        Optional<LaneConfig> config = new Binder(base, LaneConfigLoader::readable, lookup, problems).bind(LaneConfig.class, root);
        problems.sort(Comparator.comparingInt(Problem::line));
        return config.isPresent() && problems.isEmpty() ? new Loaded(config.get()) : new Problems(problems);
    }

    private static boolean readable(Path file) {
        return Files.isRegularFile(file) && Files.isReadable(file);
    }

    private static Problems unreadable(Path file, Text what) {
        return new Problems(List.of(new Problem(Problem.Kind.UNREADABLE, "", 0, "",
                new Text(file + " " + what.english(), file + what.chinese()), new Text("a YAML file in UTF-8", "UTF-8编码的YAML文件"),
                new Text("start from config/exit-lane.yaml or config/entry-lane.yaml",
                        "可参照config/exit-lane.yaml或config/entry-lane.yaml"))));
    }
}
