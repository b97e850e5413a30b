package org.etclane.device.gpio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.etclane.device.gpio.GpioLine.AtExit;
import org.etclane.device.gpio.GpioLine.Pull;
import org.junit.jupiter.api.Test;

class GpioSettingsTest {
    private static String refused(Map<GpioRole, GpioLine.Input> inputs, Map<GpioRole, GpioLine.Output> outputs) {
        return assertThrows(IllegalArgumentException.class, () -> GpioSettings.of("io", inputs, outputs)).getMessage();
    }

    @Test
    void whatIsMissingIsSaidAllAtOnce() {
        String words = refused(Map.of(), Map.of());
        for (String role : List.of("inputs.TRIGGER_LOOP", "inputs.ARM_LOOP", "inputs.ARM_UP", "outputs.RAISE", "outputs.LOWER")) {
            assertTrue(words.contains(role + " is missing"), words);
        }
    }

    @Test
    void oneLineHasOneRole() {
        Map<GpioRole, GpioLine.Input> inputs = GpioLines.inputs();
        inputs.put(GpioRole.FOOT_ALARM, GpioLine.Input.at(GpioLines.CHIP, 17));
        assertEquals("outputs.LOWER is /dev/gpiochip0 line 17, as is inputs.FOOT_ALARM: each line has one role",
                refused(inputs, GpioLines.outputs()));
    }

    @Test
    void theSameOffsetOnAnotherChipIsAnotherLine() {
        Map<GpioRole, GpioLine.Input> inputs = GpioLines.inputs();
        inputs.put(GpioRole.FOOT_ALARM, GpioLine.Input.at("/dev/gpiochip1", 17));
        assertEquals(List.of("/dev/gpiochip0", "/dev/gpiochip1"), GpioSettings.of("io", inputs, GpioLines.outputs()).chips());
    }

    @Test
    void aRoleOnTheWrongSideIsRefused() {
        Map<GpioRole, GpioLine.Input> inputs = GpioLines.inputs();
        inputs.put(GpioRole.ALARM_LIGHT, GpioLine.Input.at(GpioLines.CHIP, 30));
        Map<GpioRole, GpioLine.Output> outputs = GpioLines.outputs();
        outputs.put(GpioRole.FOOT_ALARM, GpioLine.Output.at(GpioLines.CHIP, 31, AtExit.KEEP));
        String words = refused(inputs, outputs);
        assertTrue(words.contains("inputs.ALARM_LIGHT is an output") && words.contains("outputs.FOOT_ALARM is an input"), words);
    }

    @Test
    void aRelayThatWouldStayActiveAtExitIsRefused() {
        Map<GpioRole, GpioLine.Output> outputs = GpioLines.outputs();
        outputs.put(GpioRole.LOWER, GpioLine.Output.at(GpioLines.CHIP, 17, AtExit.KEEP));
        assertEquals("outputs.LOWER.atExit is KEEP, allowed: INACTIVE (a pulse must end)", refused(GpioLines.inputs(), outputs));
    }

    @Test
    void valuesOutOfRangeNameKeyValueAndRange() {
        Map<GpioRole, GpioLine.Input> inputs = GpioLines.inputs();
        inputs.put(GpioRole.ARM_LOOP, new GpioLine.Input("gpiochip0", 2000, true, Pull.UP, 1001));
        assertEquals("inputs.ARM_LOOP.chip is gpiochip0, allowed: the path of a GPIO device file, such as /dev/gpiochip0;"
                + " inputs.ARM_LOOP.offset is 2000, allowed: 0–1023; inputs.ARM_LOOP.debounceMs is 1001, allowed: 0–1000",
                refused(inputs, GpioLines.outputs()));
        assertEquals("pulse.lengthMs is 5, allowed: 10–5000; pulse.count is 0, allowed: 1–5; pulse.gapMs is 9, allowed: 10–5000;"
                + " pulse.changeoverMs is -1, allowed: 0–1000", assertThrows(IllegalArgumentException.class,
                () -> GpioLines.plain().with(new GpioSettings.Pulse(5, 0, 9, -1))).getMessage());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> GpioLines.plain().with(
                new GpioSettings.Timing(99, 2000, 500, 2000, 3000))).getMessage().contains("timing.auditMs is 99"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> GpioSettings.of(" ", GpioLines.inputs(), GpioLines.outputs()))
                .getMessage().contains("name is empty"));
    }

    @Test
    void everyRoleHasItsOwnCode() {
        for (GpioRole role : GpioRole.values()) {
            assertEquals(role, GpioRole.of(role.code).orElseThrow());
        }
        assertEquals(GpioRole.values().length, GpioLines.full().inputs().size() + GpioLines.full().outputs().size());
    }
}
