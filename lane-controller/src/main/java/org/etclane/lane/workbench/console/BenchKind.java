package org.etclane.lane.workbench.console;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etclane.device.spi.DeviceKind;
import org.etclane.device.spi.Text;
import org.etclane.lane.workbench.DeviceTarget;

/** What can be brought up: a console each, and the devices of a configuration that it is for, in the order in which they are looked for. */
public enum BenchKind {
    RSU(List.of(DeviceKind.RSU)),
    BARRIER(List.of(DeviceKind.LANE_IO)),
    LOOPS(List.of(DeviceKind.LANE_IO)),
    DISPLAY(List.of(DeviceKind.DISPLAY, DeviceKind.LANE_IO)),
    SCALE(List.of(DeviceKind.SCALE)),
    LIGHTS(List.of(DeviceKind.LANE_IO)),
    ALARM(List.of(DeviceKind.LANE_IO)),
    VOICE(List.of(DeviceKind.DISPLAY, DeviceKind.LANE_IO)),
    /** Whatever devices of the national interface have called. */
    LDI(List.of(DeviceKind.LANE_IO));

    private static final String LDI_TYPE = "ldi";

    private final List<DeviceKind> devices;

    BenchKind(List<DeviceKind> devices) {
        this.devices = devices;
    }

    /** As it is typed. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<BenchKind> of(String word) {
        return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** "rsu, barrier, ...". */
    public static String words() {
        return Stream.of(values()).map(BenchKind::word).collect(Collectors.joining(", "));
    }

    public List<DeviceKind> devices() {
        return devices;
    }

    /** The type that is meant when none is given; empty when one must be. */
    public Optional<String> usualType() {
        return this == LDI ? Optional.of(LDI_TYPE) : Optional.empty();
    }

    /** Why this device is nothing for this console; empty when it is. */
    public Optional<Text> unfit(DeviceTarget target) {
        return this != LDI || target.type().startsWith(LDI_TYPE) ? Optional.empty() : Optional.of(new Text(target.words().english()
                + " does not speak the national interface; its consoles are barrier, loops, lights, alarm", target.words().chinese()
                + "不是国标车道设备接口，请用barrier、loops、lights、alarm"));
    }

    BenchConsole console(DeviceTarget target, Supplier<LocalDateTime> localTime) {
        return switch (this) {
            case RSU -> new RsuConsole(target.lane(), localTime);
            case BARRIER -> new BarrierConsole(output(target));
            case LOOPS -> new LoopsConsole();
            case DISPLAY -> new DisplayConsole();
            case SCALE -> new ScaleConsole(localTime);
            case LIGHTS -> new LightsConsole();
            case ALARM -> new AlarmConsole();
            case VOICE -> new VoiceConsole(target.kind() == DeviceKind.DISPLAY);
            case LDI -> new LdiConsole(target.name());
        };
    }

    /** The device, and where it has outputs to choose from, the keys that say which one raises and lowers. */
    private static Text output(DeviceTarget target) {
        String outputs = target.keys().entrySet().stream().filter(key -> key.getKey().matches("(.*\\.)?(raise|lower)(\\..*)?"))
                .map(key -> key.getKey() + " = " + key.getValue()).collect(Collectors.joining(", "));
        Text where = target.words();
        return outputs.isEmpty() ? EventWords.both(new Text("raise and lower of ", "抬杆与落杆输出，"), where)
                : EventWords.both(where, new Text(" with " + outputs, "，" + outputs));
    }
}
