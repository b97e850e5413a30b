package org.etclane.sim.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.display.TextMode;
import org.etclane.device.display.brace.BraceDriver;
import org.etclane.device.display.brace.BraceProfile;
import org.etclane.device.display.brace.BraceSettings;
import org.etclane.device.display.sichuan.Sichuan1dDriver;
import org.etclane.device.display.sichuan.Sichuan1dSettings;
import org.etclane.device.display.sichuan.Sichuan1eDriver;
import org.etclane.device.display.sichuan.Sichuan1eSettings;
import org.etclane.device.link.Endpoint;
import org.etclane.device.spi.DeviceKind;
import org.etclane.lane.core.Devices;
import org.etclane.sim.device.FeeDisplaySimulator;

/** Which fee display stands in the lane on a line of its own. A further protocol is one more case here. */
public sealed interface DisplayChoice extends DeviceChoice {
    /** On a command line: none but the one of the lane I/O. */
    String NONE = "none";
    List<DisplayChoice> ALL = Stream.concat(Stream.of(BraceProfile.values()).<DisplayChoice>map(Brace::new),
            Stream.of(new Sichuan1d(), new Sichuan1e())).toList();

    /** Qinghai, Guizhou, Yunnan or Shandong, as usual for the profile. */
    record Brace(BraceProfile profile) implements DisplayChoice {
        @Override
        public String label() {
            return profile.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public Map<String, String> keys() {
            Map<String, String> keys = new LinkedHashMap<>();
            keys.put("type", "display-brace");
            keys.put("profile", label());
            return keys;
        }

        @Override
        public int baud() {
            return BraceSettings.DEFAULT_BAUD;
        }

        BraceSettings settings() {
            return BraceSettings.defaults(Devices.DISPLAY, profile);
        }

        @Override
        public FeeDisplaySimulator simulator(long seed) {
            return FeeDisplaySimulator.brace(settings(), seed);
        }

        @Override
        public Endpoint<DeviceCommand, DeviceEvent> driver() {
            return new BraceDriver(settings());
        }
    }

    /** The lane lights the lamp in a text's colour, since a text has no colour of its own. */
    record Sichuan1d() implements DisplayChoice {
        /** One firmware says "lane closed" when it heard nothing for so long. */
        private static final long CLOSES_AFTER_MS = 300_000;

        @Override
        public String label() {
            return "sichuan-1d";
        }

        @Override
        public Map<String, String> keys() {
            Map<String, String> keys = new LinkedHashMap<>();
            keys.put("type", "display-sichuan-1d");
            keys.put("colourByLight", "true");
            return keys;
        }

        @Override
        public int baud() {
            return Sichuan1dSettings.DEFAULT_BAUD;
        }

        Sichuan1dSettings settings() {
            return Sichuan1dSettings.defaults(Devices.DISPLAY).with(TextMode.ROWS, true);
        }

        @Override
        public FeeDisplaySimulator simulator(long seed) {
            return FeeDisplaySimulator.sichuan1d(settings(), CLOSES_AFTER_MS, seed);
        }

        @Override
        public Endpoint<DeviceCommand, DeviceEvent> driver() {
            return new Sichuan1dDriver(settings());
        }
    }

    record Sichuan1e() implements DisplayChoice {
        @Override
        public String label() {
            return "sichuan-1e";
        }

        @Override
        public Map<String, String> keys() {
            return Map.of("type", "display-sichuan-1e");
        }

        @Override
        public int baud() {
            return Sichuan1eSettings.DEFAULT_BAUD;
        }

        Sichuan1eSettings settings() {
            return Sichuan1eSettings.defaults(Devices.DISPLAY);
        }

        @Override
        public FeeDisplaySimulator simulator(long seed) {
            return FeeDisplaySimulator.sichuan1e(settings(), seed);
        }

        @Override
        public Endpoint<DeviceCommand, DeviceEvent> driver() {
            return new Sichuan1eDriver(settings());
        }
    }

    @Override
    default DeviceKind kind() {
        return DeviceKind.DISPLAY;
    }

    FeeDisplaySimulator simulator(long seed);

    /** The lane's side, for a lane in virtual time. */
    Endpoint<DeviceCommand, DeviceEvent> driver();

    /** Empty for {@link #NONE}. @throws IllegalArgumentException with the names that there are */
    static Optional<DisplayChoice> named(String label) {
        if (label.equals(NONE)) {
            return Optional.empty();
        }
        return Optional.of(ALL.stream().filter(choice -> choice.label().equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--display " + label + ": allowed are " + NONE + ", " + labels())));
    }

    /** All but {@link #NONE}. */
    static String labels() {
        return String.join(", ", ALL.stream().map(DeviceChoice::label).toList());
    }
}
