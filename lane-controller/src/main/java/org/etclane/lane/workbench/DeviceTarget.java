package org.etclane.lane.workbench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.etclane.device.DeviceCommand;
import org.etclane.device.DeviceEvent;
import org.etclane.device.link.Endpoint;
import org.etclane.device.spi.ConfiguredDevice;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverContext;
import org.etclane.device.spi.DriverException;
import org.etclane.device.spi.DriverRegistry;
import org.etclane.device.spi.LaneDirection;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;
import org.etclane.lane.config.DeviceLoader;

/**
 * The one device on the bench: a section of a configuration, or a type with its keys as they are typed. Both are bound as a whole
 * configuration is, and say the same of what is wrong. Value; opens nothing.
 *
 * @param kind   under which it stands, or would stand, in a configuration
 * @param device its driver and settings
 * @param lane   what its driver is told of the lane
 */
public record DeviceTarget(DeviceKind kind, ConfiguredDevice device, DeviceLoader.Surroundings lane) {

    public sealed interface Result {
    }

    public record Found(DeviceTarget target) implements Result {
    }

    /** @param list never empty, everything that is wrong */
    public record Problems(List<Problem> list) implements Result {
        public Problems {
            list = List.copyOf(list);
        }
    }

    /**
     * The first of these devices that the configuration has. What is wrong with the rest of the file does not matter.
     *
     * @throws DriverException when a driver on the class path is not described
     */
    public static Result ofConfiguration(Path file, List<DeviceKind> kinds, DriverRegistry drivers) {
        return result(DeviceLoader.fromFile(file, kinds, drivers));
    }

    /**
     * A device that no configuration has.
     *
     * @param settings "key=value" each, the key dotted where the type has inner sections: "outputs.raise.offset=5"
     * @param port     value of the key {@code port}: a path, or tcp:HOST:PORT
     * @param kinds    what it may be used as; the first that its driver is for
     * @throws DriverException when a driver on the class path is not described
     */
    public static Result ofType(String type, List<String> settings, Optional<String> port, List<DeviceKind> kinds, DriverRegistry drivers) {
        List<Problem> problems = new ArrayList<>();
        Map<String, String> keys = new LinkedHashMap<>();
        port.ifPresent(path -> keys.put("port", path));
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                problems.add(new Problem(Problem.Kind.WRONG_FORM, "", 0, "", new Text("\"" + setting + "\" is no setting", "“" + setting
                        + "”不是设置项"), new Text("key=value", "键=值"), new Text("for example baud=9600", "例如 baud=9600")));
            } else if (keys.putIfAbsent(setting.substring(0, equals), setting.substring(equals + 1)) != null) {
                problems.add(new Problem(Problem.Kind.DUPLICATE_KEY, setting.substring(0, equals), 0, setting.substring(equals + 1),
                        new Text("is given a second time", "重复给出"), new Text("each key once", "每个键只出现一次"),
                        new Text("leave one of the two out", "去掉其中一个")));
            }
        }
        return switch (result(DeviceLoader.fromKeys(type, keys, kinds, drivers))) {
            case Found found -> problems.isEmpty() ? found : new Problems(problems);
            case Problems(List<Problem> more) -> {
                problems.addAll(more);
                yield new Problems(problems);
            }
        };
    }

    private static Result result(DeviceLoader.Result loaded) {
        return switch (loaded) {
            case DeviceLoader.Found(DeviceKind kind, ConfiguredDevice device, DeviceLoader.Surroundings lane) ->
                    new Found(new DeviceTarget(kind, device, lane));
            case DeviceLoader.Problems(List<Problem> list) -> new Problems(list);
        };
    }

    /** In a lane of this direction. */
    public DeviceTarget in(LaneDirection direction) {
        return new DeviceTarget(kind, device, new DeviceLoader.Surroundings(direction, lane.zone(), lane.transitLayout()));
    }

    /** As it is called in events. */
    public String name() {
        return kind.section();
    }

    public String type() {
        return device.type();
    }

    /** @throws DriverException when the driver cannot say it */
    public LinkChoice link() {
        return device.link();
    }

    /** A fresh driver. @param wallMillis as in {@link DriverContext} @throws DriverException when it cannot be made */
    public Endpoint<DeviceCommand, DeviceEvent> driver(LongSupplier wallMillis) {
        return device.endpoint(name(), new DriverContext(lane.direction(), lane.zone(), wallMillis));
    }

    /** Type and place: "lc301 at /dev/ttyS1". */
    public Text words() {
        String places = String.join(", ", link().occupies());
        return new Text(type() + " at " + places, type() + "（" + places + "）");
    }

    /** Every key with its value in force, dotted. */
    public Map<String, String> keys() {
        return DeviceLoader.keys(device);
    }
}
