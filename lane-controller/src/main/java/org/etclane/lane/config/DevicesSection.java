package org.etclane.lane.config;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etclane.device.spi.Checked;
import org.etclane.device.spi.ConfiguredDevice;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.Key;
import org.etclane.device.spi.LinkChoice;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;

/**
 * The devices of a lane. The key is the device's kind ({@link DeviceKind#section()}) and its name in events, records and on
 * screens; what else may be written depends on the driver that {@code type} names.
 */
@Checked(DevicesSection.LinesDiffer.class)
public record DevicesSection(
        @Key(en = "the lane's antenna", zh = "天线（RSU）") ConfiguredDevice rsu,
        @Key(en = "lane I/O controller: loops, arm, lights, alarm, fee display", zh = "车道控制器：线圈、栏杆、信号灯、报警、费显")
                ConfiguredDevice io,
        @Key(en = "fee display on a line of its own; without it the lane I/O controller shows", zh = "单独连接的费显，缺省由车道控制器显示")
                Optional<ConfiguredDevice> display,
        @Key(en = "scale", zh = "称重设备") Optional<ConfiguredDevice> scale) {

    /** What is there, in the order of the kinds. */
    public Map<DeviceKind, ConfiguredDevice> byKind() {
        Map<DeviceKind, ConfiguredDevice> all = new EnumMap<>(DeviceKind.class);
        all.put(DeviceKind.RSU, rsu);
        all.put(DeviceKind.LANE_IO, io);
        display.ifPresent(device -> all.put(DeviceKind.DISPLAY, device));
        scale.ifPresent(device -> all.put(DeviceKind.SCALE, device));
        return all;
    }

    /** Serial ports in use, each with the name of its device, for the list of ports. */
    public Map<String, String> deviceByPort() {
        Map<String, String> names = new LinkedHashMap<>();
        byKind().forEach((kind, device) -> device.link().serialPort().ifPresent(port -> names.put(port, kind.section())));
        return names;
    }

    static final class LinesDiffer implements Checked.Check {
        @Override
        public void check(Checked.Values values, Checked.Report report) {
            Map<String, DeviceKind> taken = new LinkedHashMap<>();
            for (DeviceKind kind : DeviceKind.values()) {
                List<String> places = values.get(kind.section() + "." + Shape.LINK, LinkChoice.class).map(LinkChoice::occupies)
                        .orElse(List.of());
                for (String place : places) {
                    DeviceKind other = taken.putIfAbsent(place, kind);
                    if (other != null && other != kind) {
                        report.problem(Problem.Kind.CONTRADICTION, kind.section(),
                                new Text("uses the same port as " + other.words().english() + ": " + place,
                                        "与" + other.words().chinese() + "使用同一串口：" + place),
                                new Text("one port per device", "每个设备一个串口"),
                                new Text("lanectl ports lists the ports of this machine", "lanectl ports可列出本机串口"));
                    }
                }
            }
        }
    }
}
