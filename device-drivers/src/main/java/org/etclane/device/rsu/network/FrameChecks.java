package org.etclane.device.rsu.network;

import java.util.List;
import java.util.function.Predicate;
import org.etclane.device.conformance.Check;
import org.etclane.device.conformance.Entry;
import org.etclane.device.conformance.Judge;
import org.etclane.device.conformance.Outcome;
import org.etclane.device.conformance.Transcript;
import org.etclane.device.rsu.network.UnitFrame.B0Status;
import org.etclane.device.rsu.network.UnitFrame.B5Result;

/** What every frame of an RSU of variant B has to keep, judged by all that came in a run (rsu-network.md §1, §3). Pure. */
final class FrameChecks {
    private static final String LINK = "rsu-network.md §1";
    private static final int LAST = 9;

    private FrameChecks() {
    }

    static List<Judge<UnitFrame>> judges() {
        return List.of(
                bad("frames.link", "every byte belongs to a frame with the right length and CRC", "所有字节均属长度和CRC正确的帧", LINK,
                        bad -> !bad.reason().startsWith(RsuNetworkEar.UNREADABLE)),
                bad("frames.content", "every frame has a known form", "帧格式均可识别", "rsu-network.md §3",
                        bad -> bad.reason().startsWith(RsuNetworkEar.UNREADABLE)),
                new Judge<>(Check.of("frames.seq", "SEQ is 01 to 09", "SEQ为01至09", LINK), FrameChecks::form),
                new Judge<>(Check.of("frames.seq-order", "SEQ counts on by one", "SEQ逐帧加1", LINK), FrameChecks::order),
                new Judge<>(Check.of("b5.terminal", "results name a PSAM that B0 names", "结果中的终端机号与B0一致", "rsu-network.md §3"),
                        FrameChecks::terminal));
    }

    private static Judge<UnitFrame> bad(String id, String english, String chinese, String source, Predicate<Entry.Bad<UnitFrame>> wrong) {
        return new Judge<>(Check.of(id, english, chinese, source), seen -> {
            List<Entry.Bad<UnitFrame>> found = seen.bad().stream().filter(wrong).toList();
            if (!found.isEmpty()) {
                return Outcome.failed("none", "无", found.size() + " times; first: " + found.getFirst().reason() + " ("
                        + found.getFirst().raw() + ")");
            }
            return seen.frames().isEmpty() ? Outcome.notAsked("no frame came", "未收到帧") : Outcome.passed();
        });
    }

    private static Outcome form(Transcript<UnitFrame> seen) {
        return seen.frames().stream().map(came -> RsuNetworkEar.seq(came.raw())).filter(seq -> seq < 1 || seq > LAST).findFirst()
                .map(seq -> Outcome.quirk("seq-form", "SEQ %02XH".formatted(seq), "SEQ为%02XH".formatted(seq), "none needed: not judged",
                        "无需设置：不作判断")).orElseGet(() -> nothingOr(seen));
    }

    private static Outcome nothingOr(Transcript<UnitFrame> seen) {
        return seen.frames().isEmpty() ? Outcome.notAsked("no frame came", "未收到帧") : Outcome.passed();
    }

    /** A frame that is repeated keeps its SEQ, and a B0 may begin anew. */
    private static Outcome order(Transcript<UnitFrame> seen) {
        List<Entry.Came<UnitFrame>> frames = seen.frames();
        for (int i = 1; i < frames.size(); i++) {
            Entry.Came<UnitFrame> before = frames.get(i - 1);
            Entry.Came<UnitFrame> now = frames.get(i);
            int seq = RsuNetworkEar.seq(now.raw());
            boolean anew = now.frame() instanceof B0Status;
            boolean again = frames.subList(Math.max(0, i - LAST), i).stream().anyMatch(one -> one.raw().equals(now.raw()));
            if (!again && !anew && seq != Seq.nextOfUnit(RsuNetworkEar.seq(before.raw()))) {
                return Outcome.quirk("seq-gaps", "SEQ %02XH after %02XH".formatted(seq, RsuNetworkEar.seq(before.raw())),
                        "SEQ由%02XH变为%02XH".formatted(RsuNetworkEar.seq(before.raw()), seq), "none needed: gaps mean nothing", "无需设置：不作判断");
            }
        }
        return nothingOr(seen);
    }

    private static Outcome terminal(Transcript<UnitFrame> seen) {
        List<String> named = seen.frames(B0Status.class).stream().flatMap(b0 -> b0.frame().psams().stream()).map(UnitFrame.Psam::terminal)
                .toList();
        List<String> told = seen.frames(B5Result.class).stream().map(b5 -> b5.frame().terminal()).toList();
        if (told.isEmpty() || named.isEmpty()) {
            return Outcome.notAsked("no result came, or B0 names no PSAM", "未收到结果，或B0无终端机号");
        }
        return told.stream().filter(one -> !named.contains(one)).findFirst().map(other -> Outcome.failed(String.join(" or ", named),
                String.join("、", named), other)).orElseGet(Outcome::passed);
    }
}
