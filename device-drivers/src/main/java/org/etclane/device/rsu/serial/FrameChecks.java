package org.etclane.device.rsu.serial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.etclane.device.Bytes;
import org.etclane.device.conformance.Check;
import org.etclane.device.conformance.Entry;
import org.etclane.device.conformance.Judge;
import org.etclane.device.conformance.Outcome;
import org.etclane.device.conformance.Transcript;
import org.etclane.device.frame.Bcc;
import org.etclane.device.rsu.serial.UnitFrame.B0Status;
import org.etclane.device.rsu.serial.UnitFrame.B5Result;
import org.etclane.device.spi.Text;

/** What every frame of an RSU has to keep, judged by all that came in a run (rsu-serial.md §1, §5). Pure. */
final class FrameChecks {
    private static final String LINK = "rsu-serial.md §1";
    private static final int DELIMITER = 0xFF;

    private final Profile profile;

    FrameChecks(RsuSerialSettings settings) {
        this.profile = settings.profile();
    }

    List<Judge<UnitFrame>> judges() {
        return List.of(
                new Judge<>(Check.of("frames.start", "frames begin with " + profile.usualStxBytes() + " FF", "帧头为" + profile.usualStxBytes()
                        + "个FF", LINK), this::start),
                bad("frames.bcc", "every BCC is right", "BCC均正确", "bytes with the right BCC", "BCC正确", this::wrongCheck),
                bad("frames.escape", "FE is followed by 00 or 01 only", "FE后仅为00或01", "FE 00 or FE 01", "FE 00或FE 01", this::wrongEscape),
                new Judge<>(Check.of("frames.length", "every frame has a length of its profile", "帧长均符合版本", "rsu-serial.md §0"),
                this::lengths),
                bad("frames.noise", "there is nothing between frames", "帧间无杂码", "frames only", "仅有帧", this::noise),
                new Judge<>(Check.of("frames.rsctl", "RSCTL is X8H", "RSCTL为X8H", LINK), this::rsctl),
                new Judge<>(Check.of("rsu.stays-up", "the RSU does not restart by itself", "天线不自行重启", "rsu-serial.md §2"), this::staysUp),
                new Judge<>(Check.of("b5.terminal", "results name a PSAM that B0 names", "结果中的终端机号与B0一致", "rsu-serial.md §5 B5"),
                this::terminal));
    }

    /** The end of a frame and the start of the next stand together, so a run of FF between frames is one longer than the start. */
    private Outcome start(Transcript<UnitFrame> seen) {
        List<Integer> runs = runs(seen.stream());
        if (runs.isEmpty()) {
            return Outcome.notAsked("fewer than two frames came", "不足两帧");
        }
        int usual = profile.usualStxBytes();
        Optional<Integer> other = runs.stream().map(run -> run - 1).filter(run -> run != usual).findFirst();
        return other.map(count -> Outcome.quirk(count < usual ? "single-ff-start" : "more-ff-start", count
                + " FF at the start of a frame, not " + usual, "帧头" + count + "个FF，应为" + usual + "个",
                "none needed to read it; stxBytes is what the lane sends", "读取无需设置；stxBytes为车道发送的个数")).orElseGet(Outcome::passed);
    }

    private static List<Integer> runs(Bytes stream) {
        List<Integer> found = new ArrayList<>();
        int run = 0;
        boolean content = false;
        for (int i = 0; i < stream.size(); i++) {
            if (stream.u8(i) == DELIMITER) {
                run++;
            } else {
                if (run > 0 && content) {
                    found.add(run);
                }
                run = 0;
                content = true;
            }
        }
        return found;
    }

    private Judge<UnitFrame> bad(String id, String english, String chinese, String expected, String expectedChinese,
            Predicate<Entry.Bad<UnitFrame>> wrong) {
        return new Judge<>(Check.of(id, english, chinese, LINK), seen -> {
            List<Entry.Bad<UnitFrame>> found = seen.bad().stream().filter(wrong).toList();
            if (!found.isEmpty()) {
                return Outcome.failed(expected, expectedChinese, found.size() + " times; first: " + found.getFirst().raw());
            }
            return seen.frames().isEmpty() ? Outcome.notAsked("no frame came", "未收到帧") : Outcome.passed();
        });
    }

