package org.etclane.device.rsu.network;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.conformance.Check;
import org.etclane.device.conformance.Entry;
import org.etclane.device.conformance.Exercise;
import org.etclane.device.conformance.Judge;
import org.etclane.device.conformance.Measured;
import org.etclane.device.conformance.Outcome;
import org.etclane.device.conformance.Step;
import org.etclane.device.conformance.Transcript;
import org.etclane.device.rsu.network.UnitFrame.B2ObuInfo;
import org.etclane.device.rsu.network.UnitFrame.B4CardInfo;
import org.etclane.device.rsu.network.UnitFrame.StepError;
import org.etclane.device.spi.Text;

/**
 * What is asked of an RSU of variant B with an OBU in its zone, without writing to it (rsu-network.md §1–§5). StopType 03, which
 * freezes an OBU, is not asked: for how long is not published, and every later exercise needs the OBU.
 */
final class ReadExercises {
    static final long HAND_MS = 60_000;
    static final long STEP_MS = 3_000;
    /** A frame that comes again by itself comes sooner. */
    static final long REPEAT_MS = 500;
    static final long AFTERWARDS_MS = 700;
    private static final Text HOLD = new Text("Hold a test OBU with a test card in the zone, and leave it there",
            "请将插有测试卡的测试标签放入天线区，并一直放着");
    private static final int MOST_REPEATS = 3;
    /** Every 120 ms; with one attempt more, and some more for its clock. */
    private static final long REPEATS_LAST_MS = 700;
    private static final long SEARCHES_ON_MS = 20_000;
    private static final long ON_ITS_WAY_MS = 300;
    private static final long CLOSED_MS = 5_000;
    private static final String LINK = "rsu-network.md §1";
    private static final String FLOW = "rsu-network.md §5";
    private static final String OPEN = "C4 open";
    private static final String CLOSE = "C4 close";

    private final SuiteVoice voice;

    ReadExercises(SuiteVoice voice) {
        this.voice = voice;
    }

    List<Exercise<UnitFrame>> all() {
        return List.of(read(), resend(), silentLane(), antenna());
    }

    // ---- shared with the debit

    static Step<UnitFrame> hold() {
        return new Step.Act<>(HOLD, HAND_MS, seen -> !seen.frames(B2ObuInfo.class).isEmpty());
    }

    static Step<UnitFrame> card() {
        return new Step.Await<>(STEP_MS, true, seen -> !seen.frames(B4CardInfo.class).isEmpty() || !seen.frames(StepError.class).isEmpty());
    }

    /** The issuer's first four bytes twice (分散因子). */
    static Bytes factor(Bytes issuer) {
        return Bytes.concat(issuer.slice(0, 4), issuer.slice(0, 4));
    }

    static Bytes obuFactor(Transcript<UnitFrame> seen) {
        return seen.frames(B2ObuInfo.class).reversed().stream().findFirst().map(b2 -> factor(b2.frame().obu().issuer()))
                .orElse(Bytes.zeros(8));
    }

    static Outcome foundFirst(Transcript<UnitFrame> seen, Supplier<Outcome> later) {
        return seen.frames(B2ObuInfo.class).isEmpty() ? Outcome.notAsked("no OBU was found", "未搜到标签") : later.get();
    }

    /** Of frames that the lane answered at once. */
    static Judge<UnitFrame> once(Check check) {
        return new Judge<>(check, seen -> {
            List<Entry.Came<UnitFrame>> frames = seen.frames();
            for (int i = 0; i < frames.size(); i++) {
                Entry.Came<UnitFrame> one = frames.get(i);
                Optional<Entry.Came<UnitFrame>> twin = frames.subList(i + 1, frames.size()).stream().filter(other -> other.raw()
                        .equals(one.raw())
                        && Transcript.msBetween(one, other) <= REPEAT_MS).findFirst();
                if (twin.isPresent()) {
                    String what = RsuNetworkConformance.words(one.frame());
                    return Outcome.quirk("repeats-frames", what + " again after " + Transcript.msBetween(one, twin.get())
                            + " ms, though answered",
                            what + "已应答仍在" + Transcript.msBetween(one, twin.get()) + "毫秒后重复", "repeatMs", "repeatMs");
                }
            }
            return frames.isEmpty() ? Outcome.notAsked("no frame came", "未收到帧") : Outcome.passed();
        });
    }

    // ---- reading

