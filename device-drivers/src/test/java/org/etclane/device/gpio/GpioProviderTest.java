package org.etclane.device.gpio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.etclane.device.gpio.GpioLine.AtExit;
import org.etclane.device.gpio.GpioLine.Pull;
import org.etclane.device.gpio.GpioSection.InputLine;
import org.etclane.device.gpio.GpioSection.LampLine;
import org.etclane.device.gpio.GpioSection.RelayLine;
import org.etclane.device.gpio.line.GpioLink;
import org.etclane.device.link.ByteLink;
import org.etclane.device.link.LinkTimes;
import org.etclane.device.spi.Checked;
import org.etclane.device.spi.ConfiguredDevice;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.Key;
import org.etclane.device.spi.LaneDirection;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;
import org.junit.jupiter.api.Test;

class GpioProviderTest {
    private static final String CHIP = "/dev/gpio-lane";
    private static final String OTHER = "/dev/gpiochip1";

    private static Optional<InputLine> input(int offset) {
        return Optional.of(new InputLine(offset, Optional.of(OTHER), false, Pull.DOWN, offset));
    }

    private static Optional<LampLine> lamp(int offset, AtExit atExit) {
        return Optional.of(new LampLine(offset, Optional.empty(), true, atExit));
    }

    /** No two lines are the same, and no number is a default. */
    private static final GpioSection SECTION = new GpioSection(CHIP,
            new GpioSection.Inputs(new InputLine(1, Optional.empty(), true, Pull.UP, 11),
                    new InputLine(2, Optional.empty(), true, Pull.AS_IS, 12), new InputLine(3, Optional.empty(), false, Pull.UP, 13),
                    input(4), input(5), input(6), input(7), input(8), input(9)),
            new GpioSection.Outputs(new RelayLine(20, Optional.empty(), true), new RelayLine(21, Optional.of(OTHER), false),
                    lamp(22, AtExit.KEEP), lamp(23, AtExit.INACTIVE), lamp(24, AtExit.KEEP), lamp(25, AtExit.INACTIVE),
                    lamp(26, AtExit.KEEP), lamp(27, AtExit.INACTIVE)),
            new GpioSection.Pulses(150, 3, 250, 30), new GpioSection.Times(1100, 2200, 550, 2300, 3300), false);

    private static GpioLine.Input other(int offset) {
        return new GpioLine.Input(OTHER, offset, false, Pull.DOWN, offset);
    }

    private static GpioLine.Output lampLine(int offset, AtExit atExit) {
        return new GpioLine.Output(CHIP, offset, true, atExit);
    }

    @Test
    void everyKeyReachesTheDriver() {
        Map<GpioRole, GpioLine.Input> inputs = Map.of(
                GpioRole.TRIGGER_LOOP, new GpioLine.Input(CHIP, 1, true, Pull.UP, 11),
                GpioRole.ARM_LOOP, new GpioLine.Input(CHIP, 2, true, Pull.AS_IS, 12),
                GpioRole.ARM_UP, new GpioLine.Input(CHIP, 3, false, Pull.UP, 13),
                GpioRole.ARM_DOWN, other(4), GpioRole.CAPTURE_LOOP, other(5), GpioRole.BARRIER_FAULT, other(6),
                GpioRole.FOOT_ALARM, other(7), GpioRole.LANE_CLOSING_BAR, other(8), GpioRole.LIGHT_FAULT, other(9));
        Map<GpioRole, GpioLine.Output> outputs = Map.of(
                GpioRole.RAISE, new GpioLine.Output(CHIP, 20, true, AtExit.INACTIVE),
                GpioRole.LOWER, new GpioLine.Output(OTHER, 21, false, AtExit.INACTIVE),
                GpioRole.PASS_GREEN, lampLine(22, AtExit.KEEP), GpioRole.PASS_RED, lampLine(23, AtExit.INACTIVE),
                GpioRole.CANOPY_GREEN, lampLine(24, AtExit.KEEP), GpioRole.CANOPY_RED, lampLine(25, AtExit.INACTIVE),
                GpioRole.ALARM_SOUND, lampLine(26, AtExit.KEEP), GpioRole.ALARM_LIGHT, lampLine(27, AtExit.INACTIVE));
        assertEquals(new GpioSettings("io", inputs, outputs, new GpioSettings.Pulse(150, 3, 250, 30),
                new GpioSettings.Timing(1100, 2200, 550, 2300, 3300), false), SECTION.settings("io"));
    }

    @Test
    void everyRoleIsAKeyAndEveryKeyARole() {
        List<String> keys = new ArrayList<>();
        for (RecordComponent side : List.of(GpioSection.class.getRecordComponents()[1], GpioSection.class.getRecordComponents()[2])) {
            Arrays.stream(side.getType().getRecordComponents()).map(key -> side.getName() + "." + key.getName()).forEach(keys::add);
        }
        assertEquals(Set.copyOf(Arrays.stream(GpioRole.values()).map(GpioSectionCheck::key).toList()), Set.copyOf(keys));
        assertEquals(GpioRole.values().length, keys.size());
    }

