package org.etclane.sim.bench;

import java.util.Locale;
import java.util.Optional;
import org.etclane.device.display.brace.BraceSection;
import org.etclane.device.display.sichuan.Sichuan1dSection;
import org.etclane.device.display.sichuan.Sichuan1eSection;
import org.etclane.device.gpio.GpioSection;
import org.etclane.device.lc301.Lc301Section;
import org.etclane.device.ldi.LdiSection;
import org.etclane.device.rsu.network.RsuNetworkSection;
import org.etclane.device.rsu.serial.RsuSerialSection;
import org.etclane.device.scale.toledo.ToledoSection;
import org.etclane.device.scale.yaohua.YaohuaSection;
import org.etclane.device.spi.ConfiguredDevice;
import org.etclane.device.wim.ff.FfSection;
import org.etclane.device.wim.wanji.WanjiSection;
import org.etclane.lane.config.LaneConfig;
import org.etclane.lane.core.Devices;
import org.etclane.sim.device.RsuNetworkSimSettings;
import org.etclane.sim.device.RsuSerialSimSettings;

/** The simulated devices that a lane's own configuration asks for. A type of somebody else's jar has none. */
final class ConfiguredWiring {
    private ConfiguredWiring() {
    }

    /** @throws IllegalArgumentException when it is not simulated */
    static RsuChoice rsu(LaneConfig config) {
        ConfiguredDevice device = config.devices().rsu();
        return switch (device.settings()) {
            case RsuSerialSection section -> new RsuChoice.Serial(RsuSerialSimSettings.of(section.profile()));
            case RsuNetworkSection _ -> new RsuChoice.Network(RsuNetworkSimSettings.usual());
            default -> throw notSimulated("rsu", device, "--rsu-type with one of " + RsuChoice.labels()); // records are not a closed set
        };
    }

    /** @throws IllegalArgumentException when it is not simulated */
    static IoChoice io(LaneConfig config) {
        ConfiguredDevice device = config.devices().io();
        return switch (device.settings()) {
            case Lc301Section _ -> new IoChoice.Lc301();
            case GpioSection section -> new IoChoice.Gpio(section.settings(Devices.IO));
            case LdiSection section -> new IoChoice.Ldi(VirtualLdi.SEPARATE.label, section.settings(Devices.IO));
            default -> throw notSimulated("io", device, "--wiring with one of " + IoChoice.labels()); // records are not a closed set
        };
    }

    /** Empty when the lane has none of its own. @throws IllegalArgumentException when it is not simulated */
    static Optional<DisplayChoice> display(LaneConfig config) {
        return config.devices().display().map(device -> switch (device.settings()) {
            case BraceSection section -> new DisplayChoice.Brace(section.profile());
            case Sichuan1dSection _ -> new DisplayChoice.Sichuan1d();
            case Sichuan1eSection _ -> new DisplayChoice.Sichuan1e();
            default -> throw notSimulated("display", device, "--display with one of " + DisplayChoice.labels()); // not a closed set
        });
    }

    /** Empty when the lane has none. @throws IllegalArgumentException when it is not simulated */
    static Optional<ScaleChoice> scale(LaneConfig config) {
        return config.devices().scale().map(device -> switch (device.settings()) {
            case FfSection _ -> new ScaleChoice.Ff();
            case WanjiSection _ -> new ScaleChoice.Wanji();
            case YaohuaSection section -> new ScaleChoice.Yaohua(section.settings(Devices.SCALE).mode());
            case ToledoSection _ -> new ScaleChoice.Toledo();
            default -> throw notSimulated("scale", device, "--scale with one of " + ScaleChoice.labels()); // not a closed set
        });
    }

    private static IllegalArgumentException notSimulated(String section, ConfiguredDevice device, String instead) {
        return new IllegalArgumentException(String.format(Locale.ROOT, "devices.%s is of type %s, of which there is no simulator; say %s",
                section, device.type(), instead));
    }
}
