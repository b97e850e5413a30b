package org.etclane.sim.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.etclane.lane.core.LaneKind;
import org.etclane.lane.parameters.lists.ListKind;
import org.etclane.sim.device.AirTimes;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scripts/bench lists}. */
@Command(name = "lists", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Status lists of a nation: how long they take to build, what they take, what a look-up costs.")
final class ListsCommand implements Callable<Integer> {
    private static final long BYTES_PER_MAP_ENTRY = 400;
    /** What a run needs of disk per entry: section, run, list before and after. */
    private static final long BYTES_PER_ENTRY = 70;
    private static final int ALONE = 100;
    private static final int MOST_TRANSACTIONS = 20_000;

    @Option(names = "--cards", paramLabel = "N", defaultValue = "30000000", description = "cards listed (default ${DEFAULT-VALUE})")
    private long cards;

    @Option(names = "--obus", paramLabel = "N", defaultValue = "20000000", description = "OBUs listed (default ${DEFAULT-VALUE})")
    private long obus;

    @Option(names = "--increment", paramLabel = "N", defaultValue = "1000000", description = "changes of the increment (default ${DEFAULT-VALUE})")
    private long increment;

    @Option(names = "--map-entries", paramLabel = "N", defaultValue = "2000000",
            description = "entries of the HashMap beside it, of which each needs about 150 bytes of heap (default ${DEFAULT-VALUE})")
    private int mapEntries;

    @Option(names = "--traffic", description = "swap them in a lane while vehicles are transacted, instead")
    private boolean traffic;

    @Option(names = "--mib", paramLabel = "N", defaultValue = "32", description = "MiB a second that a swap under traffic moves (default ${DEFAULT-VALUE})")
    private int mib;

    @Option(names = "--data", paramLabel = "DIR", description = "folder for the lists, emptied first and at the end (default data/bench-lists)")
    private Path data;

    @Override
    public Integer call() throws InterruptedException {
        PrintStream out = BenchCommand.results();
        if (cards < 2 || obus < 2 || increment < 2 || mapEntries < 1 || mib < 1) {
            System.err.println("--cards, --obus and --increment from 2, --map-entries and --mib from 1");
            return CommandLine.ExitCode.USAGE;
        }
        Path folder = data == null ? BenchCommand.root().resolve("data").resolve("bench-lists") : data.toAbsolutePath();
        try {
            BenchCommand.emptied(folder);
            long free = Files.getFileStore(folder).getUsableSpace();
            long needed = (cards + obus) * BYTES_PER_ENTRY + (2L << 30);
            if (free < needed) {
                throw new IOException("the disk under " + folder + " has " + (free >> 20) + " MiB left, needed are " + (needed >> 20));
            }
            ObjectNode result = traffic ? traffic(folder) : alone(folder);
            ListsReport report = new ListsReport(result);
            out.print(report.text());
            BenchCommand.write(out, traffic ? "lists-traffic" : "lists", result);
            return report.aimMet() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } catch (IOException | IllegalArgumentException cannot) {
            System.err.println("could not be measured: " + cannot.getMessage());
            return 70;
        } finally {
            clean(folder);
        }
    }

    private static void clean(Path folder) {
        try {
            BenchCommand.emptied(folder);
        } catch (IOException stays) {
            System.err.println("left in " + folder + ": " + stays.getMessage());
        }
    }

    private ObjectNode head() {
        return JsonNodeFactory.instance.objectNode().put("cards", cards).put("obus", obus).put("increment", increment);
    }

    private ObjectNode alone(Path folder) throws IOException, InterruptedException {
        System.err.println("writing the lists as they are delivered");
        ListsPlan.Section.of(folder, "card-1", ListKind.CARD, "1", Optional.empty(), 0, cards, 0);
        ListsPlan.Section.of(folder, "obu-1", ListKind.OBU, "1", Optional.empty(), 0, obus, 0);
        ListsPlan.Section.of(folder, "increment", ListKind.CARD, "2", Optional.of("1"), cards, increment - increment / 2, increment / 2);
        ObjectNode result = head();
        List<String> lane = LaneFiles.javaOptions(BenchCommand.root());
        result.set("list", child(lane, ListsMain.class, folder, ListsMain.RESULT, cards, obus, increment));
        List<String> roomy = new ArrayList<>(lane);
        roomy.add("-Xmx" + (512 + mapEntries * BYTES_PER_MAP_ENTRY / 1_000_000) + "m");
        result.set("map", child(roomy, ListsMapMain.class, folder, ListsMapMain.RESULT, mapEntries));
        return result;
    }

    private static JsonNode child(List<String> options, Class<?> main, Path folder, String resultFile, long... numbers)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(folder.toString()));
        for (long number : numbers) {
            arguments.add(Long.toString(number));
        }
        Path log = folder.resolve(main.getSimpleName() + ".log");
        JavaChild child = new JavaChild(options, main.getName(), arguments, log);
        System.err.println(main.getSimpleName() + " with the lane's options, heap and all");
        child.start();
        if (child.awaitEnd() != 0) {
            throw new IOException(main.getSimpleName() + " failed:\n" + JavaChild.lastWords(log));
        }
        return new JsonMapper().readTree(Files.readString(folder.resolve(resultFile)));
    }

    private ObjectNode traffic(Path folder) throws IOException, InterruptedException {
        System.err.println("writing the lists as they are delivered");
        ListsPlan plan = ListsPlan.write(folder, cards, obus, increment, mib);
        Path root = BenchCommand.root();
        LatencySettings settings = new LatencySettings(LaneKind.EXIT, MOST_TRANSACTIONS, 1, 1, "typical", AirTimes.typical(), false,
                root.resolve("config").resolve("exit-lane.yaml"), folder.resolve("lane"), LaneFiles.javaOptions(root));
        ObjectNode result = head();
        try (ListsTraffic bench = new ListsTraffic(plan, settings, System.err::println)) {
            result.set("traffic", bench.run(ALONE));
        }
        return result;
    }
}
