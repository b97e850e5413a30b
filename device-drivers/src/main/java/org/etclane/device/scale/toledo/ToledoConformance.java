package org.etclane.device.scale.toledo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.etclane.device.Bytes;
import org.etclane.device.conformance.Check;
import org.etclane.device.conformance.Entry;
import org.etclane.device.conformance.Exercise;
import org.etclane.device.conformance.Judge;
import org.etclane.device.conformance.Outcome;
import org.etclane.device.conformance.Readable;
import org.etclane.device.conformance.Reflex;
import org.etclane.device.conformance.Say;
import org.etclane.device.conformance.ScannerEar;
import org.etclane.device.conformance.Step;
import org.etclane.device.conformance.Suite;
import org.etclane.device.conformance.Transcript;
import org.etclane.device.scale.IndicatorExercises;
import org.etclane.device.scale.Reading;
import org.etclane.device.spi.Text;

/** What is asked of an indicator with Toledo continuous output (weighing.md §2): it is listened to; Z is sent with leave only. */
final class ToledoConformance {
    private static final String SOURCE = "weighing.md §2";
    private static final long HAND_MS = 60_000;
    private static final long SAMPLE_MS = 3_000;

    private final ToledoSettings settings;
    private final IndicatorExercises<ToledoFrame> indicator;

    private ToledoConformance(ToledoSettings settings) {
        this.settings = settings;
        this.indicator = new IndicatorExercises<>(settings.load(), frame -> ToledoDriver.reading(settings, frame, Bytes.EMPTY),
                List.of(new Step.Listen<>(SAMPLE_MS)), SOURCE);
    }

    static Suite<ToledoFrame> suite(ToledoSettings settings) {
        ToledoConformance one = new ToledoConformance(settings);
        List<Exercise<ToledoFrame>> exercises = new ArrayList<>();
        exercises.add(one.indicator.stream(List.of(
                judge("status.faults", "it is in range, and zeroed since it was switched on", "未超量程，开机后已置零", one::faults),
                judge("status.unit", "it says that it shows kilograms", "单位为千克", one::unit),
                judge("status.gross", "it shows the gross weight", "显示毛重", one::gross),
                judge("frame.seven-bits", "bit 7 of its bytes is the line's, not its own", "字节第7位为零", ToledoConformance::sevenBits))));
        exercises.add(one.indicator.empty());
        if (settings.zeroCharacter() != ToledoSettings.ZeroCharacter.NONE) {
            exercises.add(one.indicator.zero(Say.of("Z", one.zero()), "zeroCharacter", Optional.empty()));
        }
        exercises.add(one.indicator.loaded());
        exercises.add(one.drivingOn());
        return new Suite<>("indicator, Toledo continuous output", () -> new ScannerEar<>(ToledoCodec.scanner(settings.checksum(),
                settings.tareField()), settings.partialMs()), new ToledoWords(settings)::of, exercises, List.of(Readable.judge(SOURCE,
                one::readable)));
    }

