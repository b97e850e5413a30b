package org.etclane.lane.workbench.console;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.BarrierEvent;
import org.etclane.device.DeviceEvent;
import org.etclane.device.DisplayCommand;
import org.etclane.device.FogLightCommand;
import org.etclane.device.GuideBoardCommand;
import org.etclane.device.HealthEvent;
import org.etclane.device.InputEvent;
import org.etclane.device.InputEvent.Input;
import org.etclane.device.LoopEvent;
import org.etclane.device.RsuEvent;
import org.etclane.device.ScaleEvent;
import org.etclane.device.SecurityEvent;
import org.etclane.device.SignalCommand;
import org.etclane.device.spi.Text;

/** Pass light, canopy light, fog light and guide board. Where a device reports what its lamps really show, a difference is a failure. */
final class LightsConsole implements BenchConsole {
    private final Map<Input, Boolean> reported = new EnumMap<>(Input.class);
    private Optional<Wanted> wanted = Optional.empty();

    private record Wanted(Input lamp, boolean green) {
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.device("pass", "green|red", new Text("the pass light beside the arm", "通行灯"), "pass green").of("green", "red"),
                Verb.device("canopy", "green|red", new Text("the light over the lane", "雨棚灯"), "canopy red").of("green", "red"),
                Verb.device("fog", "on|flash|off", new Text("the fog light, where there is one", "雾灯（如有）"), "fog flash").of("on", "flash", "off"),
                Verb.device("board", "TEXT|clear", new Text("the guide board, where there is one; | begins a row", "情报板（如有），| 换行"),
                        "board ETC专用|一车一杆", "board clear").of("clear"),
                Verb.device("show", "", new Text("what the device reports of its lamps", "设备报告的灯状态")));
    }

    @Override
    public void verb(long nowNanos, Typed typed, Desk desk) throws Typed.Misuse {
        wanted = Optional.empty();
        switch (typed.verb()) {
            case "pass" -> {
                boolean green = green(typed);
                wanted = Optional.of(new Wanted(Input.PASS_GREEN, green));
                desk.tell(new SignalCommand.PassLight(green));
            }
            case "canopy" -> {
                boolean green = green(typed);
                wanted = Optional.of(new Wanted(Input.CANOPY_GREEN, green));
                desk.tell(new SignalCommand.CanopyLight(green));
            }
            case "fog" -> {
                typed.atMost(1);
                String how = typed.oneOf(0, "on", "flash", "off");
                desk.tell(new FogLightCommand(!how.equals("off"), how.equals("flash")));
            }
            case "board" -> {
                String text = typed.text("TEXT");
                desk.tell(text.equals("clear") ? new GuideBoardCommand.Clear()
                        : new GuideBoardCommand.Show(DisplayCommand.Colour.GREEN, typed.rows(text)));
            }
            default -> {
                if (reported.isEmpty()) {
                    desk.say(new Text("the device reports no lamp", "设备不报告灯状态"));
                }
                reported.forEach((input, on) -> desk.say(EventWords.input(new InputEvent("", 0, input, on))));
                desk.done();
                return;
            }
        }
        desk.settle();
    }

    private static boolean green(Typed typed) throws Typed.Misuse {
        typed.atMost(1);
        return typed.oneOf(0, "green", "red").equals("green");
    }

    @Override
    public void settled(long nowNanos, Desk desk) {
        Optional<Boolean> shows = wanted.map(lamp -> reported.get(lamp.lamp));
        if (shows.isPresent() && shows.get() != wanted.get().green) {
            desk.failed(shows.get() ? new Text("the device reports it green all the same; it may bind the light to the arm",
                    "设备仍报告为绿灯；可能与栏杆联动") : new Text("the device reports it not green; it may bind the light to the arm",
                    "设备报告不是绿灯；可能与栏杆联动"));
        } else {
            desk.done();
        }
    }

    @Override
    public void event(long nowNanos, DeviceEvent event, Desk desk) {
        switch (event) {
            case InputEvent input -> {
                reported.put(input.input(), input.active());
                desk.live(input.atNanos(), EventWords.input(input));
            }
            case HealthEvent _, SecurityEvent _, BarrierEvent _, LoopEvent _, RsuEvent _, ScaleEvent _ -> { }
        }
    }
}
