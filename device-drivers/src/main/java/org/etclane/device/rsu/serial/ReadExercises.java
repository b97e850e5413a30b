package org.etclane.device.rsu.serial;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.etclane.device.Bytes;
import org.etclane.device.ObuId;
import org.etclane.device.RsuCommand;
import org.etclane.device.conformance.Check;
import org.etclane.device.conformance.Entry;
import org.etclane.device.conformance.Exercise;
import org.etclane.device.conformance.Judge;
import org.etclane.device.conformance.Measured;
import org.etclane.device.conformance.Outcome;
import org.etclane.device.conformance.Say;
import org.etclane.device.conformance.Step;
import org.etclane.device.conformance.Transcript;
import org.etclane.device.rsu.serial.UnitFrame.B2ObuInfo;
import org.etclane.device.rsu.serial.UnitFrame.B3VehicleInfo;
import org.etclane.device.rsu.serial.UnitFrame.B4CardInfo;
import org.etclane.device.rsu.serial.UnitFrame.StepError;
import org.etclane.device.spi.Text;

/**
 * What is asked of an RSU with an OBU in its zone, without writing to it: reading, the same frame again, a lane that says nothing,
 * the antenna's switch (rsu-serial.md §2–§6).
 */
final class ReadExercises {
    static final Text HOLD = new Text("Hold a test OBU with a test card in the zone, and leave it there",
            "请将插有测试卡的测试标签放入天线区，并一直放着");
    static final long HAND_MS = 60_000;
    /** 50 attempts of 15 ms for one exchange, a few exchanges for one step. */
    static final long STEP_MS = 3_000;
    /** A frame that comes again by itself comes sooner. */
    static final long REPEAT_MS = 500;
    /** Longer than that, and shorter than the RSU takes to find the same OBU again (WaitTime, 1 s at least). */
    static final long AFTERWARDS_MS = 700;
    /** 1 s of patience, WaitTime and the search itself, amply. */
    private static final long SEARCHES_ON_MS = 10_000;
    private static final long ON_ITS_WAY_MS = 300;
    private static final long CLOSED_MS = 5_000;
    private static final String FLOW = "rsu-serial.md §3";
    private static final String FRAMES = "rsu-serial.md §5";

    private final RsuSerialSettings settings;
    private final SuiteVoice voice;

    ReadExercises(RsuSerialSettings settings, SuiteVoice voice) {
        this.settings = settings;
        this.voice = voice;
    }

    List<Exercise<UnitFrame>> all() {
        List<Exercise<UnitFrame>> exercises = new ArrayList<>(List.of(read()));
        if (settings.profile().canAskAgain()) {
            exercises.add(resend());
        }
        exercises.addAll(List.of(silentLane(), antenna()));
        return exercises;
    }

    // ---- shared with the debit

    static Step<UnitFrame> hold() {
        return new Step.Act<>(HOLD, HAND_MS, seen -> !seen.frames(B2ObuInfo.class).isEmpty());
    }

    static Step<UnitFrame> await(Class<? extends UnitFrame> frame) {
        return new Step.Await<>(STEP_MS, true, seen -> !seen.frames(frame).isEmpty() || !seen.frames(StepError.class).isEmpty());
    }

    /** The issuer's first four bytes twice (分散因子). */
    static Bytes factor(Bytes issuer) {
        return Bytes.concat(issuer.slice(0, 4), issuer.slice(0, 4));
    }

    static Bytes obuFactor(Transcript<UnitFrame> seen) {
        return seen.frames(B2ObuInfo.class).reversed().stream().findFirst().map(b2 -> factor(b2.frame().obu().issuer()))
                .orElse(Bytes.zeros(8));
    }