    private byte[] zero() {
        return (settings.zeroCharacter() == ToledoSettings.ZeroCharacter.PLAIN ? "Z" : "Z\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static Judge<ToledoFrame> judge(String id, String english, String chinese, Function<Transcript<ToledoFrame>, Outcome> verdict) {
        return new Judge<>(Check.of(id, english, chinese, SOURCE), seen -> seen.frames().isEmpty()
                ? Outcome.notAsked("no reading came", "未收到读数") : verdict.apply(seen));
    }

    private static boolean any(Transcript<ToledoFrame> seen, Function<ToledoFrame, Boolean> is) {
        return seen.frames().stream().anyMatch(came -> is.apply(came.frame()));
    }

    private Outcome faults(Transcript<ToledoFrame> seen) {
        ToledoFrame last = seen.frames().getLast().frame();
        return !last.outOfRange() && !last.notZeroed() ? Outcome.passed() : Outcome.failed("in range, zeroed", "未超量程、已置零",
                (last.outOfRange() ? "out of range" : "not zeroed since power-up") + " (status B %02XH)".formatted(last.statusB()));
    }

    private Outcome unit(Transcript<ToledoFrame> seen) {
        return settings.unitFromStatus() || !any(seen, frame -> !frame.kilograms()) ? Outcome.passed() : Outcome.quirk("says-pounds",
                "says that it shows pounds", "状态字表示单位为磅", "unitFromStatus: true, if it does", "若确为磅，unitFromStatus设为true");
    }

    private Outcome gross(Transcript<ToledoFrame> seen) {
        if (!any(seen, ToledoFrame::net)) {
            return Outcome.passed();
        }
        return settings.tareField() ? Outcome.quirk("shows-net", "shows the net weight", "显示净重",
                "none needed: the tare of the same frame is added; end the tare on the indicator", "无需设置：加上同帧皮重；可在仪表上清皮")
                : Outcome.failed("gross", "毛重", "net, and no tare is sent: end the tare on the indicator");
    }

    private static Outcome sevenBits(Transcript<ToledoFrame> seen) {
        boolean set = seen.frames().stream().anyMatch(came -> {
            for (int i = 0; i < came.raw().size(); i++) {
                if (came.raw().u8(i) > 0x7F) {
                    return true;
                }
            }
            return false;
        });
        return set ? Outcome.quirk("bit-seven", "bit 7 is set in its bytes: parity that is read as data", "字节第7位为1：校验位被当作数据",
                "dataBits, parity; none needed: the bit is not looked at", "dataBits、parity；也可不设：该位被忽略") : Outcome.passed();
    }

    /** The weight changes while a vehicle drives on, and meanwhile it says so. */
    private Exercise<ToledoFrame> drivingOn() {
        return new Exercise<>("driving-on", new Text("A vehicle drives on", "车辆驶上"), List.of(judge("status.motion",
                "it says that the weight moves", "重量变化时有动态标志", this::motion)),
                List.of(new Step.Look<>(new Text("Is the platform empty, and a vehicle about to drive onto it?", "秤台已空，车辆即将驶上？"), HAND_MS),
                        new Step.Act<>(new Text("Let the vehicle drive on and stand still", "请让车辆驶上并停稳"), HAND_MS, this::standsOn)),
                Reflex.none());
    }

    private boolean standsOn(Transcript<ToledoFrame> seen) {
        List<Entry.Came<Reading>> all = indicator.readings(seen);
        int few = settings.load().stableReadings();
        List<Reading> last = all.subList(Math.max(0, all.size() - few), all.size()).stream().map(Entry.Came::frame).toList();
        return last.size() == few && last.stream().allMatch(one -> one.weightKg() > settings.load().emptyKg()
                && one.weightKg() == last.getFirst().weightKg() && !one.moving().orElse(false));
    }

    private Outcome motion(Transcript<ToledoFrame> seen) {
        if (!seen.answer().orElse(false) || !standsOn(seen)) {
            return Outcome.notAsked("no vehicle has driven on and come to rest", "没有车辆驶上并停稳");
        }
        return any(seen, ToledoFrame::motion) ? Outcome.passed() : Outcome.quirk("no-motion-flag", "never says that the weight moves",
                "无动态标志", "stableReadings, higher", "增大stableReadings");
    }

    private Outcome readable(Transcript<ToledoFrame> seen) {
        Outcome as = Readable.streamed(seen);
        if (seen.bad().isEmpty()) {
            return as;
        }
        for (boolean checksum : new boolean[] {true, false}) {
            for (boolean tare : new boolean[] {true, false}) {
                if (IndicatorExercises.reads(ToledoCodec.scanner(checksum, tare), seen.stream())
                        && (checksum != settings.checksum() || tare != settings.tareField())) {
                    String setting = "checksum: " + checksum + ", tareField: " + tare;
                    return Outcome.quirk("other-form", "sends frames of another form", "帧格式不同", setting, setting);
                }
            }
        }
        return as;
    }
}
