package org.etclane.device.ldi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.etclane.device.LoopEvent;
import org.junit.jupiter.api.Test;

class LdiSettingsTest {
    private static final String CODE = LdiSamples.CODE_HEX;

    @Test
    void laneHexAsInTheText() {
        assertEquals("11010A1715", LdiSettings.laneHex("1101", 10, 23, 21));
        assertThrows(IllegalArgumentException.class, () -> LdiSettings.laneHex("1101", 256, 23, 21));
        assertThrows(IllegalArgumentException.class, () -> LdiSettings.laneHex("11A1", 1, 23, 21));
    }

    @Test
    void everyProblemIsNamedAtOnce() {
        List<LdiSettings.Module> modules = List.of(LdiSettings.Module.of(LdiModuleType.BARRIER, 0, "12"),
                LdiSettings.Module.of(LdiModuleType.BARRIER, 2, CODE), LdiSettings.Module.of(LdiModuleType.RSU, 1, CODE),
                LdiSettings.Module.of(LdiModuleType.DETECTOR, 1, CODE), LdiSettings.Module.detector(2, CODE, LoopEvent.Role.ARM),
                LdiSettings.Module.detector(2, CODE, LoopEvent.Role.ARM),
                new LdiSettings.Module(LdiModuleType.ALARM, 1, CODE, Optional.empty(), OptionalInt.of(3)));
        String said = assertThrows(IllegalArgumentException.class,
                () -> LdiSettings.defaults("", "xyz", modules).listening(" ", -1)).getMessage();
        for (String problem : List.of("name is empty", "laneHex is xyz", "BARRIER 0 index is 0", "BARRIER 0 code has not",
                "a lane has one BARRIER", "RSU 1: the lane has no use", "DETECTOR 1 loop is", "DETECTOR 2 is there twice",
                "loop ARM is there twice", "ALARM 1 parameter is set")) {
            assertTrue(said.contains(problem), problem + " not in: " + said);
        }
    }

    @Test
    void limitsAndTimesAreChecked() {
        LdiSettings good = LdiSettings.defaults("io", LdiSamples.LANE_HEX, List.of(LdiSettings.Module.of(LdiModuleType.ALARM, 1, CODE)));
        String limits = assertThrows(IllegalArgumentException.class, () -> good.with(new LdiSettings.Limits(1000, 4, 10, 1, 0, List.of(), 1)))
                .getMessage();
        assertTrue(limits.contains("limits.callers is 1000, allowed: 1–25"), limits);
        assertTrue(limits.contains("limits.dataBytes is 10"), limits);
        String times = assertThrows(IllegalArgumentException.class,
                () -> good.with(new LdiSettings.Timing(0, 0, 0, 0, 0, 0, -1, 0, 0, 0, 0, -1))).getMessage();
        assertEquals(12, times.split("; ").length, times);
    }
}