    private static List<Integer> defaults(Class<? extends Record> section) {
        return Arrays.stream(section.getRecordComponents()).map(key -> Integer.valueOf(key.getAnnotation(Key.class).otherwise())).toList();
    }

    @Test
    void whatIsNotWrittenIsTheDriversOwnDefault() {
        GpioSettings.Pulse pulse = GpioSettings.Pulse.DEFAULT;
        GpioSettings.Timing timing = GpioSettings.Timing.DEFAULT;
        assertEquals(List.of(pulse.lengthMs(), pulse.count(), pulse.gapMs(), pulse.changeoverMs()), defaults(GpioSection.Pulses.class));
        assertEquals(List.of(timing.auditMs(), timing.learnMs(), timing.unsettledMs(), timing.commandValidMs(), timing.lightSettleMs()),
                defaults(GpioSection.Times.class));
        String debounce = Arrays.stream(InputLine.class.getRecordComponents()).filter(key -> key.getName().equals("debounceMs"))
                .findFirst().orElseThrow().getAnnotation(Key.class).otherwise();
        assertEquals(GpioLine.Input.DEFAULT_DEBOUNCE_MS, Integer.parseInt(debounce));
    }

    @Test
    void itTakesItsLinesAndOpensNothingBeforeTheStart() {
        ConfiguredDevice device = new ConfiguredDevice(new GpioProvider(), SECTION);
        assertEquals(Set.of(DeviceKind.LANE_IO), device.driver().kinds());
        assertInstanceOf(GpioIoDriver.class, device.endpoint("io", new DriverContext(LaneDirection.EXIT, ZoneId.of("Asia/Shanghai"),
                () -> 0L)));
        assertTrue(device.reader().isPresent(), "its bytes have words");
        LinkChoice.OwnLine line = assertInstanceOf(LinkChoice.OwnLine.class, device.link());
        assertEquals(17, Set.copyOf(line.occupies()).size());
        assertTrue(line.occupies().containsAll(List.of(CHIP + " line 1", OTHER + " line 4", CHIP + " line 20", OTHER + " line 21")),
                line.occupies().toString());
        ByteLink link = assertInstanceOf(GpioLink.class, line.factory().line("io", LinkTimes.NONE));
        assertEquals("17 lines of /dev/gpio-lane, /dev/gpiochip1", link.description());
        assertEquals(Optional.of("not started"), link.trouble());
        link.close();
    }

    private static List<String> checked(Map<String, Object> values) {
        List<String> found = new ArrayList<>();
        new GpioSectionCheck().check(new Checked.Values(values, "devices.io"), new Checked.Report() {
            @Override
            public boolean readable(Path file) {
                throw new AssertionError("no file here");
            }

            @Override
            public void problem(Problem.Kind kind, String name, Text what, Text allowed, Text advice) {
                found.add(kind + " " + name + " " + what.english());
            }
        });
        return found;
    }

    private static Map<String, Object> everyLineOn(Function<GpioRole, Optional<String>> chip) {
        Map<String, Object> values = new HashMap<>(Map.of("devices.io.chip", CHIP));
        for (GpioRole role : GpioRole.values()) {
            values.put("devices.io." + GpioSectionCheck.key(role) + ".chip", chip.apply(role));
            values.put("devices.io." + GpioSectionCheck.key(role) + ".offset", role.code);
        }
        return values;
    }

    @Test
    void aLineHasOneRole() {
        Map<String, Object> values = everyLineOn(role -> Optional.empty());
        assertEquals(List.of(), checked(values));
        values.put("devices.io.outputs.lower.offset", GpioRole.ARM_LOOP.code);
        assertEquals(List.of("CONTRADICTION outputs.lower.offset means /dev/gpio-lane line 3, as does inputs.armLoop"), checked(values));
        values.put("devices.io.outputs.lower.chip", Optional.of(OTHER));
        assertEquals(List.of(), checked(values), "the same number on another chip is another line");
        values.put("devices.io.inputs.armLoop.chip", Optional.of(OTHER));
        assertEquals(1, checked(values).size());
        values.remove("devices.io.inputs.armLoop.chip");
        assertEquals(List.of(), checked(values), "a chip that is wrong by itself is no chip here");
    }

    @Test
    void thereAreNotMoreChipsThanALaneMayUse() {
        Map<String, Object> values = everyLineOn(role -> Optional.of("/dev/gpiochip" + role.code));
        assertEquals(List.of("OUT_OF_RANGE outputs.alarmLight.chip /dev/gpiochip72 is one chip too many"), checked(values));
        values.put("devices.io.outputs.alarmLight.chip", Optional.of("/dev/gpiochip1"));
        assertEquals(List.of(), checked(values));
    }
}
