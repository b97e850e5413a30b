package org.etclane.sim.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.link.Endpoint;
import org.etclane.device.scale.toledo.ToledoDriver;
import org.etclane.device.scale.toledo.ToledoSettings;
import org.etclane.device.scale.yaohua.YaohuaDriver;
import org.etclane.device.scale.yaohua.YaohuaSettings;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.wim.ff.FfDriver;
import org.etclane.device.wim.ff.FfSettings;
import org.etclane.device.wim.wanji.WanjiDriver;
import org.etclane.device.wim.wanji.WanjiSettings;
import org.etclane.lane.core.Devices;
import org.etclane.sim.device.FfMeterSimSettings;
import org.etclane.sim.device.FfMeterSimulator;
import org.etclane.sim.device.ScaleSimCommand;
import org.etclane.sim.device.ScaleSimEvent;
import org.etclane.sim.device.ToledoSimulator;
import org.etclane.sim.device.WanjiSimulator;
import org.etclane.sim.device.YaohuaSimulator;
import org.etclane.sim.world.LaneGeometry;

/** Which scale lies in the lane, in front of the trigger loop. A further protocol is one more case here. */
public sealed interface ScaleChoice extends DeviceChoice {
    /** On a command line: none lies there. */
    String NONE = "none";
    List<ScaleChoice> ALL = List.of(new Ff(), new Wanji(), new Yaohua(YaohuaSettings.Mode.CONTINUOUS_0),
            new Yaohua(YaohuaSettings.Mode.COMMANDS), new Toledo());

    /**
     * FF axle-weigh meter with a queue. It is asked so often that it has told of a vehicle before the next one can be on the trigger
     * loop: the order of the two is all that pairs them.
     */
    record Ff() implements ScaleChoice {
        private static final int POLL_MS = 200;

        @Override
        public String label() {
            return "ff";
        }

        @Override
        public Map<String, String> keys() {
            return ordered("type", "wim-ff", "pollMs", Integer.toString(POLL_MS));
        }

        @Override
        public int baud() {
            return 9_600;
        }

        @Override
        public LaneGeometry geometry() {
            return LaneGeometry.AXLE_SCALE;
        }

        FfSettings settings() {
            FfSettings usual = FfSettings.defaults(Devices.SCALE);
            FfSettings.Timing t = usual.timing();
            return usual.with(new FfSettings.Timing(POLL_MS, t.stateMs(), t.gapMs(), t.answerTimeoutMs(), t.partialMs(), t.silentMs(),
                    t.sureMs()));
        }

        @Override
        public Endpoint<ScaleSimCommand, ScaleSimEvent> simulator(long seed) {
            return new FfMeterSimulator(FfMeterSimSettings.defaults());
        }

        @Override
        public Endpoint<DeviceCommand, DeviceEvent> driver() {
            return new FfDriver(settings());
        }
    }

    /** Wanji instrument on a serial line: pushes each vehicle at once, and does not tell of those that back out. */
    record Wanji() implements ScaleChoice {
        private static final int CAPACITY = 50;

        @Override
        public String label() {
            return "wanji";
        }

        @Override
        public Map<String, String> keys() {
            return ordered("type", "wim-wanji");
        }

        @Override
        public int baud() {
            return 115_200;
        }

        @Override
        public LaneGeometry geometry() {
            return LaneGeometry.AXLE_SCALE;
        }

        WanjiSettings settings() {
            return WanjiSettings.defaults(Devices.SCALE);
        }

        @Override
        public Endpoint<ScaleSimCommand, ScaleSimEvent> simulator(long seed) {
            return new WanjiSimulator(CAPACITY, settings().form() == WanjiSettings.Form.GROUPS);
        }

        @Override
        public Endpoint<DeviceCommand, DeviceEvent> driver() {
            return new WanjiDriver(settings());
        }
    }

    /** XK3190 on a platform; streams, or is asked. */
    record Yaohua(YaohuaSettings.Mode mode) implements ScaleChoice {
        private static final long EVERY_MS = 100;

        @Override
        public String label() {
            return mode == YaohuaSettings.Mode.COMMANDS ? "yaohua-commands" : "yaohua";
        }

        @Override
        public Map<String, String> keys() {
            return ordered("type", "scale-yaohua", "mode", mode.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }

        @Override
        public int baud() {
            return 9_600;
        }

        @Override
        public LaneGeometry geometry() {
            return LaneGeometry.PLATFORM;
        }

        YaohuaSettings settings() {
            return YaohuaSettings.defaults(Devices.SCALE).with(mode);
        }

        @Override
        public Endpoint<ScaleSimCommand, ScaleSimEvent> simulator(long seed) {
            return new YaohuaSimulator(mode, settings().address(), ' ', EVERY_MS, seed);
        }

        @Override
        public Endpoint<DeviceCommand, DeviceEvent> driver() {
            return new YaohuaDriver(settings());
        }
    }

    /** An indicator with Toledo continuous output on a platform. The bench's lines have eight data bits, so it has too. */
    record Toledo() implements ScaleChoice {
        @Override
        public String label() {
            return "toledo";
        }

        @Override
        public Map<String, String> keys() {
            return ordered("type", "scale-toledo", "dataBits", "8", "parity", "none");
        }

        @Override
        public int baud() {
            return 9_600;
        }

        @Override
        public LaneGeometry geometry() {
            return LaneGeometry.PLATFORM;
        }

        ToledoSettings settings() {
            return ToledoSettings.defaults(Devices.SCALE);
        }

        @Override
        public Endpoint<ScaleSimCommand, ScaleSimEvent> simulator(long seed) {
            return new ToledoSimulator(settings().checksum(), seed);
        }

        @Override
        public Endpoint<DeviceCommand, DeviceEvent> driver() {
            return new ToledoDriver(settings());
        }
    }

    @Override
    default DeviceKind kind() {
        return DeviceKind.SCALE;
    }

    /** The lane with this scale in it. */
    LaneGeometry geometry();

    Endpoint<ScaleSimCommand, ScaleSimEvent> simulator(long seed);

    /** The lane's side, for a lane in virtual time. */
    Endpoint<DeviceCommand, DeviceEvent> driver();

    /** Empty for {@link #NONE}. @throws IllegalArgumentException with the names that there are */
    static Optional<ScaleChoice> named(String label) {
        if (label.equals(NONE)) {
            return Optional.empty();
        }
        return Optional.of(ALL.stream().filter(choice -> choice.label().equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--scale " + label + ": allowed are " + NONE + ", " + labels())));
    }

    /** All but {@link #NONE}. */
    static String labels() {
        return String.join(", ", ALL.stream().map(DeviceChoice::label).toList());
    }

    private static Map<String, String> ordered(String... keysAndValues) {
        Map<String, String> keys = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            keys.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return keys;
    }
}
