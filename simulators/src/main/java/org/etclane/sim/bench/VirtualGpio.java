package org.etclane.sim.bench;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.gpio.GpioIoDriver;
import org.etclane.device.gpio.GpioLine;
import org.etclane.device.gpio.GpioLine.AtExit;
import org.etclane.device.gpio.GpioRole;
import org.etclane.device.gpio.GpioSettings;
import org.etclane.sim.device.GpioSimAction;
import org.etclane.sim.device.GpioSimEvent;
import org.etclane.sim.device.GpioSimulator;
import org.etclane.sim.host.LinePace;
import org.etclane.sim.host.VirtualLine;
import org.etclane.sim.world.LaneHardware;
import org.etclane.sim.world.Scheduler;

/**
 * Which digital lines the bench's lane has; in virtual time its GPIO driver and the wires behind the lines: no Pi4J, no chip, the same
 * driver.
 */
public final class VirtualGpio {
    /** A barrier's contactor needs this long; as the arm of the simulated road. */
    public static final int RELAY_MS = 100;

    private VirtualGpio() {
    }

    /** A lane with both position switches; loops and relays active low, as opto-coupled boards have them. */
    public static GpioSettings settings(String name) {
        Map<GpioRole, GpioLine.Input> inputs = new EnumMap<>(GpioRole.class);
        inputs.put(GpioRole.TRIGGER_LOOP, GpioLine.Input.at("/dev/gpiochip0", 0).low());
        inputs.put(GpioRole.ARM_LOOP, GpioLine.Input.at("/dev/gpiochip0", 1).low());
        inputs.put(GpioRole.ARM_UP, GpioLine.Input.at("/dev/gpiochip0", 2));
        inputs.put(GpioRole.ARM_DOWN, GpioLine.Input.at("/dev/gpiochip0", 3));
        inputs.put(GpioRole.BARRIER_FAULT, GpioLine.Input.at("/dev/gpiochip0", 4));
        inputs.put(GpioRole.FOOT_ALARM, GpioLine.Input.at("/dev/gpiochip0", 5).low());
        inputs.put(GpioRole.LANE_CLOSING_BAR, GpioLine.Input.at("/dev/gpiochip0", 6));
        Map<GpioRole, GpioLine.Output> outputs = new EnumMap<>(GpioRole.class);
        outputs.put(GpioRole.RAISE, GpioLine.Output.at("/dev/gpiochip1", 0, AtExit.INACTIVE).low());
        outputs.put(GpioRole.LOWER, GpioLine.Output.at("/dev/gpiochip1", 1, AtExit.INACTIVE).low());
        outputs.put(GpioRole.PASS_GREEN, GpioLine.Output.at("/dev/gpiochip1", 2, AtExit.KEEP));
        outputs.put(GpioRole.PASS_RED, GpioLine.Output.at("/dev/gpiochip1", 3, AtExit.KEEP));
        outputs.put(GpioRole.CANOPY_GREEN, GpioLine.Output.at("/dev/gpiochip1", 4, AtExit.KEEP));
        outputs.put(GpioRole.ALARM_SOUND, GpioLine.Output.at("/dev/gpiochip1", 5, AtExit.INACTIVE));
        outputs.put(GpioRole.ALARM_LIGHT, GpioLine.Output.at("/dev/gpiochip1", 6, AtExit.INACTIVE));
        return GpioSettings.of(name, inputs, outputs);
    }

    /**
     * The same as a section of a configuration.
     *
     * @param simulated the chip by which the lane's process finds the road; of several chips each has its own name behind it. Empty: the
     *                  chips as they are
     */
    static Map<String, String> keys(GpioSettings settings, Optional<String> simulated) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("type", "gpio");
        String common = settings.chips().getFirst();
        UnaryOperator<String> chip = real -> simulated.map(road -> settings.chips().size() == 1 ? road
                : road + real.substring(real.lastIndexOf('/'))).orElse(real);
        keys.put("chip", chip.apply(common));
        settings.inputs().forEach((role, line) -> {
            String key = line(keys, common, "inputs." + key(role), line, chip);
            keys.put(key + ".pull", line.pull().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            keys.put(key + ".debounceMs", Integer.toString(line.debounceMs()));
        });
        settings.outputs().forEach((role, line) -> {
            String key = line(keys, common, "outputs." + key(role), line, chip);
            if (role.kind != GpioRole.Kind.PULSE) {
                keys.put(key + ".atExit", line.atExit().name().toLowerCase(Locale.ROOT));
            }
        });
        return keys;
    }

    private static String line(Map<String, String> keys, String common, String key, GpioLine line, UnaryOperator<String> chip) {
        keys.put(key + ".offset", Integer.toString(line.offset()));
        if (!line.chip().equals(common)) {
            keys.put(key + ".chip", chip.apply(line.chip()));
        }
        keys.put(key + ".activeLow", Boolean.toString(line.activeLow()));
        return key;
    }

    /** "armLoop". */
    private static String key(GpioRole role) {
        String words = Stream.of(role.name().split("_")).map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
        return Character.toLowerCase(words.charAt(0)) + words.substring(1);
    }

    /** Unplugged at first; hears the hardware from now on. */
    public static VirtualLine<DeviceCommand, DeviceEvent, GpioSimAction, GpioSimEvent> line(Scheduler scheduler, GpioSettings settings,
            LaneHardware hardware, Consumer<? super DeviceEvent> toLane, Consumer<? super GpioSimEvent> happenings) {
        VirtualLine<DeviceCommand, DeviceEvent, GpioSimAction, GpioSimEvent> line = new VirtualLine<>(scheduler, LinePace.AT_ONCE,
                new GpioIoDriver(settings), toLane, new GpioSimulator(hardware, settings, RELAY_MS), happenings);
        // after the step that changed the hardware: it may be one of the simulator's own
        hardware.onInputChange(() -> scheduler.at(scheduler.nowNanos(), () -> line.commandDevice(new GpioSimAction.Look())));
        return line;
    }
}
