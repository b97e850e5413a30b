package org.etclane.sim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.etclane.device.spi.Language;
import org.etclane.lane.config.LaneConfig;
import org.etclane.lane.config.LaneConfigLoader;
import org.etclane.lane.parameters.RateTable;
import org.etclane.lane.parameters.RateTableFile;

/** What the bench reads of a lane's own files, so that cards, rates and ports fit it. */
public final class LaneFiles {
    private LaneFiles() {
    }

    /** @throws IllegalArgumentException with every problem of the file, one per line */
    public static LaneConfig config(Path file) {
        return switch (LaneConfigLoader.load(file)) {
            case LaneConfigLoader.Loaded(LaneConfig config) -> config;
            case LaneConfigLoader.Problems problems -> throw new IllegalArgumentException(file + ":\n"
                    + problems.list().stream().map(problem -> problem.in(Language.EN)).collect(Collectors.joining("\n")));
        };
    }

    /** @throws IllegalArgumentException with what is wrong with the table */
    public static RateTable rates(LaneConfig config) throws IOException {
        Path file = config.parameters().rateTable();
        return switch (RateTableFile.parse(Files.readAllBytes(file))) {
            case RateTableFile.Result.Good(RateTable table) -> table;
            case RateTableFile.Result.Bad bad -> throw new IllegalArgumentException(file + ": " + bad.problems());
        };
    }

    /** How the lane's Java runs, from the one place that says so. @param house the folder that holds {@code config/} */
    public static List<String> javaOptions(Path house) {
        return List.of("@" + house.resolve("config").resolve("lane.jvm"));
    }

    /** As it can be typed from here. */
    public static String shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path).toString() : path.toString();
    }
}
