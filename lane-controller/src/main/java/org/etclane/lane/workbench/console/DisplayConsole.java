package org.etclane.lane.workbench.console;

import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.etclane.device.BarrierEvent;
import org.etclane.device.DeviceEvent;
import org.etclane.device.DisplayCommand;
import org.etclane.device.DisplayCommand.Colour;
import org.etclane.device.DisplayCommand.Lamp;
import org.etclane.device.HealthEvent;
import org.etclane.device.InputEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.RsuEvent;
import org.etclane.device.ScaleEvent;
import org.etclane.device.SecurityEvent;
import org.etclane.device.spi.Text;

/**
 * Fee display (费额显示器): texts in each colour, the fee, a test picture, brightness, lamp, voice. What a display cannot do its driver leaves
 * out. A display without answers takes all of it without a word, so what it shows has to be looked at.
 */
final class DisplayConsole implements BenchConsole {
    private static final Charset GBK = Charset.forName("GBK");
    private static final int SHORT_BYTES = 6;
    private static final int ROWS = 4;
    private static final int COLUMNS = 8;
    private static final int STEP_MS = 2_000;
    private static final Text LOOK = new Text("sent; look at the display", "已发送，请查看费显");

    private Colour colour = Colour.GREEN;
    private List<String> rows = List.of();
    private final Deque<DisplayCommand> pattern = new ArrayDeque<>();
    private long nextStepNanos = NEVER;
    private long stepNanos;

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.device("text", "ROW|ROW...", new Text("shows it; | begins a row", "显示文字，| 换行"), "text 测A12345 客1|金额 15.20 元|一路平安"),
                Verb.device("colour", "green|red|yellow", new Text("of this text and the next", "文字颜色"), "colour red")
                        .of("green", "red", "yellow"),
                Verb.device("fee", "CLASS YUAN [BALANCE]", new Text("the fee as a lane shows it", "按车道格式显示费额"), "fee 1 15.20 984.80"),
                Verb.device("pattern", "[S]", new Text("every dot in each colour, then numbered rows, S seconds each (2)",
                        "各颜色全亮，再显示行号，每步S秒（2）"), "pattern 5"),
                Verb.device("selftest", "", new Text("the display's own test", "费显自检")),
                Verb.device("brightness", "0-100", new Text("percent; 0: its own light sensor", "亮度百分比，0为自动"), "brightness 60"),
                Verb.device("lamp", "off|green|red [flash]", new Text("the light in its housing, and its yellow flash", "通行灯与黄闪"), "lamp red flash")
                        .of("off", "green", "red"),
                Verb.device("say", "TEXT", new Text("says it, where the display can", "语音播报"), "say 祝您一路平安"),
                Verb.device("clear", "", new Text("shows nothing", "清屏")));
    }

    @Override
    public void verb(long nowNanos, Typed typed, Desk desk) throws Typed.Misuse {
        switch (typed.verb()) {
            case "text" -> {
                rows = typed.rows(typed.text("ROW"));
                desk.tell(show(colour, rows, Optional.empty()));
            }
            case "colour" -> {
                typed.atMost(1);
                colour = Colour.valueOf(typed.oneOf(0, "green", "red", "yellow").toUpperCase(Locale.ROOT));
                desk.tell(show(colour, rows, Optional.empty()));
            }
            case "fee" -> desk.tell(fee(typed));
            case "selftest" -> desk.tell(new DisplayCommand.SelfTest());
            case "brightness" -> {
                typed.atMost(1);
                desk.tell(new DisplayCommand.Brightness(typed.whole(0, "PERCENT", 0, 100, 100)));
            }
            case "lamp" -> {
                typed.atMost(2);
                Lamp lamp = Lamp.valueOf(typed.oneOf(0, "off", "green", "red").toUpperCase(Locale.ROOT));
                desk.tell(new DisplayCommand.Lights(lamp, typed.word(1).isPresent() && typed.oneOf(1, "flash").equals("flash")));
            }
            case "say" -> desk.tell(new DisplayCommand.Say(typed.text("TEXT"), Optional.empty()));
            case "pattern" -> {
                typed.atMost(1);
                stepNanos = typed.ms(0, "S", 60, STEP_MS) * NANOS_PER_MS;
                beginPattern();
                due(nowNanos, desk);
                return;
            }
            default -> {
                rows = List.of();
                desk.tell(new DisplayCommand.Clear());
            }
        }
        desk.settle();
    }

    private DisplayCommand fee(Typed typed) throws Typed.Misuse {
        typed.atMost(3);
        int vehicleClass = typed.whole(0, "CLASS", 1, 26, 0);
        long amountFen = typed.fen(1, "YUAN");
        Optional<Long> balanceFen = typed.word(2).isPresent() ? Optional.of(typed.fen(2, "BALANCE")) : Optional.empty();
        rows = List.of("车型 " + vehicleClass, "金额 " + yuan(amountFen) + " 元", balanceFen.map(fen -> "余额 " + yuan(fen) + " 元").orElse(""));
        return show(colour, rows, Optional.of(new DisplayCommand.Fee(vehicleClass, 0, amountFen, balanceFen)));
    }

    private static String yuan(long fen) {
        return "%d.%02d".formatted(fen / 100, fen % 100);
    }

    private void beginPattern() {
        pattern.clear();
        for (Colour each : Colour.values()) {
            pattern.add(show(each, Collections.nCopies(ROWS, "■".repeat(COLUMNS)), Optional.empty()));
        }
        pattern.add(show(Colour.GREEN, List.of("1行ABCDEFGHIJKLM", "2行0123456789.元", "3行京津沪渝测", "4行客货一二三四"), Optional.empty()));
        pattern.add(new DisplayCommand.Clear());
    }

    private static DisplayCommand.Show show(Colour colour, List<String> rows, Optional<DisplayCommand.Fee> fee) {
        String first = rows.isEmpty() ? "" : rows.getFirst();
        int end = 0;
        while (end < first.length() && first.substring(0, first.offsetByCodePoints(end, 1)).getBytes(GBK).length <= SHORT_BYTES) {
            end = first.offsetByCodePoints(end, 1);
        }
        return new DisplayCommand.Show(colour, rows, first.substring(0, end), fee);
    }

    @Override
    public void due(long nowNanos, Desk desk) {
        DisplayCommand step = pattern.poll();
        desk.tell(step);
        nextStepNanos = pattern.isEmpty() ? NEVER : nowNanos + stepNanos;
        if (pattern.isEmpty()) {
            rows = List.of();
            desk.settle();
        }
    }

    @Override
    public long nextDueNanos() {
        return nextStepNanos;
    }

    @Override
    public void settled(long nowNanos, Desk desk) {
        desk.say(LOOK);
        desk.done();
    }

    @Override
    public void interrupt(long nowNanos, Desk desk) {
        nextStepNanos = NEVER;
        pattern.clear();
        desk.failed(INTERRUPTED);
    }

    @Override
    public void event(long nowNanos, DeviceEvent event, Desk desk) {
        switch (event) {
            case HealthEvent health when health.state() == HealthEvent.State.DOWN && nextStepNanos != NEVER -> {
                nextStepNanos = NEVER;
                pattern.clear();
                desk.failed(EventWords.health(health));
            }
            case HealthEvent _, SecurityEvent _, BarrierEvent _, LoopEvent _, InputEvent _, RsuEvent _, ScaleEvent _ -> { }
        }
    }
}
