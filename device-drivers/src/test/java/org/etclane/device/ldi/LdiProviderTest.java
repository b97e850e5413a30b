package org.etclane.device.ldi;

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
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.etclane.device.LoopEvent;
import org.etclane.device.ldi.LdiSection.BarrierModule;
import org.etclane.device.ldi.LdiSection.DetectorModule;
import org.etclane.device.ldi.LdiSection.PlainModule;
import org.etclane.device.link.ByteLink;
import org.etclane.device.link.LinkTimes;
import org.etclane.device.link.TcpServer;
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

class LdiProviderTest {
    private static final String LANE = "3701000C03";

    /** Each module has another one. */
    private static String code(int number) {
        return "%016X".formatted(0x1000_0000_0000_0000L + number);
    }

    private static Optional<PlainModule> plain(int number) {
        return Optional.of(new PlainModule(number, code(number)));
    }

    /** No number is a default, and none is there twice. */
    private static final LdiSection SECTION = new LdiSection("127.0.0.1", 20_028, LANE,
            new LdiSection.Modules(new BarrierModule(11, code(11), Optional.of(31)), new DetectorModule(12, code(12), Optional.of(32)),
                    new DetectorModule(13, code(13), Optional.empty()), Optional.of(new DetectorModule(14, code(14), Optional.of(34))),
                    Optional.of(new LdiSection.DisplayModule(15, code(15), Optional.of(5))), plain(16), plain(17), plain(18), plain(19),
                    plain(20), plain(21)),
            new LdiSection.Times(10_001, 15_002, 1503, 5004, 2005, 6006, 7, 2008, 6009, 2010, 1011, 15_012),
            new LdiSection.Limits(17, 5, 4097, 16_385, 31, List.of("10.1.2.3", "fe80::1"), 60_001),
            new LdiSection.Habits(true, true, 3, 4, 5, 6, 2, 8, 9));

    private static LdiSettings.Module module(LdiModuleType type, int number) {
        return LdiSettings.Module.of(type, number, code(number));
    }

    private static LdiSettings.Module detector(int number, LoopEvent.Role loop, OptionalInt filterMs) {
        return new LdiSettings.Module(LdiModuleType.DETECTOR, number, code(number), Optional.of(loop), filterMs);
    }

    @Test
    void everyKeyReachesTheDriver() {
        assertEquals(new LdiSettings("io", "127.0.0.1", 20_028, LANE, List.of(
                new LdiSettings.Module(LdiModuleType.BARRIER, 11, code(11), Optional.empty(), OptionalInt.of(31)),
                detector(12, LoopEvent.Role.TRIGGER, OptionalInt.of(32)), detector(13, LoopEvent.Role.ARM, OptionalInt.empty()),
                detector(14, LoopEvent.Role.CAPTURE, OptionalInt.of(34)),
                new LdiSettings.Module(LdiModuleType.FEE_DISPLAY, 15, code(15), Optional.empty(), OptionalInt.of(5)),
                module(LdiModuleType.PASS_LIGHT, 16), module(LdiModuleType.ALARM, 17), module(LdiModuleType.GUIDE_BOARD, 18),
                module(LdiModuleType.CANOPY_LIGHT, 19), module(LdiModuleType.FOG_LIGHT, 20), module(LdiModuleType.VOICE, 21)),
                new LdiSettings.Timing(10_001, 15_002, 1503, 5004, 2005, 6006, 7, 2008, 6009, 2010, 1011, 15_012),
                new LdiSettings.Limits(17, 5, 4097, 16_385, 31, List.of("10.1.2.3", "fe80::1"), 60_001),
                new LdiSettings.Habits(true, true, 3, 4, 5, 6, 2, 8, 9)), SECTION.settings("io"));
    }

