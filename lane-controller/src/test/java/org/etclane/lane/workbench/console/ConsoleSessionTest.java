package org.etclane.lane.workbench.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.etclane.device.HealthEvent;
import org.etclane.device.SecurityEvent;
import org.etclane.device.SignalCommand;
import org.etclane.device.spi.Language;
import org.etclane.device.spi.Text;
import org.etclane.lane.config.DeviceLoader;
import org.junit.jupiter.api.Test;

/** What every console has in common. */
class ConsoleSessionTest {
    private static final String DEVICE = Sitting.DEVICE;

    private static List<BenchConsole> consoles() {
        return List.of(new RsuConsole(DeviceLoader.Surroundings.USUAL, () -> LocalDateTime.MIN), new BarrierConsole(Text.NONE), new LoopsConsole(),
                new DisplayConsole(), new ScaleConsole(() -> LocalDateTime.MIN), new LightsConsole(), new AlarmConsole(), new VoiceConsole(true),
                new VoiceConsole(false), new LdiConsole(DEVICE));
    }

    @Test
    void theFirstVerbWaitsUntilTheDeviceHasSaidHowItIs() {
        Sitting sitting = new Sitting(new LightsConsole());
        sitting.types("pass green").says("waiting").tells().isBusy().after(1_500).tells();
        sitting.hears(new HealthEvent(DEVICE, 0, HealthEvent.State.UP, "")).tells(); // its inputs come in the same breath
        sitting.after(ConsoleSession.BREATH_MS).tells(new SignalCommand.PassLight(true));
        sitting.says("dev is up").isBusy().after(ConsoleSession.SETTLE_MS).ok().says("ok");
    }

    @Test
    void aDeviceThatSaysNothingOrIsDownIsNotCommanded() {
        Sitting sitting = new Sitting(new LightsConsole());
        sitting.types("pass green").after(ConsoleSession.PATIENCE_MS).failed().says("has not said how it is").tells();
        sitting.types("pass green").failed().tells(); // nobody waits twice
        sitting.hears(new HealthEvent(DEVICE, 0, HealthEvent.State.DOWN, "unplugged"));
        sitting.types("canopy red").failed().says("the device is down: unplugged").tells();
        sitting.hears(new HealthEvent(DEVICE, 0, HealthEvent.State.DEGRADED, "odd")).after(ConsoleSession.BREATH_MS);
        sitting.types("canopy red").tells(new SignalCommand.CanopyLight(false)).after(ConsoleSession.SETTLE_MS).ok();
        assertEquals(3, sitting.session.failures());
    }

    @Test
    void aCommandThatTheDeviceComplainsAboutFails() {
        Sitting sitting = new Sitting(new LightsConsole()).up();
        sitting.types("pass red").after(400).hears(new HealthEvent(DEVICE, sitting.nanos(), HealthEvent.State.DEGRADED, "no answer to a state frame"))
                .failed().says("     0.700  dev is DOUBTFUL", "FAILED: dev is DOUBTFUL: no answer to a state frame");
        sitting.after(5_000);
        sitting.types("pass red").after(400).hears(new HealthEvent("dev/other-1", sitting.nanos(), HealthEvent.State.DOWN, "gone")).isBusy();
        sitting.after(ConsoleSession.SETTLE_MS).ok();
        sitting.queueFull = true;
        sitting.types("pass red").failed().says("queue is full");
    }

    @Test
    void linesThatMeanNothing() {
        Sitting sitting = new Sitting(new LightsConsole()).up();
        sitting.types("").ok().types("   ").ok().types("# a remark").ok();
        sitting.types("pas green").failed().says("did you mean \"pass\"?").tells();
        sitting.types("levitate").failed().says("there are: pass, canopy");
        sitting.types("pass blue").failed().says("\"blue\" is not one of: green, red", "Usage: pass green|red").tells();
        sitting.types("pass").failed().says("say one of: green, red");
        sitting.types("pass green now").failed().says("\"now\" is too much").tells();
        sitting.types("\u3000PASS\u3000green").tells(new SignalCommand.PassLight(true)); // full-width blanks, capitals
        sitting.interrupts().failed().says("interrupted");
        assertEquals(6, sitting.session.failures());
    }

