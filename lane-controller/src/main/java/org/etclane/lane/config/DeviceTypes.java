package org.etclane.lane.config;

import java.util.List;
import java.util.stream.Collectors;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.DriverProvider;
import org.etclane.device.spi.Problem;
import org.etclane.device.spi.Text;

/** What can be wrong with the {@code type} of a device, in words. */
final class DeviceTypes {
    private DeviceTypes() {
    }

    static Text allowed(Shape.Device shape) {
        return shape.byType().isEmpty() ? Allowed.of(shape) : Allowed.oneOf(List.copyOf(shape.byType().keySet()));
    }

    /** No driver has this type, or one that is for another kind of device. */
    static Problem unknown(Shape.Device shape, YamlNode.Scalar written, String path) {
        List<String> names = List.copyOf(shape.byType().keySet());
        Text what = shape.drivers().find(written.text()).map(DeviceTypes::forAnother)
                .orElse(new Text("is no known device type", "未知的设备类型"));
        Text advice = Nearest.of(written.text(), names).map(near -> Nearest.advice(written.text(), names))
                .orElse(new Text("write one of the allowed values, or put the jar with its driver into the folder drivers",
                        "请从允许的值中选择，或将其驱动jar放入drivers目录"));
        return new Problem(Problem.Kind.NOT_ALLOWED, path, written.line(), written.text(), what, allowed(shape), advice);
    }

    private static Text forAnother(DriverProvider<?> provider) {
        return new Text("is the type of a device under " + sections(provider, " or "), "是" + sections(provider, "、") + "的设备类型");
    }

    private static String sections(DriverProvider<?> provider, String between) {
        return provider.kinds().stream().sorted().map(DeviceKind::section).collect(Collectors.joining(between));
    }

    /** The driver's own code refuses or fails on settings that its description allows. */
    static Problem failed(Shape.Driver driver, Throwable failure, int line, String path) {
        String why = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return new Problem(Problem.Kind.DRIVER_FAILED, path, line, "",
                new Text("cannot be used by the driver " + driver.provider().type() + ": " + why,
                        "驱动" + driver.provider().type() + "无法使用该配置：" + why),
                Allowed.of(driver.section()), new Text("change what the message names, or have the driver mended",
                        "按提示修改配置，或修复该驱动"));
    }
}
