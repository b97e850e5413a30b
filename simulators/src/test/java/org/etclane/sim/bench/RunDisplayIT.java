package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.etclane.device.DisplayCommand.Colour;
import org.etclane.device.DisplayCommand.Show;
import org.etclane.device.display.brace.BraceProfile;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.card.PurseLedger;
import org.etclane.sim.device.DisplayPicture;
import org.etclane.sim.world.DriverHabits;
import org.etclane.sim.world.VehicleMix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code scripts/run --display} does: a lane process with a fee display on a line of its own, read by who drives there. */
class RunDisplayIT {
    private static final String REASON = "标签已过期";

    @TempDir
    Path folder;
    private final List<DisplayPicture> pictures = new CopyOnWriteArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();

    /** Three who may pass and one who may not. */
    private BenchSettings settings() throws IOException {
        Path mix = Files.writeString(folder.resolve("mix.yaml"), """
                name: three and one
                vehicles:
                  - { kind: legal_car, weight: 3 }
                  - { kind: obu_expired, weight: 1 }
                """);
        long seed = BenchRuns.seed();
        BenchRuns.say("seed " + seed + "; again with -Detclane.seed=" + seed);
        return new BenchSettings(LaneKind.EXIT, 4, 1200, seed, VehicleMix.resolve(mix.toString()), DriverHabits.DEFAULT,
                BenchRuns.config(LaneKind.EXIT), folder.resolve("data"), Map.of(), 0, false, false, List.of("-Xmx128m"))
                .with(LaneWiring.USUAL.with(new DisplayChoice.Brace(BraceProfile.QINGHAI)));
    }

    private List<Show> signs(Colour colour) {
        return pictures.stream().flatMap(picture -> picture.asRead().stream()).filter(sign -> sign.colour() == colour).toList();
    }

    private void feeWasShown(PurseLedger.Entry debit) {
        String yuan = debit.amountFen() / 100 + ".%02d".formatted(debit.amountFen() % 100);
        assertTrue(signs(Colour.GREEN).stream().anyMatch(sign -> sign.lines().stream().anyMatch(line ->
                line.startsWith("金额") && line.contains(yuan))), () -> yuan + " yuan were taken and not shown: " + pictures);
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void feesAndARefusalAreReadOnADisplayOfQinghai() throws IOException, InterruptedException {
        try (Bench bench = new Bench(settings(), said::add)) {
            bench.roadside().onDisplay(pictures::add);
            BenchReport report = bench.run();
            BenchRuns.say(String.join("\n", said) + "\n" + report.text());
            BenchRuns.agrees(report);
            assertEquals(3, report.transactions(), report::text);
            assertEquals(3, report.passed(), report::text);
            bench.roadside().outcome().purses().forEach(this::feeWasShown);
            assertTrue(signs(Colour.RED).stream().anyMatch(sign -> sign.lines().contains(REASON)), pictures::toString);
            assertEquals(1, said.stream().filter(line -> line.contains("refused: ") && line.contains(REASON)).count(), said::toString);
            assertEquals(List.of(), BenchRuns.trouble(bench.lane()), "in the lane's log");
        }
    }
}