    @Test
    void whatEveryConsoleTells() {
        Sitting sitting = new Sitting(new LightsConsole());
        sitting.types("status").ok().says("has not said how it is", "line open", "in 120 bytes, out 3 frames, not understood 2, lost 1 times", "no such frame");
        sitting.up().after(2_500).types("status").ok().says("dev is up, since 2.8 s");
        sitting.types("trace 50").ok().says("trace of 50");
        sitting.types("trace many").failed().says("allowed: 1 to 2000");
        sitting.types("settings").ok().says("baud = 9600");
        sitting.types("wait 2.5").isBusy().after(2_400).isBusy().after(100).ok();
        sitting.types("wait 2").after(1).interrupts().failed().after(5_000);
        sitting.types("help").ok().says("pass green|red", "the pass light beside the arm", "help [VERB]").saysNot("confirm");
        sitting.types("help board").ok().says("board ETC专用|一车一杆");
        sitting.types("help bord").failed().says("did you mean \"board\"?");
        sitting.hears(new SecurityEvent(DEVICE, 0, "10.0.0.7: flood")).says("refused a caller: 10.0.0.7: flood");
        sitting.types("quit").ok();
        assertTrue(sitting.session.quit());
    }

    @Test
    void everyVerbHasWordsInBothLanguagesAndAUniqueName() {
        for (BenchConsole console : consoles()) {
            Set<String> names = new HashSet<>();
            Set<String> confirmations = new HashSet<>(List.of(""));
            console.confirmations().forEach(one -> confirmations.add(one.word()));
            new ConsoleSession(console, DEVICE, Language.EN, false, 0).verbs().forEach(verb -> {
                assertTrue(names.add(verb.name()), verb::toString);
                assertTrue(verb.name().matches("[a-z]+") && !verb.help().english().isBlank() && !verb.help().chinese().isBlank(), verb::toString);
                assertTrue(verb.help().chinese().codePoints().anyMatch(c -> c > 0x4E00), verb::toString);
                assertTrue(verb.examples().stream().allMatch(example -> example.split(" ")[0].equals(verb.name())), verb::toString);
                assertTrue(confirmations.contains(verb.confirm()), verb::toString);
            });
        }
    }

    /** Whatever is typed, with the device in any state: an answer, no exception, and no barrier, card or record is touched unconfirmed. */
    @Test
    void nothingThatIsTypedBreaksAConsoleOrNeedsNoConfirmation() {
        List<String> tails = List.of("", " ", " 0", " 1", " -1", " 99999999999", " green", " on", " off", " 3701 12 1", " 01020304", " a|b|c",
                " 15.20 x", " 测A12345", " \"", " \\", " confirm", "　10");
        for (BenchConsole console : consoles()) {
            Sitting sitting = new Sitting(console).up();
            for (Verb verb : sitting.session.verbs()) {
                for (String tail : tails) {
                    if (!verb.name().equals("quit")) {
                        sitting.types(verb.name() + tail);
                        if (!verb.confirm().isEmpty()) {
                            sitting.failed().says("type first: confirm " + verb.confirm()).tells();
                        }
                        if (sitting.session.busy()) {
                            sitting.interrupts();
                        }
                        sitting.session.takeOutcome();
                    }
                }
            }
            sitting.after(60_000);
        }
    }

    @Test
    void yesConfirmsWhatItMayAndABarrierNever() {
        Sitting scale = new Sitting(new ScaleConsole(() -> LocalDateTime.MIN), Language.EN, true).up();
        scale.types("take").failed().says("no record has been read");
        Sitting barrier = new Sitting(new BarrierConsole(new Text("relay 5", "继电器5")), Language.ZH, true).up();
        barrier.types("raise").failed().says("已拒绝", "继电器5", "confirm move-arm").tells();
        barrier.types("confirm yes").failed().says("move-arm, no-loop");
    }

    @Test
    void inChinese() {
        Sitting sitting = new Sitting(new LightsConsole(), Language.ZH, false).up();
        sitting.says("dev 正常").types("pass 绿").failed().says("失败：", "不在其中", "用法：pass green|red");
        sitting.types("fly").failed().says("没有命令“fly”");
    }
}
