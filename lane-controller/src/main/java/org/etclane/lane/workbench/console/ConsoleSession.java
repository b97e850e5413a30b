package org.etclane.lane.workbench.console;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.etclane.device.BarrierEvent;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.InputEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.RsuEvent;
import org.etclane.device.ScaleEvent;
import org.etclane.device.SecurityEvent;
import org.etclane.device.link.LinkStatistics;
import org.etclane.device.spi.Language;
import org.etclane.device.spi.Text;

/**
 * One sitting at the bench: takes typed lines apart, knows the verbs that every console has, waits until the device has said how it is,
 * asks for what must be confirmed, counts what failed, and puts a {@link BenchConsole}'s words into one language. One line is open at a
 * time ({@link #busy}). Pure: times come in. Calls come from one thread.
 */
final class ConsoleSession {
    /** A device that has not said how it is after so long is taken as it is: verbs that need it fail. */
    static final long PATIENCE_MS = 20_000;
    static final long SETTLE_MS = 1_000;
    /** A device that has come up tells its inputs in the same breath; a verb waits until they have been heard. */
    static final long BREATH_MS = 300;
    private static final long NANOS_PER_MS = BenchConsole.NANOS_PER_MS;
    private static final long NEVER = BenchConsole.NEVER;

    private final BenchConsole console;
    private final String device;
    private final Language language;
    private final Map<String, Verb> verbs = new LinkedHashMap<>();
    private final Map<String, Confirmation> confirmations = new LinkedHashMap<>();
    private final Set<String> confirmed = new HashSet<>();
    private final BuiltIns builtIns;
    private final long startNanos;
    private Optional<HealthEvent> health = Optional.empty();
    private Optional<Typed> waiting = Optional.empty();
    private Optional<Boolean> outcome = Optional.empty();
    private boolean busy;
    private boolean quit;
    private int failures;
    private long steadyNanos = Long.MIN_VALUE;
    private long settleUntilNanos = NEVER;
    private long restUntilNanos = NEVER;

    /** What is around the session. Valid at any time. */
    interface Surroundings {
        /** @return false when the device's queue is full */
        boolean tell(DeviceCommand command);

        void restart(String cause);

        void line(String text);

        LinkStatistics statistics();

        /** The last lines of the trace. */
        List<String> trace(int count);

        /** The device's keys with their values. */
        Map<String, String> keys();
    }

    /**
     * @param device name in its events
     * @param yes    confirms what {@link Confirmation#yesIsEnough} allows
     */
    ConsoleSession(BenchConsole console, String device, Language language, boolean yes, long startNanos) {
        this.console = console;
        this.device = device;
        this.language = language;
        this.startNanos = startNanos;
        console.verbs().forEach(verb -> verbs.put(verb.name(), verb));
        console.confirmations().forEach(one -> {
            confirmations.put(one.word(), one);
            if (yes && one.yesIsEnough()) {
                confirmed.add(one.word());
            }
        });
        this.builtIns = new BuiltIns(List.copyOf(verbs.values()), List.copyOf(confirmations.values()), language);
    }

    /** Every verb that can be typed. */
    List<Verb> verbs() {
        return builtIns.all();
    }

    /** A line is not finished yet; the next one waits. */
    boolean busy() {
        return busy;
    }

    /** Once for each line that is finished: whether it went well. */
    Optional<Boolean> takeOutcome() {
        Optional<Boolean> taken = outcome;
        outcome = Optional.empty();
        return taken;
    }

    /** Lines that failed so far. */
    int failures() {
        return failures;
    }

    boolean quit() {
        return quit;
    }

    /** @param line of the one who sits there; not while {@link #busy} */
    void typed(long nowNanos, String line, Surroundings around) {
        Typed typed = Typed.of(line);
        busy = true;
        DeskAt desk = new DeskAt(nowNanos, around);
        if (typed.verb().isEmpty() || typed.verb().startsWith("#")) {
            finish(true);
        } else if (builtIns.knows(typed.verb())) {
            builtIn(typed, desk);
        } else if (verbs.containsKey(typed.verb())) {
            verb(typed, desk);
        } else {
            desk.failed(builtIns.unknown(typed.verb()));
        }
    }

