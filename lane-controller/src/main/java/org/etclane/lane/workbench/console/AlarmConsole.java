package org.etclane.lane.workbench.console;

import java.util.List;
import org.etclane.device.AlarmCommand;
import org.etclane.device.BarrierEvent;
import org.etclane.device.DeviceEvent;
import org.etclane.device.HealthEvent;
import org.etclane.device.InputEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.RsuEvent;
import org.etclane.device.ScaleEvent;
import org.etclane.device.SecurityEvent;
import org.etclane.device.spi.Text;

/** Sounder and flash light (声光报警器), and the switches that people trip. What is on is switched off when the session ends. */
final class AlarmConsole implements BenchConsole {
    private static final AlarmCommand OFF = new AlarmCommand(false, false);
    private static final int DEFAULT_TEST_MS = 2_000;

    private boolean on;
    private long offAtNanos = NEVER;

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.device("on", "[sound|light]", new Text("both, or one of them, until off", "声光全开，或只开其一，直到off"), "on", "on light")
                        .of("sound", "light"),
                Verb.device("test", "[S]", new Text("both for S seconds (2)", "声光S秒（2）"), "test 5"),
                Verb.device("off", "", new Text("ends it", "关闭")));
    }

    @Override
    public void verb(long nowNanos, Typed typed, Desk desk) throws Typed.Misuse {
        typed.atMost(1);
        switch (typed.verb()) {
            case "on" -> {
                String which = typed.word(0).isEmpty() ? "both" : typed.oneOf(0, "sound", "light");
                on = true;
                desk.tell(new AlarmCommand(!which.equals("light"), !which.equals("sound")));
                desk.settle();
            }
            case "test" -> {
                offAtNanos = nowNanos + typed.ms(0, "S", 60, DEFAULT_TEST_MS) * NANOS_PER_MS;
                on = true;
                desk.tell(new AlarmCommand(true, true));
            }
            default -> off(desk);
        }
    }

    private void off(Desk desk) {
        offAtNanos = NEVER;
        on = false;
        desk.tell(OFF);
        desk.settle();
    }

    @Override
    public void event(long nowNanos, DeviceEvent event, Desk desk) {
        switch (event) {
            case InputEvent input -> desk.live(input.atNanos(), EventWords.input(input));
            case HealthEvent _, SecurityEvent _, BarrierEvent _, LoopEvent _, RsuEvent _, ScaleEvent _ -> { }
        }
    }

    @Override
    public void due(long nowNanos, Desk desk) {
        off(desk);
    }

    @Override
    public long nextDueNanos() {
        return offAtNanos;
    }

    @Override
    public void interrupt(long nowNanos, Desk desk) {
        end(nowNanos, desk);
        desk.failed(INTERRUPTED);
    }

    @Override
    public void end(long nowNanos, Desk desk) {
        offAtNanos = NEVER;
        if (on) {
            on = false;
            desk.tell(OFF);
        }
    }
}
