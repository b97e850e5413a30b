package org.etclane.device.wim.ff;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.wim.AxleCodeScheme;

/**
 * Everything about one FF meter that its site decides or its documents leave open. {@link #defaults} gives the documented defaults,
 * the {@code with} methods change one group. A record that makes no sense is refused with every reason at once. The line itself
 * (1200–115200 baud, 9600 where nothing is said, 8N1 inferred) is the link's business.
 *
 * @param name          device name in events
 * @param form          how records are read; default {@link Form#SINGLE_AXLES}, the only form with known bytes
 * @param commandSeven  what command 7 does in this meter; default {@link CommandSeven#NEVER_SEND}, because a time sent to a meter where
 *                      7 means zero may zero a loaded scale
 * @param clockByEleven the clock is set with command 11 (known from API lists only); default false
 * @param liveVehicle   ask with command 3 for the vehicle that is not finished yet; sources differ on what 3 is; default false.
 *                      Needed before a zero is ever sent: nothing else says that the scale is empty
 * @param records       how records are read
 * @param timing        intervals and time-outs
 */
public record FfSettings(String name, Form form, CommandSeven commandSeven, boolean clockByEleven, boolean liveVehicle,
        Records records, Timing timing) {

    public enum Form { SINGLE_AXLES, AXLE_GROUPS }

    public enum CommandSeven { NEVER_SEND, SETS_CLOCK, SETS_ZERO }

    /**
     * @param codes          meaning of code 7 in group form; default NINE
     * @param spacingUnitCm  one unit of a spacing; default 1 (cm plausible). 0: spacings are not used, and axles not grouped
     * @param groupSpacingCm axles closer than this form a group; default 190 (one source)
     * @param mostAxles      axles the meter can count: a record with so many may lack some; default 15
     * @param timeIsVehicles the time in a record is the vehicle's, so the same record comes with the same time; default true
     *                       (inferred). False: it is the time of the answer, and records are compared without it
     * @param queueLimit     vehicles the meter can hold: at so many, records may be lost unseen; default 10, the bound of one
     *                       lane side, the meter's own is not known
     */
    public record Records(AxleCodeScheme codes, int spacingUnitCm, int groupSpacingCm, int mostAxles,
            boolean timeIsVehicles, int queueLimit) {
    }

    /**
     * @param pollMs          between two counts; default 1000
     * @param stateMs         between two self-tests; default 30,000. The meter reports a fault of its own after a minute without
     *                        any command
     * @param gapMs           from one command to the next at least; default 60
     * @param answerTimeoutMs default 1000: the longest answer takes 270 ms at 9600 baud
     * @param partialMs       a frame that has not gone on for so long is given up; default 200
     * @param silentMs        nothing received for so long: device lost; default 5000
     * @param sureMs          so long after a record was read it may be deleted without reading it again; default 1000
     */
    public record Timing(long pollMs, long stateMs, long gapMs, long answerTimeoutMs, long partialMs, long silentMs, long sureMs) {
    }

    public FfSettings {
        List<String> problems = problems(name, form, commandSeven, clockByEleven, records, timing);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    public static FfSettings defaults(String name) {
        return new FfSettings(name, Form.SINGLE_AXLES, CommandSeven.NEVER_SEND, false, false,
                new Records(AxleCodeScheme.NINE, 1, 190, 15, true, 10), new Timing(1000, 30_000, 60, 1000, 200, 5000, 1000));
    }

    public FfSettings with(Form newForm) {
        return new FfSettings(name, newForm, commandSeven, clockByEleven, liveVehicle, records, timing);
    }

    public FfSettings with(CommandSeven meaning) {
        return new FfSettings(name, form, meaning, clockByEleven, liveVehicle, records, timing);
    }

    public FfSettings withClockByEleven(boolean on) {
        return new FfSettings(name, form, commandSeven, on, liveVehicle, records, timing);
    }

    public FfSettings withLiveVehicle(boolean on) {
        return new FfSettings(name, form, commandSeven, clockByEleven, on, records, timing);
    }

    public FfSettings with(Records newRecords) {
        return new FfSettings(name, form, commandSeven, clockByEleven, liveVehicle, newRecords, timing);
    }

    public FfSettings with(Timing newTiming) {
        return new FfSettings(name, form, commandSeven, clockByEleven, liveVehicle, records, newTiming);
    }

    FfCommand readOldest() {
        return switch (form) {
            case SINGLE_AXLES -> FfCommand.C1_OLDEST_AXLES;
            case AXLE_GROUPS -> FfCommand.C0_OLDEST_GROUPS;
        };
    }

    private static List<String> problems(String name, Form form, CommandSeven commandSeven, boolean clockByEleven, Records records,
            Timing timing) {
        List<String> found = new ArrayList<>();
        expect(found, name != null && !name.isBlank(), "name is empty, allowed: any text");
        expect(found, form != null && commandSeven != null && records.codes != null,
                "form, commandSeven or records.codes is missing, give one of the allowed words");
        expect(found, commandSeven != CommandSeven.SETS_CLOCK || !clockByEleven,
                "commandSeven is SETS_CLOCK and clockByEleven is true, allowed: one of the two");
        range(found, "records.spacingUnitCm", records.spacingUnitCm, 0, 100);
        range(found, "records.groupSpacingCm", records.groupSpacingCm, 50, 500);
        range(found, "records.mostAxles", records.mostAxles, 2, FfRecord.MAX_ENTRIES);
        range(found, "records.queueLimit", records.queueLimit, 1, 255);
        range(found, "timing.pollMs", timing.pollMs, 100, 30_000);
        range(found, "timing.stateMs", timing.stateMs, timing.pollMs, 60_000);
        range(found, "timing.gapMs", timing.gapMs, 0, 5000);
        range(found, "timing.answerTimeoutMs", timing.answerTimeoutMs, 50, 10_000);
        range(found, "timing.partialMs", timing.partialMs, 20, 5000);
        range(found, "timing.silentMs", timing.silentMs, timing.pollMs + timing.answerTimeoutMs, 600_000);
        range(found, "timing.sureMs", timing.sureMs, 2 * timing.gapMs + 50, 60_000);
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
