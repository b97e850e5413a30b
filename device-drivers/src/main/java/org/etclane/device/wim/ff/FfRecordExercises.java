package org.etclane.device.wim.ff;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.etclane.device.Bytes;
import org.etclane.device.VehicleWeight;
import org.etclane.device.VehicleWeight.Doubt;
import org.etclane.device.conformance.Check;
import org.etclane.device.conformance.Entry;
import org.etclane.device.conformance.Exercise;
import org.etclane.device.conformance.Judge;
import org.etclane.device.conformance.Moves;
import org.etclane.device.conformance.Outcome;
import org.etclane.device.conformance.Reflex;
import org.etclane.device.conformance.Say;
import org.etclane.device.conformance.Step;
import org.etclane.device.conformance.Transcript;
import org.etclane.device.spi.Text;
import org.etclane.device.wim.AxleCodeScheme;
import org.etclane.device.wim.MeterTime;

/**
 * What is asked of an FF meter about its queue (weighing.md §3.2–§3.5). A record that is read stays; it is deleted with leave only,
 * and only right after it was read.
 */
final class FfRecordExercises {
    private static final String SOURCE = "weighing.md §3.3";
    private static final String DIALOGUE = "weighing.md §3.5";
    private static final long HAND_MS = 120_000;
    private static final int MOST_DELETES = 3;
    private static final int LAST_OF_SEVEN = 7;
    private static final int FIRST_OF_MANY = 10;
    private static final Say COUNT = FfConformance.ask("4, count", FfCommand.C4_COUNT);
    private static final Say DELETE = FfConformance.ask("8, delete the oldest", FfCommand.C8_DELETE_OLDEST);

    private final FfSettings settings;
    private final Say read;
    private final FfRecords records;

    FfRecordExercises(FfSettings settings) {
        this.settings = settings;
        this.read = FfConformance.ask(settings.readOldest().code() + ", read the oldest", settings.readOldest());
        this.records = new FfRecords(settings);
    }

    // ---- parts

    private List<Step<FfFrame>> count() {
        return FfConformance.exchange(settings, COUNT, FfCommand.C4_COUNT);
    }

    /** Sends when it holds something; else the exercise ends. */
    private List<Step<FfFrame>> readOldest() {
        return List.of(new Step.Send<>(seen -> counts(seen).isEmpty() || counts(seen).getLast() == 0 ? Optional.empty()
                : Optional.of(read)),
                new Step.Await<>(settings.timing().answerTimeoutMs(), false, seen -> !read(seen.afterLastSent()).isEmpty()),
                new Step.Listen<>(settings.timing().gapMs()));
    }

    private static List<Integer> counts(Transcript<FfFrame> seen) {
        return FfConformance.answers(seen, FfAnswer.A4Count.class).stream().map(FfAnswer.A4Count::count).toList();
    }

    private List<Entry.Came<FfFrame>> read(Transcript<FfFrame> seen) {
        return seen.frames(FfFrame.class, frame -> frame.command() == settings.readOldest() && frame.payload().size() > 0);
    }

    private static List<FfAnswer.Done> deletions(Transcript<FfFrame> seen) {
        return FfConformance.answers(seen, FfAnswer.Done.class).stream().filter(done ->
                done.command() == FfCommand.C8_DELETE_OLDEST).toList();
    }

    private static Judge<FfFrame> judge(String id, String english, String chinese, String source, Function<Transcript<FfFrame>,
            Outcome> verdict) {
        return new Judge<>(Check.of(id, english, chinese, source), verdict);
    }

    // ---- a vehicle passes

    Exercise<FfFrame> passes() {
        List<Step<FfFrame>> steps = new ArrayList<>(count());
        steps.add(new Step.Look<>(new Text("Let a vehicle pass over the scale. Has it passed?", "请让一辆车通过秤台。是否已通过？"), HAND_MS));
        steps.addAll(count());
        return new Exercise<>("passes", new Text("A vehicle passes", "车辆通过"), List.of(judge("queue.counts",
                "a vehicle that has passed is counted", "过车后车辆数加一", DIALOGUE, FfRecordExercises::counted)), steps, Reflex.none());
    }

    private static Outcome counted(Transcript<FfFrame> seen) {
        List<Integer> counts = counts(seen);
        if (!seen.answer().orElse(false) || counts.size() < 2) {
            return Outcome.notAsked("no vehicle has passed, or no count came", "无车通过或无车辆数");
        }
        int before = counts.getFirst();
        int after = counts.getLast();
        return after == before + 1 ? Outcome.passed() : Outcome.failed("one vehicle more", "车辆数加一", before + " before, " + after
                + " after");
    }

    // ---- its record

