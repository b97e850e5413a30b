package org.etclane.sim.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.spi.DeviceKind;
import org.etclane.lane.config.EffectiveConfig;
import org.etclane.lane.config.LaneConfig;
import org.etclane.sim.device.RsuSerialSimSettings;
import org.etclane.sim.world.LaneGeometry;

/**
 * Which devices stand around a lane. By which cables they are joined to it is a {@code Map<DeviceKind, Cable>} beside it.
 *
 * @param display on a line of its own; empty: the lane I/O shows the fee
 * @param scale   in front of the trigger loop; empty: nobody is weighed
 */
public record LaneWiring(RsuChoice rsu, IoChoice io, Optional<DisplayChoice> display, Optional<ScaleChoice> scale) {
    /** What the example configurations have: variant A in profile classic, XY-LC-301 with its display. */
    public static final LaneWiring USUAL = of(RsuSerialSimSettings.classic());

    /** Without a scale. */
    public LaneWiring(RsuChoice rsu, IoChoice io, Optional<DisplayChoice> display) {
        this(rsu, io, display, Optional.empty());
    }

    public static LaneWiring of(RsuSerialSimSettings rsu) {
        return new LaneWiring(new RsuChoice.Serial(rsu), new IoChoice.Lc301(), Optional.empty(), Optional.empty());
    }

    public LaneWiring with(IoChoice other) {
        return new LaneWiring(rsu, other, display, scale);
    }

    public LaneWiring with(DisplayChoice other) {
        return new LaneWiring(rsu, io, Optional.of(other), scale);
    }

    public LaneWiring with(RsuChoice other) {
        return new LaneWiring(other, io, display, scale);
    }

    public LaneWiring with(ScaleChoice other) {
        return new LaneWiring(rsu, io, display, Optional.of(other));
    }

    /** Where things lie in a lane with these devices. */
    LaneGeometry geometry() {
        return scale.map(ScaleChoice::geometry).orElse(LaneGeometry.LOW_SPEED);
    }

    List<DeviceChoice> devices() {
        List<DeviceChoice> devices = new ArrayList<>(List.of(rsu, io));
        display.ifPresent(devices::add);
        scale.ifPresent(devices::add);
        return devices;
    }

    /** The usual cables to a lane on the same machine. @param folder for pseudo-terminals */
    public Map<DeviceKind, Cable> cables(Path folder) throws IOException {
        Map<DeviceKind, Cable> cables = new EnumMap<>(DeviceKind.class);
        for (DeviceChoice device : devices()) {
            cables.put(device.kind(), device.cable(folder));
        }
        return cables;
    }

    /** Values of the variables by which the example configurations name their ports. */
    static Map<String, String> ports(Map<DeviceKind, Cable> cables) {
        Map<String, String> properties = new LinkedHashMap<>();
        cables.forEach((kind, cable) -> properties.putAll(cable.variables(kind.section())));
        return properties;
    }

    /**
     * A configuration for a lane among these devices: the given one when it fits as it is; else a copy in which only the devices
     * that differ have other sections, and relative paths are absolute.
     *
     * @param base     read with the variables as they are now
     * @param generated where the copy is written
     */
    Path configuration(Path base, Map<DeviceKind, Cable> cables, Path generated) throws IOException {
        LaneConfig config = LaneFiles.config(base);
        JsonNode inForce = EffectiveConfig.json(config).path("devices");
        String text = Files.readString(base);
        String fitting = text;
        for (DeviceKind kind : DeviceKind.values()) {
            Map<String, String> wanted = wanted(kind, cables);
            JsonNode there = inForce.path(kind.section());
            boolean fits = wanted.isEmpty() ? there.isMissingNode()
                    : wanted.entrySet().stream().allMatch(key -> fits(there, key.getKey(), key.getValue()));
            if (!fits) {
                fitting = LaneYaml.withSection(fitting, "devices", kind.section(), wanted);
            }
        }
        if (fitting.equals(text)) {
            return base;
        }
        return Files.writeString(generated, LaneYaml.withAbsolutePaths(fitting, base.toAbsolutePath().getParent()));
    }

    private static boolean fits(JsonNode there, String key, String value) {
        return value.startsWith("${") || there.at("/" + key.replace('.', '/')).asText().equals(value);
    }

    private Map<String, String> wanted(DeviceKind kind, Map<DeviceKind, Cable> cables) {
        Map<String, String> keys = new LinkedHashMap<>();
        devices().stream().filter(device -> device.kind() == kind).forEach(device -> keys.putAll(device.keys(cables.get(kind))));
        return keys;
    }
}
