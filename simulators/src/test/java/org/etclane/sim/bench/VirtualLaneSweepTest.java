package org.etclane.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.bench.LaneRun.Trouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many seeds of traffic against the whole lane. {@code -Detclane.sweep=300} runs 300 seeds instead of a few;
 * {@code -Detclane.sweep.only=EXIT:7:default:900:60:NONE} runs one run again.
 */
class VirtualLaneSweepTest {
    private static final int VEHICLES = 60;
    private static final int SEEDS = Integer.getInteger("etclane.sweep", 3);

    private static Stream<LaneRun> runs(List<String> mixes, Trouble trouble) {
        String only = System.getProperty("etclane.sweep.only", "");
        if (!only.isEmpty()) {
            LaneRun run = LaneRun.parse(only);
            return Stream.of(run).filter(r -> mixes.contains(r.mix()) && r.trouble() == trouble);
        }
        List<LaneRun> runs = new ArrayList<>();
        for (String mix : mixes) {
            for (LaneKind kind : LaneKind.values()) {
                for (int rate : new int[] {300, 600, 900, 1200}) {
                    for (long seed = 1; seed <= SEEDS; seed++) {
                        runs.add(new LaneRun(kind, seed, mix, rate, VEHICLES, trouble));
                    }
                }
            }
        }
        return runs.stream();
    }

    static Stream<LaneRun> ordinary() {
        return runs(List.of("legal", "default", "refusals"), Trouble.NONE);
    }

    static Stream<LaneRun> behaviours() {
        return runs(List.of("behaviours", "DAWDLES_AFTER_PAYING", "REVERSES_UNREAD", "TURNS_BACK_AFTER_READ", "TAILGATER",
                "NEIGHBOUR_OBU"), Trouble.NONE);
    }

    static Stream<LaneRun> hard() {
        return runs(List.of("default", "legal"), Trouble.HARD);
    }

    static Stream<LaneRun> kills() {
        return runs(List.of("default", "legal"), Trouble.KILLS);
    }

    static Stream<LaneRun> antenna() {
        return runs(List.of("default", "legal"), Trouble.ANTENNA);
    }

    /** However often its cable is pulled out: money and arm are right, who has paid gets out, and nobody stays. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource
    void antenna(LaneRun run) {
        kills(run);
    }

    /** However often the process dies: money and arm are right, who has paid gets out, and nobody stays. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource
    void kills(LaneRun run) {
        VirtualLane lane = run.drive();
        List<String> wrong = LaneVerdict.wrongAfterKills(lane);
        assertTrue(wrong.isEmpty(), () -> run.again() + "\n" + String.join("\n", wrong));
        assertEquals(List.of(), lane.world.vehicles(), run::again);
    }

    /** Everybody gets what is due, and is on record for it. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource
    void ordinary(LaneRun run) {
        List<String> wrong = LaneVerdict.wrong(run.drive());
        assertTrue(wrong.isEmpty(), () -> run.again() + "\n" + String.join("\n", wrong));
    }

    /**
     * Two loops see neither a tailgater closer than a loop is long, nor whose OBU answers while a vehicle stands in the zone: who
     * passes on whose payment is not checked here. The ledgers, the arm, and that everybody leaves, always hold.
     */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource
    void behaviours(LaneRun run) {
        VirtualLane lane = run.drive();
        List<String> wrong = LaneVerdict.alwaysWrong(lane);
        assertTrue(wrong.isEmpty(), () -> run.again() + "\n" + String.join("\n", wrong));
        assertEquals(List.of(), lane.world.vehicles(), run::again);
    }

    /** Whatever breaks: money and arm are right, and once all is mended everybody leaves within the traffic's own time. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource
    void hard(LaneRun run) {
        VirtualLane lane = run.drive();
        List<String> wrong = LaneVerdict.alwaysWrong(lane);
        assertTrue(wrong.isEmpty(), () -> run.again() + "\n" + String.join("\n", wrong));
        assertEquals(List.of(), lane.world.vehicles(), run::again);
    }
}