    /** Passed when there is no error in this step; what came instead otherwise. */
    static Outcome stepDone(Transcript<UnitFrame> seen, int command, Class<? extends UnitFrame> good) {
        Optional<StepError> error = seen.frames(StepError.class, one -> one.command() == command).stream().map(Entry.Came::frame)
                .findFirst();
        if (error.isPresent()) {
            return Outcome.failed("%02X with error code 00".formatted(command), "%02X错误码为00".formatted(command), "error %02X: %s".formatted(
                    error.get().errorCode(), RsuErrorCodes.meaning(command, error.get().errorCode())));
        }
        return seen.frames(good).isEmpty() ? Outcome.failed("%02X".formatted(command), "%02X".formatted(command),
                "nothing within " + STEP_MS + " ms") : Outcome.passed();
    }

    /** No frame comes a second time by itself: what was asked for once more may be the same. */
    static Judge<UnitFrame> once(String id) {
        return new Judge<>(Check.of(id, "no frame comes a second time by itself", "不自行重复发送", FLOW), seen -> {
            List<Entry.Came<UnitFrame>> frames = seen.frames();
            for (int i = 0; i < frames.size(); i++) {
                Entry.Came<UnitFrame> one = frames.get(i);
                Optional<Entry.Came<UnitFrame>> twin = frames.subList(i + 1, frames.size()).stream().filter(other -> other.raw()
                        .equals(one.raw())
                        && Transcript.msBetween(one, other) <= REPEAT_MS && !askedAgain(seen, one, other)).findFirst();
                if (twin.isPresent()) {
                    long laterMs = Transcript.msBetween(one, twin.get());
                    String what = RsuSerialConformance.words(one.frame());
                    return Outcome.quirk("repeats-frames", what + " again after " + laterMs + " ms", what + "在" + laterMs + "毫秒后重复",
                            "none needed: the lane knows a frame that comes twice", "无需设置：车道可识别重复帧");
                }
            }
            return frames.isEmpty() ? Outcome.notAsked("no frame came", "未收到帧") : Outcome.passed();
        });
    }

    private static boolean askedAgain(Transcript<UnitFrame> seen, Entry<UnitFrame> from, Entry<UnitFrame> to) {
        return seen.sent().stream().filter(sent -> sent.atNanos() >= from.atNanos() && sent.atNanos() <= to.atNanos())
                .anyMatch(sent -> sent.said().what().equals(SuiteVoice.RESEND) || sent.said().what().equals(SuiteVoice.PROOF));
    }

    // ---- reading

    private Exercise<UnitFrame> read() {
        return new Exercise<>("read", new Text("Read an OBU and its card", "读取标签和卡片"), List.of(
                new Judge<>(Check.of("b2.found", "an OBU is found", "搜到标签", FLOW), seen -> seen.frames(B2ObuInfo.class).isEmpty()
                        ? Outcome.failed("B2 of an OBU", "标签的B2", "none within " + HAND_MS / 1000 + " s") : Outcome.passed()),
                form("b2.form", 0xB2, B2ObuInfo.class),
                new Judge<>(Check.of("b3.read", "the vehicle file is read", "读取车辆信息", FLOW), seen -> foundFirst(seen,
                        () -> stepDone(seen, 0xB3, B3VehicleInfo.class).and(took(seen, B2ObuInfo.class, B3VehicleInfo.class)))),
                form("b3.form", 0xB3, B3VehicleInfo.class),
                new Judge<>(Check.of("b4.read", "the card is read", "读取卡片", FLOW), this::cardRead),
                new Judge<>(Check.of("b4.form", "B4 has a length of its profile's lane", "B4长度符合版本", FRAMES), this::cardForm),
                new Judge<>(Check.of("b4.issuer", "the card's issuer stands where the profile has it", "发行方标识位置符合版本", "rsu-serial.md §0"),
                        ReadExercises::issuer),
                new Judge<>(Check.of("dialogue.order", "B2, B3, B4 come in this order, about one OBU", "B2、B3、B4顺序正确且为同一标签", FLOW),
                        ReadExercises::order), once("dialogue.once")),
                List.of(hold(), await(B3VehicleInfo.class), await(B4CardInfo.class), new Step.Listen<>(AFTERWARDS_MS)),
                (seen, came) -> switch (came.frame()) {
                    case B2ObuInfo b2 -> Optional.of(voice.readOn(b2, b2.obu().id(), obuFactor(seen)));
                    case B3VehicleInfo b3 -> Optional.of(voice.readOn(b3, b3.obu(), obuFactor(seen)));
                    case UnitFrame _ -> voice.obligations(seen, came);
                });
    }

