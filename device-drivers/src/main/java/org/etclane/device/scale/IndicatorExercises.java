package org.etclane.device.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.etclane.device.Bytes;
import org.etclane.device.conformance.Check;
import org.etclane.device.conformance.Entry;
import org.etclane.device.conformance.Exercise;
import org.etclane.device.conformance.Judge;
import org.etclane.device.conformance.Measured;
import org.etclane.device.conformance.Moves;
import org.etclane.device.conformance.Outcome;
import org.etclane.device.conformance.Reflex;
import org.etclane.device.conformance.Say;
import org.etclane.device.conformance.Step;
import org.etclane.device.conformance.Transcript;
import org.etclane.device.frame.FrameScanner;
import org.etclane.device.frame.Scanned;
import org.etclane.device.spi.Text;

/**
 * What is asked of any indicator, whichever way its readings come. No times are published: the driver's own settings are the limits.
 * Zero is set with leave only, and only when the last reading said that nothing is on the platform.
 *
 * @param load   when a weight counts for the driver
 * @param read   a reading, as the driver makes it; empty for what is none
 * @param sample steps in which readings come, enough for the driver to find one at rest
 * @param source where the protocol is told
 * @param <F>    frames of the indicator
 */
public record IndicatorExercises<F>(LoadSettings load, Function<F, Optional<Reading>> read, List<Step<F>> sample, String source) {
    private static final long HAND_MS = 60_000;
    private static final long HEAVIEST_KG = 200_000;
    private static final int LEAST_FRAMES = 3;

    // ---- readings

    /** The frame of a reading stays with it for judges that look at more than the weight. */
    public List<Entry.Came<Reading>> readings(Transcript<F> seen) {
        List<Entry.Came<Reading>> all = new ArrayList<>();
        seen.frames().forEach(came -> read.apply(came.frame()).ifPresent(reading ->
                all.add(new Entry.Came<>(came.atNanos(), reading, came.raw()))));
        return all;
    }

    private Optional<Reading> last(Transcript<F> seen) {
        return readings(seen).reversed().stream().findFirst().map(Entry.Came::frame);
    }

    private boolean nothing(Reading reading) {
        return Math.abs(reading.weightKg()) <= load.emptyKg();
    }

    private static Outcome noReading() {
        return Outcome.notAsked("no reading came", "未收到读数");
    }

    /** Whether all of a stream, from its first frame on, reads in this form. */
    public static <F> boolean reads(FrameScanner<F> form, Bytes stream) {
        int frames = 0;
        boolean clean = true;
        for (Scanned<F> scanned : form.feed(stream.toArray(), stream.size())) {
            switch (scanned) {
                case Scanned.Frame<F> _ -> frames++;
                case Scanned.Malformed<F> _ -> clean &= frames == 0;
            }
        }
        return clean && frames >= LEAST_FRAMES;
    }

    // ---- a stream

    /** Nothing is sent, and readings come. */
    public Exercise<F> stream(List<Judge<F>> more) {
        List<Judge<F>> judges = new ArrayList<>(List.of(new Judge<>(Check.of("stream.comes",
                "readings come, and never too far apart", "读数连续，间隔不过长", source), this::comes)));
        judges.addAll(more);
        return new Exercise<>("stream", new Text("Listening, nothing asked", "静听"), judges,
                List.of(new Step.Listen<>(2 * load.silentMs() + 1_000)), Reflex.none());
    }

    private Outcome comes(Transcript<F> seen) {
        List<Entry.Came<Reading>> all = readings(seen);
        if (all.size() < 2) {
            return Outcome.failed("a reading at least every " + load.silentMs() + " ms", "至少每" + load.silentMs() + "毫秒一次读数", all.size()
                    + " readings, " + seen.stream().size() + " bytes");
        }
        long longestMs = 0;
        for (int i = 1; i < all.size(); i++) {
            longestMs = Math.max(longestMs, Transcript.msBetween(all.get(i - 1), all.get(i)));
        }
        Measured gap = Measured.atMost(new Text("longest time between two readings", "读数最长间隔"), longestMs, load.silentMs());
        return (gap.within() ? Outcome.passed() : Outcome.quirk("stream-slow", "sends a reading only every " + longestMs + " ms",
                "每" + longestMs + "毫秒才有读数", "silentMs", "silentMs")).and(gap);
    }

    // ---- with somebody there

    /** Nothing on it. */
    public Exercise<F> empty() {
        return looked("empty", new Text("The empty platform", "空秤"), new Text("Is the platform empty?", "秤台是否已空？"), List.of(
                new Judge<>(Check.of("load.empty", "an empty platform weighs nothing", "空秤为零", source), this::isEmpty)));
    }

    /** Something on it, at rest. */
    public Exercise<F> loaded() {
        return looked("loaded", new Text("A vehicle at rest", "车辆静止"), new Text("Does a vehicle stand still on the platform?",
                        "秤台上是否有静止车辆？"), List.of(
                        new Judge<>(Check.of("load.seen", "a vehicle on it weighs something", "有车时有重量", source), this::isSeen),
                        new Judge<>(Check.of("load.rests", "its weight comes to rest", "重量能稳定", source), this::rests)));
    }

