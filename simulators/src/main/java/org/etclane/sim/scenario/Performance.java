package org.etclane.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etclane.device.spi.Text;
import org.etclane.sim.scenario.Scenario.Step;

/** One performance of one scenario: each step when its time has come, and the end. Simulation's thread. */
public final class Performance {
    private static final double LOOK_EVERY_S = 0.5;
    /** With everybody gone and nothing to do any more, the lane has this long to come to rest. */
    private static final double REST_S = 8;
    private static final double MOST_S = 900;

    private final Scenario scenario;
    private final ScenarioPlayer player;
    private final List<Waiting> waiting = new ArrayList<>();
    private final boolean[] done;
    private final List<String> failed = new ArrayList<>();
    private final long startNanos;
    private long lastBusyNanos;
    private boolean ended;
    private Runnable atEnd = () -> { };

    private record Waiting(int step, When.Once once) {
    }

    private Performance(Scenario scenario, ScenarioPlayer player) {
        this.scenario = scenario;
        this.player = player;
        done = new boolean[scenario.steps().size()];
        startNanos = player.bench().scheduler().nowNanos();
        lastBusyNanos = startNanos;
    }

    /** What this bench cannot do of a scenario, sentence by sentence; empty when it can do it all. */
    public static List<Text> impossible(Scenario scenario, ScenarioBench bench) {
        List<Text> problems = new ArrayList<>();
        if (bench.kind() != scenario.lane()) {
            problems.add(new Text("the scenario is for an " + scenario.lane() + " lane, this is an " + bench.kind() + " lane",
                    "该场景用于" + scenario.lane() + "车道，当前为" + bench.kind() + "车道"));
        }
        if (scenario.scale() != ScaleInLane.NONE && bench.scale().isEmpty()) {
            problems.add(new Text("needs a scale, " + scenario.scale().label() + ": there is none in this lane",
                    "需要称重设备" + scenario.scale().label() + "：该车道没有"));
        }
        for (Step step : scenario.steps()) {
            cannot(step.action(), bench).ifPresent(why -> problems.add(new Text(step.sentence() + ": " + why.english(),
                    step.sentence() + "：" + why.chinese())));
        }
        return problems;
    }

    private static Optional<Text> cannot(Action action, ScenarioBench bench) {
        return action instanceof Action.OfLane ofLane ? bench.cannot(ofLane)
                : action instanceof Action.ResetIo || action instanceof Action.FailIo ? bench.cannotIo() : Optional.empty();
    }

    /** Begins now. @param atEnd once, when it is over */
    public static Performance begin(Scenario scenario, ScenarioPlayer player, Runnable atEnd) {
        Performance performance = new Performance(scenario, player);
        performance.atEnd = atEnd;
        player.listen(performance::happened);
        for (int i = 0; i < scenario.steps().size(); i++) {
            performance.arrange(i);
        }
        player.inSeconds(LOOK_EVERY_S, performance::look);
        return performance;
    }

    private void arrange(int step) {
        switch (scenario.steps().get(step).when()) {
            case When.At(double seconds) -> player.inSeconds(seconds, () -> perform(step));
            case When.Once once -> waiting.add(new Waiting(step, once));
            case When.After(double seconds) when step == 0 -> player.inSeconds(seconds, () -> perform(step));
            case When.After _ -> { } // the step before arranges it
        }
    }

    private void happened(String plate, When.Moment moment) {
        List<Waiting> now = waiting.stream().filter(w -> w.once().plate().equals(plate) && w.once().moment() == moment).toList();
        waiting.removeAll(now);
        // what happens is told from the middle of a step of road or device: answer when that is over
        now.forEach(w -> player.inSeconds(0, () -> perform(w.step())));
    }

    private void perform(int step) {
        if (ended) {
            return;
        }
        done[step] = true;
        Step now = scenario.steps().get(step);
        player.perform(now.action()).ifPresent(why -> failed.add(now.sentence() + " (" + why.english() + ")"));
        int next = step + 1;
        if (next < done.length && scenario.steps().get(next).when() instanceof When.After(double seconds)) {
            player.inSeconds(seconds, () -> perform(next));
        }
    }

    private void look() {
        long nowNanos = player.bench().scheduler().nowNanos();
        boolean allDone = true;
        for (boolean one : done) {
            allDone &= one;
        }
        if (!allDone || !player.bench().world().vehicles().isEmpty()) {
            lastBusyNanos = nowNanos;
        }
        double runningS = (nowNanos - startNanos) / 1e9;
        boolean over = scenario.lastsS().isPresent() ? runningS >= scenario.lastsS().getAsDouble()
                : nowNanos - lastBusyNanos >= REST_S * 1e9 || runningS >= MOST_S;
        if (over) {
            ended = true;
            atEnd.run();
        } else {
            player.inSeconds(LOOK_EVERY_S, this::look);
        }
    }

    public boolean ended() {
        return ended;
    }

    /** @param records of the lane, when the bench can see them */
    public Seen seen(Optional<List<LaneRecord>> records) {
        List<String> notDone = new ArrayList<>(failed);
        for (int i = 0; i < done.length; i++) {
            if (!done[i]) {
                notDone.add(scenario.steps().get(i).sentence());
            }
        }
        return player.seen(records, notDone);
    }
}