    private interface Later {
        Outcome judge();
    }

    private static Outcome foundFirst(Transcript<UnitFrame> seen, Later later) {
        return seen.frames(B2ObuInfo.class).isEmpty() ? Outcome.notAsked("no OBU was found", "未搜到标签") : later.judge();
    }

    static Measured[] took(Transcript<UnitFrame> seen, Class<? extends UnitFrame> from, Class<? extends UnitFrame> to) {
        if (seen.frames(from).isEmpty() || seen.frames(to).isEmpty()) {
            return new Measured[0];
        }
        String words = from.getSimpleName().substring(0, 2) + " → " + to.getSimpleName().substring(0, 2);
        return new Measured[] {Measured.without(new Text(words, words), Transcript.msBetween(seen.frames(from).getFirst(),
                seen.frames(to).getFirst()))};
    }

    private Judge<UnitFrame> form(String id, int command, Class<? extends UnitFrame> kind) {
        int usual = settings.profile().usualBytes(command);
        String name = "%02X".formatted(command);
        return new Judge<>(Check.of(id, name + " has the usual length of its profile", name + "长度符合版本", FRAMES), seen ->
                seen.frames(kind).stream().findFirst().map(came -> came.raw().size() == usual ? Outcome.passed()
                        : otherForm(name, came.raw().size(), usual, "none needed: told apart by the length", "无需设置：按长度区分"))
                        .orElseGet(() -> Outcome.notAsked("no " + name + " came", "未收到" + name)));
    }

    static Outcome otherForm(String name, int bytes, int usual, String setting, String settingChinese) {
        return Outcome.quirk(name.toLowerCase(Locale.ROOT) + "-other-form", name + " of " + bytes + " bytes, usual " + usual,
                name + "为" + bytes + "字节，通常" + usual + "字节", setting, settingChinese);
    }

    private Outcome cardRead(Transcript<UnitFrame> seen) {
        if (seen.frames(B3VehicleInfo.class).isEmpty()) {
            return Outcome.notAsked("the dialogue did not get so far", "对话未到此步");
        }
        Optional<B4CardInfo> card = seen.first(B4CardInfo.class).map(Entry.Came::frame);
        if (card.isPresent() && !card.get().cardWasRead()) {
            return Outcome.failed("ReadIccStatus 00", "ReadIccStatus为00", card.get().ef04().map(read ->
                    "%02X".formatted(read.cardStatus())).orElse(""));
        }
        return stepDone(seen, 0xB4, B4CardInfo.class).and(took(seen, B3VehicleInfo.class, B4CardInfo.class));
    }

    private Outcome cardForm(Transcript<UnitFrame> seen) {
        Optional<Entry.Came<B4CardInfo>> came = seen.first(B4CardInfo.class);
        if (came.isEmpty()) {
            return Outcome.notAsked("no B4 came", "未收到B4");
        }
        int bytes = came.get().raw().size();
        if (settings.profile() == Profile.EF04) {
            return ef04Form(came.get());
        }
        int usual = settings.profile().usualBytes(0xB4);
        return bytes == usual ? Outcome.passed() : otherForm("B4", bytes, usual, "read by its length; a station of " + came.get().frame()
                .card().transitFile().size() + " bytes may mean stationLength: 36", "按长度区分；过站信息" + came.get().frame().card().transitFile()
                .size() + "字节，可能需stationLength为36");
    }

    private Outcome ef04Form(Entry.Came<B4CardInfo> came) {
        boolean asked = settings.options().ef04().option() != 0;
        boolean told = came.frame().ef04().flatMap(Ef04.Read::part).isPresent();
        return asked == told ? Outcome.passed() : otherForm("B4", came.raw().size(), settings.profile().usualBytes(0xB4), asked
                ? "the RSU does not read EF04: ef04Option: 0" : "none needed", asked ? "天线不读EF04：ef04Option设为0" : "无需设置");
    }

