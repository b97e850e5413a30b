package org.etclane.device.ldi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.etclane.device.Bytes;
import org.etclane.device.LoopEvent;
import org.etclane.device.conformance.Entry;
import org.etclane.device.conformance.Say;
import org.etclane.device.conformance.Step;
import org.etclane.device.conformance.Transcript;
import org.etclane.device.ldi.LdiHeard.Called;
import org.etclane.device.ldi.LdiHeard.Gone;
import org.etclane.device.ldi.LdiHeard.Said;
import org.etclane.device.ldi.LdiMessage.Authenticate0E;
import org.etclane.device.ldi.LdiMessage.Initialise1A;
import org.etclane.device.ldi.LdiMessage.Monitor0C;
import org.etclane.device.ldi.LdiMessage.Monitored;
import org.etclane.device.ldi.LdiMessage.Report1C;
import org.etclane.device.link.Callers;

/**
 * How things stand on a line of callers, out of what was said on it, and the frames of the lane's side. Part of {@link LdiConformance};
 * pure but for the wall time in the heads, by which devices set their clocks.
 */
final class LdiScene {
    final LdiSettings settings;
    private final LongSupplier wallMillis;

    LdiScene(LdiSettings settings, LongSupplier wallMillis) {
        this.settings = settings;
        this.wallMillis = wallMillis;
    }

    /** A message, with what is known of its arrival. */
    record From<M>(long atNanos, int caller, int seq, M message, Bytes raw) {
        long msAfter(Entry<?> earlier) {
            return Math.round((atNanos - earlier.atNanos()) / 1e6);
        }
    }

    // ---- what was said

    static <M extends LdiMessage> List<From<M>> said(Transcript<LdiHeard> seen, Class<M> kind) {
        List<From<M>> found = new ArrayList<>();
        for (Entry.Came<LdiHeard> came : seen.frames()) {
            if (came.frame() instanceof Said(int caller, int seq, LdiMessage message) && kind.isInstance(message)) {
                found.add(new From<>(came.atNanos(), caller, seq, kind.cast(message), came.raw()));
            }
        }
        return found;
    }

    /** By caller, in the order in which they came. */
    static <M extends LdiMessage> Map<Integer, List<From<M>>> byCaller(Transcript<LdiHeard> seen, Class<M> kind) {
        Map<Integer, List<From<M>>> found = new LinkedHashMap<>();
        said(seen, kind).forEach(one -> found.computeIfAbsent(one.caller, _ -> new ArrayList<>()).add(one));
        return found;
    }

    /** What 1C told of this module. */
    static <R extends LdiReport> List<From<R>> reports(Transcript<LdiHeard> seen, LdiModule module, Class<R> kind) {
        List<From<R>> found = new ArrayList<>();
        for (From<Report1C> one : said(seen, Report1C.class)) {
            one.message.reports().stream().filter(report -> report.module().equals(module) && kind.isInstance(report))
                    .forEach(report -> found.add(new From<>(one.atNanos, one.caller, one.seq, kind.cast(report), one.raw)));
        }
        return found;
    }

    /** What 0C told of this module. */
    static List<From<Monitored>> states(Transcript<LdiHeard> seen, LdiModule module) {
        List<From<Monitored>> found = new ArrayList<>();
        for (From<Monitor0C> one : said(seen, Monitor0C.class)) {
            one.message.modules().stream().filter(state -> state.module().equals(module))
                    .forEach(state -> found.add(new From<>(one.atNanos, one.caller, one.seq, state, one.raw)));
        }
        return found;
    }

    /** What B1 told of this module. */
    static List<From<LdiMessage.Result>> results(Transcript<LdiHeard> seen, LdiModule module) {
        List<From<LdiMessage.Result>> found = new ArrayList<>();
        for (From<LdiMessage.B1Controlled> one : said(seen, LdiMessage.B1Controlled.class)) {
            one.message.results().stream().filter(result -> result.module().equals(module))
                    .forEach(result -> found.add(new From<>(one.atNanos, one.caller, one.seq, result, one.raw)));
        }
        return found;
    }

    /** What A1 told of this module. */
    static List<From<LdiMessage.Readiness>> readiness(Transcript<LdiHeard> seen, LdiModule module) {
        List<From<LdiMessage.Readiness>> found = new ArrayList<>();
        for (From<LdiMessage.A1Initialised> one : said(seen, LdiMessage.A1Initialised.class)) {
            one.message.modules().stream().filter(state -> state.module().equals(module))
                    .forEach(state -> found.add(new From<>(one.atNanos, one.caller, one.seq, state, one.raw)));
        }
        return found;
    }

    /** Everything since this was sent, beginning with it; empty when it was not. */
    static Transcript<LdiHeard> since(Transcript<LdiHeard> seen, String what) {
        int at = indexOf(seen, what);
        return at < 0 ? Transcript.of(List.of()) : Transcript.of(seen.entries().subList(at, seen.entries().size()));
    }

    /** As {@link #since}, until that was sent. */
    static Transcript<LdiHeard> between(Transcript<LdiHeard> seen, String what, String next) {
        Transcript<LdiHeard> from = since(seen, what);
        int end = indexOf(from, next);
        return end < 0 ? from : Transcript.of(from.entries().subList(0, end));
    }

