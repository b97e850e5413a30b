package org.etclane.device.conformance;

import java.util.List;
import java.util.stream.Stream;
import org.etclane.device.spi.Text;

/** What a judge says. */
public record Outcome(Verdict verdict, List<Measured> measured) {
    public Outcome {
        measured = List.copyOf(measured);
    }

    public static Outcome passed(Measured... measured) {
        return new Outcome(new Verdict.Passed(), List.of(measured));
    }

    public static Outcome failed(String expected, String expectedChinese, String came) {
        return new Outcome(new Verdict.Failed(new Text(expected, expectedChinese), came), List.of());
    }

    /**
     * @param name    of the quirk
     * @param meaning what the device does, in English and Chinese
     * @param setting which setting covers it, or why none is needed, in English and Chinese
     */
    public static Outcome quirk(String name, String meaning, String meaningChinese, String setting, String settingChinese) {
        return new Outcome(new Verdict.Quirk(name, new Text(meaning, meaningChinese), new Text(setting, settingChinese)), List.of());
    }

    public static Outcome notAsked(String why, String whyChinese) {
        return new Outcome(new Verdict.NotAsked(new Text(why, whyChinese)), List.of());
    }

    /** Passed when the time is within its limits, else failed. */
    public static Outcome timed(Measured measured) {
        return measured.within() ? passed(measured) : new Outcome(new Verdict.Failed(new Text(
                measured.what().english() + ": " + measured.limits().english(),
                measured.what().chinese() + "：" + measured.limits().chinese()), measured.tookMs() + " ms"), List.of(measured));
    }

    public Outcome and(Measured... more) {
        return new Outcome(verdict, Stream.concat(measured.stream(), Stream.of(more)).toList());
    }
}