    /** B4 of 98 bytes is classic or jiangsu: only where the issuer's name stands tells them apart. */
    private static Outcome issuer(Transcript<UnitFrame> seen) {
        Optional<B4CardInfo> card = seen.first(B4CardInfo.class).map(Entry.Came::frame);
        if (card.isEmpty()) {
            return Outcome.notAsked("no B4 came", "未收到B4");
        }
        Bytes issuer = card.get().card().issueFile().slice(0, 8);
        boolean text = issuer.u8(0) >= 0x81 && issuer.u8(2) >= 0x81; // two Chinese characters in GBK
        return text ? Outcome.passed() : Outcome.quirk("other-profile", "no name at the issuer's place: " + issuer, "发行方位置不是名称：" + issuer,
        "profile", "profile");
    }

    private static Outcome order(Transcript<UnitFrame> seen) {
        Set<String> kinds = new LinkedHashSet<>();
        Set<ObuId> obus = new LinkedHashSet<>();
        for (Entry<UnitFrame> entry : seen.entries()) {
            if (entry instanceof Entry.Sent<UnitFrame> sent && sent.said().what().startsWith("C2")) {
                break;
            }
            if (entry instanceof Entry.Came<UnitFrame> came) {
                note(came.frame(), kinds, obus);
            }
        }
        String came = String.join(" ", kinds);
        return came.isEmpty() ? Outcome.notAsked("no OBU was found", "未搜到标签") : "B2 B3 B4".startsWith(came) && obus.size() == 1
                ? Outcome.passed() : Outcome.failed("B2 B3 B4 of one OBU", "同一标签的B2 B3 B4", came + ", OBU " + obus);
    }

    private static void note(UnitFrame frame, Set<String> kinds, Set<ObuId> obus) {
        if (frame instanceof B2ObuInfo b2) {
            kinds.add("B2");
            obus.add(b2.obu().id());
        } else if (frame instanceof B3VehicleInfo b3) {
            kinds.add("B3");
            obus.add(b3.obu());
        } else if (frame instanceof B4CardInfo b4) {
            kinds.add("B4");
            obus.add(b4.obu());
        }
    }

    // ---- the same frame again

    private Exercise<UnitFrame> resend() {
        Function<Transcript<UnitFrame>, Integer> times = seen -> seen.frames(B3VehicleInfo.class).size();
        return new Exercise<>("send-again", new Text("Ask for B3 once more", "请求重发B3"), List.of(
                new Judge<>(Check.of("c2.resend", "C2 with StopType 2 gets B3 once more", "C2（StopType 2）得到重发的B3", "rsu-serial.md §4 C2"),
                seen ->
                        times.apply(seen) == 0 ? Outcome.notAsked("no B3 came", "未收到B3") : times.apply(seen) > 1 ? Outcome.passed()
                        : Outcome.quirk("no-resend", "does not send a frame again", "不支持重发", "none needed: the search goes on after 1 s",
                        "无需设置：1秒后继续搜索"))),
                List.of(hold(), await(B3VehicleInfo.class), new Step.Await<>(STEP_MS, true, seen -> times.apply(seen) > 1)),
                (seen, came) -> switch (came.frame()) {
                    case B2ObuInfo b2 -> Optional.of(voice.readOn(b2, b2.obu().id(), obuFactor(seen)));
                    case B3VehicleInfo b3 when times.apply(seen) == 1 ->
                            Optional.of(voice.answer(SuiteVoice.RESEND, b3, new RsuCommand.Repeat(b3.obu())));
                    case UnitFrame _ -> voice.obligations(seen, came);
                });
    }

    // ---- a lane that says nothing