    private static int indexOf(Transcript<LdiHeard> seen, String what) {
        List<Entry<LdiHeard>> all = seen.entries();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i) instanceof Entry.Sent<LdiHeard> sent && sent.said().what().equals(what)) {
                return i;
            }
        }
        return -1;
    }

    // ---- who is there

    /** Why the lane would refuse this caller; empty when it would not. */
    String refuses(Authenticate0E asked) {
        List<LdiSettings.Module> known = asked.modules().stream().flatMap(id -> settings.module(id).stream()).toList();
        return !asked.head().lane().equals(settings.lane()) ? "lane " + asked.head().lane()
                : known.isEmpty() ? "none of its modules is expected"
                : known.stream().allMatch(m -> m.code().equals(asked.head().certification())) ? "" : "verification code";
    }

    private Set<Integer> gone(Transcript<LdiHeard> run) {
        Set<Integer> gone = new HashSet<>();
        run.frames(Gone.class).forEach(one -> gone.add(one.frame().caller()));
        return gone;
    }

    /** The connection of the device that carries this module, when it is there and may speak. */
    Optional<Integer> callerOf(Transcript<LdiHeard> seen, LdiModule module) {
        Transcript<LdiHeard> run = seen.wholeRun();
        Set<Integer> gone = gone(run);
        return said(run, Authenticate0E.class).reversed().stream().filter(one -> one.message.modules().contains(module)
                && !gone.contains(one.caller) && refuses(one.message).isEmpty()).findFirst().map(From::caller);
    }

    /** Connections of devices that may speak. */
    List<Integer> callers(Transcript<LdiHeard> seen) {
        return settings.modules().stream().flatMap(m -> callerOf(seen, m.id()).stream()).distinct().toList();
    }

    static boolean somebodyCalled(Transcript<LdiHeard> seen) {
        return !seen.wholeRun().frames(Called.class).isEmpty();
    }

    Optional<LdiModule> module(LdiModuleType type) {
        return settings.modules().stream().filter(m -> m.type() == type).map(LdiSettings.Module::id).findFirst();
    }

    Optional<LdiModule> armLoop() {
        return settings.modules().stream().filter(m -> m.loop().equals(Optional.of(LoopEvent.Role.ARM))).map(LdiSettings.Module::id)
                .findFirst();
    }

    // ---- what the lane says

    long unixSeconds() {
        return wallMillis.getAsLong() / 1000;
    }

    LdiHead head(Bytes code) {
        return new LdiHead(unixSeconds(), settings.lane(), code);
    }

    LdiHead milliHead(Bytes code) {
        return new LdiHead(wallMillis.getAsLong(), settings.lane(), code);
    }

    Bytes code(LdiModule module) {
        return settings.module(module).map(LdiSettings.Module::code).orElseGet(() -> Bytes.zeros(LdiHead.CERTIFICATION_BYTES));
    }

    static Say send(String what, int caller, byte[] frame) {
        return Say.of(what, new Callers.Send(caller, Bytes.copyOf(frame)).encode());
    }

    /** SEQ of the next exchange that the lane begins: 01–09. */
    static int nextSeq(Transcript<LdiHeard> seen) {
        for (Entry.Sent<LdiHeard> sent : seen.wholeRun().sent().reversed()) {
            int seq = seq(sent.said());
            if (seq >= 1 && seq <= 9) {
                return seq % 9 + 1;
            }
        }
        return 1;
    }

    /** To whom that was sent, 0 the line itself. */
    static int caller(Say said) {
        return Callers.order(said.wire().toArray()).map(Callers.Order::caller).orElse(0);
    }

    /** SEQ of a frame that the lane sent, 0 for what is none. */
    static int seq(Say said) {
        return Callers.order(said.wire().toArray()).orElse(null) instanceof Callers.Send(_, Bytes frame) ? frame.u8(3) : 0;
    }

    /** To the device that carries this module; nothing when it is not there. */
    Optional<Say> to(Transcript<LdiHeard> seen, LdiModule module, String what, LdiMessage message) {
        return callerOf(seen, module).map(caller -> send(what, caller, LdiCodec.encode(nextSeq(seen), message)));
    }

    Step<LdiHeard> step(LdiModule module, String what, Function<Bytes, LdiMessage> message) {
        return new Step.Send<>(seen -> to(seen, module, what, message.apply(code(module))));
    }

    /** The same bytes as those that were called so, to whoever carries the module now. */
    Step<LdiHeard> again(LdiModule module, String what) {
        return new Step.Send<>(seen -> since(seen, what).sent().stream().findFirst().flatMap(first -> callerOf(seen, module)
                .map(caller -> send(again(what), caller, frame(first.said())))));
    }

    static String again(String what) {
        return what + " again";
    }

    private static byte[] frame(Say said) {
        return Callers.order(said.wire().toArray()).orElse(null) instanceof Callers.Send(_, Bytes frame) ? frame.toArray() : new byte[0];
    }

    Initialise1A initialise(Bytes code, LdiModule module) {
        return new Initialise1A(head(code), List.of(new LdiMessage.Initialised(module, 0, Bytes.EMPTY)));
    }

    Step<LdiHeard> initialise(LdiModule module, String what) {
        return initialise(module, module, what);
    }

    /** To the device that carries {@code carried}. */
    Step<LdiHeard> initialise(LdiModule module, LdiModule carried, String what) {
        return step(carried, what, code -> initialise(code, module));
    }

    Step<LdiHeard> order(LdiControl control, String what) {
        return step(control.module(), what, code -> order(code, control));
    }

    LdiMessage.Control1B order(Bytes code, LdiControl control) {
        return new LdiMessage.Control1B(milliHead(code), List.of(control));
    }

    /** The message of a frame that the lane sent. */
    static Optional<LdiMessage> sent(Say said) {
        byte[] frame = frame(said);
        return frame.length <= LdiFrame.OVERHEAD_BYTES ? Optional.empty() : LdiCodec.decode(Bytes.copyOf(frame, LdiFrame.DATA_AT,
                frame.length - LdiFrame.CRC_BYTES)) instanceof LdiDecoded.Good(LdiMessage message) ? Optional.of(message)
                : Optional.empty();
    }
}
