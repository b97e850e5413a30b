package org.etclane.device.gpio.line;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenLinesTest {
    private static String told(String... problems) {
        return OpenLines.Unavailable.grouped(new LinkedHashSet<>(List.of(problems)));
    }

    @Test
    void aRemedyThatIsTheSameForSeveralLinesIsSaidOnce() {
        assertEquals("line 0 is taken by \"a\", line 2 is taken by \"b\": stop that program; line 1 is gone: plug it in",
                told("line 0 is taken by \"a\": stop that program", "line 1 is gone: plug it in",
                        "line 2 is taken by \"b\": stop that program"));
    }

    @Test
    void onlyTheFirstColonEndsWhatIsWrong() {
        assertEquals("no permission for /dev/gpiochip0 (crw------- root:root): make a group: gpio",
                told("no permission for /dev/gpiochip0 (crw------- root:root): make a group: gpio"));
    }

    @Test
    void whatHasNoRemedyStandsAsItIs() {
        assertEquals("/dev/gpiochip0 cannot be opened (error 99), line 3 broke", told("/dev/gpiochip0 cannot be opened (error 99)", "line 3 broke"));
    }
}
