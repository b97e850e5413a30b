package org.etclane.lane.workbench.console;

import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.etclane.device.BarrierEvent;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.InputEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.RsuEvent;
import org.etclane.device.ScaleCommand;
import org.etclane.device.ScaleEvent;
import org.etclane.device.SecurityEvent;
import org.etclane.device.VehicleWeight;
import org.etclane.device.spi.Text;

/**
 * Scale (称重设备): live weight, the vehicles that its queue holds, zero and clock. A meter keeps its records: nothing is deleted from it
 * unless {@link #DELETE} is confirmed and {@code take} is typed.
 */
final class ScaleConsole implements BenchConsole {
    static final String DELETE = "delete-record";
    static final String ZERO = "set-zero";
    static final long ANSWER_MS = 5_000;
    private static final int DEFAULT_LIVE_MS = 30_000;
    /** Records that are told and not taken; a meter waits with the next one, so more than a few are rare. */
    private static final int REMEMBERED = 100;

    private final Supplier<LocalDateTime> localTime;
    private final Map<Long, VehicleWeight> queue = new LinkedHashMap<>();
    private Optional<ScaleEvent.LiveWeight> live = Optional.empty();
    private Optional<ScaleEvent.ScaleState> state = Optional.empty();
    private long liveUntilNanos = NEVER;
    private long answerUntilNanos = NEVER;
    private long heaviestKg;
    private int readings;