    private void builtIn(Typed typed, DeskAt desk) {
        try {
            switch (typed.verb()) {
                case "help", "?" -> {
                    builtIns.help(typed, desk.around::line);
                    finish(true);
                }
                case "quit", "exit" -> {
                    quit = true;
                    finish(true);
                }
                case "status" -> {
                    builtIns.status(health, desk.around.statistics(), desk.nowNanos, desk.around::line);
                    finish(true);
                }
                case "trace" -> {
                    desk.around.trace(typed.whole(0, "N", 1, 2000, 20)).forEach(desk.around::line);
                    finish(true);
                }
                case "settings" -> {
                    desk.around.keys().forEach((key, value) -> desk.around.line("  " + key + " = " + value));
                    finish(true);
                }
                case "wait" -> restUntilNanos = desk.nowNanos + typed.ms(0, "S", 3600, 1000) * NANOS_PER_MS;
                default -> confirm(typed, desk); // the last of the words that builtIns knows
            }
        } catch (Typed.Misuse misuse) {
            desk.failed(misuse.why());
        }
    }

    private void confirm(Typed typed, DeskAt desk) {
        Confirmation wanted = confirmations.get(typed.rest().toLowerCase(Locale.ROOT));
        if (wanted == null) {
            desk.failed(builtIns.unknownConfirmation(typed.rest()));
            return;
        }
        confirmed.add(wanted.word());
        desk.say(wanted.about());
        finish(true);
    }

    private void verb(Typed typed, DeskAt desk) {
        Verb verb = verbs.get(typed.verb());
        Confirmation needed = confirmations.get(verb.confirm());
        if (needed != null && !confirmed.contains(needed.word())) {
            desk.failed(new Text("refused. " + needed.about().english() + " If that is what you want, type first: confirm " + needed.word(),
                    "已拒绝。" + needed.about().chinese() + "确认后请先输入：confirm " + needed.word()));
        } else if (verb.needs() == Verb.Needs.DEVICE && desk.nowNanos < goOnNanos()) {
            waiting = Optional.of(typed);
            if (health.isEmpty()) {
                desk.say(new Text("waiting for the device to say how it is", "等待设备报告状态"));
            }
        } else {
            carryOut(typed, desk);
        }
    }

    private void carryOut(Typed typed, DeskAt desk) {
        Verb verb = verbs.get(typed.verb());
        Optional<Text> trouble = verb.needs() == Verb.Needs.DEVICE ? trouble() : Optional.empty();
        if (trouble.isPresent()) {
            desk.failed(trouble.get());
            return;
        }
        try {
            console.verb(desk.nowNanos, typed, desk);
        } catch (Typed.Misuse misuse) {
            desk.failed(new Text(misuse.why().english() + ". Usage: " + verb.usage(), misuse.why().chinese() + "。用法：" + verb.usage()));
        }
    }

    private Optional<Text> trouble() {
        if (health.isEmpty()) {
            return Optional.of(new Text("the device has not said how it is; look at status and trace", "设备尚未报告状态，请看status和trace"));
        }
        HealthEvent last = health.get();
        return last.state() != HealthEvent.State.DOWN ? Optional.empty()
                : Optional.of(new Text("the device is down: " + last.cause(), "设备故障：" + last.cause()));
    }

    /** When a verb that needs the device may begin. */
    private long goOnNanos() {
        return health.isPresent() ? steadyNanos : startNanos + PATIENCE_MS * NANOS_PER_MS;
    }