    private Exercise<UnitFrame> read() {
        return new Exercise<>("read", new Text("Read an OBU and its card", "读取标签和卡片"), List.of(
                new Judge<>(Check.of("b2.found", "an OBU is found", "搜到标签", FLOW), seen -> seen.frames(B2ObuInfo.class).isEmpty()
                        ? Outcome.failed("B2", "B2", "none within " + HAND_MS / 1000 + " s") : Outcome.passed()),
                new Judge<>(Check.of("b4.read", "vehicle and card are read", "读取车辆信息和卡片", FLOW), seen -> foundFirst(seen, () ->
                cardRead(seen))),
                new Judge<>(Check.of("dialogue.order", "B2, B4 come in this order, about one OBU", "B2、B4顺序正确且为同一标签", FLOW),
                        ReadExercises::order),
                once(Check.of("dialogue.once", "what is answered is not repeated", "已应答的帧不再重复", LINK))),
                List.of(hold(), card(), new Step.Listen<>(AFTERWARDS_MS)),
                (seen, came) -> came.frame() instanceof B2ObuInfo b2 ? Optional.of(voice.goOn(seen, b2.obu().id(), obuFactor(seen)))
                        : voice.obligations(seen, came));
    }

    private static Outcome cardRead(Transcript<UnitFrame> seen) {
        Optional<StepError> error = seen.frames(StepError.class, one -> one.command() == 0xB4).stream().map(Entry.Came::frame).findFirst();
        if (error.isPresent()) {
            return Outcome.failed("B4 with error code 00", "B4错误码为00", "error %02X: %s".formatted(error.get().errorCode(),
                    RsuNetworkErrorCodes.meaning(0xB4, error.get().errorCode())));
        }
        return seen.first(B4CardInfo.class).map(b4 -> Outcome.passed(Measured.without(new Text("B2 → B4", "B2 → B4"),
                Transcript.msBetween(seen.frames(B2ObuInfo.class).getFirst(), b4))))
                .orElseGet(() -> Outcome.failed("B4", "B4", "nothing within " + STEP_MS + " ms"));
    }

    private static Outcome order(Transcript<UnitFrame> seen) {
        Set<String> kinds = new LinkedHashSet<>();
        Set<ObuId> obus = new LinkedHashSet<>();
        for (Entry<UnitFrame> entry : seen.entries()) {
            if (entry instanceof Entry.Sent<UnitFrame> sent && sent.said().what().startsWith("C2")) {
                break;
            }
            if (entry instanceof Entry.Came<UnitFrame> came && came.frame() instanceof B2ObuInfo b2) {
                kinds.add("B2");
                obus.add(b2.obu().id());
            } else if (entry instanceof Entry.Came<UnitFrame> came && came.frame() instanceof B4CardInfo b4) {
                kinds.add("B4");
                obus.add(b4.obu());
            }
        }
        String came = String.join(" ", kinds);
        return came.isEmpty() ? Outcome.notAsked("no OBU was found", "未搜到标签") : "B2 B4".startsWith(came) && obus.size() == 1
                ? Outcome.passed()
                : Outcome.failed("B2 B4 of one OBU", "同一标签的B2 B4", came + ", OBU " + obus);
    }

    // ---- the same frame again

    private Exercise<UnitFrame> resend() {
        return new Exercise<>("send-again", new Text("Ask for B4 once more", "请求重发B4"), List.of(
                new Judge<>(Check.of("c2.resend", "C2 with StopType 02 gets B4 once more", "C2（StopType 02）得到重发的B4", "rsu-network.md §2"),
                seen -> {
                    int times = seen.frames(B4CardInfo.class).size();
                    return times == 0 ? Outcome.notAsked("no B4 came", "未收到B4") : times > 1 ? Outcome.passed() : Outcome.quirk("no-resend",
                            "does not send a frame again", "不支持重发", "none needed: the search goes on", "无需设置：会继续搜索");
                })),
                List.of(hold(), card(), new Step.Await<>(STEP_MS, true, seen -> seen.frames(B4CardInfo.class).size() > 1)),
                (seen, came) -> switch (came.frame()) {
                    case B2ObuInfo b2 -> Optional.of(voice.goOn(seen, b2.obu().id(), obuFactor(seen)));
                    case B4CardInfo b4 when seen.frames(B4CardInfo.class).size() == 1 ->
                            Optional.of(voice.stop(seen, b4.obu(), LaneFrame.STOP_RESEND));
                    case UnitFrame _ -> voice.obligations(seen, came);
                });
    }

    // ---- a lane that says nothing