    @Test
    void onlyTheModulesThatAreThereAreExpected() {
        LdiSection.Modules all = SECTION.modules();
        LdiSection few = new LdiSection("0.0.0.0", 1, LANE, new LdiSection.Modules(all.barrier(), all.triggerLoop(), all.armLoop(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty()), SECTION.timing(), SECTION.limits(), SECTION.habits());
        assertEquals(Set.of("barrier-11", "detector-12", "detector-13"),
                few.settings("io").modules().stream().map(m -> m.id().toString()).collect(Collectors.toSet()));
    }

    private static String otherwise(Class<? extends Record> section) {
        return Arrays.stream(section.getRecordComponents()).map(key -> key.getAnnotation(Key.class).otherwise())
                .collect(Collectors.joining(" "));
    }

    private static String values(Record record) throws ReflectiveOperationException {
        List<String> values = new ArrayList<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = component.getAccessor().invoke(record);
            values.add(value instanceof List<?> list && list.isEmpty() ? "" : value.toString());
        }
        return String.join(" ", values);
    }

    @Test
    void whatIsNotWrittenIsTheDriversOwnDefault() throws ReflectiveOperationException {
        assertEquals(values(LdiSettings.Timing.DEFAULT), otherwise(LdiSection.Times.class));
        assertEquals(values(LdiSettings.Limits.DEFAULT), otherwise(LdiSection.Limits.class));
        assertEquals(values(LdiSettings.Habits.DEFAULT), otherwise(LdiSection.Habits.class));
        LdiSettings defaults = LdiSettings.defaults("io", LANE, SECTION.modules().list());
        RecordComponent[] keys = LdiSection.class.getRecordComponents();
        assertEquals(defaults.bindAddress() + ":" + defaults.port(), keys[0].getAnnotation(Key.class).otherwise() + ":"
                + keys[1].getAnnotation(Key.class).otherwise());
    }

    @Test
    void itTakesItsPortAndOpensNothingBeforeTheStart() {
        ConfiguredDevice device = new ConfiguredDevice(new LdiProvider(), SECTION);
        assertEquals(Set.of(DeviceKind.LANE_IO), device.driver().kinds());
        assertInstanceOf(LdiHub.class, device.endpoint("io", new DriverContext(LaneDirection.EXIT, ZoneId.of("Asia/Shanghai"),
                () -> 0L)));
        assertTrue(device.reader().isPresent(), "its bytes have words");
        LinkChoice.OwnLine line = assertInstanceOf(LinkChoice.OwnLine.class, device.link());
        assertEquals(List.of("TCP port 20028"), line.occupies());
        ByteLink link = assertInstanceOf(TcpServer.class, line.factory().line("io", LinkTimes.NONE));
        assertEquals("tcp server 127.0.0.1:20028", link.description());
        assertEquals(Optional.of("not started"), link.trouble());
        link.close();
    }

    private static List<String> checked(Map<String, Object> values) {
        List<String> found = new ArrayList<>();
        new LdiSectionCheck().check(new Checked.Values(values, "devices.io"), new Checked.Report() {
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

    @Test
    void detectorsHaveNumbersOfTheirOwn() {
        Map<String, Object> values = new HashMap<>(Map.of("devices.io.modules.triggerLoop.index", 2,
                "devices.io.modules.armLoop.index", 1));
        List.of("triggerLoop", "armLoop").forEach(loop -> values.put("devices.io.modules." + loop + ".code", code(1)));
        assertEquals(List.of(), checked(values));
        values.put("devices.io.modules.captureLoop.index", 2);
        assertEquals(List.of(), checked(values), "one that is not there has no number");
        values.put("devices.io.modules.captureLoop.code", code(2));
        assertEquals(List.of("CONTRADICTION modules.captureLoop.index is 2, as that of triggerLoop"), checked(values));
        values.put("devices.io.modules.barrier.index", 1);
        assertEquals(1, checked(values).size(), "another type counts for itself");
    }

    @Test
    void oneAddressHasNotMorePlacesThanAll() {
        assertEquals(List.of(), checked(Map.of("devices.io.limits.callers", 4, "devices.io.limits.perAddress", 4)));
        List<String> found = checked(Map.of("devices.io.limits.callers", 3, "devices.io.limits.perAddress", 4));
        assertEquals(List.of("CONTRADICTION limits.perAddress is more than callers, 3"), found);
        assertTrue(checked(Map.of("devices.io.limits.perAddress", 4)).isEmpty(), "what is wrong by itself is not judged");
    }
}