    void heard(long nowNanos, DeviceEvent event, Surroundings around) {
        DeskAt desk = new DeskAt(nowNanos, around);
        switch (event) {
            case HealthEvent said -> {
                desk.live(said.atNanos(), EventWords.health(said));
                if (said.device().equals(device)) {
                    boolean wasUp = health.filter(before -> before.state() != HealthEvent.State.DOWN).isPresent();
                    steadyNanos = !wasUp && said.state() != HealthEvent.State.DOWN ? nowNanos + BREATH_MS * NANOS_PER_MS : steadyNanos;
                    health = Optional.of(said);
                }
            }
            case SecurityEvent said -> desk.live(said.atNanos(), EventWords.security(said));
            case RsuEvent _, LoopEvent _, BarrierEvent _,
                 InputEvent _, ScaleEvent _ -> { }
        }
        console.event(nowNanos, event, desk);
        if (settleUntilNanos != NEVER && event instanceof HealthEvent said && said.device().equals(device)
                && said.state() != HealthEvent.State.UP) {
            desk.failed(EventWords.health(said));
        }
        if (waiting.isPresent() && nowNanos >= goOnNanos()) {
            goOn(desk);
        }
    }

    private void goOn(DeskAt desk) {
        Typed typed = waiting.orElseThrow();
        waiting = Optional.empty();
        carryOut(typed, desk);
    }

    void due(long nowNanos, Surroundings around) {
        DeskAt desk = new DeskAt(nowNanos, around);
        if (nowNanos >= restUntilNanos) {
            restUntilNanos = NEVER;
            finish(true);
        }
        if (waiting.isPresent() && nowNanos >= goOnNanos()) {
            goOn(desk);
        }
        if (nowNanos >= settleUntilNanos) {
            settleUntilNanos = NEVER;
            console.settled(nowNanos, desk);
        }
        if (nowNanos >= console.nextDueNanos()) {
            console.due(nowNanos, desk);
        }
    }

    long nextDueNanos() {
        long goOn = waiting.isPresent() ? goOnNanos() : NEVER;
        return Math.min(Math.min(restUntilNanos, settleUntilNanos), Math.min(goOn, console.nextDueNanos()));
    }

    /** The engineer does not want to wait any longer. */
    void interrupt(long nowNanos, Surroundings around) {
        if (!busy) {
            return;
        }
        DeskAt desk = new DeskAt(nowNanos, around);
        if (waiting.isPresent() || restUntilNanos != NEVER || settleUntilNanos != NEVER) {
            waiting = Optional.empty();
            desk.failed(BenchConsole.INTERRUPTED);
        } else {
            console.interrupt(nowNanos, desk);
        }
    }

    void end(long nowNanos, Surroundings around) {
        console.end(nowNanos, new DeskAt(nowNanos, around));
    }

    /** A line for the one who sits there that comes from nobody's verb: what was lost, a bug in a driver. */
    void notice(Text text, Surroundings around) {
        around.line(text.in(language));
    }

    private void finish(boolean well) {
        if (busy) {
            busy = false;
            settleUntilNanos = NEVER;
            restUntilNanos = NEVER;
            failures += well ? 0 : 1;
            outcome = Optional.of(well);
        }
    }

    private final class DeskAt implements Desk {
        private final long nowNanos;
        private final Surroundings around;

        DeskAt(long nowNanos, Surroundings around) {
            this.nowNanos = nowNanos;
            this.around = around;
        }

        @Override
        public void tell(DeviceCommand command) {
            if (!around.tell(command)) {
                failed(new Text("the device's queue is full, not sent: " + command, "设备命令队列已满，未发送：" + command));
            }
        }

        @Override
        public void restart(String cause) {
            around.restart(cause);
        }

        @Override
        public void say(Text line) {
            around.line(line.in(language));
        }

        @Override
        public void live(long atNanos, Text line) {
            around.line("%10.3f  %s".formatted((atNanos - startNanos) / 1e9, line.in(language)));
        }

        @Override
        public void done() {
            if (busy) {
                say(new Text("ok", "完成"));
                finish(true);
            }
        }

        @Override
        public void failed(Text why) {
            say(EventWords.both(new Text("FAILED: ", "失败："), why));
            finish(false);
        }

        @Override
        public void settle() {
            if (busy) {
                settleUntilNanos = nowNanos + SETTLE_MS * NANOS_PER_MS;
            }
        }

        @Override
        public boolean confirmed(String word) {
            return confirmed.contains(word);
        }

        @Override
        public LinkStatistics statistics() {
            return around.statistics();
        }
    }
}
