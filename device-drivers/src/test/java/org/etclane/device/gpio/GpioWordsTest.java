package org.etclane.device.gpio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.etclane.device.trace.LineReader;
import org.etclane.device.trace.ReaderTrials;
import org.junit.jupiter.api.Test;

class GpioWordsTest {
    /** Wired as in passage.txt: loops active low, the rest active high. */
    private static final GpioSettings SETTINGS = GpioSettings.of("io", Map.of(
            GpioRole.TRIGGER_LOOP, GpioLine.Input.at("/dev/gpiochip0", 0).low(), GpioRole.ARM_LOOP, GpioLine.Input.at("/dev/gpiochip0", 1).low(),
            GpioRole.ARM_UP, GpioLine.Input.at("/dev/gpiochip0", 2)), Map.of(
            GpioRole.RAISE, GpioLine.Output.at("/dev/gpiochip0", 3, GpioLine.AtExit.INACTIVE),
            GpioRole.LOWER, GpioLine.Output.at("/dev/gpiochip0", 4, GpioLine.AtExit.INACTIVE),
            GpioRole.PASS_GREEN, GpioLine.Output.at("/dev/gpiochip0", 5, GpioLine.AtExit.INACTIVE)));

    private static LineReader reader() {
        return GpioWords.reader(SETTINGS);
    }

    @Test
    void levelsAreToldByWhatTheyMeanAtThisSite() {
        List<String> words = ReaderTrials.words(reader(), ReaderTrials.transcript("gpio/passage.txt"));
        assertEquals(List.of("> ReadLevels", "< Level trigger loop clear | Level arm loop clear | Level arm up not reached | Level raise off"
                + " | Level lower off | Level pass green off | Level canopy green low, which is not wired here"
                + " | Level alarm sound low, which is not wired here | Level alarm light low, which is not wired here",
                "< Edge trigger loop occupied",
                "< Edge trigger loop clear", "< Edge trigger loop occupied", "> Drive raise on", "> Drive pass green on", "< Driven raise on",
                "> Drive raise off"), words.subList(0, 9));
    }

    @Test
    void whatIsNoFrameIsTold() {
        assertEquals(List.of("2 bytes make no frame: frame cut short"), reader().fromDevice().read(new byte[] {'E', 1}));
        assertEquals(List.of("ReadLevels", "1 byte makes no frame: no such frame code"), reader().toDevice().read(new byte[] {'Q', '?'}));
        ReaderTrials.stands(GpioWordsTest::reader, List.of());
    }
}