    private Exercise<F> looked(String id, Text title, Text question, List<Judge<F>> judges) {
        List<Judge<F>> onYes = judges.stream().map(judge -> new Judge<F>(judge.check(), seen -> seen.answer().orElse(false)
                ? judge.verdict().apply(seen) : Outcome.notAsked("it was not so", "条件不具备"))).toList();
        return new Exercise<>(id, title, onYes, Stream.concat(Stream.of(new Step.Look<F>(question, HAND_MS)), sample.stream()).toList(),
                Reflex.none());
    }

    private Outcome isEmpty(Transcript<F> seen) {
        return last(afterAnswer(seen)).map(reading -> nothing(reading) ? Outcome.passed() : Outcome.quirk("zero-off", "shows "
                + reading.weightKg() + " kg with nothing on it", "空秤显示" + reading.weightKg() + "千克", "emptyKg, or set its zero",
                "emptyKg，或将仪表置零")).orElseGet(IndicatorExercises::noReading);
    }

    private Outcome isSeen(Transcript<F> seen) {
        Optional<Reading> reading = last(afterAnswer(seen));
        if (reading.isEmpty()) {
            return noReading();
        }
        int kg = reading.get().weightKg();
        if (Math.abs((long) kg) > HEAVIEST_KG) {
            return Outcome.quirk("implausible-weight", "reads as " + kg + " kg", "读数为" + kg + "千克",
                    "unit or mode: what the display counts, "
                    + "and in which order the digits come", "单位或mode（数字顺序）");
        }
        return nothing(reading.get()) || kg < 0 ? Outcome.failed("more than " + load.emptyKg() + " kg (emptyKg, unit)",
                "大于" + load.emptyKg() + "千克（emptyKg、单位）", kg + " kg") : Outcome.passed();
    }

    private Outcome rests(Transcript<F> seen) {
        List<Reading> all = readings(afterAnswer(seen)).stream().map(Entry.Came::frame).toList();
        if (all.isEmpty()) {
            return noReading();
        }
        List<Reading> last = all.subList(Math.max(0, all.size() - load.stableReadings()), all.size());
        boolean equal = last.size() == load.stableReadings() && last.stream().allMatch(one ->
                Math.abs(one.weightKg() - last.getFirst().weightKg()) <= load.stableWithinKg() && !one.moving().orElse(false));
        return equal ? Outcome.passed() : Outcome.quirk("never-rests", "the last " + last.size() + " readings are not equal and at rest",
                "最后" + last.size() + "个读数未稳定", "stableReadings, stableWithinKg", "stableReadings、stableWithinKg");
    }

    /** What was read before the question was answered may be of another load. */
    private static <F> Transcript<F> afterAnswer(Transcript<F> seen) {
        List<Entry<F>> all = seen.entries();
        int from = all.size();
        while (from > 0 && !(all.get(from - 1) instanceof Entry.Answer<F>)) {
            from--;
        }
        return Transcript.of(all.subList(from, all.size()));
    }

    // ---- zero

    /**
     * @param zero     sets it
     * @param answered how the indicator itself says that it has; empty: only a reading that was not 0 before and is afterwards
     */
    public Exercise<F> zero(Say zero, String setting, Optional<Function<Transcript<F>, Boolean>> answered) {
        List<Step<F>> steps = new ArrayList<>(sample);
        steps.add(new Step.Send<>(seen -> last(seen).filter(reading -> nothing(reading) && !reading.moving().orElse(false)
                && reading.faults().isEmpty()).map(_ -> zero)));
        steps.addAll(sample);
        return new Exercise<>("zero", new Text("Set zero with nothing on it", "空秤置零"), List.of(new Judge<>(Check.of("zero.done",
                "it sets zero when told so", "按指令置零", source).moving(Moves.RECORD), seen -> zeroed(seen, zero, setting, answered))), steps,
                Reflex.none());
    }

    private Outcome zeroed(Transcript<F> seen, Say zero, String setting, Optional<Function<Transcript<F>, Boolean>> answered) {
        List<Entry<F>> all = seen.entries();
        int at = 0;
        while (at < all.size() && !(all.get(at) instanceof Entry.Sent<F> sent && sent.said().equals(zero))) {
            at++;
        }
        if (at == all.size()) {
            return Outcome.notAsked("the platform is not empty and at rest", "秤台未空或未稳定");
        }
        Transcript<F> after = Transcript.of(all.subList(at + 1, all.size()));
        int before = last(Transcript.of(all.subList(0, at))).map(Reading::weightKg).orElse(0);
        Outcome not = Outcome.failed("zero (" + setting + ")", "零（" + setting + "）", last(after).map(one -> one.weightKg() + " kg")
                .orElse("nothing"));
        if (answered.isPresent()) {
            return answered.get().apply(after) ? Outcome.passed() : not;
        }
        if (before == 0) {
            return Outcome.notAsked("it showed 0 before as well", "置零前已为零");
        }
        return last(after).filter(reading -> reading.weightKg() == 0).map(_ -> Outcome.passed()).orElse(not);
    }
}
