package org.etclane.device.gpio;

import java.util.EnumMap;
import java.util.Map;
import org.etclane.device.gpio.GpioLine.AtExit;

/** Line maps for tests: loops active low, all else active high. */
public final class GpioLines {
    public static final String CHIP = "/dev/gpiochip0";

    private GpioLines() {
    }

    public static Map<GpioRole, GpioLine.Input> inputs() {
        Map<GpioRole, GpioLine.Input> inputs = new EnumMap<>(GpioRole.class);
        inputs.put(GpioRole.TRIGGER_LOOP, GpioLine.Input.at(CHIP, 1).low());
        inputs.put(GpioRole.ARM_LOOP, GpioLine.Input.at(CHIP, 2).low());
        inputs.put(GpioRole.ARM_UP, GpioLine.Input.at(CHIP, 3));
        return inputs;
    }

    public static Map<GpioRole, GpioLine.Output> outputs() {
        Map<GpioRole, GpioLine.Output> outputs = new EnumMap<>(GpioRole.class);
        outputs.put(GpioRole.RAISE, GpioLine.Output.at(CHIP, 16, AtExit.INACTIVE));
        outputs.put(GpioRole.LOWER, GpioLine.Output.at(CHIP, 17, AtExit.INACTIVE));
        outputs.put(GpioRole.PASS_GREEN, GpioLine.Output.at(CHIP, 18, AtExit.KEEP));
        outputs.put(GpioRole.CANOPY_GREEN, GpioLine.Output.at(CHIP, 19, AtExit.KEEP));
        outputs.put(GpioRole.ALARM_SOUND, GpioLine.Output.at(CHIP, 20, AtExit.INACTIVE));
        outputs.put(GpioRole.ALARM_LIGHT, GpioLine.Output.at(CHIP, 21, AtExit.INACTIVE));
        return outputs;
    }

    /** Upper switch only. */
    public static GpioSettings plain() {
        return GpioSettings.of("io", inputs(), outputs());
    }

    /** Every input and output there is; both switches. */
    public static GpioSettings full() {
        Map<GpioRole, GpioLine.Input> inputs = inputs();
        Map<GpioRole, GpioLine.Output> outputs = outputs();
        for (GpioRole role : GpioRole.values()) {
            if (role.input()) {
                inputs.putIfAbsent(role, GpioLine.Input.at("/dev/gpiochip1", role.code));
            } else {
                outputs.putIfAbsent(role, GpioLine.Output.at("/dev/gpiochip1", role.code, AtExit.KEEP));
            }
        }
        return GpioSettings.of("io", inputs, outputs);
    }
}