    /** @param localTime read when the meter's clock is set */
    ScaleConsole(Supplier<LocalDateTime> localTime) {
        this.localTime = localTime;
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.device("live", "[S]", new Text("the weight as it changes, for S seconds (30)", "S秒内实时重量（30）"), "live 60"),
                Verb.device("show", "", new Text("weight, faults, records waiting", "当前重量、故障、待取记录数")),
                Verb.device("queue", "", new Text("the vehicles whose records were read; the meter still holds them", "已读取的车辆记录（仪表仍保留）")),
                Verb.device("take", "[ID]", new Text("DELETES the oldest record, or this one, from the meter", "从仪表中删除最早（或指定）的记录"), "take 1")
                        .after(DELETE),
                Verb.device("zero", "", new Text("sets zero; the driver refuses unless the scale is empty and it is configured",
                        "置零；未配置或秤台不空时驱动拒绝")).after(ZERO),
                Verb.device("clock", "", new Text("sets the meter's clock to this computer's", "将仪表时钟校为本机时间")));
    }

    @Override
    public List<Confirmation> confirmations() {
        return List.of(
                new Confirmation(DELETE, new Text("A record that is taken is gone from the meter, and no lane will get it.", "取走的记录将从仪表删除，车道不再能得到。"),
                        true),
                new Confirmation(ZERO, new Text("Zero is what every later weight counts from: nothing may lie on the scale.", "零点影响以后所有称重，秤台上不得有任何物品。"),
                        true));
    }

    @Override
    public void verb(long nowNanos, Typed typed, Desk desk) throws Typed.Misuse {
        typed.atMost(1);
        switch (typed.verb()) {
            case "live" -> {
                liveUntilNanos = nowNanos + typed.ms(0, "S", 3600, DEFAULT_LIVE_MS) * NANOS_PER_MS;
                readings = 0;
                heaviestKg = 0;
                live.ifPresent(last -> desk.live(last.atNanos(), words(last)));
            }
            case "take" -> take(typed, desk);
            case "zero" -> ask(nowNanos, new ScaleCommand.Zero(), desk);
            case "clock" -> ask(nowNanos, new ScaleCommand.SetClock(localTime.get()), desk);
            case "queue" -> {
                queue.values().forEach(weight -> desk.say(words(weight)));
                desk.say(new Text(queue.size() + " records were read and not taken", "已读取未取走的记录" + queue.size() + "条"));
                desk.done();
            }
            default -> {
                desk.say(live.map(ScaleConsole::words).orElse(new Text("no weight has been heard", "尚无重量")));
                desk.say(state.map(ScaleConsole::words).orElse(new Text("the scale says nothing of its state", "设备未报告状态")));
                desk.done();
            }
        }
    }

    private void take(Typed typed, Desk desk) throws Typed.Misuse {
        if (queue.isEmpty()) {
            desk.failed(new Text("no record has been read", "尚未读取到记录"));
            return;
        }
        long id = typed.whole(0, "ID", 1, 999_999_999, (int) (long) queue.keySet().iterator().next());
        VehicleWeight weight = queue.remove(id);
        if (weight == null) {
            desk.failed(new Text("no record " + id + " was read; there are: " + queue.keySet(), "没有记录" + id + "，现有：" + queue.keySet()));
            return;
        }
        desk.say(EventWords.both(new Text("taken: ", "取走："), words(weight)));
        desk.tell(new ScaleCommand.Taken(id));
        desk.settle();
    }

    private void ask(long nowNanos, ScaleCommand command, Desk desk) {
        answerUntilNanos = nowNanos + ANSWER_MS * NANOS_PER_MS;
        desk.tell(command);
    }

    @Override
    public void event(long nowNanos, DeviceEvent event, Desk desk) {
        switch (event) {
            case ScaleEvent scale -> scale(scale, desk);
            case InputEvent input -> desk.live(input.atNanos(), EventWords.input(input));
            case HealthEvent _, SecurityEvent _, BarrierEvent _, LoopEvent _, RsuEvent _ -> { }
        }
    }

    private void scale(ScaleEvent event, Desk desk) {
        switch (event) {
            case ScaleEvent.VehicleWeighed(_, long atNanos, VehicleWeight weight, _) -> {
                queue.put(weight.recordId(), weight);
                if (queue.size() > REMEMBERED) {
                    queue.remove(queue.keySet().iterator().next());
                }
                desk.live(atNanos, EventWords.both(new Text("vehicle: ", "车辆："), words(weight)));
            }
            case ScaleEvent.LastVehicleReversed(_, long atNanos, long recordId) -> {
                queue.remove(recordId);
                desk.live(atNanos, new Text("the last vehicle backed out, record " + recordId, "末车倒车，记录" + recordId));
            }
            case ScaleEvent.LiveWeight weight -> {
                live = Optional.of(weight);
                readings++;
                heaviestKg = Math.max(heaviestKg, weight.weightKg());
                if (liveUntilNanos != NEVER) {
                    desk.live(weight.atNanos(), words(weight));
                }
            }
            case ScaleEvent.ScaleState now -> {
                state = Optional.of(now);
                desk.live(now.atNanos(), words(now));
            }
            case ScaleEvent.RecordsLost lost -> desk.live(lost.atNanos(), new Text("records lost, at least " + lost.atLeast() + ": " + lost.cause(),
                    "丢失记录，至少" + lost.atLeast() + "条：" + lost.cause()));
            case ScaleEvent.CommandAnswered answered -> answered(answered, desk);
        }
    }

    private void answered(ScaleEvent.CommandAnswered answered, Desk desk) {
        if (answerUntilNanos == NEVER) {
            return;
        }
        answerUntilNanos = NEVER;
        if (answered.done()) {
            desk.done();
        } else {
            desk.failed(new Text(answered.reason(), answered.reason()));
        }
    }

    private static Text words(ScaleEvent.LiveWeight weight) {
        return new Text("%,d kg%s".formatted(weight.weightKg(), weight.stable() ? "" : ", not at rest"),
                "%,d千克%s".formatted(weight.weightKg(), weight.stable() ? "" : "，未稳定"));
    }

    private static Text words(ScaleEvent.ScaleState state) {
        String faults = state.faults().stream().map(Enum::name).sorted().collect(Collectors.joining(" "));
        String waiting = state.waiting() < 0 ? "" : Integer.toString(state.waiting());
        return new Text((faults.isEmpty() ? "no fault" : "faults: " + faults) + (waiting.isEmpty() ? "" : ", records waiting: " + waiting),
                (faults.isEmpty() ? "无故障" : "故障：" + faults) + (waiting.isEmpty() ? "" : "，待取记录：" + waiting));
    }

    private static Text words(VehicleWeight weight) {
        String axles = weight.axles().stream().map(axle -> Integer.toString(axle.weightKg())).collect(Collectors.joining(" + "));
        String more = (weight.axleString().isEmpty() ? "" : " [" + weight.axleString() + "]") + (axles.isEmpty() ? "" : " (" + axles + ")")
                + (weight.doubts().isEmpty() ? "" : " " + weight.doubts().stream().map(Enum::name).sorted().toList());
        return new Text("record %d, %,d kg, %d axles%s".formatted(weight.recordId(), weight.grossWeightKg(), weight.axleCount(), more),
                "记录%d，%,d千克，%d轴%s".formatted(weight.recordId(), weight.grossWeightKg(), weight.axleCount(), more));
    }

    @Override
    public void due(long nowNanos, Desk desk) {
        if (nowNanos >= liveUntilNanos) {
            liveUntilNanos = NEVER;
            desk.say(new Text("%d changes, heaviest %,d kg".formatted(readings, heaviestKg), "%d次变化，最大%,d千克".formatted(readings, heaviestKg)));
            desk.done();
        }
        if (nowNanos >= answerUntilNanos) {
            answerUntilNanos = NEVER;
            desk.failed(new Text("not answered within " + ANSWER_MS / 1000 + " s", ANSWER_MS / 1000 + "秒内无应答"));
        }
    }

    @Override
    public long nextDueNanos() {
        return Math.min(liveUntilNanos, answerUntilNanos);
    }

    @Override
    public void interrupt(long nowNanos, Desk desk) {
        liveUntilNanos = NEVER;
        answerUntilNanos = NEVER;
        desk.failed(INTERRUPTED);
    }
}