    private Exercise<UnitFrame> silentLane() {
        return new Exercise<>("silent-lane", new Text("Not answering B2", "不应答B2"), List.of(
                new Judge<>(Check.of("lane-silent.searches-on", "the RSU gives up after about 1 s and finds the OBU again", "约1秒后放弃并重新搜到标签",
                        "rsu-serial.md §2"), ReadExercises::searchedOn)),
                List.of(hold(), new Step.Await<>(SEARCHES_ON_MS, true, seen -> foundAgain(seen).isPresent())),
                (seen, came) -> came.frame() instanceof B2ObuInfo && foundAgain(seen).isEmpty() ? Optional.<Say>empty()
                : voice.obligations(seen, came));
    }

    private static Optional<Entry.Came<B2ObuInfo>> foundAgain(Transcript<UnitFrame> seen) {
        List<Entry.Came<B2ObuInfo>> found = seen.frames(B2ObuInfo.class);
        return found.stream().filter(b2 -> Transcript.msBetween(found.getFirst(), b2) > REPEAT_MS).findFirst();
    }

    private static Outcome searchedOn(Transcript<UnitFrame> seen) {
        return foundFirst(seen, () -> foundAgain(seen).map(again -> Outcome.passed(Measured.without(new Text("B2 to the next B2",
                "B2到下一次B2"),
                Transcript.msBetween(seen.frames(B2ObuInfo.class).getFirst(), again))))
                .orElseGet(() -> Outcome.failed("another B2", "再次收到B2", "nothing within " + SEARCHES_ON_MS + " ms")));
    }

    // ---- the antenna's switch

    private Exercise<UnitFrame> antenna() {
        return new Exercise<>("antenna", new Text("Close the antenna and open it", "关闭和打开天线"), List.of(
                new Judge<>(Check.of("antenna.closes", "finds nobody while it is closed", "关闭后不再搜到标签", "rsu-serial.md §4 4C"),
                ReadExercises::closed),
                new Judge<>(Check.of("antenna.opens", "finds the OBU again when it is open", "打开后重新搜到标签", "rsu-serial.md §4 4C"),
                ReadExercises::opened)),
                List.of(hold(), new Step.Listen<>(ON_ITS_WAY_MS),
                        new Step.Send<>(seen -> Optional.of(voice.unasked("4C close", seen, new RsuCommand.SwitchAntenna(false)))),
                        new Step.Listen<>(CLOSED_MS + settings.waitTimeS() * 1000L),
                        new Step.Send<>(seen -> Optional.of(voice.unasked("4C open", seen, new RsuCommand.SwitchAntenna(true)))),
                        new Step.Await<>(SEARCHES_ON_MS, true, seen -> !after("4C open", seen).isEmpty())), voice::obligations);
    }

    private static List<Entry.Came<B2ObuInfo>> after(String command, Transcript<UnitFrame> seen) {
        return seen.sent().stream().filter(sent -> sent.said().what().equals(command)).findFirst().map(sent ->
                seen.frames(B2ObuInfo.class).stream()
                .filter(b2 -> b2.atNanos() > sent.atNanos()).toList()).orElse(List.of());
    }

    private static Outcome closed(Transcript<UnitFrame> seen) {
        Optional<Entry.Sent<UnitFrame>> close = seen.sent().stream().filter(sent -> sent.said().what().equals("4C close")).findFirst();
        if (close.isEmpty()) {
            return Outcome.notAsked("no OBU was found", "未搜到标签");
        }
        List<Entry.Came<B2ObuInfo>> opened = after("4C open", seen);
        long found = after("4C close", seen).stream().filter(b2 -> !opened.contains(b2) && Transcript.msBetween(close.get(),
                b2) > ON_ITS_WAY_MS).count();
        return found == 0 ? Outcome.passed() : Outcome.quirk("antenna-stays-on", "found an OBU " + found + " times while closed",
                "关闭期间搜到标签" + found + "次", "none needed: a closed lane abandons every OBU", "无需设置：关闭的车道会放弃所有标签");
    }

    private static Outcome opened(Transcript<UnitFrame> seen) {
        return foundFirst(seen, () -> after("4C open", seen).isEmpty() ? Outcome.failed("B2 of the OBU", "标签的B2",
                "none within " + SEARCHES_ON_MS + " ms") : Outcome.passed());
    }
}
