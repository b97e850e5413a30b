package org.etclane.lane.workbench.console;

import java.util.List;
import java.util.Optional;
import org.etclane.device.BarrierEvent;
import org.etclane.device.DeviceEvent;
import org.etclane.device.DisplayCommand;
import org.etclane.device.HealthEvent;
import org.etclane.device.InputEvent;
import org.etclane.device.LoopEvent;
import org.etclane.device.RsuEvent;
import org.etclane.device.ScaleEvent;
import org.etclane.device.SecurityEvent;
import org.etclane.device.VoiceCommand;
import org.etclane.device.spi.Text;

/** What drivers hear: the lane's loudspeaker (语音播报), and fee displays that speak. */
final class VoiceConsole implements BenchConsole {
    private final boolean display;

    /** @param display the device is a fee display, and has no loudspeaker but its own */
    VoiceConsole(boolean display) {
        this.display = display;
    }

    @Override
    public List<Verb> verbs() {
        Verb amount = Verb.device("amount", "YUAN", new Text("a display says its own sentence with this amount", "费显播报金额"), "amount 15.20");
        Verb say = Verb.device("say", "TEXT", new Text("says it, where the device can; a display with recorded phrases only those",
                "播报文字；仅有固定语句的费显只播报相同语句"), "say 祝您一路平安");
        return display ? List.of(say, amount) : List.of(say, amount, Verb.device("display", "TEXT",
                new Text("the same, by the fee display of the I/O controller", "由车道控制器的费显播报"), "display 您好"));
    }

    @Override
    public void verb(long nowNanos, Typed typed, Desk desk) throws Typed.Misuse {
        switch (typed.verb()) {
            case "amount" -> {
                typed.atMost(1);
                desk.tell(new DisplayCommand.Say("", Optional.of(typed.fen(0, "YUAN"))));
            }
            case "display" -> desk.tell(new DisplayCommand.Say(typed.text("TEXT"), Optional.empty()));
            default -> desk.tell(display ? new DisplayCommand.Say(typed.text("TEXT"), Optional.empty())
                    : new VoiceCommand(typed.text("TEXT")));
        }
        desk.settle();
    }

    @Override
    public void event(long nowNanos, DeviceEvent event, Desk desk) {
        switch (event) {
            case HealthEvent _, SecurityEvent _, BarrierEvent _, LoopEvent _, InputEvent _, RsuEvent _, ScaleEvent _ -> { }
        }
    }
}
