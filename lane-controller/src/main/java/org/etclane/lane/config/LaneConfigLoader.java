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
import org.etclane.device.spi.DriverException;
import org.etclane.device.spi.DriverRegistry;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;
import org.etclane.lane.parameters.RateTableFile;
import org.etclane.lane.parameters.pack.TrustedKeys;

/** File to {@link LaneConfig}, or everything that is wrong with it. Reads files; main thread or lanectl. */
public final class LaneConfigLoader {
    private static final long MAX_BYTES = 1 << 20;
    private static final String RATES = "parameters.rateTable";
    private static final String KEYS = "parameters.trustedKeys";

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

    /**
     * Variables come from Java system properties and the environment, see config/exit-lane.yaml. Devices may have any driver on the
     * class path.
     */
    public static Result load(Path file) {
        try {
            return load(file, DriverRegistry.load());
        } catch (DriverException unusable) {
            return new Problems(List.of(new Problem(Problem.Kind.DRIVER_FAILED, "devices", 0, "",
                    new Text(unusable.getMessage(), unusable.getMessage()), Text.NONE,
                    new Text("nothing is started with drivers that are in doubt", "驱动有疑问时不启动"))));
        }
    }

    /** Devices may have these drivers. @throws DriverException when the settings of one of them are not described */
    public static Result load(Path file, DriverRegistry drivers) {
        return load(file, drivers, Variables.lookup(System.getProperties(), System.getenv()));
    }

    static Result load(Path file, DriverRegistry drivers, Function<String, Optional<String>> lookup) {
        List<Problem> unreadable = new ArrayList<>();
        return text(file, unreadable).map(yaml -> parse(yaml, folder(file), drivers, lookup)).orElseGet(() -> new Problems(unreadable));
    }

    /** The file as text; empty, and one problem, when it is none. */
    static Optional<String> text(Path file, List<Problem> problems) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                problems.add(unreadable(file, new Text("is larger than 1 MiB", "大于1 MiB")));
                return Optional.empty();
            }
            return Optional.of(Files.readString(file));
        } catch (CharacterCodingException notUtf8) {
            problems.add(unreadable(file, new Text("is not UTF-8", "不是UTF-8编码")));
        } catch (IOException failed) {
            boolean absent = !Files.exists(file);
            problems.add(unreadable(file, absent ? new Text("does not exist", "不存在")
                    : new Text("cannot be read: " + failed.getMessage(), "无法读取：" + failed.getMessage())));
        }
        return Optional.empty();
    }

    /** What relative paths in the file are relative to. */
    static Path folder(Path file) {
        return file.toAbsolutePath().normalize().getParent();
    }

    static Result parse(String yaml, Path base, DriverRegistry drivers, Function<String, Optional<String>> lookup) {
        List<Problem> problems = new ArrayList<>();
        YamlNode root = YamlReader.read(yaml, problems);
        if (problems.stream().anyMatch(problem -> problem.kind() == Problem.Kind.SYNTAX && problem.key().isEmpty())) {
            return new Problems(problems);
        }
        Binder binder = new Binder(base, LaneConfigLoader::readable, lookup, problems);
        Optional<LaneConfig> config = binder.bind(Shape.section(LaneConfig.class, drivers), root).map(LaneConfig.class::cast);
        binder.bound(RATES, Path.class).ifPresent(file -> checkRates(file, problems));
        binder.bound(KEYS, List.class).ifPresent(files -> checkKeys(files, problems));
        problems.sort(Comparator.comparingInt(Problem::line));
        return config.isPresent() && problems.isEmpty() ? new Loaded(config.get()) : new Problems(problems);
    }

    /** What is in the table is the lane's business as well: a lane that cannot find fees refuses everybody. */
    private static void checkRates(Path file, List<Problem> problems) {
        try {
            if (RateTableFile.parse(Files.readAllBytes(file)) instanceof RateTableFile.Result.Bad bad) {
                bad.problems().forEach(problem -> problems.add(new Problem(Problem.Kind.FILE_WRONG, RATES, 0, file.toString(),
                        new Text(problem, problem), new Text("a rate table as config/rates-sample.csv",
                                "格式同config/rates-sample.csv"),
                        new Text("correct the file, or take one from the station", "改正该文件，或使用站级下发的文件"))));
            }
        } catch (IOException gone) {
            problems.add(new Problem(Problem.Kind.FILE_MISSING, RATES, 0, file.toString(), Scalars.NO_FILE,
                    Allowed.of(new Shape.File(true)), Scalars.FILE_ADVICE));
        }
    }

    private static void checkKeys(List<?> files, List<Problem> problems) {
        for (Object file : files) {
            try {
                TrustedKeys.load(List.of((Path) file));
            } catch (IOException unusable) {
                problems.add(new Problem(Problem.Kind.FILE_WRONG, KEYS, 0, file.toString(), new Text("cannot be used: " + unusable.getMessage(),
                        "无法使用：" + unusable.getMessage()), new Text("an Ed25519 public key in PEM", "PEM格式的Ed25519公钥"),
                        new Text("make it with: openssl pkey -in KEY -pubout", "生成命令：openssl pkey -in KEY -pubout")));
            }
        }
    }

    static boolean readable(Path file) {
        return Files.isRegularFile(file) && Files.isReadable(file);
    }

    private static Problem unreadable(Path file, Text what) {
        return new Problem(Problem.Kind.UNREADABLE, "", 0, "",
                new Text(file + " " + what.english(), file + what.chinese()), new Text("a YAML file in UTF-8", "UTF-8编码的YAML文件"),
                new Text("start from config/exit-lane.yaml or config/entry-lane.yaml",
                        "可参照config/exit-lane.yaml或config/entry-lane.yaml"));
    }
}
