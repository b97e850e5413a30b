package org.etclane.device.lc301;

import java.util.ArrayList;
import java.util.List;
import org.etclane.device.Bytes;
import org.etclane.device.LoopEvent;

/**
 * Everything about one XY-LC-301 that its site decides or its documents leave open. {@link #defaults} gives the documented
 * defaults; the {@code with} methods change one group. A record that makes no sense is refused with every reason at once.
 *
 * @param name      device name in events
 * @param address   third byte of A, B and C frames, 0–255; the source shows 31H for B, taken for A too
 * @param frontLoop what the front coil is in the lane
 * @param rearLoop  what the rear coil is in the lane
 * @param signals   polarity of lights and status bits
 * @param display   the attached fee display
 * @param timing    intervals and time-outs
 * @param queryFrameHex the frame that asks for a status without carrying outputs, sent before anything else. Bytes unconfirmed;
 *                  default the V (version) command as {@code 02 'C' addr 'V' 03 BCC}. Empty: nothing is asked and the driver
 *                  waits for the controller's first report by itself
 */
public record Lc301Settings(String name, int address, LoopEvent.Role frontLoop, LoopEvent.Role rearLoop, Signals signals,
                            Display display, Timing timing, String queryFrameHex) {

    /**
     * All unconfirmed.
     *
     * @param greenIsOne   bit value 1 of canopy and pass light means green, in ctrl1 and st1; default true
     * @param bindPassLight the pass light follows the arm in every frame ("barrier up with red" cannot occur); default true.
     *                     False: the lane's own pass light commands are sent
     * @param exitLane     this is an exit lane; default true
     * @param exitIsOne    bit value 1 of ctrl2 bit 5 means exit; default true
     * @param invertSt1    bits of st1 whose meaning at this site is the opposite of the source, 0–255; default 0
     * @param invertSt2    as {@code invertSt1}, for st2
     */
    public record Signals(boolean greenIsOne, boolean bindPassLight, boolean exitLane, boolean exitIsOne, int invertSt1,
                          int invertSt2) {
    }

    /**
     * All unconfirmed but the bits' positions.
     *
     * @param amounts        default unsigned 32-bit big-endian fen
     * @param entryText      default GBK padded with blanks
     * @param version        which of the two display versions is attached, 0 or 1 = ctrl2 bit 4; default 0
     * @param keepFeeOnGreen ctrl2 bit 3 while a fee is shown: it stays when the display turns green; default true
     * @param speakFee       ctrl2 bit 2, once per fee; default false
     * @param colourFrames   the driver sends 'Y' (green) or 'Z' (red and yellow) behind every shown text; default true, because
     *                       a refusal must be red also while the arm is still up for the vehicle before. Switch it off where
     *                       the controller turns its display by itself or does not know these frames: one that counts 24 bytes
     *                       from every 02 takes the 4-byte frame for the begin of a longer one, and the next command is then
     *                       only read from its repetition
     */
    public record Display(AmountEncoding amounts, TextEncoding entryText, int version, boolean keepFeeOnGreen, boolean speakFee,
                          boolean colourFrames) {
    }

    /**
     * @param pollMs           the state is sent again when nothing was sent for so long; default 1000
     * @param queryGapMs       between two queries before the first status, longer than the controller's receive time-out
     *                         (6 × 200 ms) so that a misread query is forgotten first; default 1500
     * @param answerTimeoutMs  wait for a B after a frame; default 400
     * @param earliestAnswerMs a B sooner than this after a frame was under way already and is no answer; 24 + 7 characters take
     *                         32 ms at 9600 baud, so 30 on a real line; default 0. On a line that proves to be faster (early
     *                         again after a repetition) it is ignored until the next link-up
     * @param retries          further sends of the same frame, same seq; default 3
     * @param silentMs         no status for so long = device lost; default 3000
     * @param commandValidMs   a barrier command that could not be sent for so long is dropped and reported, never executed
     *                         late; default 2000
     * @param lightSettleMs    after a barrier command the pass light follows the command for so long, then the reported arm;
     *                         default 3000, the controller's own self-check
     * @param alarmRefreshMs   an alarm that is still wanted is sent anew, before the controller ends it after 10 s; default 8000
     */
    public record Timing(long pollMs, long queryGapMs, long answerTimeoutMs, long earliestAnswerMs, int retries, long silentMs,
                         long commandValidMs, long lightSettleMs, long alarmRefreshMs) {
    }

    public static final int DEFAULT_ADDRESS = 0x31;

    public Lc301Settings {
        List<String> problems = problems(name, address, frontLoop, rearLoop, signals, display, timing, queryFrameHex);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    public static Lc301Settings defaults(String name) {
        return new Lc301Settings(name, DEFAULT_ADDRESS, LoopEvent.Role.TRIGGER, LoopEvent.Role.ARM,
                new Signals(true, true, true, true, 0, 0),
                new Display(AmountEncoding.BINARY_BIG_ENDIAN, TextEncoding.GBK_SPACE_PADDED, 0, true, false, true),
                new Timing(1000, 1500, 400, 0, 3, 3000, 2000, 3000, 8000), defaultQuery(DEFAULT_ADDRESS));
    }

    /** {@code 02 'C' addr 'V' 03 BCC}. */
    public static String defaultQuery(int address) {
        return Bytes.copyOf(Lc301Codec.encode(new Lc301Frame.CCommand(address, Lc301Frame.CCommand.Code.VERSION))).hex();
    }

    public Lc301Settings withLoops(LoopEvent.Role front, LoopEvent.Role rear) {
        return new Lc301Settings(name, address, front, rear, signals, display, timing, queryFrameHex);
    }

    public Lc301Settings with(Signals newSignals) {
        return new Lc301Settings(name, address, frontLoop, rearLoop, newSignals, display, timing, queryFrameHex);
    }

    public Lc301Settings with(Display newDisplay) {
        return new Lc301Settings(name, address, frontLoop, rearLoop, signals, newDisplay, timing, queryFrameHex);
    }

    public Lc301Settings with(Timing newTiming) {
        return new Lc301Settings(name, address, frontLoop, rearLoop, signals, display, newTiming, queryFrameHex);
    }

    public Lc301Settings withQueryFrameHex(String hex) {
        return new Lc301Settings(name, address, frontLoop, rearLoop, signals, display, timing, hex);
    }

    Bytes queryFrame() {
        return Bytes.fromHex(queryFrameHex);
    }

    private static List<String> problems(String name, int address, LoopEvent.Role frontLoop, LoopEvent.Role rearLoop,
                                         Signals signals, Display display, Timing timing, String queryFrameHex) {
        List<String> found = new ArrayList<>();
        expect(found, name != null && !name.isBlank(), "name is empty, allowed: any text");
        range(found, "address", address, 0, 255);
        expect(found, frontLoop != null && rearLoop != null && frontLoop != rearLoop,
                "frontLoop and rearLoop are " + frontLoop + " and " + rearLoop + ", allowed: two different roles");
        expect(found, queryFrameHex != null && queryFrameHex.matches("(\\s*\\p{XDigit}{2})*\\s*"),
                "queryFrameHex is " + queryFrameHex + ", allowed: pairs of hexadecimal digits or nothing");
        range(found, "signals.invertSt1", signals.invertSt1, 0, 255);
        range(found, "signals.invertSt2", signals.invertSt2, 0, 255);
        range(found, "display.version", display.version, 0, 1);
        expect(found, display.amounts != null && display.entryText != null, "display.amounts or display.entryText is missing");
        range(found, "timing.pollMs", timing.pollMs, 100, 60_000);
        range(found, "timing.queryGapMs", timing.queryGapMs, 100, 60_000);
        range(found, "timing.answerTimeoutMs", timing.answerTimeoutMs, 40, 10_000);
        range(found, "timing.earliestAnswerMs", timing.earliestAnswerMs, 0, timing.answerTimeoutMs - 1);
        range(found, "timing.retries", timing.retries, 0, 20);
        range(found, "timing.silentMs", timing.silentMs, timing.pollMs + timing.answerTimeoutMs, 600_000);
        range(found, "timing.commandValidMs", timing.commandValidMs, timing.answerTimeoutMs, 60_000);
        range(found, "timing.lightSettleMs", timing.lightSettleMs, 0, 60_000);
        range(found, "timing.alarmRefreshMs", timing.alarmRefreshMs, 1000, 600_000);
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
