package org.etclane.device.gpio.line.chardev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The layouts against what a C compiler made of linux/gpio.h ({@code abi.txt}). */
class GpioAbiTest {
    private static final Map<String, StructLayout> STRUCTS = Map.of("gpiochip_info", GpioAbi.CHIP_INFO,
            "gpio_v2_line_info", GpioAbi.LINE_INFO, "gpio_v2_line_attribute", GpioAbi.ATTRIBUTE,
            "gpio_v2_line_config_attribute", GpioAbi.CONFIG_ATTRIBUTE, "gpio_v2_line_config", GpioAbi.LINE_CONFIG,
            "gpio_v2_line_request", GpioAbi.LINE_REQUEST, "gpio_v2_line_values", GpioAbi.LINE_VALUES,
            "gpio_v2_line_event", GpioAbi.LINE_EVENT);
    private static final Map<String, Long> CALLS = Map.of("GPIO_GET_CHIPINFO_IOCTL", GpioAbi.GET_CHIPINFO,
            "GPIO_V2_GET_LINEINFO_IOCTL", GpioAbi.GET_LINEINFO, "GPIO_V2_GET_LINE_IOCTL", GpioAbi.GET_LINE,
            "GPIO_V2_LINE_SET_CONFIG_IOCTL", GpioAbi.SET_CONFIG, "GPIO_V2_LINE_GET_VALUES_IOCTL", GpioAbi.GET_VALUES,
            "GPIO_V2_LINE_SET_VALUES_IOCTL", GpioAbi.SET_VALUES);

    private static Map<String, Long> compiled() throws IOException {
        try (InputStream file = GpioAbiTest.class.getResourceAsStream("abi.txt")) {
            Map<String, Long> numbers = new HashMap<>();
            new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#"))
                    .forEach(line -> numbers.put(line.split(" ")[0], Long.decode(line.split(" ")[1])));
            return numbers;
        }
    }

    @Test
    void sizesOffsetsAndCallNumbersAreTheCompilers() throws IOException {
        Map<String, Long> ours = new HashMap<>(CALLS);
        for (String key : compiled().keySet()) {
            String[] part = key.split("\\.");
            if (STRUCTS.containsKey(part[0])) {
                StructLayout layout = STRUCTS.get(part[0]);
                ours.put(key, part.length == 1 ? layout.byteSize() : GpioAbi.offset(layout, part[1]));
            }
        }
        assertEquals(compiled(), ours);
        assertEquals(592, GpioAbi.LINE_REQUEST.byteSize());
        assertEquals(0xC250B407L, GpioAbi.GET_LINE);
    }

    @Test
    void anOutputsLevelIsOneAttributeOfTheConfiguration() {
        try (Arena arena = Arena.ofConfined()) {
            for (boolean high : new boolean[] {false, true}) {
                MemorySegment config = arena.allocate(GpioAbi.LINE_CONFIG);
                GpioAbi.configure(config, GpioAbi.FLAG_OUTPUT, true, high);
                assertEquals(8, config.get(ValueLayout.JAVA_LONG, 0), "GPIO_V2_LINE_FLAG_OUTPUT");
                assertEquals(1, config.get(ValueLayout.JAVA_INT, 8), "num_attrs");
                assertEquals(2, config.get(ValueLayout.JAVA_INT, 32), "GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES");
                assertEquals(high ? 1 : 0, config.get(ValueLayout.JAVA_LONG, 40), "values");
                assertEquals(1, config.get(ValueLayout.JAVA_LONG, 48), "mask");
            }
        }
    }

    @Test
    void aNameIsCutToWhatFitsAndEndsWithAZero() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(GpioAbi.LINE_REQUEST);
            GpioAbi.setText(GpioAbi.LINE_REQUEST, "consumer", request, "x".repeat(100));
            assertEquals("x".repeat(31), GpioAbi.getText(GpioAbi.LINE_REQUEST, "consumer", request));
            assertEquals(0, GpioAbi.getLong(GpioAbi.LINE_CONFIG, "flags", request.asSlice(288)));
            assertTrue(GpioAbi.getText(GpioAbi.LINE_INFO, "name", arena.allocate(GpioAbi.LINE_INFO)).isEmpty());
        }
    }
}