    Exercise<FfFrame> oldest() {
        List<Step<FfFrame>> steps = new ArrayList<>(count());
        steps.addAll(readOldest());
        steps.add(new Step.Listen<>(1_100)); // a time with seconds differs, if it is not the vehicle's
        steps.addAll(readOldest());
        return new Exercise<>("oldest", new Text("The oldest record, read twice", "两次读取最早记录"), List.of(
                judge("record.read", "the oldest record is told, and does not contradict itself", "最早记录可读且一致", SOURCE, this::readable),
                judge("record.same-again", "read again it is the same", "重复读取内容相同", DIALOGUE, this::sameAgain),
                judge("record.weights", "it has axles, and each weighs something", "有轴且各轴有重量", SOURCE, seen -> oldest(seen, this::weights)),
                judge("record.axles", "it has fewer axles than the meter can count", "轴数小于仪表上限", SOURCE, seen -> oldest(seen, this::axles)),
                judge("record.types", "its types are those of the configured table", "轴型代码与配置一致", "weighing.md §7",
                        seen -> oldest(seen, this::types)),
                judge("record.groups", "axles and spacings make up the groups that it counts", "轴距与轴组数一致", SOURCE,
                        seen -> oldest(seen, this::groups))), steps, Reflex.none());
    }

    private Outcome readable(Transcript<FfFrame> seen) {
        if (counts(seen).isEmpty() || counts(seen).getFirst() == 0) {
            return Outcome.notAsked("it holds no record", "仪表无记录");
        }
        List<FfAnswer.Unreadable> bad = FfConformance.answers(seen, FfAnswer.Unreadable.class);
        if (!bad.isEmpty()) {
            return Outcome.failed("a record of 11 + 5 n bytes", "11 + 5 n字节的记录", bad.getFirst().reason());
        }
        return FfConformance.answers(seen, FfAnswer.Vehicle.class).isEmpty() ? Outcome.failed("a record (form says which command asks)",
                "记录应答（form决定所用命令）", "nothing") : Outcome.passed();
    }

    private Outcome sameAgain(Transcript<FfFrame> seen) {
        List<Bytes> payloads = read(seen).stream().map(came -> came.frame().payload()).toList();
        if (payloads.size() < 2) {
            return Outcome.notAsked("no record came twice", "未两次读到记录");
        }
        Bytes first = payloads.getFirst();
        Bytes again = payloads.getLast();
        if (first.equals(again)) {
            return Outcome.passed();
        }
        boolean butTime = first.size() == again.size() && first.slice(MeterTime.BYTES, first.size())
                .equals(again.slice(MeterTime.BYTES, again.size()));
        if (!butTime) {
            return Outcome.failed("the same record", "相同记录", "another one");
        }
        return settings.records().timeIsVehicles() ? Outcome.quirk("time-of-answer", "the time in a record is that of the answer",
                "记录中的时间为应答时间", "timeIsVehicles: false", "timeIsVehicles设为false") : Outcome.passed();
    }

    private Outcome oldest(Transcript<FfFrame> seen, Function<FfAnswer.Vehicle, Outcome> verdict) {
        return FfConformance.answers(seen, FfAnswer.Vehicle.class).stream().findFirst().map(verdict).orElseGet(() ->
                Outcome.notAsked("no record was read", "未读到记录"));
    }

    private Set<Doubt> doubts(FfAnswer.Vehicle vehicle) {
        VehicleWeight weight = records.weight(1, vehicle);
        return weight.doubts();
    }

    private Outcome weights(FfAnswer.Vehicle vehicle) {
        boolean good = !doubts(vehicle).contains(Doubt.NO_AXLES) && vehicle.record().weightsTenKg().stream().allMatch(weight -> weight > 0);
        return good ? Outcome.passed() : Outcome.failed("a weight per axle", "每轴有重量", vehicle.record().axles() + " axles, weights "
                + vehicle.record().weightsTenKg() + " × 10 kg");
    }

    private Outcome axles(FfAnswer.Vehicle vehicle) {
        return !doubts(vehicle).contains(Doubt.AXLES_CUT) ? Outcome.passed() : Outcome.quirk("axles-at-limit", "tells "
                + vehicle.record().axles() + " axles, as many as it can count", "轴数达到上限" + vehicle.record().axles(), "mostAxles",
                "mostAxles");
    }

    private Outcome types(FfAnswer.Vehicle vehicle) {
        List<Integer> types = vehicle.record().types();
        if (settings.form() == FfSettings.Form.SINGLE_AXLES) {
            return types.stream().allMatch(type -> type == 1 || type == 2) ? Outcome.passed() : Outcome.quirk("unknown-tyres",
                    "tells tyres other than 1 and 2: " + types, "轮胎代码非1、2：" + types, "none needed: the lane is told that they are unknown",
                    "无需设置：作为未知处理");
        }
        boolean beyond = types.stream().anyMatch(type -> type > LAST_OF_SEVEN && type < FIRST_OF_MANY);
        return settings.records().codes() == AxleCodeScheme.SEVEN && beyond ? Outcome.quirk("codes-of-nine",
                "tells groups that the table of seven does not have: " + types, "轴型代码超出7种：" + types, "codes: nine", "codes设为nine")
                : Outcome.passed();
    }