    private boolean wrongCheck(Entry.Bad<UnitFrame> bad) {
        return bad.reason().equals(RsuDeframer.BAD_BCC);
    }

    private boolean wrongEscape(Entry.Bad<UnitFrame> bad) {
        return bad.reason().equals(RsuDeframer.BAD_ESCAPE);
    }

    /** A whole frame whose fields make no sense to the profile. */
    private boolean wrongLength(Entry.Bad<UnitFrame> bad) {
        return !wrongCheck(bad) && !wrongEscape(bad) && !bad.reason().equals(RsuDeframer.NOT_BEGUN) && bad.raw().size() >= 2
                && Bcc.of(bad.raw()) == 0;
    }

    /** The rest of a frame that began before the line was opened is none. */
    private boolean noise(Entry.Bad<UnitFrame> bad) {
        return !wrongCheck(bad) && !wrongEscape(bad) && !wrongLength(bad) && !bad.reason().equals(RsuDeframer.NOT_BEGUN);
    }

    private Outcome lengths(Transcript<UnitFrame> seen) {
        List<Entry.Bad<UnitFrame>> found = seen.bad().stream().filter(this::wrongLength).toList();
        if (found.isEmpty()) {
            return seen.frames().isEmpty() ? Outcome.notAsked("no frame came", "未收到帧") : Outcome.passed();
        }
        Bytes raw = found.getFirst().raw();
        List<String> others = Arrays.stream(Profile.values()).filter(other -> other != profile)
                .filter(other -> UnitFrameCodec.decode(other, raw) instanceof Parsed.Frame<UnitFrame>(var frame, _)
                        && !(frame instanceof UnitFrame.Unknown)).map(Profile::label).toList();
        String words = "%02X of %d bytes".formatted(raw.u8(1), raw.size());
        return others.isEmpty() ? Outcome.failed("a length of profile " + profile.label(), "版本" + profile.label() + "的帧长",
                words + ": " + found.getFirst().reason()) : Outcome.quirk("other-profile", words + ", as in profile "
                + String.join(" or ", others), words + "，符合版本" + String.join("、", others), "profile: " + String.join(" or ", others),
                "profile：" + String.join("、", others));
    }

    private Outcome rsctl(Transcript<UnitFrame> seen) {
        return seen.frames().stream().map(came -> came.frame().rsctl()).filter(rsctl -> (rsctl & 0x0F) != 8).findFirst()
                .map(rsctl -> Outcome.quirk("rsctl-form", "RSCTL %02XH".formatted(rsctl), "RSCTL为%02XH".formatted(rsctl),
                "none needed: answered as it comes", "无需设置：按原值应答"))
                .orElseGet(() -> seen.frames().isEmpty() ? Outcome.notAsked("no frame came", "未收到帧") : Outcome.passed());
    }

    private Outcome staysUp(Transcript<UnitFrame> seen) {
        List<Entry.Came<B0Status>> answers = RsuSerialConformance.answers(seen);
        if (answers.isEmpty()) {
            return Outcome.notAsked("it was never initialised", "未完成初始化");
        }
        long later = seen.frames(B0Status.class, B0Status::isPowerUp).stream().filter(b0 -> b0.atNanos() > answers.getFirst().atNanos())
                .count();
        return later == 0 ? Outcome.passed() : Outcome.failed("no B0 with RSCTL 98H", "无RSCTL为98H的B0", later + " of them");
    }

    private Outcome terminal(Transcript<UnitFrame> seen) {
        List<String> named = seen.frames(B0Status.class).stream().flatMap(b0 -> Stream.of(b0.frame().terminal1(),
                b0.frame().terminal2())).toList();
        List<String> told = seen.frames(B5Result.class).stream().map(b5 -> b5.frame().result().terminal()).filter(one -> !one.isEmpty())
                .toList();
        if (told.isEmpty() || named.isEmpty()) {
            return Outcome.notAsked("no result with a terminal number came", "未收到含终端机号的结果");
        }
        return told.stream().filter(one -> !named.contains(one)).findFirst().map(other -> Outcome.failed(String.join(" or ", named),
                String.join("、", named), other)).orElseGet(Outcome::passed);
    }
}
