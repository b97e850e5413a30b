package org.etclane.sim.device;

import org.etclane.device.LoopEvent;
import org.etclane.device.lc301.AmountEncoding;
import org.etclane.device.lc301.Lc301Settings;
import org.etclane.device.lc301.TextEncoding;

/**
 * One simulated XY-LC-301 as it was built and wired. Times from lane-io-lc301.md §2; "2 × 200 ms" and "6 × 200 ms" are read as
 * counts of a 200 ms tick.
 *
 * @param address          third byte of the frames, 0–255
 * @param frontLoop        which loop is wired to the front coil input
 * @param rearLoop         which loop is wired to the rear coil input
 * @param greenIsOne       bit value 1 means green
 * @param amounts          encoding of fee and balance
 * @param entryText        encoding of the entry name
 * @param displayVersion   0 or 1: the display that is attached
 * @param colourFollowsArm the controller turns its display green and red with its own raise and lower pulses
 * @param bindPassLight    the pass light follows the arm whatever the host's bit says
 * @param autoLower        the firmware obeys ctrl2 bit 0
 * @param deduplicate      a frame with the seq of the one before is answered and not executed
 * @param debounceMs       an input change must persist for so long
 * @param pulseMs          barrier pulse
 * @param receiveTimeoutMs a partial frame is forgotten after so long without a byte
 * @param selfCheckMs      between two checks that light and arm agree
 * @param alarmMs          an alarm ends by itself after so long
 * @param scanMs           between two readings of the inputs when nothing says that one changed
 * @param greenAtStart     both lights when the simulation begins; the outputs themselves are not touched then
 */
public record Lc301SimulatorSettings(int address, LoopEvent.Role frontLoop, LoopEvent.Role rearLoop, boolean greenIsOne,
                                     AmountEncoding amounts, TextEncoding entryText, int displayVersion,
                                     boolean colourFollowsArm, boolean bindPassLight, boolean autoLower, boolean deduplicate,
                                     long debounceMs, long pulseMs, long receiveTimeoutMs, long selfCheckMs, long alarmMs,
                                     long scanMs, boolean greenAtStart) {

    public static Lc301SimulatorSettings defaults() {
        return new Lc301SimulatorSettings(Lc301Settings.DEFAULT_ADDRESS, LoopEvent.Role.TRIGGER, LoopEvent.Role.ARM, true,
                AmountEncoding.BINARY_BIG_ENDIAN, TextEncoding.GBK_SPACE_PADDED, 0, false, true, true, true,
                10, 2 * 200, 6 * 200, 3000, 10_000, 10, false);
    }

    public Lc301SimulatorSettings withDisplayVersion(int version) {
        return new Lc301SimulatorSettings(address, frontLoop, rearLoop, greenIsOne, amounts, entryText, version,
                colourFollowsArm, bindPassLight, autoLower, deduplicate, debounceMs, pulseMs, receiveTimeoutMs, selfCheckMs,
                alarmMs, scanMs, greenAtStart);
    }

    public Lc301SimulatorSettings withPulseMs(long newPulseMs) {
        return new Lc301SimulatorSettings(address, frontLoop, rearLoop, greenIsOne, amounts, entryText, displayVersion,
                colourFollowsArm, bindPassLight, autoLower, deduplicate, debounceMs, newPulseMs, receiveTimeoutMs, selfCheckMs,
                alarmMs, scanMs, greenAtStart);
    }

    /** A firmware from before the fault was mended: it executes every frame, also a repeated one. */
    public Lc301SimulatorSettings withoutDeduplication() {
        return new Lc301SimulatorSettings(address, frontLoop, rearLoop, greenIsOne, amounts, entryText, displayVersion,
                colourFollowsArm, bindPassLight, autoLower, false, debounceMs, pulseMs, receiveTimeoutMs, selfCheckMs, alarmMs,
                scanMs, greenAtStart);
    }

    public Lc301SimulatorSettings withLoops(LoopEvent.Role front, LoopEvent.Role rear) {
        return new Lc301SimulatorSettings(address, front, rear, greenIsOne, amounts, entryText, displayVersion,
                colourFollowsArm, bindPassLight, autoLower, deduplicate, debounceMs, pulseMs, receiveTimeoutMs, selfCheckMs,
                alarmMs, scanMs, greenAtStart);
    }
}