    private Exercise<UnitFrame> silentLane() {
        return new Exercise<>("silent-lane", new Text("Not answering B2", "不应答B2"), List.of(
                new Judge<>(Check.of("silent.repeats", "B2 is repeated at most 3 times, every 120 ms", "B2最多重发3次，间隔120毫秒", LINK),
                        ReadExercises::repeats),
                new Judge<>(Check.of("silent.searches-on", "then the search goes on", "随后继续搜索", FLOW), seen -> foundFirst(seen, () ->
                        foundAgain(seen).map(again -> Outcome.passed(Measured.without(new Text("B2 to the next B2", "B2到下一次B2"),
                                Transcript.msBetween(seen.frames(B2ObuInfo.class).getFirst(), again))))
                                .orElseGet(() -> Outcome.failed("another B2", "再次收到B2", "nothing within " + SEARCHES_ON_MS + " ms"))))),
                List.of(hold(), new Step.Await<>(SEARCHES_ON_MS, true, seen -> foundAgain(seen).isPresent())),
                (seen, came) -> came.frame() instanceof B2ObuInfo && foundAgain(seen).isEmpty() ? Optional.empty()
                : voice.obligations(seen, came));
    }

    private static List<Entry.Came<B2ObuInfo>> same(Transcript<UnitFrame> seen) {
        List<Entry.Came<B2ObuInfo>> all = seen.frames(B2ObuInfo.class);
        return all.stream().filter(b2 -> b2.raw().equals(all.getFirst().raw()) && Transcript.msBetween(all.getFirst(),
                b2) <= REPEATS_LAST_MS).toList();
    }

    private static Optional<Entry.Came<B2ObuInfo>> foundAgain(Transcript<UnitFrame> seen) {
        List<Entry.Came<B2ObuInfo>> all = seen.frames(B2ObuInfo.class);
        return all.stream().filter(b2 -> Transcript.msBetween(all.getFirst(), b2) > REPEATS_LAST_MS).findFirst();
    }

    private static Outcome repeats(Transcript<UnitFrame> seen) {
        return foundFirst(seen, () -> {
            List<Entry.Came<B2ObuInfo>> same = same(seen);
            int repeats = same.size() - 1;
            if (repeats == 0) {
                return Outcome.quirk("never-repeats", "does not repeat what is not answered", "未应答时不重发", "none needed", "无需设置");
            }
            Measured first = Measured.without(new Text("first repetition", "首次重发"), Transcript.msBetween(same.get(0), same.get(1)));
            return (repeats <= MOST_REPEATS ? Outcome.passed() : Outcome.quirk("repeats-often", "repeats " + repeats + " times", "重发"
                    + repeats
                    + "次", "repeatMs, longer than all of them take", "repeatMs，应长于全部重发用时")).and(first);
        });
    }

    // ---- the antenna's switch

    private Exercise<UnitFrame> antenna() {
        return new Exercise<>("antenna", new Text("Close the antenna and open it", "关闭和打开天线"), List.of(
                new Judge<>(Check.of("antenna.closes", "finds nobody while it is closed", "关闭后不再搜到标签", "rsu-network.md §2"),
                ReadExercises::closed),
                new Judge<>(Check.of("antenna.opens", "finds the OBU again when it is open", "打开后重新搜到标签", "rsu-network.md §2"), seen ->
                        foundFirst(seen, () -> after(OPEN, seen).isEmpty() ? Outcome.failed("B2", "B2", "none within " + SEARCHES_ON_MS
                        + " ms")
                                : Outcome.passed()))),
                List.of(hold(), new Step.Listen<>(ON_ITS_WAY_MS), new Step.Send<>(seen -> Optional.of(voice.antenna(seen, false))),
                        new Step.Listen<>(CLOSED_MS), new Step.Send<>(seen -> Optional.of(voice.antenna(seen, true))),
                        new Step.Await<>(SEARCHES_ON_MS, true, seen -> !after(OPEN, seen).isEmpty())), voice::obligations);
    }

    private static Optional<Entry.Sent<UnitFrame>> sent(String what, Transcript<UnitFrame> seen) {
        return seen.sent().stream().filter(one -> one.said().what().equals(what)).findFirst();
    }

    private static List<Entry.Came<B2ObuInfo>> after(String command, Transcript<UnitFrame> seen) {
        return sent(command, seen).map(sent -> seen.frames(B2ObuInfo.class).stream().filter(b2 -> b2.atNanos() > sent.atNanos()).toList())
                .orElse(List.of());
    }

    private static Outcome closed(Transcript<UnitFrame> seen) {
        Optional<Entry.Sent<UnitFrame>> close = sent(CLOSE, seen);
        if (close.isEmpty()) {
            return Outcome.notAsked("no OBU was found", "未搜到标签");
        }
        List<Entry.Came<B2ObuInfo>> opened = after(OPEN, seen);
        long found = after(CLOSE, seen).stream().filter(b2 -> !opened.contains(b2) && Transcript.msBetween(close.get(),
                b2) > ON_ITS_WAY_MS).count();
        return found == 0 ? Outcome.passed() : Outcome.quirk("antenna-stays-on", "found an OBU " + found + " times while closed", "关闭期间搜到标签"
                + found + "次", "none needed: a closed lane abandons every OBU", "无需设置：关闭的车道会放弃所有标签");
    }
}