    private Outcome groups(FfAnswer.Vehicle vehicle) {
        if (records.weight(1, vehicle).groups().isEmpty()) {
            return Outcome.notAsked("groups cannot be told from this record", "该记录无法推算轴组");
        }
        return !doubts(vehicle).contains(Doubt.GROUPS_DIFFER) ? Outcome.passed() : Outcome.quirk("groups-differ",
                "counts " + vehicle.record().groups() + " groups, spacings " + vehicle.record().spacings(), "轴组数"
                + vehicle.record().groups() + "，轴距" + vehicle.record().spacings(), "spacingUnitCm, groupSpacingCm, codes",
                "spacingUnitCm、groupSpacingCm、codes");
    }

    // ---- it is deleted

    Exercise<FfFrame> delete() {
        List<Step<FfFrame>> steps = new ArrayList<>(count());
        steps.addAll(readOldest());
        steps.add(new Step.Send<>(seen -> read(seen).isEmpty() ? Optional.empty() : Optional.of(DELETE)));
        steps.add(new Step.Await<>(MOST_DELETES * settings.timing().answerTimeoutMs(), false, seen -> deletions(seen).stream()
                .anyMatch(FfAnswer.Done::done) || deletions(seen).size() == MOST_DELETES));
        steps.add(new Step.Listen<>(settings.timing().gapMs()));
        steps.addAll(count());
        return new Exercise<>("delete", new Text("Delete the oldest record", "删除最早记录"), List.of(
                deleting("delete.done", "it deletes when told so", "按指令删除", FfRecordExercises::deleted),
                deleting("delete.gone", "what it says is deleted is gone", "删除后记录消失", FfRecordExercises::gone)), steps,
                (seen, came) -> FfCodec.answer(came.frame()).filter(answer -> answer instanceof FfAnswer.Done done && !done.done()
                        && done.command() == FfCommand.C8_DELETE_OLDEST && deletions(seen).size() < MOST_DELETES).map(_ -> DELETE));
    }

    private Judge<FfFrame> deleting(String id, String english, String chinese, Function<Transcript<FfFrame>, Outcome> verdict) {
        return new Judge<>(Check.of(id, english, chinese, DIALOGUE).moving(Moves.RECORD), seen -> seen.sent().stream()
                .noneMatch(sent -> sent.said().equals(DELETE)) ? Outcome.notAsked("it holds no record that can be read", "无可读记录")
                : verdict.apply(seen));
    }

    private static Outcome deleted(Transcript<FfFrame> seen) {
        List<FfAnswer.Done> all = deletions(seen);
        if (all.stream().noneMatch(FfAnswer.Done::done)) {
            return Outcome.failed("deleted (1)", "删除成功（1）", all.isEmpty() ? "nothing" : "refused " + all.size() + " times");
        }
        return all.size() == 1 ? Outcome.passed() : Outcome.quirk("deletes-refused", "refused " + (all.size() - 1) + " times before",
                "此前拒绝" + (all.size() - 1) + "次", "none needed: the driver asks again", "无需设置：驱动会重试");
    }

    private static Outcome gone(Transcript<FfFrame> seen) {
        List<Integer> counts = counts(seen);
        if (deletions(seen).stream().noneMatch(FfAnswer.Done::done) || counts.size() < 2) {
            return Outcome.notAsked("nothing was deleted, or no count came", "未删除或无车辆数");
        }
        return counts.getLast() < counts.getFirst() ? Outcome.passed() : Outcome.quirk("ghost-deletes",
                "says that it has deleted, and still holds as many", "应答已删除但车辆数未减",
                "none needed: the record is recognised when it comes again",
                "无需设置：重复记录可识别");
    }

    // ---- one backs out

    Exercise<FfFrame> reversed() {
        List<Step<FfFrame>> steps = new ArrayList<>(count());
        steps.add(new Step.Act<>(new Text("Let a vehicle pass over the scale, and then back out over it again", "请让一辆车通过秤台后再倒车退出"), HAND_MS,
                FfRecordExercises::told));
        steps.add(new Step.Listen<>(settings.timing().gapMs()));
        steps.addAll(count());
        return new Exercise<>("reversed", new Text("A vehicle backs out", "倒车"), List.of(
                judge("reversed.told", "a vehicle that backs out is told", "倒车有上报", DIALOGUE, seen -> told(seen) ? Outcome.passed()
                        : Outcome.failed("FF 06", "FF 06", "nothing")),
                judge("reversed.record", "its record goes with it", "倒车后记录一并移除", DIALOGUE, seen -> {
                    List<Integer> counts = counts(seen);
                    if (!told(seen) || counts.size() < 2) {
                        return Outcome.notAsked("none was told, or no count came", "未上报倒车或无车辆数");
                    }
                    return counts.getLast() <= counts.getFirst() ? Outcome.passed() : Outcome.quirk("reversed-stays",
                            "keeps the record of a vehicle that has backed out", "倒车后仍保留记录",
                            "none needed: the driver counts, and says when it cannot tell whose record it is", "无需设置：驱动按车辆数判断，无法判断时会说明");
                })), steps, Reflex.none());
    }

    private static boolean told(Transcript<FfFrame> seen) {
        return !FfConformance.answers(seen, FfAnswer.A6Reversed.class).isEmpty();
    }
}
