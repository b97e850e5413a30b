package org.etclane.lane.workbench.console;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.etclane.device.BarrierEvent;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.InputEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.LoopEvent.Occupancy;
import org.etclane.device.RsuEvent;
import org.etclane.device.ScaleEvent;
import org.etclane.device.SecurityEvent;
import org.etclane.device.spi.Text;

/** Loops (线圈) of a vehicle detector, live: drive, walk a steel plate over them, and see which one it is, how long and how often. */
final class LoopsConsole implements BenchConsole {
    private static final int DEFAULT_WATCH_MS = 30_000;

    private final Map<LoopEvent.Role, Loop> loops = new EnumMap<>(LoopEvent.Role.class);
    private long watchUntilNanos = NEVER;
    private int changes;

    private record Loop(Occupancy occupancy, long sinceNanos, int crossings, Strokes occupied) {
        Loop now(Occupancy next, long atNanos) {
            boolean left = occupancy == Occupancy.OCCUPIED && next == Occupancy.CLEAR;
            return new Loop(next, atNanos, crossings + (next == Occupancy.OCCUPIED ? 1 : 0),
                    left ? occupied.and((atNanos - sinceNanos) / NANOS_PER_MS) : occupied);
        }
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.device("show", "", new Text("each loop: now, how often and how long it was occupied", "各线圈：当前状态、有车次数与时长")),
                Verb.device("watch", "[S]", new Text("looks for S seconds (30); changes are shown at any time", "观察S秒（30）；变化随时显示"), "watch 60"),
                Verb.plain("reset", "", new Text("counts from nothing", "重新计数")));
    }

    @Override
    public void verb(long nowNanos, Typed typed, Desk desk) throws Typed.Misuse {
        switch (typed.verb()) {
            case "watch" -> {
                typed.atMost(1);
                watchUntilNanos = nowNanos + typed.ms(0, "S", 3600, DEFAULT_WATCH_MS) * NANOS_PER_MS;
                changes = 0;
            }
            case "reset" -> {
                loops.replaceAll((role, loop) -> new Loop(loop.occupancy, loop.sinceNanos, 0, Strokes.NONE));
                desk.done();
            }
            default -> {
                show(nowNanos, desk);
                desk.done();
            }
        }
    }

    private void show(long nowNanos, Desk desk) {
        if (loops.isEmpty()) {
            desk.say(new Text("no loop has been heard of", "尚无线圈状态"));
        }
        loops.forEach((role, loop) -> {
            double seconds = (nowNanos - loop.sinceNanos) / 1e9;
            desk.say(EventWords.both(EventWords.both(EventWords.loop(role), new Text(": ", "：")), EventWords.occupancy(loop.occupancy)));
            desk.say(new Text("    for %.1f s; occupied %d times".formatted(seconds, loop.crossings),
                    "    已%.1f秒；有车%d次".formatted(seconds, loop.crossings)));
            if (!loop.occupied.isEmpty()) {
                desk.say(EventWords.both(new Text("    how long: ", "    时长："), loop.occupied.words()));
            }
        });
    }

    @Override
    public void event(long nowNanos, DeviceEvent event, Desk desk) {
        switch (event) {
            case LoopEvent(_, long atNanos, LoopEvent.Role role, Occupancy occupancy) -> {
                Loop before = loops.getOrDefault(role, new Loop(Occupancy.UNKNOWN, atNanos, 0, Strokes.NONE));
                loops.put(role, before.now(occupancy, atNanos));
                changes++;
                Text words = EventWords.both(EventWords.both(EventWords.loop(role), new Text(" ", " ")), EventWords.occupancy(occupancy));
                long ms = (atNanos - before.sinceNanos) / NANOS_PER_MS;
                desk.live(atNanos, before.occupancy == Occupancy.UNKNOWN ? words : EventWords.both(words,
                        EventWords.both(new Text(", was ", "，之前"), EventWords.both(EventWords.occupancy(before.occupancy),
                                new Text(" for " + ms + " ms", ms + "毫秒")))));
            }
            case InputEvent input -> desk.live(input.atNanos(), EventWords.input(input));
            case HealthEvent _, SecurityEvent _, BarrierEvent _, RsuEvent _, ScaleEvent _ -> { }
        }
    }

    @Override
    public void due(long nowNanos, Desk desk) {
        watchUntilNanos = NEVER;
        desk.say(new Text(changes + " changes", "共" + changes + "次变化"));
        desk.done();
    }

    @Override
    public long nextDueNanos() {
        return watchUntilNanos;
    }

    @Override
    public void interrupt(long nowNanos, Desk desk) {
        watchUntilNanos = NEVER;
        desk.failed(INTERRUPTED);
    }
}
