package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.bench.ScaleRun.Trouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many seeds of traffic over each scale: no vehicle leaves with another one's weight on its record, whatever drives there and whatever
 * breaks. {@code -Detclane.sweep=100} runs 100 seeds instead of a few; {@code -Detclane.sweep.only=ff:EXIT:7:default:900:60:NONE} runs
 * one run again.
 */
class ScaleSweepTest {
    private static final int VEHICLES = 60;
    private static final int SEEDS = Integer.getInteger("etclane.sweep", 2);

    private static Stream<ScaleRun> runs(List<String> mixes, Trouble trouble) {
        String only = System.getProperty("etclane.sweep.only", "");
        if (!only.isEmpty()) {
            return Stream.of(ScaleRun.parse(only)).filter(run -> mixes.contains(run.mix()) && run.trouble() == trouble);
        }
        List<ScaleRun> runs = new ArrayList<>();
        for (ScaleChoice scale : ScaleChoice.ALL) {
            for (String mix : mixes) {
                for (int rate : new int[] {150, 600, 1200}) {
                    for (long seed = 1; seed <= SEEDS; seed++) {
                        runs.add(new ScaleRun(scale.label(), seed % 2 == 0 ? LaneKind.ENTRY : LaneKind.EXIT, seed, mix, rate, VEHICLES, trouble));
                    }
                }
            }
        }
        return runs.stream();
    }

    static Stream<ScaleRun> ordinary() {
        return runs(List.of("legal", "default"), Trouble.NONE);
    }

    static Stream<ScaleRun> behaviours() {
        return runs(List.of("behaviours", "refusals", "TAILGATER", "REVERSES_UNREAD", "REVERSES_OFF_SCALE", "TURNS_BACK_AFTER_READ"),
                Trouble.NONE);
    }

    static Stream<ScaleRun> meterFaults() {
        return runs(List.of("default", "behaviours"), Trouble.METER);
    }

    static Stream<ScaleRun> everythingBreaks() {
        return runs(List.of("legal", "behaviours"), Trouble.ALL);
    }

    private static WeighReport rightly(ScaleRun run) {
        VirtualLane lane = run.drive();
        WeighReport weights = lane.weights().orElseThrow();
        assertTrue(weights.right(), () -> run.again() + "\n" + weights.text() + "\n" + String.join("\n", weights.wrong()));
        assertEquals(List.of(), lane.world.vehicles(), run::again);
        return weights;
    }

    /** Where every device works and nobody is turned away, everybody is weighed and has his weight on record. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource
    void ordinary(ScaleRun run) {
        WeighReport weights = rightly(run);
        if (run.mix().equals("legal")) {
            assertEquals(VEHICLES, weights.paired(), () -> run.again() + "\n" + weights.text());
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource
    void behaviours(ScaleRun run) {
        rightly(run);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource
    void meterFaults(ScaleRun run) {
        rightly(run);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource
    void everythingBreaks(ScaleRun run) {
        rightly(run);
    }
}
