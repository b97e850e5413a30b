package org.etclane.device.wim.wanji;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.wim.AxleCodeScheme;

/**
 * Everything about one Wanji instrument that its site decides or its source leaves open. {@link #defaults} gives the documented
 * defaults, the {@code with} methods change one group. A record that makes no sense is refused with every reason at once.
 *
 * @param name                  device name in events
 * @param form                  which of 80 and 81 the instrument is set to push, and the lane asks for; default AXLES (81)
 * @param codes                 meaning of group code 7; default NINE
 * @param mostMissing           so many vehicle numbers may be missing between two vehicles and are asked for again; more is taken
 *                              for a restart. 0: numbers mean nothing; default 8, at most 64
 * @param answerHeartbeat       a heartbeat (86) is answered with the same frame; default true
 * @param sensorErrorsAreFaults a sensor error byte of the state (85) other than 0 is a fault; default true (inferred)
 * @param timing                intervals and time-outs
 */
public record WanjiSettings(String name, Form form, AxleCodeScheme codes, int mostMissing, boolean answerHeartbeat,
        boolean sensorErrorsAreFaults, Timing timing) {

    public enum Form { AXLES, GROUPS }

    /**
     * @param stateMs   between two state queries; default 10,000
     * @param answerMs  wait for an answer; default 1000
     * @param asks      how often a missing vehicle is asked for; default 3
     * @param partialMs a frame that has not gone on for so long is given up; default 100
     * @param silentMs  nothing received for so long: device lost; default 25,000
     */
    public record Timing(long stateMs, long answerMs, int asks, long partialMs, long silentMs) {
    }

    public WanjiSettings {
        List<String> problems = problems(name, form, codes, mostMissing, timing);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    public static WanjiSettings defaults(String name) {
        return new WanjiSettings(name, Form.AXLES, AxleCodeScheme.NINE, 8, true, true, new Timing(10_000, 1000, 3, 100, 25_000));
    }

    public WanjiSettings with(Form newForm) {
        return new WanjiSettings(name, newForm, codes, mostMissing, answerHeartbeat, sensorErrorsAreFaults, timing);
    }

    public WanjiSettings with(AxleCodeScheme scheme) {
        return new WanjiSettings(name, form, scheme, mostMissing, answerHeartbeat, sensorErrorsAreFaults, timing);
    }

    public WanjiSettings withMostMissing(int numbers) {
        return new WanjiSettings(name, form, codes, numbers, answerHeartbeat, sensorErrorsAreFaults, timing);
    }

    public WanjiSettings withAnswerHeartbeat(boolean on) {
        return new WanjiSettings(name, form, codes, mostMissing, on, sensorErrorsAreFaults, timing);
    }

    public WanjiSettings withSensorErrorsAreFaults(boolean on) {
        return new WanjiSettings(name, form, codes, mostMissing, answerHeartbeat, on, timing);
    }

    public WanjiSettings with(Timing newTiming) {
        return new WanjiSettings(name, form, codes, mostMissing, answerHeartbeat, sensorErrorsAreFaults, newTiming);
    }

    int vehicleCommand() {
        return switch (form) {
            case AXLES -> WanjiFrame.VEHICLE_AXLES;
            case GROUPS -> WanjiFrame.VEHICLE_GROUPS;
        };
    }

    private static List<String> problems(String name, Form form, AxleCodeScheme codes, int mostMissing, Timing timing) {
        List<String> found = new ArrayList<>();
        expect(found, name != null && !name.isBlank(), "name is empty, allowed: any text");
        expect(found, form != null && codes != null, "form or codes is missing, give one of the allowed words");
        range(found, "mostMissing", mostMissing, 0, 64);
        range(found, "timing.stateMs", timing.stateMs, 500, 600_000);
        range(found, "timing.answerMs", timing.answerMs, 50, 10_000);
        range(found, "timing.asks", timing.asks, 1, 20);
        range(found, "timing.partialMs", timing.partialMs, 20, 5000);
        range(found, "timing.silentMs", timing.silentMs, timing.stateMs + timing.answerMs, 3_600_000);
        return found;
    }

    private static void range(List<String> found, String key, long value, long least, long most) {
        expect(found, value >= least && value <= most, key + " is " + value + ", allowed: " + least + "–" + most);
    }

    private static void expect(List<String> found, boolean good, String problem) {
        if (!good) {
            found.add(problem);
        }
    }
}
