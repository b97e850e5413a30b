package org.etclane.lane.workbench.console;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.etclane.device.BarrierEvent;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.InputEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.RsuEvent;
import org.etclane.device.ScaleEvent;
import org.etclane.device.SecurityEvent;
import org.etclane.device.spi.Text;

/**
 * Devices of the national interface (车道设备接口), which call the lane: who has called, who was refused and why, which modules are there.
 * Nothing is commanded from here; the other consoles do that over the same device.
 */
final class LdiConsole implements BenchConsole {
    private static final int DEFAULT_WAIT_MS = 30_000;

    private final String device;
    private final Map<String, HealthEvent> modules = new TreeMap<>();
    private Optional<HealthEvent> whole = Optional.empty();
    private Optional<SecurityEvent> refused = Optional.empty();
    private int refusals;
    private Optional<Waiting> waiting = Optional.empty();
    private long lookAgainNanos = NEVER;

    private enum For { CALLER, MODULES }

    /** @param refusals how many there were when the waiting began */
    private record Waiting(For what, long untilNanos, int refusals) {
    }

    /** @param device its name; events of its modules are named "name/module" */
    LdiConsole(String device) {
        this.device = device;
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.plain("accept", "[S]", new Text("waits until somebody has called, S seconds at most (30)", "等待设备接入，至多S秒（30）"), "accept 60"),
                Verb.plain("authenticate", "[S]", new Text("waits until every module of the configuration has authenticated and is initialised",
                        "等待配置中的全部模块认证并初始化"), "authenticate 60"),
                Verb.plain("modules", "", new Text("every module and how it is; callers that were refused", "全部模块及状态；被拒绝的来访")));
    }

    @Override
    public void verb(long nowNanos, Typed typed, Desk desk) throws Typed.Misuse {
        typed.atMost(1);
        switch (typed.verb()) {
            case "accept" -> await(nowNanos, For.CALLER, typed, desk);
            case "authenticate" -> await(nowNanos, For.MODULES, typed, desk);
            default -> {
                list(nowNanos, desk);
                desk.done();
            }
        }
    }

    private void await(long nowNanos, For what, Typed typed, Desk desk) throws Typed.Misuse {
        waiting = Optional.of(new Waiting(what, nowNanos + typed.ms(0, "S", 3600, DEFAULT_WAIT_MS) * NANOS_PER_MS, refusals));
        look(nowNanos, desk);
    }

    private void list(long nowNanos, Desk desk) {
        if (modules.isEmpty()) {
            desk.say(new Text("no module has been heard of", "尚无模块"));
        }
        modules.forEach((name, health) -> desk.say(EventWords.both(new Text("  ", "  "), EventWords.both(EventWords.health(health),
                new Text(", since %.1f s".formatted((nowNanos - health.atNanos()) / 1e9), "，已%.1f秒".formatted((nowNanos - health.atNanos()) / 1e9))))));
        refused.ifPresent(last -> desk.say(EventWords.both(new Text("  callers refused: " + refusals + "; last: ", "  已拒绝来访" + refusals + "次，最近："),
                new Text(last.detail(), last.detail()))));
    }

    @Override
    public void event(long nowNanos, DeviceEvent event, Desk desk) {
        switch (event) {
            case HealthEvent health when health.device().equals(device) -> whole = Optional.of(health);
            case HealthEvent health -> modules.put(health.device(), health);
            case SecurityEvent security -> {
                refused = Optional.of(security);
                refusals++;
            }
            case LoopEvent(_, long atNanos, LoopEvent.Role role, LoopEvent.Occupancy occupancy) -> desk.live(atNanos,
                    EventWords.both(EventWords.both(EventWords.loop(role), new Text(" ", " ")), EventWords.occupancy(occupancy)));
            case BarrierEvent.ArmReported arm -> desk.live(arm.atNanos(), EventWords.both(new Text("arm ", "栏杆 "), EventWords.position(arm.position())));
            case BarrierEvent.FaultReported fault -> desk.live(fault.atNanos(), EventWords.fault(fault));
            case InputEvent input -> desk.live(input.atNanos(), EventWords.input(input));
            case RsuEvent _, ScaleEvent _ -> { }
        }
        look(nowNanos, desk);
    }

    /** Whether what is waited for is there. Who has called is seen at the line's counters, so that is looked at again and again. */
    private void look(long nowNanos, Desk desk) {
        if (waiting.isEmpty()) {
            return;
        }
        Waiting now = waiting.get();
        lookAgainNanos = Math.min(now.untilNanos, nowNanos + 100 * NANOS_PER_MS);
        switch (now.what) {
            case CALLER -> {
                if (desk.statistics().chunksIn() > 0) {
                    end();
                    desk.say(new Text("somebody has called", "已有设备接入"));
                    desk.done();
                } else if (nowNanos >= now.untilNanos) {
                    end();
                    desk.failed(new Text("nobody has called; is the device set to this computer's address and this port?",
                            "无设备接入；请检查设备中设置的本机地址与端口"));
                }
            }
            case MODULES -> authenticated(nowNanos, now, desk);
        }
    }

    private void authenticated(long nowNanos, Waiting now, Desk desk) {
        if (whole.filter(health -> health.state() == HealthEvent.State.UP).isPresent()) {
            end();
            list(nowNanos, desk);
            desk.done();
        } else if (nowNanos >= now.untilNanos) {
            end();
            list(nowNanos, desk);
            desk.failed(refusals > now.refusals
                    ? EventWords.both(new Text("refused: ", "已拒绝："), new Text(refused.orElseThrow().detail(), refused.orElseThrow().detail()))
                    : whole.map(EventWords::health).orElse(new Text("no module is there", "没有模块")));
        }
    }

    private void end() {
        waiting = Optional.empty();
        lookAgainNanos = NEVER;
    }

    @Override
    public void due(long nowNanos, Desk desk) {
        look(nowNanos, desk);
    }

    @Override
    public long nextDueNanos() {
        return lookAgainNanos;
    }

    @Override
    public void interrupt(long nowNanos, Desk desk) {
        end();
        desk.failed(INTERRUPTED);
    }
}
