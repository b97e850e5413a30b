package org.etclane.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.etclane.device.spi.Language;
import org.etclane.device.spi.Text;

/**
 * A scenario's expectation beside what was seen.
 *
 * @param wrong      what is not as expected; empty: all is well
 * @param notLookedAt what is expected and could not be seen on this bench
 */
public record Verdict(List<Text> wrong, List<Text> notLookedAt) {
    /** Scales of the bench are off by less. */
    private static final double SCALE_ACCURACY = 0.02;

    public Verdict {
        wrong = List.copyOf(wrong);
        notLookedAt = List.copyOf(notLookedAt);
    }

    public static Verdict of(Expectation expected, Seen seen) {
        List<Text> wrong = new ArrayList<>();
        List<Text> unseen = new ArrayList<>();
        seen.notDone().forEach(step -> wrong.add(new Text("not done: " + step, "未执行：" + step)));
        if (!seen.onTheRoad().isEmpty()) {
            wrong.add(new Text("still on the road: " + seen.onTheRoad(), "仍在车道上：" + seen.onTheRoad()));
        }
        if (seen.loweredOnVehicle() > 0) {
            wrong.add(new Text("the arm came down on a vehicle", "栏杆落到车上"));
        }
        compare(wrong, "passed", "通过", expected.passed(), seen.passed());
        expected.debits().ifPresent(n -> compare(wrong, "debits", "扣款笔数", (long) n, seen.debits()));
        expected.pursesLoseFen().ifPresent(fen -> compare(wrong, "purses lose (fen)", "扣款总额（分）", fen, seen.pursesLostFen()));
        expected.entries().ifPresent(n -> compare(wrong, "entries", "写入口笔数", (long) n, seen.entries()));
        compare(wrong, "arm up at the end", "结束时栏杆抬起", expected.armUp(), seen.armUp());
        seen.lane().ifPresentOrElse(lane -> onRecord(wrong, expected, lane, seen), () -> unseen.add(new Text(
                "refusals, failed debits, events, alarms and reconciliations: cables do not show them, a station does (--station)",
                "拒绝、扣款失败、特情、报警、对账：线路上看不到，需要--station")));
        return new Verdict(wrong, unseen);
    }

    private static void onRecord(List<Text> wrong, Expectation expected, Seen.OnRecord lane, Seen seen) {
        compare(wrong, "refused", "拒绝", new TreeMap<>(expected.refused()), new TreeMap<>(lane.refused()));
        compare(wrong, "failed debits", "扣款失败", new TreeMap<>(expected.failedDebits()), new TreeMap<>(lane.failedDebits()));
        compare(wrong, "events", "特情", expected.events(), lane.events());
        compare(wrong, "alarms", "报警", new TreeSet<>(expected.alarms()), new TreeSet<>(lane.alarms()));
        compare(wrong, "alarms left", "未消除的报警", new TreeSet<>(expected.alarmsLeft()), new TreeSet<>(lane.alarmsLeft()));
        compare(wrong, "reconciliations", "对账", (long) expected.reconciliations(), lane.reconciliations());
        compare(wrong, "weights of nobody", "无主称重", expected.weightsOfNobody(), lane.weightsOfNobody());
        if (!near(expected.weighedKg(), lane.weighedKg())) {
            compare(wrong, "weighed (kg)", "称重（千克）", new TreeMap<>(expected.weighedKg()), new TreeMap<>(lane.weighedKg()));
        }
        // money is looked at whatever a scenario expects: what left a purse is settled, or somebody is told that it may have
        long moved = expected.debits().isPresent() ? seen.debits() : seen.entries();
        if (moved < lane.settled() || moved > lane.settled() + lane.reconciliations()) {
            wrong.add(new Text("moved " + moved + " times, settled " + lane.settled() + " times, reconciliations " + lane.reconciliations(),
                    "实际" + moved + "笔，结算" + lane.settled() + "笔，对账" + lane.reconciliations() + "笔"));
        }
    }

    private static boolean near(Map<String, Integer> expected, Map<String, Integer> seen) {
        return expected.keySet().equals(seen.keySet()) && expected.entrySet().stream()
                .allMatch(e -> Math.abs(e.getValue() - seen.get(e.getKey())) <= e.getValue() * SCALE_ACCURACY);
    }

    private static void compare(List<Text> wrong, String english, String chinese, Object expected, Object seen) {
        if (!Objects.equals(expected, seen)) {
            wrong.add(new Text(english + ": expected " + expected + ", seen " + seen, chinese + "：应为" + expected + "，实际" + seen));
        }
    }

    public boolean asExpected() {
        return wrong.isEmpty();
    }

    /** One per line, wrong things first. */
    public List<String> lines(Language language) {
        List<String> lines = new ArrayList<>(wrong.stream().map(w -> w.in(language)).toList());
        String label = language == Language.ZH ? "未检查：" : "not looked at: ";
        notLookedAt.forEach(u -> lines.add(label + u.in(language)));
        return lines;
    }
}
