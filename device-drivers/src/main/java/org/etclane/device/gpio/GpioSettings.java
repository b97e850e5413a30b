package org.etclane.device.gpio;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which line is what, and how the lane uses them. A record that makes no sense is refused with every reason at once.
 *
 * @param name    device name in events
 * @param inputs  TRIGGER_LOOP, ARM_LOOP and ARM_UP must be there
 * @param outputs RAISE and LOWER must be there
 */
public record GpioSettings(String name, Map<GpioRole, GpioLine.Input> inputs, Map<GpioRole, GpioLine.Output> outputs, Pulse pulse,
                           Timing timing, boolean bindPassLight) {
    /** Chips a lane may use, and lines per chip: more is a slip of the pen. */
    public static final int MOST_CHIPS = 16;
    public static final int MOST_OFFSET = 1023;

    /**
     * @param lengthMs     how long a relay is closed; default 200
     * @param count        pulses per command, a repetition for barriers that miss one; default 2
     * @param gapMs        between two pulses of a command; default 200
     * @param changeoverMs from opening one relay to closing the other; default 20
     */
    public record Pulse(int lengthMs, int count, int gapMs, int changeoverMs) {
        public static final Pulse DEFAULT = new Pulse(200, 2, 200, 20);
    }

    /**
     * @param auditMs        all levels are read again so often, in case an edge was lost; default 1000
     * @param learnMs        a line whose level is not known so long after the lines were opened is reported; default 2000
     * @param unsettledMs    a contact that bounces for so long without settling is unknown; default 500
     * @param commandValidMs a barrier command that could not be executed for so long is dropped and reported; default 2000
     * @param lightSettleMs  after a barrier command the pass light follows the command for so long, then the reported arm; default
     *                       3000
     */
    public record Timing(int auditMs, int learnMs, int unsettledMs, int commandValidMs, int lightSettleMs) {
        public static final Timing DEFAULT = new Timing(1000, 2000, 500, 2000, 3000);
    }

    public GpioSettings {
        List<String> problems = problems(name, inputs, outputs, pulse, timing);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        inputs = inputs.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(inputs));
        outputs = outputs.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(outputs));
    }

    /** Default pulses and times. */
    public static GpioSettings of(String name, Map<GpioRole, GpioLine.Input> inputs, Map<GpioRole, GpioLine.Output> outputs) {
        return new GpioSettings(name, inputs, outputs, Pulse.DEFAULT, Timing.DEFAULT, true);
    }

    public GpioSettings with(Pulse newPulse) {
        return new GpioSettings(name, inputs, outputs, newPulse, timing, bindPassLight);
    }

    public GpioSettings with(Timing newTiming) {
        return new GpioSettings(name, inputs, outputs, pulse, newTiming, bindPassLight);
    }

    /** @param bound the pass light follows the arm ("barrier up with red" cannot occur); false: the lane's own commands are followed */
    public GpioSettings withBoundPassLight(boolean bound) {
        return new GpioSettings(name, inputs, outputs, pulse, timing, bound);
    }

    public Optional<GpioLine> line(GpioRole role) {
        return Optional.<GpioLine>ofNullable(inputs.get(role)).or(() -> Optional.ofNullable(outputs.get(role)));
    }

    /** Device files of the chips, each once, in the order of the roles. */
    public List<String> chips() {
        List<String> chips = new ArrayList<>();
        inputs.values().forEach(line -> chips.add(line.chip()));
        outputs.values().forEach(line -> chips.add(line.chip()));
        return chips.stream().distinct().toList();
    }

    /** "ARM_LOOP (/dev/gpiochip0 line 5)". */
    String words(GpioRole role) {
        return role + line(role).map(line -> " (" + line.where() + ")").orElse(" (not wired)");
    }

    private static List<String> problems(String name, Map<GpioRole, GpioLine.Input> inputs, Map<GpioRole, GpioLine.Output> outputs,
                                         Pulse pulse, Timing timing) {
        List<String> found = new ArrayList<>();
        expect(found, name != null && !name.isBlank(), "name is empty, allowed: any text");
        for (GpioRole role : List.of(GpioRole.TRIGGER_LOOP, GpioRole.ARM_LOOP, GpioRole.ARM_UP)) {
            expect(found, inputs.containsKey(role), "inputs." + role + " is missing: a lane cannot do without it");
        }
        for (GpioRole role : List.of(GpioRole.RAISE, GpioRole.LOWER)) {
            expect(found, outputs.containsKey(role), "outputs." + role + " is missing: a lane cannot do without it");
        }
        Map<String, String> users = new HashMap<>();
        List<String> chips = new ArrayList<>();
        inputs.forEach((role, line) -> {
            String key = "inputs." + role;
            expect(found, role.input(), key + " is an output, put it under outputs");
            line(found, key, line, users, chips);
            range(found, key + ".debounceMs", line.debounceMs(), 0, 1000);
            expect(found, line.pull() != null, key + ".pull is missing, allowed: AS_IS, UP, DOWN");
        });
        outputs.forEach((role, line) -> {
            String key = "outputs." + role;
            expect(found, !role.input(), key + " is an input, put it under inputs");
            line(found, key, line, users, chips);
            expect(found, line.atExit() == GpioLine.AtExit.INACTIVE
                    || line.atExit() == GpioLine.AtExit.KEEP && role.kind != GpioRole.Kind.PULSE, key + ".atExit is " + line.atExit()
                    + ", allowed: " + (role.kind == GpioRole.Kind.PULSE ? "INACTIVE (a pulse must end)" : "KEEP, INACTIVE"));
        });
        expect(found, chips.stream().distinct().count() <= MOST_CHIPS, "chip: " + chips.stream().distinct().count()
                + " different ones, allowed: at most " + MOST_CHIPS);
        times(found, pulse, timing);
        return found;
    }

    private static void line(List<String> found, String key, GpioLine line, Map<String, String> users, List<String> chips) {
        expect(found, line.chip() != null && line.chip().startsWith("/"), key + ".chip is " + line.chip()
                + ", allowed: the path of a GPIO device file, such as /dev/gpiochip0");
        range(found, key + ".offset", line.offset(), 0, MOST_OFFSET);
        String before = users.putIfAbsent(line.where(), key);
        expect(found, before == null, key + " is " + line.where() + ", as is " + before + ": each line has one role");
        chips.add(line.chip());
    }

    private static void times(List<String> found, Pulse pulse, Timing timing) {
        range(found, "pulse.lengthMs", pulse.lengthMs, 10, 5000);
        range(found, "pulse.count", pulse.count, 1, 5);
        range(found, "pulse.gapMs", pulse.gapMs, 10, 5000);
        range(found, "pulse.changeoverMs", pulse.changeoverMs, 0, 1000);
        range(found, "timing.auditMs", timing.auditMs, 100, 60_000);
        range(found, "timing.learnMs", timing.learnMs, 1100, 60_000);
        range(found, "timing.unsettledMs", timing.unsettledMs, 50, 60_000);
        range(found, "timing.commandValidMs", timing.commandValidMs, 100, 60_000);
        range(found, "timing.lightSettleMs", timing.lightSettleMs, 0, 60_000);
    }

    private static void range(List<String> found, String key, int value, int least, int most) {
        expect(found, value >= least && value <= most, key + " is " + value + ", allowed: " + least + "–" + most);
    }

    private static void expect(List<String> found, boolean good, String problem) {
        if (!good) {
            found.add(problem);
        }
    }
}
