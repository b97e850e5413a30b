package org.etclane.device.display;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etclane.device.DisplayCommand;

/**
 * The latest wish of each kind: what a display that was away, or that lost its content, shall show again. Also kept while the
 * line is down, because the lane does not repeat itself and its latest wish stays true; what was said is over and is not kept.
 * One thread.
 */
public final class DisplayWishes {
    private Optional<DisplayCommand.Content> content = Optional.empty();
    private Optional<DisplayCommand.Lights> lights = Optional.empty();
    private Optional<DisplayCommand.Brightness> brightness = Optional.empty();

    public void remember(DisplayCommand command) {
        switch (command) {
            case DisplayCommand.Content wish -> content = Optional.of(wish);
            case DisplayCommand.Lights wish -> lights = Optional.of(wish);
            case DisplayCommand.Brightness wish -> brightness = Optional.of(wish);
            case DisplayCommand.SelfTest _, DisplayCommand.Say _ -> { }
        }
    }

    public Optional<DisplayCommand.Content> content() {
        return content;
    }

    /** Brightness, lights, content: what a driver reads comes last. */
    public List<DisplayCommand> all() {
        List<DisplayCommand> all = new ArrayList<>(3);
        brightness.ifPresent(all::add);
        lights.ifPresent(all::add);
        content.ifPresent(all::add);
        return all;
    }
}
