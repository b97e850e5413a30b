package org.etclane.device.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.lc301.Lc301Provider;
import org.etclane.device.link.Endpoint;
import org.etclane.device.rsu.serial.RsuSerialProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriverRegistryTest {
    private static final DriverContext CONTEXT = new DriverContext(LaneDirection.EXIT, ZoneId.of("Asia/Shanghai"), () -> 0L);

    record Plain(@Key(en = "port", zh = "串口") String port) {
    }

    /** Fails where it is told to. */
    private static class Made implements DriverProvider<Plain> {
        private final String type;

        Made(String type) {
            this.type = type;
        }

        @Override
        public String type() {
            return type;
        }

        @Override
        public Set<DeviceKind> kinds() {
            return EnumSet.of(DeviceKind.LANE_IO, DeviceKind.DISPLAY);
        }

        @Override
        public Class<Plain> settingsType() {
            return Plain.class;
        }

        @Override
        public LinkChoice link(Plain settings) {
            return new LinkChoice.OwnLine(List.of(settings.port()), (name, times) -> {
                throw new AssertionError("nothing is opened");
            });
        }

        @Override
        public Endpoint<DeviceCommand, DeviceEvent> endpoint(String deviceName, Plain settings, DriverContext context) {
            throw new UnsupportedOperationException("made for " + deviceName);
        }
    }

    private static String refused(DriverProvider<?>... providers) {
        return assertThrows(DriverException.class, () -> DriverRegistry.of(List.of(providers))).getMessage();
    }

    private static void says(String message, String... parts) {
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "\"" + part + "\" is not in: " + message);
        }
    }

    @Test
    void ourOwnDriversAreFoundByTheirType() {
        DriverRegistry drivers = DriverRegistry.load();
        assertInstanceOf(RsuSerialProvider.class, drivers.provider("rsu-serial"));
        assertInstanceOf(Lc301Provider.class, drivers.provider("lc301"));
        assertTrue(drivers.providers(DeviceKind.RSU).stream().anyMatch(p -> p.type().equals("rsu-serial")));
        assertTrue(drivers.providers(DeviceKind.LANE_IO).stream().noneMatch(p -> p.type().equals("rsu-serial")));
    }

    @Test
    void aProviderMayServeSeveralKindsOfDevice() {
        DriverRegistry drivers = DriverRegistry.of(List.of(new Made("b"), new Made("a")));
        assertEquals(List.of("a", "b"), drivers.types());
        assertEquals(2, drivers.providers(DeviceKind.DISPLAY).size());
        assertEquals(2, drivers.providers(DeviceKind.LANE_IO).size());
        assertEquals(List.of(), drivers.providers(DeviceKind.SCALE));
    }

    @Test
    void aTypeThatIsNotThereIsAnsweredWithThoseThatAre() {
        DriverRegistry drivers = DriverRegistry.of(List.of(new Made("b"), new Made("a")));
        assertEquals(Optional.empty(), drivers.find("c"));
        says(assertThrows(DriverException.class, () -> drivers.provider("c")).getMessage(), "\"c\"", "known: a, b", "drivers/");
    }

    @Test
    void twoDriversOfOneTypeAreRefusedByName() {
        says(refused(new Made("a"), new Made("b"), new Made("a") { }), "\"a\"", "Made from", " and org.etclane.device.spi.DriverRegistryTest$",
                "remove one", "Usable types: a, b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Upper", "two words", "-a", "a_b"})
    void aTypeIsAWordThatCanBeWrittenInAFile(String type) {
        says(refused(new Made(type), new Made("a")), "\"" + type + "\"", "allowed", "Usable types: a");
    }

    @Test
    void everyProviderThatCannotSayWhatItIsIsNamedAtOnce() {
        says(refused(new Made("a"), new Made("b") {
            @Override
            public Set<DeviceKind> kinds() {
                return Set.of();
            }
        }, new Made("c") {
            @Override
            public Class<Plain> settingsType() {
                throw new NoClassDefFoundError("org/etclane/device/Gone");
            }
        }), "\"b\"", "no kind of device", "Gone", "Usable types: a.");
    }

    @Test
    void whatStandsInAJarAndCannotBeLoadedIsNamedToo(@TempDir Path jar) throws IOException {
        Path services = Files.createDirectories(jar.resolve("META-INF/services"));
        Files.writeString(services.resolve(DriverProvider.class.getName()),
                "com.example.NotThere\n" + DriverRegistryTest.class.getName() + "\n");
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, DriverRegistry.class.getClassLoader())) {
            says(assertThrows(DriverException.class, () -> DriverRegistry.load(loader)).getMessage(), "com.example.NotThere",
                    jar.toString(), DriverRegistryTest.class.getName(), "lc301", "rsu-serial");
        }
    }

    @Test
    void aDriverThatFailsOnItsSettingsIsNamed() {
        ConfiguredDevice device = new ConfiguredDevice(new Made("a"), new Plain("x"));
        assertEquals(List.of("x"), device.link().occupies());
        says(assertThrows(DriverException.class, () -> device.endpoint("io", CONTEXT)).getMessage(), "\"a\"", "Made from", "made for io");
        ConfiguredDevice silent = new ConfiguredDevice(new Made("b") {
            @Override
            public LinkChoice link(Plain settings) {
                return null;
            }
        }, new Plain("x"));
        says(assertThrows(DriverException.class, silent::link).getMessage(), "\"b\"", "no answer");
        assertThrows(IllegalArgumentException.class, () -> new ConfiguredDevice(new Lc301Provider(), new Plain("x")));
    }
}
