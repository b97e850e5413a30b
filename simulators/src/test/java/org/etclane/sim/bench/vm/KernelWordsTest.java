package org.etclane.sim.bench.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the kernel prints, as it was printed in a run of the machine. */
class KernelWordsTest {
    private static final String SERIAL = """
            serinfo:1.0 driver revision:
            0: uart:16550A port:000003F8 irq:4 tx:4455 rx:0 RTS|CTS|DTR|DSR|CD
            1: uart:16550A port:000002F8 irq:3 tx:953 rx:2431 RTS|CTS|DTR|DSR|CD
            2: uart:16550A port:000003E8 irq:4 tx:2634 rx:924 fe:1 oe:12 RTS|CTS|DTR|DSR|CD
            3: uart:16550A port:000002E8 irq:3 tx:7 rx:8 brk:1 RTS|CTS
            5: uart:unknown port:00000000 irq:0
            """;
    private static final String CHIPS = """
            gpiochip1: GPIOs 984-991, parent: platform/gpio-sim.1, probe, can sleep:

            gpiochip0: GPIOs 992-1023, parent: platform/gpio-sim.0, lane, can sleep:
             gpio-992  (                    |etclane TRIGGER_LOOP) in  hi IRQ\s
             gpio-1008 (                    |etclane RAISE       ) out lo\s
             gpio-1009 (                    |etclane LOWER       ) in  lo\s
             gpio-1022 (                    |other-board         ) in  lo\s
            """;
    private static final String TRACE = """
            # tracer: nop
            #
            #           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION
            #              | |         |   |||||     |         |
                       rx:io-204     [001] .....    61.000100: gpio_value: 1008 set 1
                       rx:io-204     [001] .....    61.000200: gpio_value: 984 set 1
                       rx:io-204     [000] .....    61.200300: gpio_value: 1008 set 0
                       rx:io-204     [000] .....    61.210000: gpio_value: 1009 get 1
                       rx:io-204     [000] .....    61.220000: gpio_value: 1009 set 1
                       rx:io-204     [000] .....    61.230000: gpio_value: 1008 set 1
            """;

    @Test
    void theSerialDriversCounters() {
        Map<Integer, UartCounters.Port> ports = UartCounters.parse(SERIAL);
        assertEquals(new UartCounters.Port("16550A", 953, 2431, ""), ports.get(1));
        assertTrue(ports.get(1).clean());
        assertEquals("fe:1 oe:12", ports.get(2).errors());
        assertFalse(ports.get(2).clean());
        assertTrue(ports.get(3).clean(), "a break is no error of the line");
        assertEquals(java.util.Set.of(0, 1, 2, 3), ports.keySet());
    }

    @Test
    void whoHoldsTheLines() {
        ChipState chip = ChipState.parse(CHIPS, "lane");
        assertEquals(992, chip.base());
        assertEquals(Map.of(0, new ChipState.Line("etclane TRIGGER_LOOP", false, true), 16, new ChipState.Line("etclane RAISE", true, false),
                17, new ChipState.Line("etclane LOWER", false, false), 30, new ChipState.Line("other-board", false, false)), chip.lines());
        assertEquals(3, chip.heldBy("etclane "));
        assertEquals(new ChipState(984, Map.of()), ChipState.parse(CHIPS, "probe"));
        assertThrows(IllegalArgumentException.class, () -> ChipState.parse(CHIPS, "board"));
    }

    @Test
    void whatWasDriven() {
        LineHistory history = LineHistory.parse(TRACE, 992, 32);
        assertEquals(List.of(new LineHistory.Change(61_000_100_000L, 16, true), new LineHistory.Change(61_200_300_000L, 16, false),
                new LineHistory.Change(61_220_000_000L, 17, true), new LineHistory.Change(61_230_000_000L, 16, true)), history.changes());
        assertEquals(2, history.pulses(16).size());
        assertEquals(200.2, history.pulses(16).getFirst().lengthMs(), 0.001);
        assertEquals(Optional.empty(), history.pulses(16).get(1).untilNanos());
        assertEquals(Optional.of(true), history.last(17));
        assertEquals(Optional.empty(), history.last(20));
        assertEquals(16, history.firstOf(List.of(16, 17)).orElseThrow().line());
    }

    @Test
    void bothRelaysAtOnceAreSeen() {
        assertTrue(LineHistory.parse(TRACE, 992, 32).everBothHigh(16, 17));
        assertFalse(LineHistory.parse(TRACE.lines().limit(9).reduce("", (a, b) -> a + b + "\n"), 992, 32).everBothHigh(16, 17));
        assertEquals(List.of(), LineHistory.parse("", 992, 32).changes());
    }
}
