package org.etclane.sim.scenario;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.etclane.device.spi.Language;
import org.etclane.device.spi.Text;
import org.etclane.lane.core.LaneKind;
import org.etclane.sim.scenario.Sentences.Result;

/**
 * A conversation with the bench: one sentence a line, the same as in a scenario; besides {@code help}, {@code status} and
 * {@code quit}. Blocks on the caller's thread; what a sentence does happens on the simulation's.
 */
public final class ScenarioConsole {
    private static final Text OK = new Text("ok", "好");

    private final LaneKind lane;
    private final ScenarioPlayer player;
    private final Simulation simulation;
    private final Language language;
    private final Consumer<String> out;

    /** How the console gets at the simulation's thread. */
    public interface Simulation {
        <T> T ask(Supplier<T> question);
    }

    public ScenarioConsole(LaneKind lane, ScenarioPlayer player, Simulation simulation, Language language, Consumer<String> out) {
        this.lane = lane;
        this.player = player;
        this.simulation = simulation;
        this.language = language;
        this.out = out;
    }

    /** Until {@code quit} or the end of the input. */
    public void run(BufferedReader in) throws IOException {
        say(new Text("one sentence a line; help tells which there are, quit ends", "每行一句；help列出全部语句，quit退出"));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            switch (line.strip().toLowerCase(Locale.ROOT)) {
                case "" -> { }
                case "quit", "exit" -> {
                    return;
                }
                case "help", "?" -> help();
                case "status" -> simulation.ask(player::status).in(language).forEach(out);
                default -> sentence(line.strip());
            }
        }
    }

    private void help() {
        Sentences.help(language).forEach(out);
        say(new Text("help, status, quit", "help（帮助）、status（状态）、quit（退出）"));
    }

    private void sentence(String sentence) {
        switch (Sentences.action(sentence, lane)) {
            case Result.Understood<Action>(Action action) -> {
                Optional<Text> why = simulation.ask(() -> player.perform(action));
                say(why.orElse(OK));
            }
            case Result.NotUnderstood<Action>(Problem problem) -> out.accept(problem.in(language));
        }
    }

    private void say(Text text) {
        out.accept(text.in(language));
    }
}
