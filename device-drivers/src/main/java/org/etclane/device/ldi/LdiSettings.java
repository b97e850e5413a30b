package org.etclane.device.ldi;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.etclane.device.Bytes;
import org.etclane.device.LoopEvent;
import org.etclane.device.link.Callers;

/**
 * Everything about the national interface that a lane decides or the text leaves open (lane-devices-ldi.md). {@link #defaults} gives
 * the documented defaults. A record that makes no sense is refused with every reason at once.
 *
 * @param name        device name in events; modules are {@code name/barrier-1}
 * @param bindAddress where the lane listens: "0.0.0.0" (default) for every interface; better the address in the device network, because
 *                    nothing on the wire is encrypted and a device obeys whoever speaks (§12 row 12)
 * @param port        1–65535, 0 any free one; default 10028, as in the printed samples (the text fixes none)
 * @param laneHex     LaneHex, 10 hexadecimal digits; see {@link #laneHex}. Devices copy it from their own settings, so it must be the same
 *                    there
 * @param modules     what the lane expects, at least one; a module that is not listed is answered and otherwise left alone
 */
public record LdiSettings(String name, String bindAddress, int port, String laneHex, List<Module> modules, Timing timing,
                          Limits limits, Habits habits) {
    public static final int DEFAULT_PORT = 10_028;

    /**
     * One module of the lane.
     *
     * @param codeHex   device verification code (设备校验码), 16 hexadecimal digits, of the device that carries this module. How the
     *                  platform issues it is not in the text: the lane only compares
     * @param loop      where the loop of a detector lies; empty for every other type
     * @param parameter sent by 0B before each initialisation when present, 0–255: FilterTime in ms of a barrier or detector, FontLine of
     *                  a fee display; default empty, the device keeps its own
     */
    public record Module(LdiModuleType type, int index, String codeHex, Optional<LoopEvent.Role> loop, OptionalInt parameter) {

        public static Module of(LdiModuleType type, int index, String codeHex) {
            return new Module(type, index, codeHex, Optional.empty(), OptionalInt.empty());
        }

        public static Module detector(int index, String codeHex, LoopEvent.Role loop) {
            return new Module(LdiModuleType.DETECTOR, index, codeHex, Optional.of(loop), OptionalInt.empty());
        }

        public LdiModule id() {
            return LdiModule.of(type, index);
        }

        Bytes code() {
            return Bytes.fromHex(codeHex);
        }
    }

    /**
     * The text gives three of these (0E every 3 s, 0C every 5 s, A1 within 1 s); the others it calls configurable without a value.
     *
     * @param authenticateMs     a caller that is not authenticated after so long is cut off; default 10 000
     * @param lostMs             no 0C for so long = device lost, three periods; default 15 000
     * @param initialiseAnswerMs wait for A1; default 1500
     * @param initialiseAgainMs  pause before a module that could not be initialised is asked again; default 5000
     * @param answerMs           wait for B1 and configuration answers; default 2000
     * @param barrierAnswerMs    wait for B1 of a barrier, which comes after the movement, so longer than the slowest movement; default
     *                           6000 (the slowest class of GB/T 24973 takes 5 s up and down)
     * @param retries            further sends of the same frame; default 2. A lower order is never sent again by itself
     * @param inPlaceMs          wait for 1C "in place" after B1 said "finished"; default 2000
     * @param raiseValidMs       a raise order waits so long for a barrier that is not ready or has not said where its arm is, at most
     *                           one monitor period; then it is dropped and reported; default 6000
     * @param lowerValidMs       as {@code raiseValidMs}, for a lower order; default 2000
     * @param stallMs            a frame that is not complete so long after its first byte is given up; default 1000
     * @param graceMs            after the port is open: missing devices are not reported before; default 15 000
     */
    public record Timing(long authenticateMs, long lostMs, long initialiseAnswerMs, long initialiseAgainMs, long answerMs,
                         long barrierAnswerMs, int retries, long inPlaceMs, long raiseValidMs, long lowerValidMs, long stallMs,
                         long graceMs) {
        public static final Timing DEFAULT = new Timing(10_000, 15_000, 1500, 5000, 2000, 6000, 2, 2000, 6000, 2000, 1000, 15_000);
    }

    /**
     * What a caller may take.
     *
     * @param callers         at a time, 1–{@link Callers#MAX_PLACES}; default 16
     * @param perAddress      of these from one IP address (one device may be several, and an old connection may hang on); default 4
     * @param dataBytes       longest DATA of a frame, 64–65535; default 4096 (a monitor report of 100 modules has under 2 KiB)
     * @param bytesPerSecond  more than this within one second is a flood; default 16 384
     * @param badPerMinute    so many pieces that are no message within a minute, and the caller is cut off; default 30
     * @param addresses       IP addresses that may call; empty (default): any
     * @param reportEveryMs   the same refusal of the same address is reported at most so often, with a count; default 60 000
     */
    public record Limits(int callers, int perAddress, int dataBytes, int bytesPerSecond, int badPerMinute, List<String> addresses,
                         long reportEveryMs) {
        public static final Limits DEFAULT = new Limits(16, 4, 4096, 16_384, 30, List.of(), 60_000);

        public Limits {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * What devices do differently. All unconfirmed.
     *
     * @param raiseAndHold      raise by order 02 "raise and hold" instead of 01 "raise"; default false. The text does not say whether a
     *                          barrier told 01 lowers by itself behind a vehicle; if one does, set this
     * @param runStateIsSwitch  run state 00 of a barrier in 0C means "down in place"; default false: it only means "not up", because
     *                          no text says what it is while the arm moves
     * @param emptyMonitors     so many 0C in a row, without a 1C between, must say "empty" before a loop that was occupied or unknown is
     *                          clear by 0C alone, 1–10; default 2, because a run state may be a period old
     * @param fontSize          0–8, 0 automatic; default 0
     * @param fontLine          of the fee display, 0–6, 0 automatic; default 0
     * @param displayLines      rows of the fee display, 1–6; default 4
     * @param boardFormat       1 centre, 2 left, 3 right; default 1
     * @param alarmWorkMode     0 continuous, else a frequency; default 0
     * @param fogFlashWorkMode  work mode of a flashing fog light, 1–255; default 1
     */
    public record Habits(boolean raiseAndHold, boolean runStateIsSwitch, int emptyMonitors, int fontSize, int fontLine,
                         int displayLines, int boardFormat, int alarmWorkMode, int fogFlashWorkMode) {
        public static final Habits DEFAULT = new Habits(false, false, 2, 0, 0, 4, 1, 0, 1);
    }

    public LdiSettings {
        modules = modules == null ? List.of() : List.copyOf(modules);
        List<String> problems = problems(name, bindAddress, port, laneHex, modules, timing, limits, habits);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    public static LdiSettings defaults(String name, String laneHex, List<Module> modules) {
        return new LdiSettings(name, "0.0.0.0", DEFAULT_PORT, laneHex, modules, Timing.DEFAULT, Limits.DEFAULT, Habits.DEFAULT);
    }

    public LdiSettings listening(String newBindAddress, int newPort) {
        return new LdiSettings(name, newBindAddress, newPort, laneHex, modules, timing, limits, habits);
    }

    public LdiSettings with(Timing newTiming) {
        return new LdiSettings(name, bindAddress, port, laneHex, modules, newTiming, limits, habits);
    }

    public LdiSettings with(Limits newLimits) {
        return new LdiSettings(name, bindAddress, port, laneHex, modules, timing, newLimits, habits);
    }

    public LdiSettings with(Habits newHabits) {
        return new LdiSettings(name, bindAddress, port, laneHex, modules, timing, limits, newHabits);
    }

    /**
     * LaneHex of a lane (§4): network 1101, road 10, station 23, lane 21 is {@code 11010A1715}.
     *
     * @param network 4 decimal digits; @param road 0–255; @param station 0–255; @param lane 0–255
     */
    public static String laneHex(String network, int road, int station, int lane) {
        if (network == null || !network.matches("[0-9]{4}") || ((road | station | lane) & ~0xFF) != 0) {
            throw new IllegalArgumentException("network is " + network + ", road " + road + ", station " + station + ", lane " + lane
                    + "; allowed: four digits, and 0–255 each");
        }
        return network + "%02X%02X%02X".formatted(road, station, lane);
    }

    Bytes lane() {
        return Bytes.fromHex(laneHex);
    }

    Optional<Module> module(LdiModule id) {
        return modules.stream().filter(m -> m.id().equals(id)).findFirst();
    }

    private static List<String> problems(String name, String bindAddress, int port, String laneHex, List<Module> modules, Timing t,
                                         Limits l, Habits h) {
        List<String> found = new ArrayList<>();
        expect(found, name != null && !name.isBlank(), "name is empty, allowed: any text");
        expect(found, bindAddress != null && !bindAddress.isBlank(),
                "bindAddress is empty, allowed: an IP address of this machine or 0.0.0.0");
        range(found, "port", port, 0, 65_535);
        expect(found, laneHex != null && laneHex.matches("\\p{XDigit}{10}"),
                "laneHex is " + laneHex + ", allowed: 10 hexadecimal digits");
        expect(found, t != null && l != null && h != null, "timing, limits or habits is missing");
        modules(found, modules);
        if (t != null) {
            timing(found, t);
        }
        if (l != null) {
            range(found, "limits.callers", l.callers, 1, Callers.MAX_PLACES);
            range(found, "limits.perAddress", l.perAddress, 1, l.callers);
            range(found, "limits.dataBytes", l.dataBytes, 64, LdiFrame.MAX_DATA_BYTES);
            range(found, "limits.bytesPerSecond", l.bytesPerSecond, 1024, 10_000_000);
            range(found, "limits.badPerMinute", l.badPerMinute, 1, 10_000);
            range(found, "limits.reportEveryMs", l.reportEveryMs, 1000, 3_600_000);
        }
        if (h != null) {
            range(found, "habits.emptyMonitors", h.emptyMonitors, 1, 10);
            range(found, "habits.fontSize", h.fontSize, 0, 8);
            range(found, "habits.fontLine", h.fontLine, 0, 6);
            range(found, "habits.displayLines", h.displayLines, 1, 6);
            range(found, "habits.boardFormat", h.boardFormat, 1, 3);
            range(found, "habits.alarmWorkMode", h.alarmWorkMode, 0, 255);
            range(found, "habits.fogFlashWorkMode", h.fogFlashWorkMode, 1, 255);
        }
        return found;
    }

    private static void timing(List<String> found, Timing t) {
        range(found, "timing.authenticateMs", t.authenticateMs, 3000, 600_000);
        range(found, "timing.lostMs", t.lostMs, 5000, 600_000);
        range(found, "timing.initialiseAnswerMs", t.initialiseAnswerMs, 1000, 60_000);
        range(found, "timing.initialiseAgainMs", t.initialiseAgainMs, 1000, 600_000);
        range(found, "timing.answerMs", t.answerMs, 100, 60_000);
        range(found, "timing.barrierAnswerMs", t.barrierAnswerMs, 1000, 60_000);
        range(found, "timing.retries", t.retries, 0, 20);
        range(found, "timing.inPlaceMs", t.inPlaceMs, 100, 60_000);
        range(found, "timing.raiseValidMs", t.raiseValidMs, 100, 60_000);
        range(found, "timing.lowerValidMs", t.lowerValidMs, 100, 10_000);
        range(found, "timing.stallMs", t.stallMs, 100, 60_000);
        range(found, "timing.graceMs", t.graceMs, 0, 600_000);
    }

    private static void modules(List<String> found, List<Module> modules) {
        expect(found, !modules.isEmpty(), "modules is empty, allowed: at least one");
        Set<LdiModule> seen = new HashSet<>();
        Set<LoopEvent.Role> loops = EnumSet.noneOf(LoopEvent.Role.class);
        Set<LdiModuleType> single = EnumSet.noneOf(LdiModuleType.class);
        for (Module m : modules) {
            String key = "modules " + m.type + " " + m.index;
            range(found, key + " index", m.index, 1, 255);
            expect(found, seen.add(m.id()), key + " is there twice, allowed: each type and index once");
            expect(found, LANE_TYPES.contains(m.type), key + ": the lane has no use for this type, allowed: " + LANE_TYPES);
            expect(found, m.type == LdiModuleType.DETECTOR || single.add(m.type), key + ": a lane has one " + m.type
                    + ", allowed several times: DETECTOR");
            expect(found, m.codeHex != null && m.codeHex.matches("\\p{XDigit}{16}"),
                    key + " code has not the right form, allowed: 16 hexadecimal digits");
            expect(found, m.loop.isPresent() == (m.type == LdiModuleType.DETECTOR), key + " loop is " + m.loop
                    + ", allowed: a loop for DETECTOR, none for other types");
            m.loop.ifPresent(role -> expect(found, loops.add(role), key + " loop " + role + " is there twice, allowed: each once"));
            m.parameter.ifPresent(value -> range(found, key + " parameter", value, 0, 255));
            expect(found, m.parameter.isEmpty() || LdiParameter.hasValue(m.type.code), key + " parameter is set, allowed for: "
                    + "BARRIER, DETECTOR, FEE_DISPLAY");
        }
    }

    /** What {@link LdiHub} can drive. */
    private static final Set<LdiModuleType> LANE_TYPES = EnumSet.of(LdiModuleType.BARRIER, LdiModuleType.DETECTOR,
            LdiModuleType.FEE_DISPLAY, LdiModuleType.PASS_LIGHT, LdiModuleType.ALARM, LdiModuleType.GUIDE_BOARD,
            LdiModuleType.CANOPY_LIGHT, LdiModuleType.FOG_LIGHT, LdiModuleType.VOICE);

    private static void range(List<String> found, String key, long value, long least, long most) {
        expect(found, value >= least && value <= most, key + " is " + value + ", allowed: " + least + "–" + most);
    }

    private static void expect(List<String> found, boolean good, String problem) {
        if (!good) {
            found.add(problem);
        }
    }
}
