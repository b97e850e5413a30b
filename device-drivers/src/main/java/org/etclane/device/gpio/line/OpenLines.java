package org.etclane.device.gpio.line;

import com.pi4j.context.Context;
import com.pi4j.exception.Pi4JException;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfigBuilder;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputConfigBuilder;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.DigitalStateChangeEvent;
import com.pi4j.io.gpio.digital.DigitalStateChangeListener;
import com.pi4j.io.gpio.digital.PullResistance;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.etclane.device.gpio.GpioCodec;
import org.etclane.device.gpio.GpioFrame;
import org.etclane.device.gpio.GpioLine;
import org.etclane.device.gpio.GpioRole;
import org.etclane.device.gpio.GpioSettings;

/** All lines of a lane, requested: inputs with a listener, outputs as they are. One thread: the link's. */
final class OpenLines implements AutoCloseable {
    private final Context context;
    private final GpioSettings settings;
    private final List<String> chips;
    private final EdgeListener edges;
    private final Map<GpioRole, DigitalInput> inputs = new EnumMap<>(GpioRole.class);
    private final Map<GpioRole, DigitalOutput> outputs = new EnumMap<>(GpioRole.class);

    /** Hears edges on the provider's thread, stamped there. */
    interface EdgeListener {
        void edge(GpioFrame frame);
    }

    /** Lines that could not be requested, all of them at once. */
    static final class Unavailable extends Exception {
        private Unavailable(Set<String> problems) {
            super(grouped(problems));
        }

        /** A remedy that is the same for several lines is said once: "A, B: remedy; C: other remedy". */
        static String grouped(Set<String> problems) {
            Map<String, List<String>> byRemedy = new LinkedHashMap<>();
            for (String problem : problems) {
                int colon = problem.indexOf(": ");
                byRemedy.computeIfAbsent(colon < 0 ? "" : problem.substring(colon), _ -> new ArrayList<>())
                        .add(colon < 0 ? problem : problem.substring(0, colon));
            }
            return byRemedy.entrySet().stream().map(same -> String.join(", ", same.getValue()) + same.getKey())
                    .collect(Collectors.joining("; "));
        }
    }

    private OpenLines(Context context, GpioSettings settings, EdgeListener edges) {
        this.context = context;
        this.settings = settings;
        this.chips = settings.chips();
        this.edges = edges;
    }

    /** Requests every line; when one is refused, those that were given are given back and nothing was driven. */
    static OpenLines open(Context context, GpioSettings settings, EdgeListener edges) throws Unavailable {
        OpenLines lines = new OpenLines(context, settings, edges);
        Set<String> problems = new LinkedHashSet<>();
        settings.inputs().forEach((role, line) -> attempt(problems, () -> lines.input(role, line)));
        settings.outputs().forEach((role, line) -> attempt(problems, () -> lines.output(role, line)));
        if (!problems.isEmpty()) {
            lines.release();
            throw new Unavailable(problems);
        }
        return lines;
    }

    private static void attempt(Set<String> problems, Runnable request) {
        try {
            request.run();
        } catch (Pi4JException | IllegalStateException refused) {
            problems.add(reason(refused));
        }
    }

    /** Pi4J wraps a provider's failure; the innermost one has the words. */
    static String reason(Throwable refused) {
        Throwable inner = refused;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner.getMessage() == null ? inner.toString() : inner.getMessage();
    }

    private void input(GpioRole role, GpioLine.Input line) {
        DigitalInput input = context.create(DigitalInputConfigBuilder.newInstance(context).id(id(role)).name(role.name())
                .bcm(number(line)).pull(pull(line.pull())).debounce(0L).build());
        inputs.put(role, input);
        DigitalStateChangeListener listener = event -> changed(role, event);
        input.addListener(listener);
    }

    private void output(GpioRole role, GpioLine.Output line) {
        DigitalOutputConfigBuilder config = DigitalOutputConfigBuilder.newInstance(context).id(id(role)).name(role.name())
                .bcm(number(line)); // no initial state: the line is requested as it is
        outputs.put(role, context.create(config.build()));
    }

    private String id(GpioRole role) {
        return settings.name() + "." + role;
    }

    private int number(GpioLine line) {
        return new LineAddress(chips.indexOf(line.chip()), line.offset()).number();
    }

    private static PullResistance pull(GpioLine.Pull pull) {
        return switch (pull) {
            case AS_IS -> PullResistance.OFF;
            case UP -> PullResistance.PULL_UP;
            case DOWN -> PullResistance.PULL_DOWN;
        };
    }

    /** Provider's thread. */
    private void changed(GpioRole role, DigitalStateChangeEvent<?> event) {
        boolean high = event.state() == DigitalState.HIGH;
        if (event instanceof StampedStateChange stamped) {
            edges.edge(stamped.lostBefore() ? new GpioFrame.EdgesLost(role, high, stamped.atNanos())
                    : new GpioFrame.Edge(role, high, stamped.atNanos()));
        } else {
            edges.edge(new GpioFrame.Edge(role, high, System.nanoTime()));
        }
    }

    /** The levels of all lines that have one, as frames; stamped after each reading. */
    byte[] levels() {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        inputs.forEach((role, input) -> level(role, input.state(), frames));
        outputs.forEach((role, output) -> level(role, output.state(), frames));
        return frames.toByteArray();
    }

    private static void level(GpioRole role, DigitalState state, ByteArrayOutputStream frames) {
        switch (state) {
            case HIGH -> frames.writeBytes(GpioCodec.encode(new GpioFrame.Level(role, true, System.nanoTime())));
            case LOW -> frames.writeBytes(GpioCodec.encode(new GpioFrame.Level(role, false, System.nanoTime())));
            case UNKNOWN -> { }
        }
    }

    void drive(GpioRole role, boolean high) {
        DigitalOutput output = outputs.get(role);
        if (output != null) {
            output.state(high ? DigitalState.HIGH : DigitalState.LOW);
        }
    }

    /** Puts the outputs into their state at exit, relays first, then gives all lines back. Never throws. */
    @Override
    public void close() {
        settings.outputs().forEach((role, line) -> {
            if (line.atExit() == GpioLine.AtExit.INACTIVE) {
                quietly(() -> drive(role, line.high(false)));
            }
        });
        release();
    }

    private void release() {
        inputs.values().forEach(line -> quietly(line::close));
        outputs.values().forEach(line -> quietly(line::close));
        inputs.clear();
        outputs.clear();
    }

    private static void quietly(Runnable step) {
        try {
            step.run();
        } catch (Pi4JException | IllegalStateException | IllegalArgumentException gone) {
            // the chip is gone, or the line was given back before: the other lines still get their turn
        }
    }
}
